// Act and issue → the root of the PLOVER ontology under which an event coder would file it; null for what only assesses.
import type { Issue } from './lexicon.ts';
import type { Act } from './polarity.ts';

export function ploverOf(act: Act, issue: Issue): string | null {
  switch (act) {
    case 'demand':
      return 'REQUEST';
    case 'reject':
    case 'deny':
    case 'oppose':
      return 'REJECT';
    case 'accuse':
      return 'ACCUSE';
    case 'accept':
    case 'offer':
      return 'AGREE';
    case 'support':
      return 'SUPPORT';
    case 'threaten':
      return issue === 'economic_pressure' ? 'SANCTION' : 'THREATEN';
    case 'commit':
      return committed.get(issue) ?? null;
    default:
      return null;
  }
}

const committed: ReadonlyMap<Issue, string> = new Map<Issue, string>([
  ['economic_pressure', 'SANCTION'],
  ['force_posture', 'MOBILIZE'],
  ['border_security', 'MOBILIZE'],
  ['retaliation', 'THREATEN'],
  ['military_strike', 'THREATEN'],
  ['mediation', 'CONSULT'],
  ['negotiation', 'AGREE'],
  ['territory_access', 'COOPERATE'],
  ['alliance', 'SUPPORT'],
  ['displacement', 'AID'],
  ['core_dispute', 'COERCE'],
  ['internal_repression', 'COERCE'],
]);
