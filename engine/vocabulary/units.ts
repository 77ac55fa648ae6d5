// The quantities that every room speaks of, as named number types: a signature then says its unit. Nothing enters, nothing leaves.

/** A duration or a point in time, in days from the scenario's start date. */
export type Days = number;
/** A rate or hazard, per day, ≥ 0. */
export type PerDay = number;
/** A probability in [0, 1]. */
export type Probability = number;
/** A utility on the logit scale: +1 multiplies the odds against waiting by e. */
export type Logit = number;

/** The public form of a configuration: one active state per region. Its integer code never leaves the engine. */
export type Configuration = Readonly<Record<string, string>>;

/** JSON knows no infinity: a quantity that has no finite value says why. */
export type Quantity =
  | { readonly value: number }
  | { readonly value: null; readonly why: 'infinite' | 'beyond horizon' };
