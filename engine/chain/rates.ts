// Structure + numbers → Chain: opportunities × logit choice × consent (rule M.1), and hazards. The choice rule is the ministep of Snijders (1996, 2001, 2017):
//   U_im(x) = u_im(x) + gain · Σ_k s_ik p_ik (c_k(y) − c_k(x)),   P_i(m | x) = exp(U_im) / (1 + Σ exp(U_im')),   rate = λ_i(x) P_i(m | x) Π_j logistic(U_jm).
import type { BoundScenario } from '../scenario/bind.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import { buildColumns, type Column, valueAt } from './columns.ts';
import { type Sharing, sharingOf } from './sharing.ts';
import { configurationAt, type Structure } from './structure.ts';

/** A continuous-time Markov chain on the reachable configurations. */
export interface Chain {
  readonly structure: Structure;
  readonly size: number;
  /** Always configuration 0. */
  readonly initial: number;
  /** Rate of each labelled transition, per day; 0 for waiting moves that no reward counts. Parallel to structure.target and structure.event. */
  readonly labelled: Float64Array;
  /** Generator without its diagonal: row i is entries rowStart[i] … rowStart[i+1], columns distinct, in the order in which transitions lead to them first. */
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly rate: Float64Array;
  /** Exit rate of each configuration, per day: minus the diagonal. */
  readonly exit: Float64Array;
  /** Which transitions have the same rate whatever the numbers are; left out where nothing is known of formulas. */
  readonly sharing?: Sharing;
}

export function chainOf(structure: Structure, bound: BoundScenario): Chain {
  const labelled = ratesOf(structure, bound);
  const sharing = sharingOf(structure, bound);
  return { structure, size: structure.size, initial: 0, labelled, sharing, ...mergedOf(structure, labelled) };
}

/** Joins the transitions between the same pair of configurations. Where each of them goes is kept with the structure: new rates only add up in the old places. */
export function mergedOf(
  structure: Structure,
  labelled: Float64Array,
): Pick<Chain, 'rowStart' | 'column' | 'rate' | 'exit'> {
  const { rowStart, column, slot } = placesOf(structure);
  const { size, rowStart: from } = structure;
  const rate = new Float64Array(column.length);
  const exit = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let t = from[i]!, end = from[i + 1]!; t < end; t++) {
      const k = slot[t]!;
      if (k < 0) continue;
      const value = labelled[t]!;
      rate[k]! += value;
      sum += value;
    }
    exit[i] = sum;
  }
  return { rowStart, column, rate, exit };
}

/** Columns of a row are distinct; slot[t]: where transition t adds to, −1 when it returns to where it began. */
interface Places {
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly slot: Int32Array;
}

const places = new WeakMap<Structure, Places>();

export function placesOf(structure: Structure): Places {
  const known = places.get(structure);
  if (known) return known;
  const { size, rowStart: from, target } = structure;
  const rowStart = new Int32Array(size + 1);
  const column = new Int32Array(target.length);
  const slot = new Int32Array(target.length);
  /** Where a configuration stands as a column of the row that met it last. */
  const place = new Int32Array(size).fill(-1);
  let n = 0;
  for (let i = 0; i < size; i++) {
    const begin = n;
    for (let t = from[i]!, end = from[i + 1]!; t < end; t++) {
      const j = target[t]!;
      if (j === i) {
        slot[t] = -1;
        continue;
      }
      let k = place[j]!;
      if (k < begin) {
        k = n++;
        place[j] = k;
        column[k] = j;
      }
      slot[t] = k;
    }
    rowStart[i + 1] = n;
  }
  const made = { rowStart, column: n < column.length ? column.slice(0, n) : column, slot };
  places.set(structure, made);
  return made;
}

interface MoveColumns {
  readonly actor: number;
  readonly utility: Column;
  readonly consent: readonly { actor: number; utility: Column }[];
}

/** Rates of members of groups that were computed for a model: its parts have many in common. */
const ratesKnown = new WeakMap<BoundScenario, { readonly sharing: Sharing; readonly rates: Float64Array }[]>();

