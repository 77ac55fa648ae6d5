// BoundScenario → a model and its questions in the language of PRISM (Kwiatkowska, Norman and Parker 2011): the same continuous-time Markov chain, written so that a person can read it, change a number and run it again.
// Rates stand as formulas of the parameters. What PRISM has no word for is written out: settled targets of `always`, and tables of Erlang's formula and of fixed points.
import { buildColumns, valueAt } from '../chain/columns.ts';
import { type Chain, chainOf, stanceWeights } from '../chain/rates.ts';
import { structureOf } from '../chain/structure.ts';
import { type BoundScenario, type Formula, scopeOf } from '../scenario/bind.ts';
import { compileExpression } from '../scenario/evaluate.ts';
import { type Expression, referencesOf } from '../scenario/expression.ts';
import { expressionText } from '../scenario/expression-text.ts';
import { allOf } from '../scenario/state-test.ts';
import type { ScenarioView } from '../scenario/view.ts';
import { type ChartEvent, statechartOf } from '../statechart/chart.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import { engineVersion } from '../vocabulary/version.ts';
import { bare, choice, inComment, literal, numberText, type Terms, testText } from './prism-expression.ts';
import { buildNames, type Names } from './prism-names.ts';
import { questionsOf } from './prism-properties.ts';
import { type Settled, settledOf } from './settled.ts';

export interface PrismFiles {
  /** Text of the `.prism` file. */
  readonly model: string;
  /** Text of the `.props` file. */
  readonly properties: string;
}

/** Above it a power of e is no double any more; below it no sum of powers need be scaled. */
const largestUtility = 700;
/** A table of more combinations of states is nothing that a person reads. */
const largestTable = 4096;

