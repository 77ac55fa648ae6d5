// Which input moves which path by how much: the first race solved at both ends of an input's plausible range, others at their values. One at a time, exact; no interactions.
import type { VariantResult } from '../../engine/index.ts';
import type { Bench } from '../bench.ts';
import { type DocumentVariant, toVariantView } from '../document/document.ts';
import type { Input } from '../inputs.ts';

export interface Driver {
  readonly id: string;
  readonly label: string;
  readonly owner: string;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly kind: Input['kind'];
  readonly basis: string;
  /** Cause of the race → probability on the day with the input at its low and at its high end. Largest move first. */
  readonly moves: readonly { readonly cause: string; readonly low: number; readonly high: number }[];
}

export interface LongWork {
  readonly signal?: AbortSignal;
  /** Share done, 0 to 1. */
  readonly progress?: (done: number) => void;
}

/** Inputs that are tried, strongest first by what the scenario's own table of strengths says; the race may rank them otherwise. */
const tried = 14;

/** The inputs of a variant that move the paths most, at most `count`. Empty without a race, and when stopped. */
export async function driversOf(
  bench: Pick<Bench, 'model' | 'ask'>,
  variant: DocumentVariant,
  day: number,
  count: number,
  { signal, progress }: LongWork = {},
): Promise<readonly Driver[]> {
  const { race, inputs } = bench.model;
  if (race === null) return [];
  const candidates = inputs.filter((i) => i.idle === null && i.high > i.low).slice(0, tried);
  let done = 0;
  const atEnd = async (input: Input, value: number): Promise<VariantResult | null> => {
    const view = toVariantView(variant);
    const changed = { ...view, [input.kind]: { ...view[input.kind], [input.id]: value } };
    const answered = await bench.ask(
      'solve',
      { variant: changed, outcomes: [race.id], rewards: [], days: [day] },
      { priority: 1, ...(signal ? { signal } : {}) },
    );
    progress?.(++done / (2 * candidates.length));
    return answered?.value ?? null;
  };
  const found = await Promise.all(
    candidates.map(async (input) => {
      const [low, high] = await Promise.all([atEnd(input, input.low), atEnd(input, input.high)]);
      return low === null || high === null ? null : driverOf(input, low, high, race.id, day);
    }),
  );
  if (signal?.aborted) return [];
  return strongest(
    found.filter((d) => d !== null),
    count,
  );
}

export function driverOf(input: Input, low: VariantResult, high: VariantResult, race: string, day: number): Driver {
  const at = (result: VariantResult): Readonly<Record<string, number>> => {
    const outcome = result.outcomes[race];
    return outcome?.kind === 'race' ? (outcome.byDay[String(day)] ?? {}) : {};
  };
  const [atLow, atHigh] = [at(low), at(high)];
  const moves = Object.keys(atLow)
    .filter((cause) => cause !== 'none' && Object.hasOwn(atHigh, cause))
    .map((cause) => ({ cause, low: atLow[cause]!, high: atHigh[cause]! }))
    .sort((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low));
  return {
    id: input.id,
    label: input.label,
    owner: input.ownerLabel,
    low: input.low,
    high: input.high,
    unit: input.unit,
    kind: input.kind,
    basis: input.basis,
    moves,
  };
}

export function strongest(drivers: readonly Driver[], count: number): readonly Driver[] {
  const size = (d: Driver): number => Math.abs((d.moves[0]?.high ?? 0) - (d.moves[0]?.low ?? 0));
  return [...drivers].sort((a, b) => size(b) - size(a)).slice(0, count);
}
