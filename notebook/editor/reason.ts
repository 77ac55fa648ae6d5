// Who changed a scenario, when and why, kept as a YAML comment above the changed line. Enters: the text before and after a change. Leaves: the text with the comment; whether it still says the same is for the engine to check.
import { changedLines } from './line-diff.ts';

export interface Reason {
  /** Empty: not said. */
  readonly who: string;
  /** YYYY-MM-DD */
  readonly when: string;
  readonly why: string;
}

/** "# changed 2026-02-05 by N.N.: the envoy said so" */
export function reasonComment({ who, when, why }: Reason): string {
  const plain = (text: string, most: number): string =>
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they would end the comment or be refused by the parser
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]+/g, ' ')
      .trim()
      .slice(0, most);
  const name = plain(who, 80);
  return `# changed ${when}${name === '' ? '' : ` by ${name}`}: ${plain(why, 500)}`;
}

/**
 * Texts with the comment at places that may hold one, the best first: above the first changed line, above the entry it belongs to, above its section.
 * Inside a text of several lines a comment would become part of the text, so the caller takes the first that reads as the same scenario.
 */
export function withReason(before: string, after: string, reason: Reason): string[] {
  const lines = after.split('\n');
  const changed = Math.min((changedLines(before, after)[0] ?? 1) - 1, Math.max(0, lines.length - 1));
  const places = new Set([changed]);
  for (const most of [2, 0]) {
    let at = changed;
    while (at > 0 && (!/\S/.test(lines[at]!) || indentOf(lines[at]!) > most)) at--;
    places.add(at);
  }
  return [...places].map((at) => {
    const next = lines.slice(at).find((line) => /\S/.test(line)) ?? '';
    const comment = `${' '.repeat(indentOf(next))}${reasonComment(reason)}`;
    return [...lines.slice(0, at), comment, ...lines.slice(at)].join('\n');
  });
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
