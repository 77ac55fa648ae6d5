// Text from strangers → HTML in which it stays text. A tagged template escapes every value; only what it made itself, or what the caller vouches for, passes as markup.

/** HTML that may be put into a page as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = Markup | string | number | null | false | readonly Value[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and quoted attributes, in HTML and in XML; characters that XML cannot hold are dropped. */
export function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these have no place in a document
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"']/g, (c) => entities[c]!)
  );
}

/** Lists are joined, null and false are nothing, everything else is escaped. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(strings.reduce((text, part, i) => text + valueText(values[i - 1] ?? null) + part));
}

/** Markup made elsewhere: the caller says that no stranger's markup is in it. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function valueText(value: Value): string {
  if (value === null || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(valueText).join('');
  return escaped(String(value));
}
