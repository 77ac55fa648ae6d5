// `npm run bench`: where the time goes, each figure beside a baseline in the same run. Rounds are interleaved, figures are medians, ratios travel from machine to machine and seconds do not.
// `-- --json` for programs, `-- --quick` for a look, `-- --write` makes BENCHMARKS.md again.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createActor } from 'xstate';
import { buildChainGradient } from '../../engine/chain/gradient.ts';
import { localModelOf } from '../../engine/chain/local.ts';
import { chainOf } from '../../engine/chain/rates.ts';
import { sharingOf } from '../../engine/chain/sharing.ts';
import { maskOf, structureOf } from '../../engine/chain/structure.ts';
import { gradientsOf } from '../../engine/exact/gradient.ts';
import { preferred } from '../../engine/exact/kernels/kernel.ts';
import { incidenceOf } from '../../engine/exact/passage.ts';
import { type Stepping, stepByRows, steppingOf, type Uniformized, uniformize } from '../../engine/exact/uniformized.ts';
import { samplerOf } from '../../engine/result/run.ts';
import { solveVariant } from '../../engine/result/solve-variant.ts';
import { buildLocalWalk } from '../../engine/sample/local.ts';
import { buildSampler } from '../../engine/sample/paths.ts';
import { type BoundScenario, bindVariant } from '../../engine/scenario/bind.ts';
import { loadScenario } from '../../engine/scenario/load.ts';
import { baseVariantOf, variantsOf } from '../../engine/scenario/view.ts';
import { statechartOf } from '../../engine/statechart/chart.ts';
import { exploreMachine } from '../../engine/statechart/explore.ts';
import { machineOf } from '../../engine/statechart/machine.ts';
import { inChromium } from './browser.ts';
import { familyText } from './family.ts';
import { median, type Row } from './report.ts';

const root = process.cwd();
const quick = process.argv.includes('--quick');
const rounds = quick ? 3 : 5;

const rows: Row[] = [];
const tell = (row: Row): void => {
  rows.push(row);
  const ratio = row.ratio === undefined ? '' : `  ${row.ratio.toPrecision(3)} × ${row.baseline}`;
  process.stderr.write(`${row.what}: ${row.value.toPrecision(3)} ${row.unit}${ratio}\n`);
};

const timed = (act: () => void): number => {
  const begin = performance.now();
  act();
  return performance.now() - begin;
};
/** Median milliseconds of each, round by round in turn, after one round that does not count. */
function interleaved(acts: readonly (() => void)[], times = rounds): number[] {
  for (const act of acts) act();
  const found = acts.map((): number[] => []);
  for (let n = 0; n < times; n++) acts.forEach((act, k) => void found[k]!.push(timed(act)));
  return found.map(median);
}

function boundOf(text: string, name: string): BoundScenario {
  const scenario = loadScenario(text, name).value;
  if (!scenario) throw new Error(`${name} does not load`);
  return bindVariant(scenario, baseVariantOf(scenario.file)).value!;
}

/** Products with one vector: a function that does so many and returns a check sum. */
function stepper({ kernel, length, place, step }: Stepping, m: Uniformized): (products: number) => number {
  let now = kernel.f64(length);
  let next = kernel.f64(length);
  return (products) => {
    now.fill(0);
    now[place[m.start]!] = 1;
    for (let n = 0; n < products; n++) {
      step(now, next);
      [now, next] = [next, now];
    }
    return place.reduce((sum, at, j) => sum + now[at]! * (j % 7), 0);
  };
}

/** The C program on the same matrix; null without a compiler. */
function cProgram(m: Uniformized, folder: string): ((products: number) => { ns: number; sum: number }) | null {
  const program = join(folder, 'csr');
  try {
    execFileSync('gcc', ['-O3', '-march=native', '-o', program, join(root, 'test/bench/csr.c')], { stdio: 'ignore' });
  } catch {
    return null;
  }
  const file = join(folder, 'matrix');
  const bytes = (a: ArrayBufferView) => Buffer.from(a.buffer, a.byteOffset, a.byteLength);
  const head = BigInt64Array.of(BigInt(m.size), BigInt(m.source.length));
  writeFileSync(file, Buffer.concat([head, m.entryStart, m.source, m.weight, m.stay].map(bytes)));
  return (products) => {
    const [ns, sum] = execFileSync(program, [file, String(products)], { encoding: 'utf8' })
      .split(' ')
      .map(Number);
    return { ns: ns!, sum: sum! };
  };
}

