// A record in words: who, on whose behalf, on which issue, how far towards which pole, under which condition, and how it is known. Enters: a record and the names of actors. Leaves: what a reader can say aloud. Pure.
import type { EvidenceRecord, Statement } from '../../engine/index.ts';
import { listText, numberText } from '../help/language.ts';
import { plain, signed } from '../words.ts';

export type NameOf = (actor: string) => string;

interface IssueWords {
  readonly label: string;
  /** What +1 and −1 mean. */
  readonly plus: string;
  readonly minus: string;
}

/** The closed list of issues with their poles. */
export const issueWords: Readonly<Record<string, IssueWords>> = {
  negotiation: {
    label: 'negotiation',
    plus: 'wants talks or a deal now',
    minus: 'rejects or distrusts talks',
  },
  mediation: { label: 'mediation', plus: 'offers or welcomes mediation', minus: 'rejects mediation' },
  military_strike: {
    label: 'military strike',
    plus: 'threatens or urges the first use of force',
    minus: 'opposes the first use of force',
  },
  retaliation: { label: 'retaliation', plus: 'would strike back', minus: 'would not, or opposes striking back' },
  force_posture: { label: 'force posture', plus: 'builds up or keeps forces', minus: 'withdraws, or asks for it' },
  territory_access: {
    label: 'use of territory',
    plus: 'lets others use its territory',
    minus: 'refuses the use of its territory',
  },
  border_security: { label: 'border security', plus: 'closes or fortifies the border', minus: 'opens the border' },
  displacement: {
    label: 'displacement',
    plus: 'takes people in or helps them leave',
    minus: 'keeps people on the move out',
  },
  regime_stability: {
    label: 'stability of the government',
    plus: 'wants the government to stay',
    minus: 'wants it to fall',
  },
  core_dispute: {
    label: 'the core of the dispute',
    plus: 'holds to the holder’s own claim',
    minus: 'makes the challenger’s full demand',
  },
  economic_pressure: {
    label: 'economic pressure',
    plus: 'wants or applies pressure',
    minus: 'opposes pressure',
  },
  alliance: { label: 'alliance', plus: 'stands by an ally', minus: 'draws away from an ally' },
  internal_repression: {
    label: 'repression at home',
    plus: 'represses or defends it',
    minus: 'condemns or opposes it',
  },
  other: { label: 'another issue', plus: 'for', minus: 'against' },
};

export const issueLabel = (issue: string): string =>
  Object.hasOwn(issueWords, issue) ? issueWords[issue]!.label : issue.replaceAll('_', ' ');

export const actWords: Readonly<Record<Statement['act'], string>> = {
  commit: 'commits to',
  threaten: 'threatens',
  demand: 'demands',
  offer: 'offers',
  accept: 'accepts',
  reject: 'rejects',
  support: 'supports',
  oppose: 'opposes',
  accuse: 'accuses',
  deny: 'denies',
  assess: 'assesses',
  inform: 'informs',
};

export const attributionWords: Readonly<Record<EvidenceRecord['attribution'], string>> = {
  on_record_direct: 'on the record, quoted',
  on_record_indirect: 'on the record, reported',
  institution: 'an institution',
  state_media: 'state media',
  official_unnamed: 'an unnamed official',
  narrator: 'the outlet in its own voice',
  media_report: 'a report by other media',
};

export const quoteWords: Readonly<Record<Statement['quote'], string>> = {
  direct: 'direct quotation',
  indirect: 'reported speech',
  mixed: 'partly quoted',
};

export type Trigger = NonNullable<Statement['conditional_on']>['terms'][number]['event'];

export const triggerWords: Readonly<Record<Trigger, string>> = {
  military_strike: 'a military strike',
  regime_collapse: 'the government falls',
  escalation: 'escalation',
  no_deal: 'no deal comes',
  deal: 'a deal comes',
  retaliation: 'retaliation',
  displacement: 'people are displaced',
  core_violation: 'the core demand is violated',
  unspecified: 'a condition left open',
  other: 'something else',
};