/** The rate of each labelled transition, per day: computed once for all that agree in what it depends on (sharing.ts). */
function ratesOf(structure: Structure, bound: BoundScenario): Float64Array {
  const { target, event, states } = structure;
  const width = structure.regions.length;
  const column = buildColumns(structure, bound);
  const byId = new Map(bound.moves.map((m) => [m.id, m]));
  const hazardById = new Map(bound.hazards.map((h) => [h.id, h]));
  const moves: (MoveColumns | undefined)[] = structure.events.map((id) => {
    const m = byId.get(id);
    return (
      m && {
        actor: m.actor,
        utility: column(m.utility),
        consent: m.consent.map((c) => ({ actor: c.actor, utility: column(c.utility) })),
      }
    );
  });
  const hazards = structure.events.map((id) => {
    const h = hazardById.get(id);
    return h && column(h.hazard);
  });
  const movers = [...new Set(moves.flatMap((m) => (m ? [m.actor] : [])))];
  const opportunity = new Map(movers.map((a) => [a, column(bound.actors[a]!.opportunityRate)]));
  const weights = buildWeights(structure, bound);
  const counted = structure.events.map((id) => structure.part.counted.has(id));
  const change = (actor: number, i: number, j: number): number => {
    const w = weights[actor];
    if (!w || i === j) return 0;
    let sum = 0;
    for (const { region, weight } of w) {
      const a = states[i * width + region]!;
      const b = states[j * width + region]!;
      if (a !== b) sum += weight[b]! - weight[a]!;
    }
    return sum;
  };
  const refuse = (what: string, value: number, i: number, path: (string | number)[]): never => {
    const where = Object.entries(configurationAt(structure, i))
      .map(([r, s]) => `${r}.${s}`)
      .join(', ');
    throw new ProblemError([
      problem(value < 0 ? 'negative-rate' : 'not-a-number', `${what} is ${value} where ${where}`, {
        path,
        repair:
          'change the expression or the numbers so that it is a finite number ≥ 0 in every reachable configuration',
      }),
    ]);
  };

  const sharing = sharingOf(structure, bound);
  const { groupStart, member, row, like, decider, code } = sharing;
  /** Of the members of groups, in their order. */
  const rates = new Float64Array(member.length);
  const known = ratesKnown.get(bound) ?? [];
  /** Of each decider: another structure of this model that has it too. */
  const elsewhere = sharing.deciders.map(({ key }) => {
    for (const other of known) {
      const same = other.sharing.deciders.find((d) => d.key === key);
      if (same) return { first: same.first, rates: other.rates };
    }
    return null;
  });
  const utilities = new Float64Array(member.length);
  for (let g = 0; g < row.length; g++) {
    const i = row[g]!;
    const begin = groupStart[g]!;
    const end = groupStart[g + 1]!;
    const other = elsewhere[decider[g]!];
    const there = other ? other.first(code[g]!) : -1;
    if (other && there >= 0) {
      for (let k = begin; k < end; k++) rates[k] = other.rates[there + k - begin]!;
      continue;
    }
    const mover = moves[event[member[begin]!]!];
    if (!mover) {
      const e = event[member[begin]!]!;
      const h = valueAt(hazards[e]!, structure, i);
      if (!(h >= 0 && h < Number.POSITIVE_INFINITY))
        refuse(`the hazard of \`${structure.events[e]}\``, h, i, ['nature', structure.events[e]!, 'hazard']);
      rates[begin] = h;
      continue;
    }
    // Log-sum-exp with the waiting alternative at utility 0.
    let greatest = 0;
    for (let k = begin; k < end; k++) {
      const t = member[k]!;
      const u = valueAt(moves[event[t]!]!.utility, structure, i) + change(mover.actor, i, target[t]!);
      if (!Number.isFinite(u))
        refuse(`the utility of \`${structure.events[event[t]!]}\``, u, i, [
          'moves',
          structure.events[event[t]!]!,
          'utility',
        ]);
      utilities[k] = u;
      if (u > greatest) greatest = u;
    }
    let denominator = Math.exp(-greatest);
    for (let k = begin; k < end; k++) denominator += Math.exp(utilities[k]! - greatest);
    const lambda = valueAt(opportunity.get(mover.actor)!, structure, i);
    for (let k = begin; k < end; k++) {
      const t = member[k]!;
      const e = event[t]!;
      // What changes nothing has no rate in the generator; where a reward counts it, its firings are transitions from i to i.
      if (target[t] === i && !counted[e]) continue;
      if (!(lambda >= 0 && lambda < Number.POSITIVE_INFINITY))
        refuse(`the opportunity rate of \`${bound.actors[mover.actor]!.id}\``, lambda, i, [
          'actors',
          bound.actors[mover.actor]!.id,
          'opportunity_rate',
        ]);
      let rate = (lambda * Math.exp(utilities[k]! - greatest)) / denominator;
      for (const c of moves[e]!.consent) {
        const u = valueAt(c.utility, structure, i) + change(c.actor, i, target[t]!);
        if (!Number.isFinite(u))
          refuse(`the consent utility of \`${bound.actors[c.actor]!.id}\` to \`${structure.events[e]}\``, u, i, [
            'moves',
            structure.events[e]!,
            'consent',
            bound.actors[c.actor]!.id,
          ]);
        rate /= 1 + Math.exp(-u);
      }
      rates[k] = rate;
    }
  }
  // Two are enough: the largest parts come first, or soon.
  if (known.length < 2) ratesKnown.set(bound, [...known, { sharing, rates }]);
  return spread(rates, like);
}

/** A function of its own, small enough to be compiled while it runs for the first time. */
function spread(rates: Float64Array, like: Int32Array): Float64Array {
  const labelled = new Float64Array(like.length);
  for (let t = 0; t < labelled.length; t++) labelled[t] = rates[like[t]!]!;
  return labelled;
}

/** The evaluation function of a state (directional; Rabinowitz and Macdonald 1989): gain × Σ issues position × salience × coordinate of an actor, by region and state. */
export function stanceWeights(bound: BoundScenario, actor: number): Float64Array[] {
  const gain = bound.stanceGain === null ? 0 : bound.values[bound.stanceGain]!;
  const own = bound.stances.filter((s) => s.actor === bound.actors[actor]!.id);
  return bound.regions.map((r) =>
    Float64Array.from(
      r.states,
      (state) => gain * own.reduce((sum, s) => sum + s.position * s.salience * (state.coordinates[s.issue] ?? 0), 0),
    ),
  );
}

/** The weights of each actor in the kept regions in which they differ between states; null where there are none. */
function buildWeights(
  structure: Structure,
  bound: BoundScenario,
): (readonly { region: number; weight: Float64Array }[] | null)[] {
  return bound.actors.map((_, actor) => {
    const weights = stanceWeights(bound, actor);
    const kept = structure.part.regions.flatMap((region) => {
      const weight = weights[region]!;
      return weight.some((w) => w !== weight[0]) ? [{ region, weight }] : [];
    });
    return kept.length ? kept : null;
  });
}