function family(regions: number, folder: string): void {
  const bound = boundOf(familyText(regions), `family-${regions}.yaml`);
  const name = `R = ${regions}`;
  const [generated] = interleaved([() => void chainOf(structureOf(bound), bound)], regions > 7 ? 3 : rounds);
  const chain = chainOf(structureOf(bound), bound);
  const transitions = chain.structure.target.length;
  const perTransition = (generated! * 1e6) / transitions;
  const { machine } = machineOf(statechartOf(bound));
  if (regions <= (quick ? 5 : 7)) {
    const searched = timed(() => void exploreMachine(machine, undefined, { maxConfigurations: 1e6 }));
    tell({
      what: `${name} generator`,
      value: perTransition,
      unit: 'ns a transition',
      baseline: 'search through XState',
      ratio: searched / generated!,
    });
  } else tell({ what: `${name} generator`, value: perTransition, unit: 'ns a transition' });

  const m = uniformize(chain, null, 0);
  const terms = m.source.length + m.size;
  const products = Math.max(4, Math.round((quick ? 2e7 : 1e8) / terms));
  const room = { vectors: 2 };
  const wasm = stepper(stepByRows(m, room, preferred()), m);
  const js = stepper(stepByRows(m, room, 'js'), m);
  const inStrips = steppingOf(m, chain, { products, strips: true }, room);
  const strips = stepper(inStrips, m);
  const c = cProgram(m, folder);
  const cTimes: number[] = [];
  let cSum = Number.NaN;
  const [fast, structured, plain] = interleaved([
    () => void wasm(products),
    () => void strips(products),
    () => void js(products),
    () => {
      const found = c?.(products);
      if (found) {
        cTimes.push(found.ns);
        cSum = found.sum;
      }
    },
  ]);
  if (c && Math.abs(cSum - wasm(products)) > 1e-12) throw new Error('C and the kernel do not agree');
  const ns = (ms: number): number => (ms * 1e6) / products / terms;
  tell({
    what: `${name} product, ${preferred()}`,
    value: ns(fast!),
    unit: 'ns a term',
    baseline: 'plain JavaScript',
    ratio: plain! / fast!,
  });
  if (c)
    tell({
      what: `${name} product, ${preferred()}`,
      value: ns(fast!),
      unit: 'ns a term',
      baseline: 'C, gcc -O3 -march=native',
      ratio: median(cTimes) / ns(fast!),
    });
  if (Math.abs(strips(products) - wasm(products)) > 1e-12) throw new Error('strips and rows do not agree');
  if (inStrips.strips)
    tell({
      what: `${name} product in strips, ${preferred()}`,
      value: ns(structured!),
      unit: 'ns a term',
      ...(c
        ? { baseline: 'C, gcc -O3 -march=native, by rows', ratio: median(cTimes) / ns(structured!) }
        : { baseline: 'plain JavaScript, by rows', ratio: plain! / structured! }),
    });
  const [solved] = interleaved(
    [() => void solveVariant(bound, { outcomes: ['war'], rewards: [] })],
    regions > 7 ? 1 : 3,
  );
  tell({ what: `${name} solve from the file's numbers, one outcome`, value: solved!, unit: 'ms' });
  const arrays = [...Object.values(chain), ...Object.values(chain.structure)].filter((a) => ArrayBuffer.isView(a));
  const bytes = arrays.reduce((sum, a) => sum + a.byteLength, 0);
  tell({ what: `${name} memory of the chain`, value: bytes / 2 ** 20, unit: 'MB' });

  const [prepared] = interleaved([() => void buildSampler(chain, bound.horizon, 1)], 3);
  const sample = buildSampler(chain, bound.horizon, 1);
  const paths = 4000;
  let jumps = 0;
  // The events of some of these paths, sent to a running actor of XState.
  const events: string[][] = [];
  for (let path = 0; path < 200; path++) {
    const { jumps: n, transitions } = sample(path);
    events.push(Array.from(transitions.subarray(1, n + 1), (t) => chain.structure.events[chain.structure.event[t]!]!));
  }
  const [sampled, acted] = interleaved([
    () => {
      jumps = 0;
      for (let path = 0; path < paths; path++) jumps += sample(path).jumps;
    },
    () => {
      for (const own of events) {
        const actor = createActor(machine).start();
        for (const type of own) actor.send({ type });
      }
    },
  ]);
  const step = (sampled! * 1e6) / jumps;
  tell({
    what: `${name} sampling`,
    value: step,
    unit: 'ns a step',
    baseline: 'events sent to an actor of XState',
    ratio: (acted! * 1e6) / events.flat().length / step,
  });
  const walk = buildLocalWalk(localModelOf(bound, []));
  let local = 0;
  const [walked] = interleaved([
    () => {
      local = 0;
      for (let path = 0; path < paths; path++) local += walk.walk(1, path, bound.horizon);
    },
  ]);
  tell({ what: `${name} sampling without a chain`, value: (walked! * 1e6) / local, unit: 'ns a step' });
  tell({ what: `${name} tables for sampling`, value: prepared!, unit: 'ms' });
}

