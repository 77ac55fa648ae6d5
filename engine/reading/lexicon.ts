// The generated cue sets, ready for look-up by base form: which issues a word points to, and what a verb does when it is said.
import issueFile from '../../data/lexicon/issues.json' with { type: 'json' };
import phraseFile from '../../data/lexicon/phrases.json' with { type: 'json' };
import verbFile from '../../data/lexicon/verbs.json' with { type: 'json' };
import { remembered, type Token } from './tokens.ts';

/** The closed list of issues; poles in docs of `polarity.ts`. */
export const issues: readonly Issue[] = [
  ...(['negotiation', 'mediation', 'military_strike', 'retaliation', 'force_posture', 'territory_access'] as const),
  ...([
    'border_security',
    'displacement',
    'regime_stability',
    'core_dispute',
    'economic_pressure',
    'alliance',
  ] as const),
  ...(['internal_repression', 'other'] as const),
];
export type Issue =
  | 'negotiation'
  | 'mediation'
  | 'military_strike'
  | 'retaliation'
  | 'force_posture'
  | 'territory_access'
  | 'border_security'
  | 'displacement'
  | 'regime_stability'
  | 'core_dispute'
  | 'economic_pressure'
  | 'alliance'
  | 'internal_repression'
  | 'other';

/** What a reporting or stance verb does, the most telling first. */
export const verbKinds = [
  'reject',
  'oppose',
  'accuse',
  'deny',
  'demand',
  'offer',
  'threaten',
  'accept',
  'support',
  'commit',
  'say',
] as const;
export type VerbKind = (typeof verbKinds)[number];

/** Entry of a look-up: what it stands for, its weight in (0, 1], and the words that must follow the first. */
interface Entry<T> {
  readonly value: T;
  readonly weight: number;
  readonly rest: readonly string[];
}

function tableOf<T extends string>(sets: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  const table = new Map<string, Entry<T>[]>();
  for (const [value, cues] of Object.entries(sets))
    for (const [lemma, weight] of Object.entries(cues)) {
      const [first, ...rest] = lemma.split('_') as [string, ...string[]];
      const entries = table.get(first) ?? [];
      entries.push({ value: value as T, weight, rest });
      table.set(first, entries);
    }
  return table;
}

const issueTable = tableOf<Issue>(issueFile.sets);
const verbTable = tableOf<VerbKind>(verbFile.sets);

/** Cues that start at token i; a compound hides the cues of its first word. */
export const issueCuesAt = remembered((tokens: readonly Token[], i: number) => cuesOf(tokens, i));

function cuesOf(tokens: readonly Token[], i: number): { issue: Issue; weight: number; length: number }[] {
  const found = entriesAt(issueTable, tokens, i, 0);
  const longest = Math.max(1, ...found.map((e) => e.rest.length + 1));
  return found
    .filter((e) => e.rest.length + 1 === longest)
    .map((e) => ({ issue: e.value, weight: e.weight, length: longest }));
}

const phraseTable = tableOf<Issue>(phraseFile.sets);

/** Issues of the phrases that start at token i; up to two other words may stand between theirs. */
export const phrasesAt = remembered((tokens: readonly Token[], i: number) => phrasesOf(tokens, i));

function phrasesOf(tokens: readonly Token[], i: number): { issue: Issue; weight: number }[] {
  return entriesAt(phraseTable, tokens, i, 2).map(({ value, rest }) => ({
    issue: value,
    weight: rest.length === 0 ? 1 : 2,
  }));
}

/** What the verb at token i does: kinds in the order of `verbKinds`; its particle may stand up to four words later. */
export function verbKindsAt(tokens: readonly Token[], i: number): VerbKind[] {
  const found = entriesAt(verbTable, tokens, i, 4);
  const compound = found.filter((e) => e.rest.length > 0);
  const kinds = new Set((compound.length > 0 ? compound : found).map((e) => e.value));
  return verbKinds.filter((kind) => kinds.has(kind));
}

function entriesAt<T>(table: Map<string, Entry<T>[]>, tokens: readonly Token[], i: number, reach: number): Entry<T>[] {
  const found: Entry<T>[] = [];
  for (const base of tokens[i]!.bases)
    for (const entry of table.get(base) ?? []) if (follows(tokens, i + 1, entry.rest, reach)) found.push(entry);
  return found;
}

function follows(tokens: readonly Token[], from: number, rest: readonly string[], reach: number): boolean {
  let at = from;
  for (const word of rest) {
    let hit = -1;
    for (let k = at; k <= at + reach && k < tokens.length; k++) {
      if (tokens[k]!.bases.includes(word)) {
        hit = k;
        break;
      }
      if (!tokens[k]!.word) break;
    }
    if (hit < 0) return false;
    at = hit + 1;
  }
  return true;
}
