// Every number that turns records into stances, as one table: value, plausible range, unit, what it does, and where it comes from. Nothing enters; a page can show and change all of them.
import type { Attribution } from './evidence.ts';

export interface PoolingConstant {
  readonly value: number;
  /** Range in which it may sensibly be moved. */
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly doc: string;
  readonly source: string;
}

const judgement = 'judgement of the authors; no data set grades sources so';
const reliability = (value: number, doc: string): PoolingConstant => ({
  value,
  low: 0,
  high: 1,
  unit: 'share',
  doc,
  source: judgement,
});

export const poolingConstants = {
  reliability_on_record_direct: reliability(0.95, 'Weight of words quoted from a named speaker.'),
  reliability_on_record_indirect: reliability(0.9, 'Weight of words reported of a named speaker.'),
  reliability_institution: reliability(0.85, 'Weight of what a ministry, state or organisation is said to say.'),
  reliability_state_media: reliability(0.8, 'Weight of a leader’s words as his own state media give them.'),
  reliability_official_unnamed: reliability(0.7, 'Weight of an unnamed official.'),
  reliability_narrator: reliability(0.7, 'Weight of what the article says in its own voice.'),
  reliability_media_report: reliability(0.55, 'Weight of what other media are said to report.'),
  hedge_factor: {
    value: 0.8,
    low: 0,
    high: 1,
    unit: 'ratio',
    doc: 'Multiplies the weight of a hedged record ("reportedly").',
    source: judgement,
  },
  memory_days: {
    value: 14,
    low: 3,
    high: 90,
    unit: 'day',
    doc: 'Age at which a record’s weight has fallen to 1/e.',
    source: judgement,
  },
  month_day: {
    value: 15,
    low: 1,
    high: 28,
    unit: 'day of the month',
    doc: 'Day taken when a record’s date is only a month.',
    source: 'middle of the month',
  },
  year_month: {
    value: 7,
    low: 1,
    high: 12,
    unit: 'month',
    doc: 'Month taken when a record’s date is only a year.',
    source: 'middle of the year',
  },
  pseudo_counts: {
    value: 4,
    low: 1,
    high: 12,
    unit: 'observations',
    doc: 'How many coin tosses a record of weight 1 is worth.',
    source: judgement,
  },
  prior_count: {
    value: 1,
    low: 0.5,
    high: 4,
    unit: 'observations',
    doc: 'Both counts of the Beta before any record; 1 is uniform.',
    source: 'Bayes and Laplace: uniform prior',
  },
  count_cap: {
    value: 24,
    low: 4,
    high: 200,
    unit: 'observations',
    doc: 'Most that the two counts may add up to: no amount of text makes a stance certain.',
    source: judgement,
  },
  salience_floor: {
    value: 1,
    low: 0,
    high: 4,
    unit: 'observations',
    doc: 'Salience of an issue before any record, before dividing by the desk’s largest.',
    source: judgement,
  },
  event_intensity: {
    value: 1,
    low: 0,
    high: 1,
    unit: 'share',
    doc: 'Intensity of a movement of forces that was made, not announced.',
    source: judgement,
  },
  movement_factor: {
    value: 2,
    low: 1,
    high: 4,
    unit: 'ratio',
    doc: 'How much more a movement of forces counts for salience than words of the same weight.',
    source: 'costly signals: Fearon 1997; size by judgement',
  },
  spread_when_certain: {
    value: 0.15,
    low: 0,
    high: 0.5,
    unit: 'position',
    doc: 'Spread of a stance of certainty 1.',
    source: 'rule of the scenario format: spread = 0.15 + 0.6 (1 − certainty)',
  },
  spread_of_doubt: {
    value: 0.6,
    low: 0.1,
    high: 1,
    unit: 'position',
    doc: 'What certainty 0 adds to that spread.',
    source: 'rule of the scenario format: spread = 0.15 + 0.6 (1 − certainty)',
  },
} as const satisfies Readonly<Record<string, PoolingConstant>>;

export type PoolingConstants = { readonly [K in keyof typeof poolingConstants]: number };

/** The values of the table, with some of them changed. */
export function constantsOf(changed: Partial<PoolingConstants> = {}): PoolingConstants {
  const values = Object.fromEntries(Object.entries(poolingConstants).map(([name, c]) => [name, c.value]));
  return { ...(values as unknown as PoolingConstants), ...changed };
}

export function reliabilityOf(attribution: Attribution, constants: PoolingConstants): number {
  return constants[`reliability_${attribution}`];
}
