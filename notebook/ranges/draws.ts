// Every input drawn from its plausible range, many times over: a Latin hypercube (McKay, Beckman and Conover 1979), so that few draws cover each range evenly. Enters: inputs, a variant, a number of draws. Leaves: variants. Pure and the same every time.
import type { VariantView } from '../../engine/index.ts';
import { type Input, withValue } from '../inputs.ts';

/** Standard normal value of 0.95: ranges hold the middle 90 per cent. */
const z95 = 1.6448536269514722;

type Ranged = Pick<Input, 'id' | 'kind' | 'value' | 'low' | 'high' | 'min' | 'max'>;

/**
 * The variant `count` times, each time with all inputs drawn; what the variant itself sets stays as it is set.
 * The same draw of two variants has the same values, so that their difference is paired.
 */
export function drawsOf(inputs: readonly Ranged[], variant: VariantView, count: number): readonly VariantView[] {
  const ranged = inputs.filter((i) => i.high > i.low);
  const columns = ranged.map((input, place) => ({ input, strata: shuffled(count, place + 1) }));
  return Array.from({ length: count }, (_, draw) =>
    columns.reduce((drawn, { input, strata }) => {
      if (variant[input.kind]?.[input.id] !== undefined) return drawn;
      return withValue(drawn, input.kind, input.id, quantileOf(input, (strata[draw]! + 0.5) / count));
    }, variant),
  );
}

/**
 * The value of an input with a share `u` of its plausible distribution below it: normal on either side of the scenario's value, or log-normal where the range is more even on that scale, with 5 and 95 per cent at the range's ends; cut where the slider ends.
 */
export function quantileOf({ value, low, high, min, max }: Ranged, u: number): number {
  const z = normalQuantile(u) / z95;
  const unevenness = (a: number, b: number, c: number): number => Math.abs(c - b - (b - a)) / (c - a);
  const onLogs =
    low > 0 && value > 0 && unevenness(Math.log(low), Math.log(value), Math.log(high)) < unevenness(low, value, high);
  const side = (a: number, b: number, c: number): number => b + z * (z < 0 ? b - a : c - b);
  const drawn = onLogs ? Math.exp(side(Math.log(low), Math.log(value), Math.log(high))) : side(low, value, high);
  return Math.min(Math.max(drawn, min), max);
}

/** Inverse of the standard normal distribution function, 0 < u < 1, to nine digits (Acklam's rational approximation). */
export function normalQuantile(u: number): number {
  const a = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
  ];
  const b = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1];
  const c = [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ];
  const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
  const polynomial = (coefficients: readonly number[], x: number): number =>
    coefficients.reduce((sum, k) => sum * x + k, 0);
  const tail = 0.02425;
  if (u < tail) {
    const q = Math.sqrt(-2 * Math.log(u));
    return polynomial(c, q) / polynomial(d, q);
  }
  if (u > 1 - tail) return -normalQuantile(1 - u);
  const q = u - 0.5;
  return (polynomial(a, q * q) * q) / polynomial(b, q * q);
}

/** 5 and 95 per cent of what was drawn, by nearest rank; null below twenty values. */
export function middleOf(values: readonly number[]): readonly [number, number] | null {
  if (values.length < 20) return null;
  const sorted = [...values].sort((x, y) => x - y);
  const at = (q: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))]!;
  return [at(0.05), at(0.95)];
}

/** Places 0…count−1 in an order that depends on the seed alone (Fisher and Yates, with a multiplicative generator). */
function shuffled(count: number, seed: number): readonly number[] {
  let state = (seed * 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const places = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [places[i], places[j]] = [places[j]!, places[i]!];
  }
  return places;
}
