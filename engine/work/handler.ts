// The worker's side: messages in, messages out. Keeps one scenario with its structures and chains, and answers jobs (run-jobs.ts). Everything heavy (YAML, zod, mathjs, the solvers) lives on this side.
import { inputsOf } from '../result/run.ts';
import type { StructureCache } from '../result/solve-variant.ts';
import type { WholeChainCache } from '../result/whole-chain.ts';
import { loadScenario, type Scenario } from '../scenario/load.ts';
import { viewOf } from '../scenario/view.ts';
import { Aborted } from '../vocabulary/ports.ts';
import type { Checked } from '../vocabulary/problem.ts';
import type { AnswerOf, JobKind } from './jobs.ts';
import type { AskMessage, FromWorker, Opened, ToWorker } from './messages.ts';
import { type JobContext, jobs } from './run-jobs.ts';

export interface Handler {
  /** Resolves when the message has been dealt with. Never rejects. */
  receive(message: ToWorker): Promise<void>;
}

interface Bench {
  readonly scenario: Scenario;
  readonly structures: StructureCache;
  readonly chains: WholeChainCache;
}

/**
 * @param send takes what goes back to the page.
 * @param nextTask resolves after messages that already wait have been read.
 */
export function buildHandler(
  send: (message: FromWorker) => void,
  nextTask: () => Promise<void> = afterMessages,
): Handler {
  let bench: Bench | null = null;
  const stopped = new Set<number>();
  const running = new Set<number>();

  function open(text: string, file: string): Opened {
    const { value: scenario, problems } = loadScenario(text, file);
    // A broken text keeps the last good model running.
    if (!scenario) return { view: null, problems, inputs: null };
    bench = { scenario, structures: new Map(), chains: new Map() };
    return { view: viewOf(scenario.file), problems, inputs: inputsOf(scenario) };
  }

  function contextOf(message: AskMessage): JobContext {
    // A job keeps the scenario that it began with.
    const own = bench;
    let rested = performance.now();
    return {
      get scenario() {
        if (!own) throw new Error(`${message.ask} before open`);
        return own.scenario;
      },
      structures: own?.structures ?? new Map(),
      chains: own?.chains ?? new Map(),
      progress(done, partial, underway) {
        if (message.progress)
          send({ job: message.job, kind: 'progress', done, partial, ...(underway && { underway }) });
      },
      async breathe() {
        if (performance.now() - rested > restMilliseconds) {
          await nextTask();
          rested = performance.now();
        }
        if (stopped.has(message.job)) throw new Aborted();
      },
    };
  }

  async function answer(message: AskMessage): Promise<void> {
    const { job } = message;
    running.add(job);
    try {
      const run = jobs[message.ask] as (r: unknown, c: JobContext) => Promise<Checked<AnswerOf<JobKind>>>;
      const { value, problems } = await run(message.request, contextOf(message));
      send({ job, kind: 'answered', value, problems });
    } catch (error) {
      if (error instanceof Aborted) send({ job, kind: 'stopped' });
      else send({ job, kind: 'broken', message: messageOf(error) });
    } finally {
      running.delete(job);
      stopped.delete(job);
    }
  }

  return {
    async receive(message) {
      if (message.kind === 'ask') return answer(message);
      if (message.kind === 'stop') {
        if (running.has(message.job)) stopped.add(message.job);
        return;
      }
      try {
        send({ job: message.job, kind: 'opened', opened: open(message.text, message.file) });
      } catch (error) {
        const broken = { code: 'broken', severity: 'error', message: `the engine broke: ${messageOf(error)}` } as const;
        send({ job: message.job, kind: 'opened', opened: { view: null, problems: [broken], inputs: null } });
      }
    },
  };
}

/** A job that has worked for longer than this lets the worker read its messages at the next chance. */
const restMilliseconds = 20;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A task behind the messages that already wait; timers would be slowed down to 4 ms each. */
function afterMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
