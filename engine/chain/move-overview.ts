// Chain → every move's utilities and rates over all reachable configurations: what it does now, and how far it can go. For `check --rates`; the utilities are those of the choice rule (rates.ts).
import type { BoundScenario } from '../scenario/bind.ts';
import type { Configuration, Logit, PerDay } from '../vocabulary/units.ts';
import { buildColumns, valueAt } from './columns.ts';
import { type Chain, stanceWeights } from './rates.ts';
import { wholeOf } from './reduce.ts';
import { configurationAt, type Structure } from './structure.ts';

/** One move over the whole chain. */
export interface MoveOverview {
  readonly move: string;
  readonly actor: string;
  readonly label: string;
  /** In the initial configuration, null where the move is not possible: its rate with competition and consent, and λ / (1 + e^−U). */
  readonly now: { readonly rate: PerDay; readonly alone: PerDay; readonly utility: Logit } | null;
  /** Over all reachable configurations where it is possible, waiting excluded; null when there is none. `where` is a configuration of the largest utility. */
  readonly anywhere: {
    readonly configurations: number;
    readonly utility: Logit;
    readonly where: Configuration;
    readonly rate: PerDay;
    readonly alone: PerDay;
  } | null;
}

export function movesOverview(chain: Chain, bound: BoundScenario): MoveOverview[] {
  const { structure, labelled } = chain;
  assertWhole(structure, bound);
  const { size, rowStart, event, target, states } = structure;
  const width = structure.regions.length;
  const column = buildColumns(structure, bound);
  const found = bound.moves.map((m) => ({
    m,
    e: structure.events.indexOf(m.id),
    utility: column(m.utility),
    opportunity: column(bound.actors[m.actor]!.opportunityRate),
    weight: stanceWeights(bound, m.actor),
  }));
  const byEvent = new Map(
    found.map((f) => [
      f.e,
      {
        ...f,
        configurations: 0,
        best: Number.NEGATIVE_INFINITY,
        where: 0,
        rate: 0,
        alone: 0,
        now: null as MoveOverview['now'],
      },
    ]),
  );
  for (let i = 0; i < size; i++)
    for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++) {
      const f = byEvent.get(event[t]!);
      const j = target[t]!;
      if (!f || j === i) continue;
      let u = valueAt(f.utility, structure, i);
      for (let r = 0; r < width; r++)
        u += f.weight[r]![states[j * width + r]!]! - f.weight[r]![states[i * width + r]!]!;
      const alone = valueAt(f.opportunity, structure, i) * (1 / (1 + Math.exp(-u)));
      f.configurations++;
      f.rate = Math.max(f.rate, labelled[t]!);
      f.alone = Math.max(f.alone, alone);
      if (u > f.best) {
        f.best = u;
        f.where = i;
      }
      if (i === chain.initial) f.now = { rate: labelled[t]!, alone, utility: u };
    }
  return [...byEvent.values()].map((f) => ({
    move: f.m.id,
    actor: bound.actors[f.m.actor]!.id,
    label: f.m.label,
    now: f.now,
    anywhere:
      f.configurations === 0
        ? null
        : {
            configurations: f.configurations,
            utility: f.best,
            where: configurationAt(structure, f.where),
            rate: f.rate,
            alone: f.alone,
          },
  }));
}

function assertWhole(structure: Structure, bound: BoundScenario): void {
  if (structure.part.events.size !== wholeOf(bound).events.size)
    throw new Error('the overview of moves needs the whole chain');
}
