// A record → words for the terminal: position on its issue, condition, how it is known. Made from the fields alone, never from the article's text.
import type { EvidenceRecord, Statement } from './evidence.ts';

/** The closed list of issues: what +1 and −1 mean. */
export const issuePoles: ReadonlyMap<string, { readonly plus: string; readonly minus: string }> = new Map([
  ['negotiation', { plus: 'wants talks or a deal', minus: 'rejects or distrusts talks' }],
  ['mediation', { plus: 'wants a mediator', minus: 'wants none' }],
  ['military_strike', { plus: 'threatens or urges the first use of force', minus: 'opposes it' }],
  ['retaliation', { plus: 'would strike back', minus: 'would not' }],
  ['force_posture', { plus: 'builds up or keeps forces', minus: 'withdraws them or wants them withdrawn' }],
  ['territory_access', { plus: 'opens its territory to others', minus: 'closes it' }],
  ['border_security', { plus: 'closes or strengthens the border', minus: 'opens it' }],
  ['displacement', { plus: 'takes people in', minus: 'keeps them out' }],
  ['regime_stability', { plus: 'wants the government to last', minus: 'wants it gone' }],
  ['core_dispute', { plus: 'holds to its full claim', minus: "makes the challenger's full demand" }],
  ['economic_pressure', { plus: 'applies or wants pressure', minus: 'opposes it' }],
  ['alliance', { plus: 'stands by an ally', minus: 'draws away from one' }],
  ['internal_repression', { plus: 'represses or defends it', minus: 'condemns it' }],
  ['other', { plus: 'for', minus: 'against' }],
]);

const degrees = [
  [0.95, 'categorically'],
  [0.85, 'firmly'],
  [0.65, 'clearly'],
  [0.45, 'leaning'],
  [0.15, 'weakly'],
] as const;

/** "clearly against −0.70"; "assessment 0" where it takes no side. */
export function positionText(position: number): string {
  const degree = degrees.find(([least]) => Math.abs(position) >= least)?.[1];
  const number = position === 0 ? '0' : `${position > 0 ? '+' : '−'}${Math.abs(position).toFixed(2)}`;
  return degree === undefined ? `assessment ${number}` : `${degree} ${position > 0 ? 'for' : 'against'} ${number}`;
}

/** "if military_strike by USA on IRN and not deal"; null without a condition. */
export function conditionText(statement: Statement): string | null {
  const { conditional_on: condition } = statement;
  if (condition === null) return null;
  const terms = condition.terms.map(
    (t) =>
      `${t.negated ? 'not ' : ''}${t.event}${t.actor === null ? '' : ` by ${t.actor}`}${t.target === null ? '' : ` on ${t.target}`}`,
  );
  return `if ${terms.join(condition.logic === 'all' ? ' and ' : ' or ')}`;
}

const known: Readonly<Record<EvidenceRecord['attribution'], string>> = {
  on_record_direct: 'own words',
  on_record_indirect: 'on record',
  institution: 'institution',
  state_media: 'state media',
  official_unnamed: 'unnamed',
  narrator: 'narrator',
  media_report: 'media report',
};

/** "unnamed via axios, hedged" */
export function attributionText(record: EvidenceRecord): string {
  const via = record.via.length > 0 ? ` via ${record.via.join(', ')}` : '';
  return `${known[record.attribution]}${via}${record.hedged ? ', hedged' : ''}`;
}

/** A whole record over a few short lines. */
export function recordLines(record: EvidenceRecord, nameOf: (actor: string) => string): string[] {
  const named = (ids: readonly string[]): string => ids.map(nameOf).join(', ') || 'nobody in particular';
  const head = `¶${record.span.paragraph}, ${attributionText(record)}, of ${record.date}`;
  switch (record.kind) {
    case 'statement': {
      const poles = issuePoles.get(record.issue);
      const pole = poles && Math.abs(record.position) >= 0.15 ? (record.position > 0 ? poles.plus : poles.minus) : null;
      const condition = conditionText(record);
      return [
        `${nameOf(record.speaker)} for ${named(record.holders)}, to ${named(record.targets)}: ${record.act}`,
        `${record.issue}: ${positionText(record.position)}${pole === null ? '' : ` (${pole})`}, intensity ${record.intensity}`,
        ...(condition === null ? [] : [condition]),
        ...(record.expects === null ? [] : [`expects it with probability ${record.expects}`]),
        head,
      ];
    }
    case 'event':
      return [`${named(record.actors)}, to ${named(record.targets)}: ${record.issue}, ${record.status}`, head];
    case 'quantity':
      return [
        `${record.what}: ${record.fuzzy ? 'about ' : ''}${record.value} ${record.unit} (${record.low} to ${record.high})`,
        head,
      ];
  }
}

/** One line in words of ours, from the fields alone: what a statement is called when its reviewer writes nothing better. */
export function paraphraseFrom(s: Statement): string {
  const others = s.holders.includes(s.speaker) ? '' : ` (${s.speaker})`;
  const side = s.position > 0.15 ? 'for' : s.position < -0.15 ? 'against' : 'open on';
  const targets = s.targets.length > 0 ? `, towards ${s.targets.join(' and ')}` : '';
  const condition = conditionText(s);
  const when = condition === null ? '' : `, ${condition}`;
  return `${s.holders.join(' and ')}${others}: ${s.act}, ${side} ${s.issue}${targets}${when}; ${s.quote} quotation`.slice(
    0,
    300,
  );
}
