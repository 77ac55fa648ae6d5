// Scenario file → Prior: what is uncertain in it, each as a law of one number; a point of the unit cube → the variant with these numbers. Independent laws: sums then look surer than they are.
// (low, value, high) are the 5, 50 and 95 per cent points: a normal law (of the logarithm for `lognormal`) split at its centre, with a spread of its own on either side.
import { type Checked, type Problem, problem } from '../vocabulary/problem.ts';
import { inside } from './check-ranges.ts';
import { own, type ParameterSpec, type ScenarioFile, type StanceSpec } from './schema.ts';
import type { VariantView } from './view.ts';

/** The law of a parameter, or of the position of a stance (`ACTOR.issue`). */
export interface Law {
  readonly id: string;
  readonly kind: 'parameter' | 'stance';
  /** The value below which the share p lies; p in (0, 1). */
  readonly quantile: (p: number) => number;
}

/** Laws in the order of the file, parameters first. What is `fixed`, or has no range, has no law: it stays at its value. A value outside its own range is an error: it cannot be the middle of it. */
export function priorOf(file: ScenarioFile): Checked<readonly Law[]> {
  const problems: Problem[] = [];
  const laws: Law[] = [];
  for (const [id, p] of Object.entries(file.parameters ?? {})) {
    if (p.distribution === 'fixed') continue;
    if (!inside(p.value, p.low, p.high))
      problems.push(
        problem(
          'no-prior',
          `\`${id}\` = ${p.value} is outside its own range, so that no law can have it in the middle`,
          {
            path: ['parameters', id, 'value'],
            repair: 'widen the range, move the value, or write `distribution: fixed`',
          },
        ),
      );
    else if ((p.low ?? p.value) < (p.high ?? p.value))
      laws.push({ id, kind: 'parameter', quantile: parameterQuantile(p) });
  }
  for (const [actor, { stances }] of Object.entries(file.actors ?? {}))
    for (const [issue, stance] of Object.entries(stances ?? {}))
      if ((stance.spread ?? 0) > 0)
        laws.push({ id: `${actor}.${issue}`, kind: 'stance', quantile: stanceQuantile(stance) });
  return problems.length > 0 ? { value: null, problems } : { value: laws, problems: [] };
}

/** The variant with the numbers of one draw; what the variant itself sets is an intervention and stays. */
export function drawnVariant(variant: VariantView, laws: readonly Law[], numbers: ArrayLike<number>): VariantView {
  const drawn = { parameter: {} as Record<string, number>, stance: {} as Record<string, number> };
  laws.forEach(({ id, kind }, k) => {
    const set = own(kind === 'parameter' ? variant.parameters : variant.stances, id);
    drawn[kind][id] = set ?? numbers[k]!;
  });
  return {
    ...variant,
    parameters: { ...variant.parameters, ...drawn.parameter },
    stances: { ...variant.stances, ...drawn.stance },
  };
}

function parameterQuantile({ value, low = value, high = value, distribution }: ParameterSpec): (p: number) => number {
  if (distribution === 'lognormal') {
    const ofLog = splitNormal(Math.log(low), Math.log(value), Math.log(high));
    return (p) => Math.exp(ofLog(p));
  }
  const split = splitNormal(low, value, high);
  return distribution === 'beta' ? (p) => Math.min(0.99, Math.max(0.01, split(p))) : split;
}

/** A normal law around the position, cut off at −1 and 1 (model: the spread is the certainty's, or that of the pooled records). Near an end its 5 and 95 per cent points lie further inside than those of a slider. */
function stanceQuantile({ position, spread = 0 }: StanceSpec): (p: number) => number {
  const from = normalShare((-1 - position) / spread);
  const to = normalShare((1 - position) / spread);
  return (p) => Math.min(1, Math.max(-1, position + spread * normalQuantile(from + p * (to - from))));
}

/** @param low 5 per cent, @param high 95 per cent; half of the mass lies on either side of the centre. */
function splitNormal(low: number, centre: number, high: number): (p: number) => number {
  const below = (centre - low) / z95;
  const above = (high - centre) / z95;
  return (p) => {
    const z = normalQuantile(p);
    return centre + z * (z < 0 ? below : above);
  };
}

/** Quantile of the standard normal law, to about 1e-16 relative; ±∞ at 1 and 0 (Wichura 1988, algorithm AS 241, PPND16). */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(central.above, r)) / polynomial(central.below, r);
  }
  const tail = q < 0 ? p : 1 - p;
  if (tail <= 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-Math.log(tail));
  const { above, below } = r <= 5 ? middle : far;
  const at = r <= 5 ? r - 1.6 : r - 5;
  const z = polynomial(above, at) / polynomial(below, at);
  return q < 0 ? -z : z;
}

/** Share of the standard normal law below x, to about 1e-15: Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …) (Marsaglia, Journal of Statistical Software 11(4), 2004). */
export function normalShare(x: number): number {
  if (Math.abs(x) > 8.5) return x < 0 ? 0 : 1;
  let sum = x;
  let term = x;
  for (let k = 3, before = 0; sum !== before; k += 2) {
    before = sum;
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

/** Coefficients from the highest power down. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const c of coefficients) sum = sum * x + c;
  return sum;
}

const central = {
  above: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  below: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
};
const middle = {
  above: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  below: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
};
const far = {
  above: [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  below: [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
};

const z95 = normalQuantile(0.95);
