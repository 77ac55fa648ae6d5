// The engine's side of the page: the handler as it runs in a worker, and the client against workers that do what a test says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chainOf } from '../engine/chain/rates.ts';
import { structureOf } from '../engine/chain/structure.ts';
import { utilityTable } from '../engine/chain/utilities.ts';
import { flowsOf } from '../engine/result/flows.ts';
import { inputsOf, runVariant, sampleVariant } from '../engine/result/run.ts';
import { optionsAt, storyOf } from '../engine/result/story.ts';
import { type SampleSummary, summaryOf } from '../engine/sample/summary.ts';
import { bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { variantsOf, viewOf } from '../engine/scenario/view.ts';
import { machineFromJson } from '../engine/statechart/machine-json.ts';
import { startWorkers, type WorkClient } from '../engine/work/client.ts';
import { buildHandler } from '../engine/work/handler.ts';
import type { AnswerOf, JobKind, RequestOf } from '../engine/work/jobs.ts';
import { graceMilliseconds } from '../engine/work/member.ts';
import type { AskMessage, FromWorker, ToWorker } from '../engine/work/messages.ts';

const read = (...path: string[]) => readFileSync(join(import.meta.dirname, '..', 'scenarios', ...path), 'utf8');
const text = read('crises', 'iran-2026.yaml');
const iran = loadScenario(text, 'iran-2026.yaml').value!;
const base = variantsOf(iran.file)[0]!;
const bound = bindVariant(iran, base).value!;
const small = read('textbook', 'two-state.yaml');
const start = Object.fromEntries(bound.regions.map((r) => [r.id, r.initial]));
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('the handler', () => {
  function begin(nextTask?: () => Promise<void>) {
    const sent: FromWorker[] = [];
    // What crosses to the page must be plain data.
    const handler = buildHandler((message) => void sent.push(structuredClone(message)), nextTask);
    let job = 0;
    const ask = async <K extends JobKind>(kind: K, request: RequestOf<K>, progress = false) => {
      const id = ++job;
      await handler.receive({ job: id, kind: 'ask', ask: kind, request, progress } as ToWorker);
      const own = sent.filter((m) => m.job === id);
      const last = own.at(-1)!;
      return {
        kind: last.kind,
        value: (last.kind === 'answered' ? last.value : null) as AnswerOf<K> | null,
        codes: last.kind === 'answered' ? last.problems.map((p) => p.code) : [],
        progress: own.flatMap((m) => (m.kind === 'progress' ? [m] : [])),
      };
    };
    const open = async (source: string, file = 'x.yaml') => {
      const id = ++job;
      await handler.receive({ job: id, kind: 'open', text: source, file });
      const last = sent.at(-1)!;
      if (last.kind !== 'opened' || last.job !== id) throw new Error('not opened');
      return last.opened;
    };
    return { sent, handler, ask, open };
  }
  const shared = begin();
  const ready = shared.open(text, 'iran-2026.yaml');
  beforeEach(async () => void (await ready));

  test('opens a text: what the page shows of it, and its inputs', async () => {
    expect(await ready).toEqual({ view: plain(viewOf(iran.file)), problems: iran.problems, inputs: inputsOf(iran) });
  });

  test('a broken text keeps the last good model running', async () => {
    const { open, ask } = begin();
    await open(small);
    const before = await ask('solve', { variant: { id: 'base' } });
    const broken = await open(small.replace('going_off', 'going_of'));
    expect(broken.view).toBeNull();
    expect(broken.problems.some((p) => p.severity === 'error')).toBe(true);
    expect((await ask('solve', { variant: { id: 'base' } })).value).toEqual(before.value);
  });

  test('a question before any scenario is our mistake, and says so', async () => {
    expect((await begin().ask('flows', { variant: { id: 'base' } })).kind).toBe('broken');
  });

  test('solve: a list of outcomes in steps is what one run says; partial answers grow', async () => {
    const outcomes = Object.keys(iran.file.outcomes!).slice(0, 10);
    const asked = { outcomes, rewards: ['attempts'], occupancy: true, days: [7] };
    const { value, progress } = await shared.ask('solve', { variant: base, ...asked }, true);
    const whole = runVariant(iran, base, asked).value!;
    expect(value).toEqual(plain(whole));
    // A busy machine also tells how far one of the steps is.
    const told = progress.filter((p) => p.partial !== null);
    const known = told.map((p) => Object.keys((p.partial as AnswerOf<'solve'>).outcomes).length);
    expect(known).toEqual([4, 8, 10, 10, 10]);
    expect(told.map((p) => p.done)).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    const none = await shared.ask('solve', { variant: base, outcomes: [], rewards: [] });
    expect(none.value).toMatchObject({ id: 'base', outcomes: {}, rewards: {}, configurations: whole.configurations });
  });

  test('days that do not ascend, and variants that do not fit, are Problems', async () => {
    for (const days of [[30, 7], [-1], [7, 7], [Number.NaN], [7, 91], []])
      for (const kind of ['solve', 'flows'] as const)
        expect((await shared.ask(kind, { variant: base, days })).codes).toEqual(['bad-days']);
    const wrong = await shared.ask('solve', { variant: { id: 'mine', parameters: { alrt: 1 } } });
    expect(wrong).toMatchObject({ value: null, codes: ['unknown-parameter'] });
  });

  test('flows, stories, options and steps are those of the library', async () => {
    expect((await shared.ask('flows', { variant: base, days: [7] })).value).toEqual(plain(flowsOf(bound, [7])));
    const story = await shared.ask('story', { variant: base, seed: 5, path: 3 });
    expect(story.value).toEqual(storyOf(bound, { seed: 5, path: 3 }).value);
    const options = await shared.ask('options', { variant: base, configuration: start });
    expect(options.value).toEqual(optionsAt(bound, start).value);
    const { event, to } = options.value!.options[0]!;
    expect((await shared.ask('take', { variant: base, configuration: start, event })).value).toEqual(to);
    expect((await shared.ask('take', { variant: base, configuration: start, event: 'x' })).codes).toEqual([
      'unknown-event',
    ]);
    expect((await shared.ask('story', { variant: base, seed: 5, path: 3, without: ['x'] })).codes).toEqual([
      'unknown-actor',
    ]);
  });

  test('explain is the utility table', async () => {
    const asked = { variant: base, configuration: start, move: 'usa_strikes' };
    expect((await shared.ask('explain', asked)).value).toEqual(utilityTable(bound, start, 'usa_strikes'));
    expect((await shared.ask('explain', { ...asked, move: 'usa_strike' })).codes).toEqual(['unknown-move']);
    expect((await shared.ask('explain', { ...asked, configuration: {} })).codes).toContain('unknown-state');
  });

  test('sample sharpens: partial summaries of more and more paths, the last one that of one run', async () => {
    const { value, progress } = await shared.ask('sample', { variant: base, seed: 9, count: 2000 }, true);
    expect(progress.map((p) => (p.partial as SampleSummary).paths)).toEqual([400, 800, 1200, 1600]);
    expect(progress.map((p) => p.done)).toEqual([0.2, 0.4, 0.6, 0.8]);
    expect(value).toEqual(plain(summaryOf(sampleVariant(bound, { seed: 9, count: 2000 }))));
    expect(progress[0]!.partial).toEqual(plain(summaryOf(sampleVariant(bound, { seed: 9, count: 400 }))));
    for (const count of [0, 1.5, 1e9])
      expect((await shared.ask('sample', { variant: base, seed: 9, count })).codes).toEqual(['bad-count']);
  });

  test('nobody listens: no progress is sent', async () => {
    expect((await shared.ask('sample', { variant: base, seed: 9, count: 500 })).progress).toEqual([]);
  });

  test('check says what is wrong without adopting', async () => {
    const { open, ask } = begin();
    const good = await ask('check', { text: small, file: 'small.yaml' });
    const file = loadScenario(small, 'small.yaml').value!.file;
    expect(good.value).toEqual({ view: plain(viewOf(file)), inputs: expect.any(String), file: plain(file) });
    await open(text);
    await ask('check', { text: small, file: 'small.yaml' });
    expect((await ask('options', { variant: base, configuration: start })).value!.options.length).toBeGreaterThan(5);
    const broken = await ask('check', { text: `${small}\nmoons: 1`, file: 'small.yaml' });
    expect(broken).toMatchObject({ value: null, codes: ['unknown-key'] });
  });

  test('edit, machine and layout', async () => {
    const edits = [{ op: 'set', path: ['parameters', 'alert', 'value'], value: 2.5 }] as const;
    const edited = await shared.ask('edit', { text, file: 'iran-2026.yaml', edits });
    expect(edited.value).toBe(text.replace('alert: {value: 2.0,', 'alert: {value: 2.5,'));
    const json = (await shared.ask('machine', { variant: base })).value!;
    expect(machineFromJson(JSON.parse(json)).value!.eventIds.length).toBe(bound.moves.length + bound.hazards.length);
    const layout = (await shared.ask('layout', { variant: base })).value!;
    expect(layout.regions.map((r) => r.id)).toEqual(bound.regions.map((r) => r.id));
    expect(JSON.parse(JSON.stringify(layout))).toEqual(layout);
  }, 20_000);

  test('stop is heard between two steps; the handler goes on with the next job', async () => {
    // Every pause is long enough to matter: the clock is pushed.
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    clock.mockImplementation(() => (now += 1000));
    const pauses: (() => void)[] = [];
    const { handler, sent, open, ask } = begin(() => new Promise((resolve) => pauses.push(resolve)));
    await open(small);
    const asked = { variant: { id: 'base' }, seed: 1, count: 2000 };
    const running = handler.receive({ job: 77, kind: 'ask', ask: 'sample', request: asked, progress: true });
    await vi.waitFor(() => expect(pauses.length).toBe(1));
    await handler.receive({ job: 12, kind: 'stop' });
    pauses.shift()!();
    await vi.waitFor(() => expect(pauses.length).toBe(1));
    await handler.receive({ job: 77, kind: 'stop' });
    pauses.shift()!();
    await running;
    clock.mockRestore();
    expect(sent.filter((m) => m.job === 77).map((m) => m.kind)).toEqual(['progress', 'progress', 'stopped']);
    expect((await ask('options', { variant: { id: 'base' }, configuration: { light: 'dark' } })).kind).toBe('answered');
  });

  test('a job keeps the scenario that it began with', async () => {
    let release: () => void = () => {};
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    clock.mockImplementation(() => (now += 1000));
    const { handler, sent, open } = begin(() => new Promise((resolve) => void (release = resolve)));
    await open(small);
    const asked = { variant: { id: 'base' }, outcomes: ['lit', 'ever_lit', 'lit', 'lit', 'ever_lit'], days: [1] };
    const running = handler.receive({ job: 50, kind: 'ask', ask: 'solve', request: asked, progress: false });
    await vi.waitFor(() => expect(now).toBeGreaterThan(1000));
    await open(text);
    clock.mockRestore();
    for (let k = 0; k < 5; k++) {
      release();
      await new Promise((resolve) => setTimeout(resolve));
    }
    await running;
    const last = sent.find((m) => m.job === 50);
    expect(last).toMatchObject({
      kind: 'answered',
      value: { outcomes: { lit: { byDay: { 1: expect.closeTo(0.31477547223, 9) } } } },
    });
  });
});

/** A worker that does what a test says: messages are kept, answers are given by hand or by a rule. */
class FakeWorker {
  static all: FakeWorker[] = [];
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  readonly got: ToWorker[] = [];
  ended = false;
  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(message: ToWorker): void {
    if (this.ended) throw new Error('posted to a worker that has ended');
    this.got.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(message: FromWorker): void {
    this.onmessage?.({ data: message });
  }
  /** Answers every opening that it has got. */
  opens(good = true): void {
    for (const m of this.got.splice(0))
      if (m.kind !== 'open') this.got.push(m);
      else
        this.say({
          job: m.job,
          kind: 'opened',
          opened: good
            ? { view: { id: m.text } as never, problems: [], inputs: m.text }
            : { view: null, problems: [], inputs: null },
        });
  }
  get asked(): AskMessage[] {
    return this.got.filter((m) => m.kind === 'ask');
  }
  /** What the running job is called in its request. */
  get doing(): string | null {
    const last = this.asked.at(-1);
    return last ? ((last.request as { variant: { id: string } }).variant?.id ?? 'text') : null;
  }
  answer(value: unknown = this.doing): void {
    this.say({ job: this.asked.at(-1)!.job, kind: 'answered', value: value as never, problems: [] });
  }
}

describe('the client', () => {
  const [first, second] = [() => FakeWorker.all[0]!, () => FakeWorker.all[1]!];
  let client: WorkClient;
  const ask = (id: string, options: Parameters<WorkClient['ask']>[2] = {}) =>
    client.ask('options', { variant: { id }, configuration: {} }, options).then((a) => a && (a.value as unknown));
  const open = async (name = 'one') => {
    const opening = client.open(name, 'x.yaml');
    for (const w of FakeWorker.all.filter((f) => !f.ended)) w.opens();
    return opening;
  };
  /** Whether a promise has settled, and with what. */
  const peek = async (promise: Promise<unknown>) => {
    await Promise.resolve();
    return Promise.race([
      promise,
      new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => resolve('pending')))),
    ]);
  };

  beforeEach(async () => {
    vi.useFakeTimers();
    FakeWorker.all = [];
    client = startWorkers(() => new FakeWorker() as unknown as Worker);
    await open();
  });
  afterEach(() => {
    client.close();
    vi.useRealTimers();
  });

  test('opens in every worker; the first word is enough', async () => {
    expect(FakeWorker.all.length).toBe(2);
    const opening = client.open('two', 'y.yaml');
    expect(FakeWorker.all.map((w) => w.got)).toEqual(
      [1, 2].map(() => [{ job: expect.any(Number), kind: 'open', text: 'two', file: 'y.yaml' }]),
    );
    second().opens();
    expect((await opening).inputs).toBe('two');
  });

  test('asks, hears progress, gets the answer with its warnings', async () => {
    const heard: unknown[] = [];
    const answer = client.ask(
      'sample',
      { variant: base, seed: 1, count: 10 },
      { progress: (done, partial) => heard.push([done, partial]) },
    );
    const { job, progress } = first().asked[0]!;
    expect(progress).toBe(true);
    first().say({ job, kind: 'progress', done: 0.5, partial: 'half' });
    first().say({ job: job + 100, kind: 'progress', done: 0.7, partial: 'another job' });
    first().say({
      job,
      kind: 'answered',
      value: 'all' as never,
      problems: [{ code: 'w', severity: 'warning', message: '' }],
    });
    expect(await answer).toEqual({ value: 'all', problems: [{ code: 'w', severity: 'warning', message: '' }] });
    expect(heard).toEqual([[0.5, 'half']]);
  });

  test('solve speaks as the first page does', async () => {
    const solved = client.solve({ variant: { id: 'v' } }, 'focus');
    first().answer('result');
    expect(await solved).toEqual({ result: 'result', problems: [] });
  });

  test('lanes, priorities, and the worker that is kept free', async () => {
    const focus = ask('a', { lane: 'focus' });
    const near = ask('b', { lane: 'sight' });
    expect([first().doing, second().doing]).toEqual(['a', 'b']);
    const old = ask('c', { lane: 'focus' });
    const rest = ask('d', { lane: 'rest', priority: 2 });
    const newer = ask('e', { lane: 'focus', priority: 0 });
    expect(await old).toBeNull();
    first().answer();
    expect(await focus).toBe('a');
    expect(first().doing).toBe('e');
    first().answer();
    expect(await newer).toBe('e');
    // Only a background job is left: the first worker does not take it.
    expect(first().asked.length).toBe(2);
    second().answer();
    expect(await near).toBe('b');
    expect(second().doing).toBe('d');
    second().answer();
    expect(await rest).toBe('d');
  });

  test('keepFree(false): both take background jobs; keepFree(true) takes one back and loses nothing', async () => {
    client.keepFree(false);
    const d = ask('d', { priority: 2 });
    const e = ask('e', { priority: 3 });
    expect([first().doing, second().doing]).toEqual(['d', 'e']);
    client.keepFree(true);
    const { job } = first().asked[0]!;
    expect(first().got.at(-1)).toEqual({ job, kind: 'stop' });
    // It heard: the job waits for the other worker.
    first().say({ job, kind: 'stopped' });
    expect(await peek(d)).toBe('pending');
    const focus = ask('a', { priority: 0 });
    expect(first().doing).toBe('a');
    second().answer();
    expect(await e).toBe('e');
    expect(second().doing).toBe('d');
    second().answer();
    expect(await d).toBe('d');
    first().answer();
    expect(await focus).toBe('a');
    // One that ends before it hears is simply done; its worker is never ended for it.
    client.keepFree(false);
    const f = ask('f', { priority: 2 });
    client.keepFree(true);
    vi.advanceTimersByTime(10 * graceMilliseconds);
    expect(FakeWorker.all.length).toBe(2);
    first().answer();
    expect(await f).toBe('f');
  });

  test('while nothing is kept free, background work makes room for what somebody waits for', async () => {
    client.keepFree(false);
    const background = [ask('d', { priority: 2 }), ask('e', { priority: 2 })];
    const waits = ask('f', { priority: 3 });
    expect(first().got.map((m) => m.kind)).toEqual(['ask']);
    const click = ask('a');
    const another = ask('b');
    expect([first().got.at(-1)!.kind, second().got.at(-1)!.kind]).toEqual(['stop', 'ask']);
    first().say({ job: first().asked[0]!.job, kind: 'stopped' });
    expect(first().doing).toBe('a');
    first().answer();
    expect(first().doing).toBe('b');
    first().answer();
    expect(first().doing).toBe('d');
    first().answer();
    second().answer();
    FakeWorker.all.find((w) => w.doing === 'f')!.answer();
    expect(await Promise.all([click, another, ...background, waits])).toEqual(['a', 'b', 'd', 'e', 'f']);
  });

  test('abort: null at once; a waiting job never runs', async () => {
    const abort = new AbortController();
    void ask('a');
    void ask('b');
    const waiting = ask('c', { signal: abort.signal });
    abort.abort();
    expect(await waiting).toBeNull();
    first().answer();
    second().answer();
    expect([first().doing, second().doing]).toEqual(['a', 'b']);
    expect(await ask('d', { signal: abort.signal })).toBeNull();
  });

  test('abort of a running job that hears it: the worker lives and takes the next', async () => {
    const abort = new AbortController();
    const heard: number[] = [];
    const running = ask('a', { signal: abort.signal, progress: (done) => heard.push(done) });
    const { job } = first().asked[0]!;
    abort.abort();
    expect(await running).toBeNull();
    expect(first().got.at(-1)).toEqual({ job, kind: 'stop' });
    first().say({ job, kind: 'progress', done: 0.5, partial: null });
    first().say({ job, kind: 'stopped' });
    vi.advanceTimersByTime(2 * graceMilliseconds);
    expect(heard).toEqual([]);
    expect(FakeWorker.all.length).toBe(2);
    const next = ask('b');
    expect(first().doing).toBe('b');
    first().answer();
    expect(await next).toBe('b');
  });

  test('abort of a running job that does not hear: its worker is replaced, the scenario opened again, the queue goes on', async () => {
    const abort = new AbortController();
    const stuck = ask('a', { signal: abort.signal });
    const other = ask('b');
    const queued = ask('c');
    abort.abort();
    expect(await stuck).toBeNull();
    vi.advanceTimersByTime(graceMilliseconds - 1);
    expect(first().ended).toBe(false);
    vi.advanceTimersByTime(1);
    expect(first().ended).toBe(true);
    const fresh = FakeWorker.all[2]!;
    expect(fresh.got.map((m) => m.kind)).toEqual(['open', 'ask']);
    expect(fresh.got[0]).toMatchObject({ text: 'one', file: 'x.yaml' });
    expect(fresh.doing).toBe('c');
    // A late word of the old worker is not heard.
    first().answer('too late');
    fresh.opens();
    fresh.answer();
    second().answer();
    expect([await other, await queued]).toEqual(['b', 'c']);
  });

  test('a crash: its job says so, the worker is replaced, the queue goes on', async () => {
    const crashing = client.ask('options', { variant: { id: 'a' }, configuration: {} });
    const other = ask('b');
    const queued = ask('c');
    first().onerror!({ message: 'out of memory' });
    const { value, problems } = (await crashing)!;
    expect(value).toBeNull();
    expect(problems[0]).toMatchObject({ code: 'broken', severity: 'error' });
    expect(problems[0]!.message).toContain('out of memory');
    expect(first().ended).toBe(true);
    const fresh = FakeWorker.all[2]!;
    expect(fresh.got.map((m) => m.kind)).toEqual(['open', 'ask']);
    fresh.opens();
    fresh.answer();
    second().answer();
    expect([await other, await queued]).toEqual(['b', 'c']);
  });

  test('what the engine throws is a Problem; the worker stays', async () => {
    const broken = client.ask('options', { variant: { id: 'a' }, configuration: {} });
    first().say({ job: first().asked[0]!.job, kind: 'broken', message: 'oh' });
    expect((await broken)!.problems[0]!.message).toContain('oh');
    expect(FakeWorker.all.length).toBe(2);
  });

  test('another text: jobs for the old one resolve to null once it stands, and those after it run on it', async () => {
    const running = ask('a');
    const background = ask('b', { priority: 2 });
    const waiting = ask('c', { priority: 2 });
    const opening = client.open('two', 'y.yaml');
    const after = ask('d');
    const { job } = first().asked[0]!;
    expect(
      first()
        .got.slice(-2)
        .map((m) => m.kind),
    ).toEqual(['stop', 'open']);
    first().say({ job, kind: 'stopped' });
    first().opens();
    expect((await opening).inputs).toBe('two');
    expect([await running, await waiting]).toEqual([null, null]);
    expect(first().doing).toBe('d');
    // The second worker had finished just before it heard: an answer about the old text all the same.
    second().answer();
    expect(await background).toBeNull();
    first().answer();
    expect(await after).toBe('d');
  });

  test('another text while a job does not hear: 500 ms, then a new worker reads it', async () => {
    const running = ask('a');
    const opening = client.open('two', 'y.yaml');
    second().opens();
    await opening;
    vi.advanceTimersByTime(graceMilliseconds);
    expect(await running).toBeNull();
    const fresh = FakeWorker.all[2]!;
    expect(fresh.got.map((m) => m.kind === 'open' && m.text)).toEqual(['one', 'two']);
    fresh.opens();
    const next = [ask('b'), ask('c')];
    expect([fresh.doing, second().doing].sort()).toEqual(['b', 'c']);
    fresh.answer();
    second().answer();
    expect(await Promise.all(next)).toHaveLength(2);
  });

  test('a broken text: jobs go on with the last good model, nothing is lost', async () => {
    const running = ask('a');
    const finishing = ask('b');
    const waiting = ask('c');
    const opening = client.open('broken', 'y.yaml');
    first().say({ job: first().asked[0]!.job, kind: 'stopped' });
    second().answer();
    expect(await peek(finishing)).toBe('pending');
    first().opens(false);
    expect((await opening).view).toBeNull();
    second().opens(false);
    expect(await finishing).toBe('b');
    expect([first().doing, second().doing].sort()).toEqual(['a', 'c']);
    first().answer();
    second().answer();
    expect([await running, await waiting]).toEqual(['a', 'c']);
    // A worker that has to be replaced later gets the good text, not the broken one.
    const abort = new AbortController();
    void ask('z', { signal: abort.signal });
    abort.abort();
    vi.advanceTimersByTime(graceMilliseconds);
    expect(FakeWorker.all[2]!.got[0]).toMatchObject({ kind: 'open', text: 'one' });
  });

  test('check and edit bring their own text: before any opening, and through one', async () => {
    FakeWorker.all = [];
    const early = startWorkers(() => new FakeWorker() as unknown as Worker);
    const check = early.ask('check', { text: 'new', file: 'x.yaml' });
    const flows = early.ask('flows', { variant: base });
    expect([first().doing, second().doing]).toEqual(['text', null]);
    void early.open('first', 'x.yaml');
    expect(first().got.map((m) => m.kind)).toEqual(['ask', 'open']);
    first().answer('checked');
    expect((await check)!.value).toBe('checked');
    first().opens();
    // A question asked before the first scenario stands is about none.
    expect(await flows).toBeNull();
    early.close();
  });

  test('a worker that cannot start: openings reject when none can, and a later one tries again', async () => {
    FakeWorker.all = [];
    const lame = startWorkers(() => new FakeWorker() as unknown as Worker);
    const opening = lame.open('one', 'x.yaml');
    first().onerror!({ message: '' });
    const check = lame.ask('check', { text: 'new', file: 'x.yaml' });
    second().onerror!({ message: 'blocked' });
    await expect(opening).rejects.toThrow('could not start: blocked');
    expect((await check)!.problems[0]!.code).toBe('broken');
    const again = lame.open('one', 'x.yaml');
    expect(FakeWorker.all.length).toBe(4);
    FakeWorker.all[2]!.opens();
    expect((await again).inputs).toBe('one');
    lame.close();
  });

  test('with one worker left, it takes everything', async () => {
    FakeWorker.all = [];
    const half = startWorkers(() => new FakeWorker() as unknown as Worker);
    const opening = half.open('one', 'x.yaml');
    second().onerror!({ message: 'blocked' });
    first().opens();
    await opening;
    const background = half.ask('options', { variant: { id: 'a' }, configuration: {} }, { priority: 2 });
    first().answer('yes');
    expect((await background)!.value).toBe('yes');
    half.close();
  });

  test('close: everything pending resolves to null', async () => {
    const pending = [ask('a'), ask('b'), ask('c')];
    client.close();
    expect(await Promise.all(pending)).toEqual([null, null, null]);
    expect(FakeWorker.all.every((w) => w.ended)).toBe(true);
    expect(await ask('d')).toBeNull();
    await expect(client.open('x', 'y')).rejects.toThrow('closed');
  });
});