/** @param view of the same scenario: units, ranges and bases, for comments. Throws a ProblemError when the chain itself has none, or when a value would need too large a table. */
export function prismOf(bound: BoundScenario, view: ScenarioView, maxConfigurations?: number): PrismFiles {
  const chart = statechartOf(bound);
  const structure = structureOf(bound, undefined, maxConfigurations);
  const reached = reachedBy(chainOf(structure, bound));
  const column = buildColumns(structure, bound);
  const scope = scopeOf(
    bound.names,
    bound.derived.map((d) => d.id),
    bound.stances,
    bound.regions,
  );
  const regionAt = new Map(bound.regions.map((r, k) => [r.id, k]));
  const derivedAt = new Map(bound.derived.map((d, k) => [d.id, k]));

  // Names: those of the file first, so that they stay what they are.
  const names = buildNames(['eul', 'T']);
  const regionName = (id: string): string => names.of(`region ${id}`, id);
  const stateName = (region: string, state: string): string =>
    names.of(`state ${region} ${state}`, `${region}_${state}`);
  for (const r of bound.regions) regionName(r.id);
  for (const n of bound.names) names.of(`value ${n}`, n);
  for (const d of bound.derived) names.of(`derived ${d.id}`, d.id);
  for (const r of bound.regions) for (const s of r.states) stateName(r.id, s.id);
  const formulaName = (what: string, ...of: string[]): string =>
    names.of(`${what} ${of.join('.')}`, [what, ...of].join('_'));

  // What is written below notes what it used, and only that is declared.
  const usedRegions = new Set<string>();
  const usedValues = new Set<string>();
  const usedStances = new Set<number>();
  let usesEuler = false;
  const formulas: string[] = [];
  const written = new Set<string>();
  /** Writes a formula once, after all that it needs, and gives its name. */
  const formula = (name: string, text: () => string, comment = ''): string => {
    if (!written.has(name)) {
      written.add(name);
      const right = bare(text());
      formulas.push(`${comment === '' ? '' : `// ${inComment(comment)}\n`}formula ${name} = ${right};`);
    }
    return name;
  };

  const at = (region: string, state: string, is = true): string => {
    const { states } = bound.regions[regionAt.get(region)!]!;
    // A variable of one value is none to PRISM.
    if (states.length === 1) return String(is);
    usedRegions.add(region);
    return `${regionName(region)}${is ? '=' : '!='}${stateName(region, state)}`;
  };
  const value = (name: string): string => {
    usedValues.add(name);
    return names.of(`value ${name}`, name);
  };
  const stance = (n: number): string => {
    usedStances.add(n);
    const { actor, issue } = bound.stances[n]!;
    return formulaName('stance', actor, issue);
  };
  const euler = (): string => {
    usesEuler = true;
    return 'eul';
  };
  const terms: Terms = {
    name: (name) => (scope.value(name) === undefined ? derived(name) : value(name)),
    stance: (actor, issue) => {
      const n = scope.stance(actor, issue);
      return n === undefined ? '0' : stance(n);
    },
    at,
    euler,
    tabled: (e) => {
      const text = expressionText(e);
      const name = names.of(`table ${text}`, 'table');
      return formula(name, () => tableText(formulaAt(e), text), aboutTable(text, e));
    },
  };
  const number = (f: Formula): string => numberText(f.expression, terms);
  const power = (exponent: string): string => `pow(${euler()}, ${exponent})`;

  const derived = (id: string): string => {
    const d = bound.derived[derivedAt.get(id)!]!;
    const name = names.of(`derived ${id}`, id);
    if (!d.fixedPoint) return formula(name, () => number(d.formula));
    const own: Expression = { op: 'name', name: id };
    const about = aboutTable(
      `the fixed point of ${id} = ${expressionText(d.formula.expression)}`,
      d.formula.expression,
    );
    return formula(name, () => tableText({ ...formulaAt(own), regions: d.formula.regions }, id), about);
  };
  /** A formula that stands by itself nowhere in the file. */
  const formulaAt = (expression: Expression): Formula => {
    const { names: read, states } = referencesOf(expression);
    const opened = [...read].flatMap((n) => (scope.value(n) === undefined ? [derivedAt.get(n)!] : []));
    const regions = new Set(states.map((s) => regionAt.get(s.region)!));
    for (const d of opened) for (const r of bound.derived[d]!.formula.regions) regions.add(r);
    return {
      evaluate: compileExpression(expression, scope),
      regions: [...regions].sort((a, b) => a - b),
      derived: opened,
      expression,
    };
  };
  /** The value of a formula by the states that it reads, as nested choices; equal ones are joined. */
  const tableText = (f: Formula, what: string): string => {
    const values = column(f);
    const width = bound.regions.length;
    const rows = new Map<string, number>();
    for (let i = 0; i < structure.size && rows.size <= largestTable; i++) {
      const here = f.regions.map((r) => structure.states[i * width + r]!).join();
      if (rows.has(here)) continue;
      const v = valueAt(values, structure, i);
      if (!Number.isFinite(v))
        throw new ProblemError([
          problem('not-a-number', `\`${what}\` is ${v} where it can be reached, and a table for PRISM needs numbers`, {
            repair: 'change the formula or the numbers so that it is finite in every reachable configuration',
          }),
        ]);
      rows.set(here, v);
    }
    if (rows.size > largestTable)
      throw new ProblemError([
        problem(
          'table-too-large',
          `\`${what}\` cannot be written in PRISM but as a table, and it depends on more than ${largestTable} combinations of states`,
          { repair: 'let it read fewer regions, or leave out what needs it' },
        ),
      ]);
    const choose = (k: number, before: readonly number[]): string | null => {
      if (k === f.regions.length) {
        const v = rows.get(before.join());
        return v === undefined ? null : v < 0 ? `(${literal(v)})` : literal(v);
      }
      const { id, states } = bound.regions[f.regions[k]!]!;
      const cases = states.flatMap((s, n) => {
        const text = choose(k + 1, [...before, n]);
        return text === null ? [] : [{ state: s.id, text }];
      });
      if (cases.length === 0) return null;
      return choice(cases.map((c) => ({ when: at(id, c.state), text: c.text })));
    };
    return choose(0, [])!;
  };
  const aboutTable = (text: string, e: Expression): string => {
    const numbers = numbersBehind(e, bound);
    const made = numbers.length === 0 ? '' : `; made with ${numbers.join(', ')}, and follows no change of them`;
    return `${text}: beyond PRISM's language, so a table over reachable states${made}`;
  };

  // What a state is worth to an actor, and what an event changes of it.
  const weights = bound.actors.map((_, a) => stanceWeights(bound, a));
  const weighs = (actor: number, region: string): boolean => {
    if (bound.stanceGain === null) return false;
    const { states } = bound.regions[regionAt.get(region)!]!;
    const own = bound.stances.filter((s) => s.actor === bound.actors[actor]!.id);
    return own.some((s) => new Set(states.map((state) => state.coordinates[s.issue] ?? 0)).size > 1);
  };
  const worthOfState = (actor: number, region: string, state: string): string => {
    const { coordinates } = bound.regions[regionAt.get(region)!]!.states.find((s) => s.id === state)!;
    const summands = bound.stances.flatMap((s, n) => {
      const c = coordinates[s.issue] ?? 0;
      if (s.actor !== bound.actors[actor]!.id || c === 0) return [];
      return [`${stance(n)} * ${c < 0 ? `(${literal(c)})` : literal(c)}`];
    });
    if (summands.length === 0) return '0';
    return `${value(bound.names[bound.stanceGain!]!)} * (${summands.join(' + ')})`;
  };
  const worth = (actor: number, region: string): string => {
    const { id, label } = bound.actors[actor]!;
    const { states } = bound.regions[regionAt.get(region)!]!;
    return formula(
      formulaName('worth', id, region),
      () => choice(states.map((s) => ({ when: at(region, s.id), text: worthOfState(actor, region, s.id) }))),
      `what the state of ${region} is worth to ${label}: gain * stance * coordinate, in logits`,
    );
  };
  const changeOfWorth = (actor: number, branches: readonly Settled[]): string => {
    const cases = branches.map((b) => {
      const terms = [...b.effects]
        .filter(([region]) => b.changes.op !== 'false' && weighs(actor, region))
        .map(([region, state]) => `(${worthOfState(actor, region, state)} - ${worth(actor, region)})`);
      return {
        when: testText(b.when, at),
        text: terms.length === 0 ? '0' : terms.length === 1 ? terms[0]! : `(${terms.join(' + ')})`,
      };
    });
    return cases.every((c) => c.text === '0') ? '' : choice(cases);
  };

  // Events, their settled targets and their rates.
  const events = chart.events.filter((e) => e.guard.op !== 'false');
  const settled = new Map(events.map((e) => [e.id, settledOf(e, chart.always, chart.regions)]));
  const guardOf = (e: ChartEvent): string => testText(e.guard, at);
  const enabledOnly = (e: ChartEvent, text: string): string =>
    e.guard.op === 'true' ? text : `(${guardOf(e)} ? ${text} : 0)`;
  const moveById = new Map(bound.moves.map((m) => [m.id, m]));
  const movesOf = (actor: number) =>
    events.flatMap((e) => {
      const move = moveById.get(e.id);
      return move?.actor === actor ? [{ e, move }] : [];
    });
  const utility = (e: ChartEvent, actor: number, of: Formula): string => {
    const change = changeOfWorth(actor, settled.get(e.id)!);
    const own = number(of);
    return change === '' ? own : own === '0' ? change : `${own} + ${change}`;
  };
  const utilityOf = (e: ChartEvent): string => {
    const move = moveById.get(e.id)!;
    const about = `${bound.actors[move.actor]!.label}: ${e.label}`;
    return formula(formulaName('utility', e.id), () => utility(e, move.actor, move.utility), about);
  };
  /** The largest utility of an actor where its powers of e would be no doubles; null where they are. */
  const topOf = (actor: number): string | null => {
    const own = movesOf(actor);
    const span = weights[actor]!.reduce((sum, w) => sum + Math.max(...w) - Math.min(...w), 0);
    const greatest = own.map(({ move }) => column(move.utility).values.reduce((a, b) => (b > a ? b : a), 0) + span);
    if (Math.max(0, ...greatest) <= largestUtility) return null;
    return formula(
      formulaName('top', bound.actors[actor]!.id),
      () => `max(0, ${own.map(({ e }) => enabledOnly(e, utilityOf(e))).join(', ')})`,
      'the largest utility, taken from all, so that no power of e is beyond the doubles',
    );
  };
  const odds = (e: ChartEvent): string => {
    const top = topOf(moveById.get(e.id)!.actor);
    return formula(formulaName('odds', e.id), () =>
      enabledOnly(e, power(top === null ? utilityOf(e) : `${utilityOf(e)} - ${top}`)),
    );
  };
  const choices = (actor: number): string => {
    const { id, label } = bound.actors[actor]!;
    const top = topOf(actor);
    return formula(
      formulaName('choices', id),
      () => [top === null ? '1' : power(`-${top}`), ...movesOf(actor).map(({ e }) => odds(e))].join(' + '),
      `${label}: odds of waiting and of each enabled move`,
    );
  };
  const rate = (e: ChartEvent): string => {
    const move = moveById.get(e.id);
    if (!move) {
      const { hazard } = bound.hazards.find((h) => h.id === e.id)!;
      return formula(formulaName('rate', e.id), () => number(hazard), e.label);
    }
    const { id, label, opportunityRate } = bound.actors[move.actor]!;
    const opportunity = (): string =>
      formula(formulaName('opportunities', id), () => number(opportunityRate), `${label}: opportunities a day`);
    const asked = (): string =>
      move.consent
        .map((c) => {
          const name = formulaName('consent', bound.actors[c.actor]!.id, e.id);
          const about = `${bound.actors[c.actor]!.label} consents to: ${e.label}`;
          return ` * ${formula(name, () => `1 / (1 + ${power(`-(${utility(e, c.actor, c.utility)})`)})`, about)}`;
        })
        .join('');
    return formula(formulaName('rate', e.id), () => `${opportunity()} * ${odds(e)} / ${choices(move.actor)}${asked()}`);
  };

  const commands = events.flatMap((e) => {
    const lines = settled.get(e.id)!.flatMap((b) => {
      if (b.changes.op === 'false') return [];
      const all = allOf([e.guard, b.when, b.changes]);
      const guard = all.op === 'or' ? testText(all, at) : bare(testText(all, at));
      const updates = [...b.effects]
        .filter(([region]) => bound.regions[regionAt.get(region)!]!.states.length > 1)
        .map(([region, state]) => {
          usedRegions.add(region);
          return `(${regionName(region)}'=${stateName(region, state)})`;
        });
      // PRISM refuses a command of rate 0, and somebody may set a parameter to 0.
      return [`  [] ${guard === 'true' ? '' : `${guard} & `}${rate(e)} > 0 -> ${rate(e)} : ${updates.join(' & ')};`];
    });
    return lines.length === 0 ? [] : [`  // ${inComment(`${e.id}: ${e.label}`)}`, ...lines];
  });
  const startOf = new Map(bound.regions.map((r, k) => [r.id, r.states[structure.states[k]!]!.id]));
  const lowest = (f: Formula): number => {
    const values = column(f);
    let least = 0;
    for (let i = 0; i < structure.size; i++) least = Math.min(least, valueAt(values, structure, i));
    return least;
  };
  const signed = bound.rewards.filter((r) =>
    [...(r.rate ? [r.rate] : []), ...r.impulses.map((i) => i.amount)].some((f) => lowest(f) < 0),
  );
  const questions = questionsOf(
    bound,
    (test) => bare(testText(test, at)),
    (region) => startOf.get(region),
    new Set(signed.map((r) => r.id)),
  );
  const rewards = questions.sides.flatMap(({ reward, above, below }) => {
    const items = [
      ...(reward.rate === null ? [] : [{ when: 'true', amount: number(reward.rate) }]),
      ...(reward.measure === 'on_day' ? [] : reward.impulses).flatMap(({ event, amount }) => {
        const e = events.find((x) => x.id === event);
        // A rate times an amount has the same mean as the amount at each firing, and counts firings that change nothing.
        return e ? [{ when: bare(guardOf(e)), amount: `${rate(e)} * ${number(amount)}` }] : [];
      }),
    ];
    const structureOfRewards = (name: string, side: (amount: string) => string): string[] => [
      '',
      `// ${inComment(`${reward.label}: ${reward.unit}`)}`,
      `rewards "${name}"`,
      ...items.map(({ when, amount }) => `  ${when} : ${bare(side(amount))};`),
      'endrewards',
    ];
    if (below === null) return structureOfRewards(above, (amount) => amount);
    return [
      ...structureOfRewards(above, (amount) => `max(0, ${amount})`),
      ...structureOfRewards(below, (amount) => `max(0, -(${amount}))`),
    ];
  });

  const head = (what: string): string[] => [
    `// ${inComment(bound.title)}: ${what}`,
    `// scenario ${inComment(bound.id)}, variant ${inComment(bound.variant.id)}; engine standoff ${engineVersion}; inputs ${bound.inputs}`,
  ];
  const regionLines = bound.regions.flatMap((r, k) => {
    if (!usedRegions.has(r.id)) return [];
    const start = r.states[structure.states[k]!]!;
    return [
      `  ${regionName(r.id)} : [0..${r.states.length - 1}] init ${stateName(r.id, start.id)}; // ${inComment(r.label)}`,
    ];
  });
  // PRISM wants a variable: where nothing can happen, one that stays.
  const variables = regionLines.length > 0 ? regionLines : [`  ${names.of('still', 'still')} : bool init false;`];
  const moduleName = names.of('module', 'standoff');
  const stateLines = bound.regions.flatMap((r) =>
    usedRegions.has(r.id)
      ? r.states.map((s, n) => `const int ${stateName(r.id, s.id)} = ${n}; // ${inComment(`${r.label}: ${s.label}`)}`)
      : [],
  );
  const stanceLines = bound.stances.flatMap((s, n) => {
    if (!usedStances.has(n)) return [];
    const position = formulaName('position', s.actor, s.issue);
    const salience = formulaName('salience', s.actor, s.issue);
    return [
      `const double ${position} = ${literal(s.position)}; // -1 ... 1`,
      `const double ${salience} = ${literal(s.salience)}; // 0 ... 1`,
      `const double ${stance(n)} = ${position} * ${salience};`,
    ];
  });
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', `// ${title}`, ...lines];
  const model = [
    ...head('a continuous-time Markov chain; time in days'),
    `// ${reached} reachable configurations. Run with the properties beside it: prism FILE.prism FILE.props -const T=${bound.horizon} -explicit -epsilon 1e-9`,
    '// -explicit builds reachable configurations only; 1e-9 is about the least that its Poisson weights take. Configurations without a way out are deadlocks to PRISM, which it mends by itself.',
    ...renamedText(names.renamed()),
    'ctmc',
    ...(usesEuler ? ['', `const double eul = ${Math.E}; // exp(x) is pow(eul, x)`] : []),
    ...section(
      'Constants, parameters and switches: unit; 5 to 95 per cent; basis',
      valueLines(bound, view, usedValues, (n) => names.of(`value ${n}`, n)),
    ),
    ...section('Stances: position times salience', stanceLines),
    ...section('States of each region', stateLines),
    ...section('Formulas', formulas),
    '',
    `module ${moduleName}`,
    ...variables,
    '',
    ...(chart.always.length > 0 && commands.length > 0
      ? ['  // What follows at once is written into the updates: start from no configuration in which something would.']
      : []),
    ...commands,
    'endmodule',
    ...rewards,
    '',
  ].join('\n');
  const properties = [
    ...head('questions'),
    `// T is the day; reported: ${bound.days.join(', ')}. Give it as -const T=${bound.horizon}, or as -const T=FROM:STEP:TO.`,
    ...renamedText(questions.renamed),
    'const double T;',
    '',
    ...questions.labels,
    ...questions.lines,
    '',
  ].join('\n');
  return { model, properties };
}

/** Constants, parameters, switches and stances that an expression reads, through derived formulas, with their values. */
function numbersBehind(expression: Expression, bound: BoundScenario): string[] {
  const read = new Map<string, number>();
  const opened = new Set<string>();
  const open = (e: Expression): void => {
    const { names, stances } = referencesOf(e);
    for (const name of names) {
      const n = bound.names.indexOf(name);
      if (n >= 0) read.set(name, bound.values[n]!);
      else if (!opened.has(name)) {
        opened.add(name);
        open(bound.derived.find((d) => d.id === name)!.formula.expression);
      }
    }
    for (const { actor, issue } of stances) {
      const found = bound.stances.find((s) => s.actor === actor && s.issue === issue);
      if (found) read.set(`stance ${actor}.${issue}`, found.position * found.salience);
    }
  };
  open(expression);
  return [...read].map(([name, value]) => `${name} = ${value}`);
}

/** The numbers of the file, each with what the file says about it. */
function valueLines(
  bound: BoundScenario,
  view: ScenarioView,
  used: ReadonlySet<string>,
  nameOf: (name: string) => string,
): string[] {
  return bound.names.flatMap((name, n) => {
    if (!used.has(name)) return [];
    const parameter = view.parameters.find((p) => p.id === name);
    const about = parameter
      ? `${parameter.label}: ${parameter.unit}; ${parameter.low} ... ${parameter.high}; ${parameter.basis}`
      : view.switches.some((s) => s.id === name)
        ? 'a switch, 1 or 0; guards have it put in, so export the scenario again to change it'
        : 'a constant';
    return [`const double ${nameOf(name)} = ${literal(bound.values[n]!)}; // ${inComment(about)}`];
  });
}

/** How many configurations are reached by rates above 0. */
function reachedBy({ size, rowStart, column, rate }: Chain): number {
  const seen = new Uint8Array(size);
  const list = [0];
  seen[0] = 1;
  for (const i of list)
    for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
      const j = column[k]!;
      if (rate[k] === 0 || seen[j]) continue;
      seen[j] = 1;
      list.push(j);
    }
  return list.length;
}

const renamedText = (renamed: ReturnType<Names['renamed']>): string[] =>
  renamed.length === 0
    ? []
    : [
        '// Names that PRISM does not allow, or that were taken:',
        ...renamed.map(({ written, wanted }) => `//   ${written} was ${inComment(wanted)}`),
      ];
