// A name in a line → what stands beside it between commas ("X, spokesman for …,", "the minister, X,"), and where names and noun phrases end.
import type { Word } from './document.ts';
import { type Line, nameEnd } from './names.ts';
import type { Scene } from './scene.ts';
import { isSpeech, officeAt, organisationNouns, type Title } from './titles.ts';

/** "Ghana's chief negotiator, X, said", "the spokesman for the committee, X, said", "one of its lawmakers, X, told". */
export function appositionBefore(line: Line, i: number, stop: number): Apposition | null {
  const { words } = line;
  if (words[i - 1]?.text !== ',' || !closes(words[stop])) return null;
  for (let k = i - 2; k >= line.from && i - k < 24; k--) {
    if (/^[.;:“”"()—–]$/.test(words[k]!.text) || line.quoted[k]) return null;
    const title = officeAt(words, k) ?? pluralOffice(words, k);
    if (title === null || title.office === 'address') continue;
    // Between the office and the comma only what belongs to it: "of …", "for …", "in …", "who …".
    const next = words[title.end]?.lower ?? '';
    if (title.end !== i - 1 && !/^(?:of|for|in|at|to|from|who|on|with)$/.test(next)) continue;
    const start = leftOf(line, k);
    return { title, start, end: i - 1 };
  }
  return null;
}

/** "one of its lawmakers". */
function pluralOffice(words: readonly Word[], k: number): Title | null {
  const w = words[k]!;
  if (!/[^s]s$|men$|women$/.test(w.lower)) return null;
  const one = words.slice(Math.max(0, k - 4), k).some((x, n, all) => x.lower === 'one' && all[n + 1]?.lower === 'of');
  if (!one) return null;
  const single = w.lower.replace(/men$/, 'man').replace(/s$/, '');
  return officeAt([{ ...w, lower: single, text: single }], 0) === null
    ? null
    : { start: k, end: k + 1, role: single, head: single, office: 'parliament', she: null };
}

export const besideOf = (a: Apposition | null): Apposition | null =>
  a?.title !== undefined && a.title.office !== 'private' ? a : null;

export const closes = (w: Word | undefined): boolean =>
  w === undefined || /^[,.;:)—–-]$/.test(w.text) || isSpeech(w) || /^['’]s$/.test(w.text);

/** End of a name from word `i`: a known person's, or a run of proper names. */
export function runEnd(scene: Scene, line: Line, i: number, afterTitle = false): number {
  const hit = line.hits[i];
  const run = nameEnd(line, i, scene.common, afterTitle);
  const stop = hit?.entry.kind === 'person' && hit.start === i ? Math.max(hit.end, run) : run;
  return stop > i && /^(?:Jr|Sr|II|III|IV)$/.test(line.words[stop]?.text ?? '') ? stop + 1 : stop;
}

/** Of offices that follow one another the last: "chief spokesman". */
function lastOffice(words: readonly Word[], k: number): Title | null {
  let title = officeAt(words, k);
  while (title !== null) {
    const next = officeAt(words, title.end);
    if (next === null || next.office === 'address' || next.office === 'rank') break;
    title = next;
  }
  return title;
}

export interface Apposition {
  readonly title?: Title;
  readonly who?: boolean;
  readonly organisation?: boolean;
  readonly start: number;
  readonly end: number;
}

/** What stands between commas behind a name: ", spokesman for …," ", who leads …,". */
export function appositionAfter(line: Line, stop: number): Apposition | null {
  const { words } = line;
  const mark = words[stop]?.text;
  if (mark !== ',' && mark !== '(' && mark !== '–' && mark !== '—') return null;
  let end = stop + 1;
  while (end < words.length && end - stop < 22 && !/^[,;:()“”"—–.]$/.test(words[end]!.text)) end++;
  const first = words[stop + 1]?.lower ?? '';
  if (
    /^(?:and|or|but|which|when|where|while|as|that|in|on|at|after|before|because|though|although|with|saying|adding|to)$/.test(
      first,
    )
  )
    return null;
  if (first === 'who' || first === 'whose') {
    const leads =
      /^(?:leads|heads|chairs|directs|commands|led|headed|chaired|runs|speaks|oversees|governs|represents)$/;
    const verb = words.slice(stop + 1, stop + 5).findIndex((w) => leads.test(w.lower));
    const title: Title = { start: stop + 1, end, role: 'head', head: 'head', office: 'state', she: null };
    return verb >= 0 ? { who: true, title, start: stop + 1, end } : { who: true, start: stop + 1, end };
  }
  for (let k = stop + 1; k < end; k++) {
    const title = lastOffice(words, k);
    if (title !== null && title.office !== 'address' && !(title.office === 'rank' && /^\p{Lu}/u.test(words[k]!.text))) {
      // "the opposition party whose leader …": what comes first counts.
      return { title, start: stop + 1, end };
    }
    if (isSpeech(words[k]) && k > stop + 1) break;
    if (/^(?:of|for|in|at|from|which|that|who)$/.test(words[k]!.lower)) break;
    if (organisationNouns.has(words[k]!.lower) && !/^['’]s?$/.test(words[k + 1]?.text ?? ''))
      return { organisation: true, start: stop + 1, end };
  }
  return null;
}

/** Leftmost word of a noun phrase that ends before `i`: its owners, adjectives and modifiers. */
export function leftOf(line: Line, i: number): number {
  const { words, hits } = line;
  let k = i;
  while (k > line.from && i - k < 14) {
    const w = words[k - 1]!;
    const hit = hits[k - 1];
    if (hit) k = hit.start;
    else if (/^['’]s?$/.test(w.text) || /^(?:of|for|to|the|and)$/.test(w.lower)) {
      // "a spokesman for the …" goes on only over nouns.
      if (/^(?:to|and)$/.test(w.lower)) break;
      if (w.lower === 'the' && !/^(?:of|for)$/.test(words[k - 2]?.lower ?? '')) break;
      k--;
    } else if ((['NOUN', 'ADJ', 'PROPN'].includes(w.pos) || officeAt(words, k - 1) !== null) && !isSpeech(w)) k--;
    else break;
  }
  while (k < i && /^(?:of|for|to|the|and|['’]s?)$/.test(words[k]!.lower)) k++;
  return k;
}