test('client and handler together, and a chain that is the one of the library', async () => {
  class HandlerWorker {
    onmessage: ((event: { data: FromWorker }) => void) | null = null;
    readonly handler = buildHandler((message) =>
      queueMicrotask(() => this.onmessage?.({ data: structuredClone(message) })),
    );
    postMessage(message: ToWorker): void {
      void this.handler.receive(structuredClone(message));
    }
    terminate(): void {}
  }
  const client = startWorkers(() => new HandlerWorker() as unknown as Worker);
  const opened = await client.open(small, 'small.yaml');
  expect(opened.view!.id).toBe('two-state');
  const scenario = loadScenario(small, 'small.yaml').value!;
  const lit = bindVariant(scenario, { id: 'base', initial: { light: 'lit' } }).value!;
  const answers = await Promise.all([
    client.ask('solve', { variant: { id: 'base' }, outcomes: ['lit'] }),
    client.ask('options', { variant: { id: 'base', initial: { light: 'lit' } }, configuration: { light: 'lit' } }),
    client.solve({ variant: { id: 'base' }, outcomes: ['lit'] }, 'x'),
  ]);
  const exact = runVariant(scenario, { id: 'base' }, { outcomes: ['lit'], rewards: [] }).value!;
  expect(answers[0]!.value!.outcomes).toEqual(exact.outcomes);
  expect(answers[2]!.result!.outcomes).toEqual(exact.outcomes);
  expect(answers[1]!.value!.total).toBe(chainOf(structureOf(lit), lit).exit[0]);
  client.close();
});
