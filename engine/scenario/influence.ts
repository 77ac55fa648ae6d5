// What can move what: the closure over everything that is read (cone of influence; model, section 12). Serves two ends: no dead sliders, and exact reduction.

/** One thing that changes regions, with all that its being enabled and its rate read. */
export interface Driver {
  readonly kind: 'move' | 'hazard' | 'always';
  readonly id: string;
  /** The actor of a move. */
  readonly actor: string | null;
  /** Regions that the guard reads, final states of set regions included. */
  readonly guardRegions: ReadonlySet<string>;
  /** Regions that rate, utility and consent read, through derived formulas. */
  readonly rateRegions: ReadonlySet<string>;
  /** Regions that it sets. */
  readonly sets: ReadonlySet<string>;
  /** Names (parameters, constants, switches, derived) that it reads, through derived formulas. */
  readonly names: ReadonlySet<string>;
  /** `ACTOR.issue` read by stance(…). */
  readonly stances: ReadonlySet<string>;
  /** Who weighs the change of state by own stances: the mover and the consenters. */
  readonly judges: readonly string[];
}

export interface InfluenceModel {
  readonly drivers: readonly Driver[];
  /** region → issues on which its states differ in coordinate. */
  readonly issuesOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** actor → issues on which it has a stance. */
  readonly stancesOf: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Cone {
  readonly regions: ReadonlySet<string>;
  readonly drivers: ReadonlySet<Driver>;
  readonly names: ReadonlySet<string>;
  /** `ACTOR.issue` */
  readonly stances: ReadonlySet<string>;
}

/** The smallest set of regions that holds `seed` and everything that the kept regions' law depends on, with the drivers that must be kept. */
export function coneOf(model: InfluenceModel, seed: Iterable<string>): Cone {
  const regions = new Set(seed);
  const drivers = new Set<Driver>();
  const actors = new Set<string>();
  const include = (d: Driver): void => {
    if (drivers.has(d)) return;
    drivers.add(d);
    for (const r of d.guardRegions) regions.add(r);
    for (const r of d.rateRegions) regions.add(r);
    if (d.kind === 'move') {
      // All moves of one actor share its attention: the choice among them reads whatever any of them reads or sets.
      for (const r of d.sets) regions.add(r);
      if (d.actor !== null) actors.add(d.actor);
    }
  };
  for (let size = -1; size !== regions.size + drivers.size; ) {
    size = regions.size + drivers.size;
    for (const d of model.drivers) {
      if (drivers.has(d)) continue;
      if ((d.actor !== null && actors.has(d.actor)) || [...d.sets].some((r) => regions.has(r))) include(d);
    }
    for (const r of foreseen(model, regions, drivers)) regions.add(r);
  }
  const names = new Set<string>();
  const stances = new Set<string>();
  for (const d of drivers) {
    for (const n of d.names) names.add(n);
    for (const s of d.stances) stances.add(s);
  }
  const consequences = [...drivers].filter((d) => d.kind === 'always').flatMap((d) => [...d.sets]);
  for (const d of drivers) {
    if (d.kind !== 'move') continue;
    for (const region of [...d.sets, ...consequences])
      for (const issue of model.issuesOf.get(region) ?? [])
        for (const judge of d.judges) if (model.stancesOf.get(judge)?.has(issue)) stances.add(`${judge}.${issue}`);
  }
  return { regions, drivers, names, stances };
}

/** Regions that kept moves can change through `always`, however long the chain of them, and on whose issues a judge of a kept move has a stance: the mover weighs them. */
function foreseen(model: InfluenceModel, regions: ReadonlySet<string>, drivers: ReadonlySet<Driver>): string[] {
  const judged = new Set<string>();
  for (const d of drivers)
    if (d.kind === 'move')
      for (const j of d.judges) for (const issue of model.stancesOf.get(j) ?? []) judged.add(issue);
  if (judged.size === 0) return [];
  const triggered = new Set(regions);
  for (let size = -1; size !== triggered.size; ) {
    size = triggered.size;
    for (const d of model.drivers)
      if (d.kind === 'always' && [...d.guardRegions].some((r) => triggered.has(r)))
        for (const r of d.sets) triggered.add(r);
  }
  return [...triggered].filter((r) => [...(model.issuesOf.get(r) ?? [])].some((issue) => judged.has(issue)));
}
