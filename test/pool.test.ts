// Tasks on Node threads: the same answers for any number of threads, Problems with their places, stopping, threads that break. The workers are the built one (dist/node-worker.js).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawerOf } from '../engine/result/draws.ts';
import { runVariant } from '../engine/result/run.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { type VariantView, variantsOf } from '../engine/scenario/view.ts';
import { drawOnWorkers, sampleOnWorkers, solveOnThreads, startCrew } from '../engine/work/node.ts';
import { campaign, inCampaign } from './campaign.ts';
import { cli, ended, processOf } from './terminal.ts';

const root = resolve(import.meta.dirname, '..');
const workerUrl = pathToFileURL(join(root, 'dist', 'node-worker.js'));
const open = (path: string, change: (text: string) => string = (t) => t) => {
  const { value, problems } = loadScenario(change(readFileSync(join(root, 'scenarios', path), 'utf8')), path);
  if (!value) throw new Error(problems.map((p) => p.message).join('\n'));
  return value;
};
const illness = open('textbook/illness-death.yaml');
const [well] = variantsOf(illness.file);
const iran = open('crises/iran-2026.yaml');
const someOfIran = variantsOf(iran.file).filter(
  ({ id }) => campaign || ['base', 'turkey_early', 'brittle_rulers', 'campaign_and_fall'].includes(id),
);

describe('the number of threads changes nothing', () => {
  test('draws', async () => {
    const drawn = async (workers: number) =>
      JSON.stringify(await drawOnWorkers(illness, { variant: well!, seed: 3 }, 40, { workerUrl, workers }), arrays);
    const one = await drawn(1);
    for (const workers of inCampaign([2, 3])) expect(await drawn(workers), `${workers}`).toBe(one);
    const here = drawerOf(illness, well!, { seed: 3 }).value!(0, 40);
    expect(JSON.stringify({ value: here, problems: [] }, arrays)).toBe(one);
  });

  test('paths', async () => {
    const sampled = async (workers: number) =>
      JSON.stringify(await sampleOnWorkers(illness, { variant: well!, seed: 3 }, 3000, { workerUrl, workers }), arrays);
    const one = await sampled(1);
    expect(JSON.parse(one).value.paths).toBe(3000);
    for (const workers of inCampaign([2, 3])) expect(await sampled(workers), `${workers}`).toBe(one);
  });

  test('variants, and their Problems', async () => {
    const tasks = someOfIran.map((variant) => ({ variant }));
    const cache = new Map();
    const here = JSON.stringify(someOfIran.map((variant) => runVariant(iran, variant, { cache })));
    expect(here).toContain('fracture_rate');
    for (const workers of inCampaign([2, 1, 3]))
      expect(JSON.stringify(await solveOnThreads(iran, tasks, { workerUrl, workers })), `${workers}`).toBe(here);
  }, 240_000);
});

/** Typed arrays as lists, so that every bit of every number is compared. */
const arrays = (_: string, value: unknown): unknown =>
  ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;