export const statusWords = {
  occurred: 'has happened',
  ongoing: 'is going on',
  planned: 'is planned',
  claimed: 'is claimed',
  background: 'happened earlier',
} as const;

/** Towards a pole, and how firmly: the steps of the coding rules. */
export function positionInWords(issue: string, position: number): string {
  const size = Math.abs(position);
  if (size < 0.15) return 'takes no side';
  const words = Object.hasOwn(issueWords, issue) ? issueWords[issue]! : issueWords.other!;
  const pole = position > 0 ? words.plus : words.minus;
  const how =
    size >= 0.95
      ? 'done or categorical'
      : size >= 0.85
        ? 'firm'
        : size >= 0.65
          ? 'clear'
          : size >= 0.45
            ? 'leaning'
            : 'weak';
  return `${pole}, ${how}`;
}

export function conditionInWords(record: EvidenceRecord, nameOf: NameOf): string | null {
  if (record.kind !== 'statement' || record.conditional_on === null) return null;
  const { terms, logic } = record.conditional_on;
  const words = terms.map((t) => {
    const whose = t.actor === null ? '' : ` by ${nameOf(t.actor)}`;
    return `${t.negated ? 'not: ' : ''}${triggerWords[t.event]}${whose}`;
  });
  return `if ${words.join(logic === 'all' ? ' and ' : ' or ')}`;
}

export interface RecordWords {
  /** Whose words or deeds: "Lai Ching-te". */
  readonly who: string;
  /** "Taiwan"; null where the speaker speaks for himself. */
  readonly behalf: string | null;
  readonly issue: string;
  /** What is said of the issue: the position in words, what happened, or the quantity. */
  readonly what: string;
  /** The position with its sign; null for events and quantities. */
  readonly figure: string | null;
  readonly condition: string | null;
  readonly attribution: string;
}

export function recordInWords(record: EvidenceRecord, nameOf: NameOf): RecordWords {
  const holders = listText(record.holders.map(nameOf));
  const attribution = `${attributionWords[record.attribution]}${record.via.length > 0 ? `, via ${listText(record.via.map(nameOf))}` : ''}${record.hedged ? ', hedged' : ''}`;
  if (record.kind === 'statement') {
    const who = record.speaker === 'narrator' ? 'The outlet itself' : nameOf(record.speaker);
    return {
      who,
      behalf: holders === who ? null : holders,
      issue: issueLabel(record.issue),
      what: `${actWords[record.act]}: ${positionInWords(record.issue, record.position)}`,
      figure: signed(record.position),
      condition: conditionInWords(record, nameOf),
      attribution,
    };
  }
  if (record.kind === 'event')
    return {
      who: listText(record.actors.map(nameOf)),
      behalf: null,
      issue: issueLabel(record.issue),
      what: `an act that ${statusWords[record.status]}${record.targets.length > 0 ? `, towards ${listText(record.targets.map(nameOf))}` : ''}`,
      figure: null,
      condition: null,
      attribution,
    };
  const { value, low, high, unit } = record;
  return {
    who: holders,
    behalf: null,
    issue: record.what,
    what: `${plain(value)} ${unit}${low < high ? `, from ${plain(low)} to ${plain(high)}` : ''}`,
    figure: null,
    condition: null,
    attribution,
  };
}

/** One line made from the fields, never from the article: "Russia (Peskov): against military strike; if …". */
export function gistOf(record: EvidenceRecord, nameOf: NameOf): string {
  const w = recordInWords(record, nameOf);
  const who = w.behalf === null ? w.who : `${w.behalf} (${w.who})`;
  const figure = w.figure === null ? '' : ` (${w.figure})`;
  return `${who}: ${w.issue}, ${w.what}${figure}${w.condition === null ? '' : `; ${w.condition}`}`.slice(0, 300);
}

/** 0.62 → "62%", how sure the machine is that a reviewer changes nothing. */
export const confidenceInWords = (confidence: number): string =>
  numberText(confidence, { style: 'percent', maximumFractionDigits: 0 });