/** Slopes of one outcome by all parameters, as a multiple of its first passage alone; both on a chain that is there already. */
function slopes(regions: number): void {
  const bound = boundOf(familyText(regions, true), `family-${regions}-own.yaml`);
  const structure = structureOf(bound);
  const chain = chainOf(structure, bound);
  const { like, member } = sharingOf(structure, bound);
  const [war] = bound.outcomes;
  if (war?.kind !== 'reach') throw new Error('the first outcome is to be reached');
  const absorbing = maskOf(war.set, structure);
  const causeOf = Int8Array.from(absorbing, (inSet) => inSet - 1);
  const counted = { f: Float64Array.from(absorbing), measure: 'on_day' as const, absorbing };
  let parameters = 0;
  const [all, plain] = interleaved(
    [
      () => {
        const [found] = gradientsOf(chain, { like, count: member.length }, counted, [bound.horizon]);
        parameters = buildChainGradient(chain, bound)(found!.byRate).byParameter.filter((slope) => slope !== 0).length;
      },
      () => void incidenceOf(chain, causeOf, 1, [bound.horizon]),
    ],
    6 * rounds,
  );
  tell({
    what: `R = ${regions} slopes by ${parameters} numbers of the file`,
    value: all! / plain!,
    unit: 'first passages of the same chain',
  });
}

function iran(): void {
  const text = readFileSync(join(root, 'scenarios/crises/iran-2026.yaml'), 'utf8');
  const scenario = loadScenario(text, 'iran-2026.yaml').value!;
  const base = baseVariantOf(scenario.file);
  const cache = new Map();
  let n = 0;
  const [name, first] = Object.entries(scenario.file.parameters ?? {})[0]!;
  /** Another number each time: what a slider does. */
  const moved = (): BoundScenario => {
    const value = first.value * (1 - 1e-4 * (n++ % 50));
    return bindVariant(scenario, { ...base, parameters: { ...base.parameters, [name]: value } }).value!;
  };
  const times = quick ? 5 : 20;
  const [all, focus, bind] = interleaved(
    [
      () => void solveVariant(moved(), { cache }),
      () => void solveVariant(moved(), { cache, outcomes: ['first_path'], rewards: [] }),
      () => void moved(),
    ],
    times,
  );
  tell({ what: 'Iran: bind and solve everything after a change', value: all!, unit: 'ms' });
  tell({ what: 'Iran: bind and solve the outcome in focus', value: focus!, unit: 'ms' });
  tell({ what: 'Iran: bind', value: bind!, unit: 'ms' });
  const variants = variantsOf(scenario.file);
  const [every] = interleaved(
    [() => variants.forEach((v) => void solveVariant(bindVariant(scenario, v).value!, { cache }))],
    3,
  );
  tell({ what: `Iran: all ${variants.length} variants, one thread`, value: every!, unit: 'ms' });
  const sample = samplerOf(bindVariant(scenario, base).value!);
  const [paths] = interleaved([() => void sample({ seed: 1, count: 2000 })], 3);
  tell({ what: 'Iran: sampled paths with all outcomes', value: (paths! * 1e3) / 2000, unit: 'µs a path' });
  const cold = (args: string[]): number =>
    median(
      Array.from({ length: rounds }, () =>
        timed(() => void execFileSync(process.execPath, args, { cwd: root, stdio: 'ignore' })),
      ),
    );
  const empty = cold(['-e', '0']);
  const run = cold(['dist/cli.js', 'run', 'scenarios/crises/iran-2026.yaml', '--variant', 'base']);
  tell({
    what: 'cold `standoff run --variant base`',
    value: run,
    unit: 'ms',
    baseline: 'an empty Node',
    ratio: empty / run,
  });
}

const folder = mkdtempSync(join(tmpdir(), 'standoff-bench-'));
try {
  iran();
  for (const regions of quick ? [4, 5, 6] : [5, 6, 7, 8, 9]) family(regions, folder);
  await inChromium(tell, quick);
  for (const regions of quick ? [6] : [6, 7]) slopes(regions);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const cells = rows.map((r) => [
  r.what,
  `${r.value.toPrecision(3)} ${r.unit}`,
  r.baseline ?? '',
  r.ratio === undefined ? '' : r.ratio.toPrecision(3),
]);
const table = [
  ['what', 'median', 'baseline in the same run', 'baseline ÷ this'],
  ['---', '---', '---', '---'],
  ...cells,
]
  .map((row) => `| ${row.join(' | ')} |`)
  .join('\n');
const page = `# Benchmarks

Made by \`npm run bench -- --write\` on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}: medians of interleaved rounds. Seconds are this machine's; read the ratios. The crisis family has R regions of four levels in a ring, 4^R configurations (\`test/bench/family.ts\`).

${table}
`;
if (process.argv.includes('--write')) writeFileSync(join(root, 'BENCHMARKS.md'), page);
process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(rows, null, 1)}\n` : `${table}\n`);