describe('Problems', () => {
  const broken = open('textbook/illness-death.yaml', (text) => text.replace(/hazard: (\w+)/, "hazard: '$1 - $1 - $1'"));
  const [bad] = variantsOf(broken.file);

  test('come back from a worker with their place in the file', async () => {
    const here = runVariant(broken, bad!).problems;
    expect(here[0]).toMatchObject({
      code: 'negative-rate',
      line: expect.any(Number),
      file: 'textbook/illness-death.yaml',
    });
    const drawn = await drawOnWorkers(broken, { variant: bad!, seed: 1 }, 50, { workerUrl, workers: 2 });
    expect(drawn).toEqual({ value: null, problems: here });
    const sampled = await sampleOnWorkers(broken, { variant: bad!, seed: 1 }, 50, { workerUrl, workers: 1 });
    expect(sampled).toEqual({ value: null, problems: here });
  });

  test('of variants end with the first that cannot be solved', async () => {
    const off: VariantView = { id: 'off', parameters: { nothing: 1 } };
    const tasks = [well!, off, well!].map((variant) => ({ variant }));
    const answers = await solveOnThreads(illness, tasks, { workerUrl, workers: 2 });
    expect(answers).toEqual([runVariant(illness, well!), runVariant(illness, off)]);
    expect(answers[1]!.problems[0]!.code).toBe('unknown-parameter');
  });

  test('of single draws have their place, too', async () => {
    const sometimes = open('textbook/illness-death.yaml', (text) =>
      text
        .replace(/hazard: (\w+)/, "hazard: '$1 + $1 - limit'")
        .replace(/\nregions:/, '\nconstants: {limit: 0.03}\nregions:'),
    );
    const { value } = await drawOnWorkers(sometimes, { variant: well!, seed: 1 }, 64, { workerUrl, workers: 2 });
    expect(value!.failed.length).toBeGreaterThan(0);
    expect(value!.draws.length + value!.failed.length).toBe(64);
    for (const { problems } of value!.failed)
      expect(problems[0]).toMatchObject({ code: 'negative-rate', line: expect.any(Number), excerpt: /hazard/ });
  });
});

describe('threads that break', () => {
  const dies = new URL('data:text/javascript,process.exit(3)');
  /** Takes the first task, and is gone. */
  const takes = new URL(
    `data:text/javascript,${encodeURIComponent("import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ state }) => { Atomics.add(state, 1, 1); process.exit(3); });")}`,
  );

  test('are an error where only they work', async () => {
    for (const url of [dies, takes, pathToFileURL(join(root, 'dist', 'nowhere.js'))])
      await expect(
        drawOnWorkers(illness, { variant: well!, seed: 1 }, 20, { workerUrl: url, workers: 2 }),
      ).rejects.toThrow();
  });

  test('leave their work to the main thread where it works, too', async () => {
    const tasks = Array.from({ length: 200 }, () => ({ variant: well! }));
    const solved = runVariant(illness, well!);
    for (const url of [dies, takes]) {
      const answers = await solveOnThreads(illness, tasks, { workerUrl: url, workers: 3 });
      expect(answers.length).toBe(200);
      for (const a of answers) expect(a).toEqual(solved);
    }
  });
});

test('workers started ahead do the same; one that never came is no loss', async () => {
  const tasks = Array.from({ length: 40 }, () => ({ variant: well! }));
  const solved = runVariant(illness, well!);
  for (const url of [workerUrl, pathToFileURL(join(root, 'dist', 'nowhere.js'))]) {
    const crew = startCrew(url, 2);
    // Long enough that they have started, or have failed to.
    await new Promise((go) => setTimeout(go, 500));
    const answers = await solveOnThreads(illness, tasks, { workerUrl: url, workers: 3, crew });
    await crew.close();
    expect(answers).toEqual(tasks.map(() => solved));
    expect(crew.take()).toBeUndefined();
  }
});

describe('stopping and progress', () => {
  test('what is finished is kept, and is what it would have been', async () => {
    const stop = new AbortController();
    const told: number[] = [];
    const { value } = await drawOnWorkers(illness, { variant: well!, seed: 2 }, 100_000, {
      workerUrl,
      workers: 2,
      signal: stop.signal,
      progress(done, total) {
        expect(total).toBe(100_000);
        told.push(done);
        if (done > 20) stop.abort();
      },
    });
    expect(value!.draws.length).toBeGreaterThan(20);
    expect(value!.draws.length).toBeLessThan(100_000);
    expect(told.every((d, k) => k === 0 || d >= told[k - 1]!)).toBe(true);
    const drawer = drawerOf(illness, well!, { seed: 2 }).value!;
    for (const d of [value!.draws[0]!, value!.draws.at(-1)!]) expect(drawer(d.draw, 1).draws).toEqual([d]);
  });

  test('stopped before it began, nothing', async () => {
    const signal = AbortSignal.abort();
    const pooled = await drawOnWorkers(illness, { variant: well!, seed: 2 }, 100, { workerUrl, workers: 2, signal });
    expect(pooled).toEqual({ value: null, problems: [] });
  });

  test('progress ends with everything', async () => {
    const told: [number, number][] = [];
    const progress = (done: number, total: number): void => void told.push([done, total]);
    await drawOnWorkers(illness, { variant: well!, seed: 2 }, 30, { workerUrl, workers: 2, progress });
    expect(told.at(-1)).toEqual([30, 30]);
  });
});

