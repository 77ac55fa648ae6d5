// An unattributed unit → the move that it tells of, or null: an actor, a finite verb in the past or perfect, and an issue that its words point to.
import type { Range } from './attribution.ts';
import { subjectsIn, type Voices } from './attribution.ts';
import { type ClauseToken, isAuxiliary } from './clauses.ts';
import { bestOf, scoresOf, wordsIn } from './issue.ts';
import type { Issue } from './lexicon.ts';

export interface Move {
  readonly holders: string[];
  readonly actors: string[];
  readonly targets: string[];
  readonly issue: Issue;
  readonly status: 'occurred' | 'ongoing' | 'planned' | 'claimed' | 'background';
  readonly plover: string | null;
  readonly place: null;
}

export function eventIn(tokens: readonly ClauseToken[], range: Range, voices: Voices): Move | null {
  const own = tokens.slice(range.from, range.to);
  const verb = own.findIndex((t, i) => i > 0 && (isAuxiliary(t) || /ed$/.test(t.lower) || t.pos === 'VERB'));
  if (verb < 0) return null;
  const actors = subjectsIn(tokens, { from: range.from, to: range.from + verb }, voices);
  if (actors.length === 0) return null;
  const { issue, score } = bestOf(scoresOf(wordsIn(tokens, [range])));
  if (score < 0.9) return null;
  const text = own.map((t) => t.lower).join(' ');
  const status = /\b(?:will|due to|is to|are to|plans? to)\b/.test(text)
    ? 'planned'
    : /\b(?:is|are|continues?) (?:\w+ing|to)\b/.test(text)
      ? 'ongoing'
      : /\b(?:19|20)\d\d\b|last year|years? ago/.test(text)
        ? 'background'
        : 'occurred';
  return { holders: [...actors], actors: [...actors], targets: [], issue, status, plover: rootOf(issue), place: null };
}

function rootOf(issue: Issue): string | null {
  const roots: Partial<Record<Issue, string>> = {
    force_posture: 'MOBILIZE',
    border_security: 'MOBILIZE',
    military_strike: 'ASSAULT',
    retaliation: 'ASSAULT',
    economic_pressure: 'SANCTION',
    negotiation: 'CONSULT',
    mediation: 'CONSULT',
    alliance: 'COOPERATE',
    internal_repression: 'COERCE',
    territory_access: 'COOPERATE',
  };
  return roots[issue] ?? null;
}
