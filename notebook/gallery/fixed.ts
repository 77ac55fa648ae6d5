// Fixed results for the gallery: an invented dispute over a strait whose answers are closed forms (competing exponential causes), so that every chart shows the same numbers on every day. Nothing here speaks of real events.
import type { ParameterView, SampleSummary, ScenarioView, VariantResult, VariantView } from '../../engine/index.ts';
import { documentOf, type NotebookDocument } from '../document/document.ts';
import type { Known } from '../figures.ts';
import { type Model, modelOf } from '../model.ts';

const parameter = (
  id: string,
  label: string,
  owner: string,
  [value, low, high]: readonly [number, number, number],
  unit: string,
  ends: readonly [string, string],
  basis = 'assumed: invented for the gallery',
): ParameterView => ({ id, label, value, low, high, unit, ends, owner, basis, evidence: [], idle: null });

export const view: ScenarioView = {
  id: 'strait',
  title: 'Strait blockade, an invented case',
  startDate: '2030-03-01',
  asOf: '2030-03-01',
  horizon: 60,
  days: [7, 30, 60],
  caveats: ['An invented case for looking at charts. It speaks of nobody.'],
  sources: [],
  issues: [],
  regions: [
    {
      id: 'strait',
      label: 'The strait',
      initial: 'closed',
      states: [
        { id: 'closed', label: 'closed', evidence: [] },
        { id: 'open', label: 'open', evidence: [] },
        { id: 'fighting', label: 'fighting', evidence: [] },
      ],
    },
  ],
  actors: [
    { id: 'NORTH', label: 'North', holders: ['NORTH'] },
    { id: 'SOUTH', label: 'South', holders: ['SOUTH'] },
    { id: 'MEDIATOR', label: 'Mediator', holders: ['MEDIATOR'] },
  ],
  stances: [],
  parameters: [
    parameter('resolve', 'Resolve of North', 'NORTH', [0.55, 0.2, 0.9], 'share', [
      'would back down',
      'will not back down',
    ]),
    parameter('patience', 'Patience of South', 'SOUTH', [0.5, 0.2, 0.8], 'share', ['acts at once', 'waits for ever']),
    parameter('effort', 'Effort of the mediator', 'MEDIATOR', [0.3, 0.1, 0.9], 'share', [
      'watching',
      'daily shuttle talks',
    ]),
    parameter('ships_per_day', 'Ships that come to the strait', 'nature', [40, 25, 60], 'ships/day', ['few', 'many']),
  ],
  switches: [{ id: 'talks_open', label: 'Talks are open', default: true, basis: 'assumed', evidence: [] }],
  derived: [],
  nature: [],
  moves: [{ id: 'north_strikes', actor: 'NORTH', label: 'North strikes' }],
  outcomes: [
    {
      id: 'first',
      label: 'What ends the blockade',
      kind: 'race',
      causes: [
        { id: 'deal', label: 'A settlement' },
        { id: 'war', label: 'War' },
        { id: 'lifted', label: 'South gives way' },
      ],
      baseRates: [],
    },
    {
      id: 'war',
      label: 'War breaks out',
      kind: 'reach',
      causes: [],
      baseRates: [
        {
          share: 0.18,
          low: 0.11,
          high: 0.28,
          by_day: 60,
          label: 'blockades that ended in war (9 of 50)',
          source: 'invented',
          tuned: false,
        },
      ],
    },
    { id: 'deal', label: 'A settlement is signed', kind: 'reach', causes: [], baseRates: [] },
    { id: 'lifted', label: 'South gives way', kind: 'reach', causes: [], baseRates: [] },
  ],
  rewards: [
    { id: 'delayed', label: 'Ships delayed', unit: 'ships', measure: 'accumulated' },
    { id: 'closed_days', label: 'Days closed', unit: 'days', measure: 'accumulated' },
  ],
  variants: [
    { id: 'base', label: 'As of 1 March 2030' },
    { id: 'north', label: 'North more resolved', parameters: { resolve: 0.75 } },
    { id: 'mediation', label: 'Strong mediation', parameters: { effort: 0.8 } },
    { id: 'both', label: 'Resolved, with mediation', parameters: { resolve: 0.75, effort: 0.8 } },
    { id: 'fighting', label: 'Fighting already', initial: { strait: 'fighting' } },
  ],
};

interface Rates {
  readonly deal: number;
  readonly war: number;
  readonly lifted: number;
}

/** Constant rates a day of the three causes. */
function ratesOf(variant: VariantView): Rates {
  const at = (id: string): number => variant.parameters?.[id] ?? view.parameters.find((p) => p.id === id)!.value;
  const open = variant.switches?.talks_open ?? true;
  return {
    deal: (open ? 0.03 : 0.004) * at('effort') * (1.2 - at('resolve')),
    war: 0.014 * at('resolve') ** 2 * (1.3 - at('patience')) * (1.1 - at('effort')),
    lifted: 0.012 * (1 - at('patience')),
  };
}

function sharesOn({ deal, war, lifted }: Rates, day: number): Rates & { none: number } {
  const sum = deal + war + lifted;
  const none = Math.exp(-sum * day);
  const of = (rate: number): number => (rate / sum) * (1 - none);
  return { deal: of(deal), war: of(war), lifted: of(lifted), none };
}