describe('standoff draws', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'standoff-draws-'));
    writeFileSync(join(folder, 'illness.yaml'), illness.source.text);
    writeFileSync(
      join(folder, 'sometimes.yaml'),
      illness.source.text
        .replace(/hazard: (\w+)/, "hazard: '$1 + $1 - limit'")
        .replace(/\nregions:/, '\nconstants: {limit: 0.03}\nregions:'),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const fine = (...args: string[]): string => {
    const { code, out, err } = processOf(folder, args);
    expect(code, err).toBe(0);
    return out;
  };

  test('bands as a table, as JSON with every draw, and as CSV, the same for any number of workers', () => {
    const out = fine('draws', 'illness.yaml', '--n', '64', '--workers', '1');
    expect(out).toMatch(/64 draws of \d uncertain numbers, seed 1, by day/);
    expect(out).toContain('as in the file');
    const json = (workers: string) => fine('draws', 'illness.yaml', '--n', '64', '--json', '--workers', workers);
    const one = json('1');
    expect(json('2')).toBe(one);
    const [variant] = JSON.parse(one).variants;
    expect(variant).toMatchObject({ solved: 64, failed: 0, reasons: [] });
    expect(variant.draws.length).toBe(64);
    expect(variant.draws[0].answers.length).toBe(variant.bands.length);
    expect(variant.draws[0].inputs.length).toBe(variant.inputs.length);
    const rows = fine('draws', 'illness.yaml', '--n', '64', '--csv').trim().split('\n');
    expect(rows.length).toBe(1 + variant.bands.length);
    expect(rows[1]!.split(',').slice(4, 7).map(Number)).toEqual(
      ['low', 'median', 'high'].map((k) => variant.bands[0][k]),
    );
  });

  test('draws that cannot be solved are counted on the error stream', () => {
    const { code, out, err } = processOf(folder, ['draws', 'sometimes.yaml', '--n', '64']);
    expect(code).toBe(0);
    expect(out).toContain('64 draws');
    expect(err).toMatch(
      /\d+ of 64 draws of `\w+` could not be solved and are in no band:\n\d+ draws: sometimes\.yaml:\d+:\d+: error: the hazard of/,
    );
  });

  test('Ctrl-C keeps the draws that are finished', async () => {
    // On a slow machine the first signal may come before the first draw.
    for (const wait of [1500, 4000, 9000]) {
      const child = spawn(
        process.execPath,
        [cli, 'draws', 'illness.yaml', '--n', '1000000', '--json', '--workers', '2'],
        {
          cwd: folder,
        },
      );
      const end = ended(child);
      await new Promise((go) => setTimeout(go, wait));
      child.kill('SIGINT');
      const { code, out, err } = await end;
      if (code === null || err.includes('before the first draw')) continue;
      expect(code).toBe(130);
      const answer = JSON.parse(out);
      expect(answer.interrupted).toBe(true);
      expect(answer.variants[0].solved).toBeGreaterThan(0);
      expect(answer.variants[0].draws.length).toBe(answer.variants[0].solved);
      expect(err).toMatch(/Stopped on request; \w+: [\d,]+ of 1,000,000 draws finished/);
      return;
    }
    throw new Error('no draw was finished within nine seconds');
  });
});
