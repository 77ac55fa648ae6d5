// Text → tokens with their possible base forms, after WordNet's morphological rules: every form that a word may be inflected from, to be looked up in cue sets. Needs no part of speech.
import type { Span } from './article.ts';

export interface Token extends Span {
  readonly text: string;
  readonly lower: string;
  /** Possible base forms, the word itself first. */
  readonly bases: readonly string[];
  /** Letters or digits, no mark. */
  readonly word: boolean;
}

const pattern =
  /(?:\p{Lu}\.){2,}|\p{L}[\p{L}\p{M}\p{N}]*(?:[’'‑-][\p{L}\p{N}]+)*|\p{N}+(?:[.,]\p{N}+)*|[^\s\p{L}\p{N}]/gu;

/** Tokens of `text` between two offsets. */
export function tokensOf(text: string, start = 0, end = text.length): Token[] {
  const found: Token[] = [];
  for (const match of text.slice(start, end).matchAll(pattern)) {
    const lower = match[0].toLowerCase().replace(/’/g, "'").replace(/‑/g, '-');
    const word = /[\p{L}\p{N}]/u.test(match[0]);
    const from = start + match.index;
    found.push({
      start: from,
      end: from + match[0].length,
      text: match[0],
      lower,
      bases: word ? baseForms(lower) : [lower],
      word,
    });
  }
  return found;
}

const irregular = new Map<string, string>(
  `arose arise|arisen arise|ate eat|beaten beat|became become|began begin|begun begin|bled bleed|blew blow|blown blow|bore bear|bought buy|bound bind
  broke break|broken break|brought bring|built build|burnt burn|came come|caught catch|chose choose|chosen choose
  cut cut|dealt deal|did do|done do|drawn draw|drew draw|driven drive|drove drive|fallen fall|fed feed|fell fall
  felt feel|fled flee|flew fly|flown fly|forbade forbid|forbidden forbid|forgot forget|fought fight|found find
  froze freeze|frozen freeze|gave give|given give|gone go|got get|grew grow|grown grow|had have|has have|heard hear
  held hold|hid hide|hidden hide|kept keep|knew know|known know|laid lay|led lead|left leave|lent lend|lost lose
  made make|meant mean|met meet|overthrew overthrow|overthrown overthrow|paid pay|ran run|rose rise|risen rise
  said say|sank sink|sunk sink|saw see|seen see|sent send|shook shake|shot shoot|shown show|shrank shrink
  slain slay|sold sell|sought seek|spent spend|spoke speak|spoken speak|spread spread|stole steal|stolen steal
  stood stand|struck strike|swept sweep|swore swear|sworn swear|taken take|taught teach|thought think|threw throw
  thrown throw|told tell|took take|understood understand|undertook undertake|undertaken undertake|went go
  withdrawn withdraw|withdrew withdraw|won win|wrote write|written write|men man|women woman|was be|were be|is be
  are be|been be|being be|children child|does do|trod tread|laid lay|cast cast|reiterated reiterate`
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(' ') as [string, string]),
);

function baseForms(lower: string): string[] {
  const forms = new Set([lower]);
  const bare = lower.replace(/(?:'s|'ll|'re|'ve|'d|n't|s')$/, '');
  const add = (form: string): void => {
    if (form.length > 1) forms.add(form);
  };
  add(bare);
  const known = irregular.get(bare);
  if (known !== undefined) add(known);
  if (bare.length < 4) return [...forms];
  if (bare.endsWith('s') && !bare.endsWith('ss')) {
    add(bare.slice(0, -1));
    if (bare.endsWith('es')) add(bare.slice(0, -2));
    if (bare.endsWith('ies')) add(`${bare.slice(0, -3)}y`);
  }
  for (const ending of ['ed', 'ing'])
    if (bare.endsWith(ending) && bare.length > ending.length + 2) {
      const stem = bare.slice(0, -ending.length);
      add(stem);
      add(`${stem}e`);
      if (stem.endsWith('i')) add(`${stem.slice(0, -1)}y`);
      if (stem.at(-1) === stem.at(-2)) add(stem.slice(0, -1));
      if (stem.endsWith('y') && ending === 'ing') add(`${stem.slice(0, -1)}ie`);
    }
  return [...forms];
}

/** Remembers what a look-up of a sentence's token gave: units, reports and predicates all ask again. */
export function remembered<T, A extends readonly Token[]>(
  look: (tokens: A, i: number) => T,
): (tokens: A, i: number) => T {
  const known = new WeakMap<A, Map<number, T>>();
  return (tokens, i) => {
    let of = known.get(tokens);
    if (of === undefined) known.set(tokens, (of = new Map()));
    if (!of.has(i)) of.set(i, look(tokens, i));
    return of.get(i)!;
  };
}