/** The exact answer in the engine's own form. Competing exponential causes: F_i(t) = λ_i/Λ (1 − exp(−Λ t)). */
export function answerTo(variant: VariantView, days: readonly number[] = view.days): VariantResult {
  const rates = ratesOf(variant);
  const fighting = variant.initial?.strait === 'fighting';
  const byDay = <T>(of: (shares: ReturnType<typeof sharesOn>, day: number) => T): Record<string, T> =>
    Object.fromEntries(days.map((d) => [String(d), of(sharesOn(rates, d), d)]));
  const reach = (cause: keyof Rates) => ({
    kind: 'reach' as const,
    already: fighting && cause === 'war',
    byDay: byDay((s) => (fighting && cause === 'war' ? 1 : s[cause])),
  });
  const sum = rates.deal + rates.war + rates.lifted;
  const ships = variant.parameters?.ships_per_day ?? 40;
  const closed = (day: number): number => (1 - Math.exp(-sum * day)) / sum;
  const spread = (day: number): number =>
    Math.sqrt(Math.max(0, (2 / sum ** 2) * (1 - Math.exp(-sum * day) * (1 + sum * day)) - closed(day) ** 2));
  const total = (scale: number, unit: string) => ({
    mean: scale * closed(view.horizon),
    sd: scale * spread(view.horizon),
    unit,
    byDay: byDay((_, d) => ({ mean: scale * closed(d), sd: scale * spread(d) })),
  });
  return {
    id: variant.id,
    label: variant.label ?? variant.id,
    configurations: 4,
    rates: 3,
    days: [...days],
    truncation: 0,
    outcomes: {
      first: {
        kind: 'race',
        already: fighting ? ['war'] : [],
        byDay: byDay((s) => ({ deal: s.deal, war: s.war, lifted: s.lifted, none: s.none })),
      },
      war: reach('war'),
      deal: reach('deal'),
      lifted: reach('lifted'),
    },
    rewards: { delayed: total(ships, 'ships'), closed_days: total(1, 'days') },
    occupancy: { strait: { closed: days.map((d) => sharesOn(rates, d).none), open: [], fighting: [] } },
  };
}

/** What a bench would know of the variant, daily curves included. */
export function knownOf(variant: VariantView): Known {
  const result = answerTo(variant);
  const daily = Array.from({ length: view.horizon + 1 }, (_, d) => sharesOn(ratesOf(variant), d));
  const curve = (cause: keyof Rates | 'none'): number[] => daily.map((s) => s[cause]);
  const fighting = variant.initial?.strait === 'fighting';
  return {
    result,
    curves: {
      'first.deal': curve('deal'),
      'first.war': curve('war'),
      'first.lifted': curve('lifted'),
      'first.none': curve('none'),
      ...(fighting ? {} : { war: curve('war') }),
      deal: curve('deal'),
      lifted: curve('lifted'),
    },
  };
}

/** As if sampled: the quantiles of an exponential holding time, cut at the horizon. */
export function sampleOf(variant: VariantView): SampleSummary {
  const { deal, war, lifted } = ratesOf(variant);
  const sum = deal + war + lifted;
  const ships = variant.parameters?.ships_per_day ?? 40;
  const quantile = (q: number): number => Math.min(view.horizon, -Math.log(1 - q) / sum);
  const exact = answerTo(variant).rewards;
  const reward = (id: string, scale: number) => ({
    mean: exact[id]!.mean!,
    sd: exact[id]!.sd!,
    standardError: exact[id]!.sd! / Math.sqrt(2000),
    quantiles: {
      '5': scale * quantile(0.05),
      '50': scale * quantile(0.5),
      '95': scale * quantile(0.95),
      '99': scale * quantile(0.99),
    },
  });
  return {
    enumerated: true,
    seed: 1,
    paths: 2000,
    cut: 0,
    outcomes: {},
    rewards: { delayed: reward('delayed', ships), closed_days: reward('closed_days', 1) },
  };
}

const band = (low: number, middle: number, high: number) => [low, middle, high] as const;

export const model: Model = modelOf({
  // Another key on every opening: nothing is taken from an earlier one's store.
  key: `gallery ${performance.timeOrigin}`,
  view,
  file: 'strait.yaml',
  text: async () => '',
  shipped: null,
  strength: Object.fromEntries(
    ['resolve', 'effort', 'patience', 'ships_per_day'].map((id, i) => [
      id,
      { outcome: 'war', day: '60', change: [0.31, -0.2, -0.12, 0][i]!, reward: 'delayed', rewardChange: 0.1 },
    ]),
  ),
  layout: async () => null,
});

export const bands = {
  draws: 500,
  what: 'invented',
  source: 'invented',
  base: {
    war: { '7': band(0, 0.02, 0.05), '30': band(0.02, 0.08, 0.2), '60': band(0.04, 0.14, 0.33) },
    'first.war': { '7': band(0, 0.02, 0.05), '30': band(0.02, 0.08, 0.2), '60': band(0.04, 0.14, 0.33) },
    'first.deal': { '60': band(0.1, 0.3, 0.6) },
    'first.lifted': { '60': band(0.08, 0.2, 0.4) },
    'first.none': { '60': band(0.2, 0.4, 0.6) },
  },
};

export const document: NotebookDocument = { ...documentOf(view, 'war'), day: 60 };

/** Forty variants: more than there are colours and rows for. */
export const manyVariants: NotebookDocument = {
  ...document,
  variants: [
    ...document.variants,
    ...Array.from({ length: 35 }, (_, i) => ({
      id: `own-${i + 1}`,
      label: `Student ${i + 1}`,
      origin: 'own' as const,
      changes: {
        ...document.variants[0]!.changes,
        parameters: { resolve: 0.2 + 0.02 * i, effort: 0.1 + 0.02 * ((i * 7) % 35) },
      },
      notes: {},
    })),
  ],
};
