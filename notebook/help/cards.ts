// A shipped scenario's text → its card in the gallery: title, what it teaches, size. Reads the few lines it needs instead of parsing, so that the page's first look at a scenario costs no YAML; a test holds it against the real parser.
export interface Card {
  readonly key: string;
  readonly group: 'crises' | 'textbook' | 'templates' | 'other';
  readonly title: string;
  /** What it is: `meta.description`; empty where there is none. */
  readonly description: string;
  /** What it teaches: the comment that opens the file. */
  readonly teaches: string;
  readonly horizon: number;
  readonly regions: number;
  readonly moves: number;
  readonly parameters: number;
  readonly variants: number;
}

export function cardOf(key: string, text: string): Card {
  const lines = text.split('\n');
  const [folder] = key.split('/');
  const meta = sectionOf(lines, 'meta');
  const field = (name: string): string => {
    const line = meta.find((l) => l.startsWith(`  ${name}:`));
    return line === undefined ? '' : unquoted(line.slice(name.length + 3));
  };
  return {
    key,
    group: folder === 'crises' || folder === 'textbook' || folder === 'templates' ? folder : 'other',
    title: field('title'),
    description: field('description'),
    teaches: lines.find((l) => /^# (?!yaml-language-server)/.test(l))?.slice(2) ?? '',
    horizon: Number(field('horizon_days')),
    regions: entriesOf(lines, 'regions'),
    moves: entriesOf(lines, 'moves') + entriesOf(lines, 'nature'),
    parameters: entriesOf(lines, 'parameters'),
    variants: entriesOf(lines, 'variants'),
  };
}

/** The lines below a key of the top level. */
function sectionOf(lines: readonly string[], key: string): readonly string[] {
  const start = lines.findIndex((l) => new RegExp(`^${key}:\\s*(#.*)?$`).test(l));
  if (start < 0) return [];
  const length = lines.slice(start + 1).findIndex((l) => /^[^\s#]/.test(l));
  return length < 0 ? lines.slice(start + 1) : lines.slice(start + 1, start + 1 + length);
}

function entriesOf(lines: readonly string[], key: string): number {
  return sectionOf(lines, key).filter((l) => /^ {2}[A-Za-z_][\w-]*:/.test(l)).length;
}

function unquoted(text: string): string {
  const value = text.replace(/\s+#.*$/, '').trim();
  const quoted = /^(['"])(.*)\1$/.exec(value);
  return quoted === null ? value : quoted[2]!.replaceAll("''", "'");
}
