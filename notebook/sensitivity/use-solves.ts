// Many solves for one picture, one after another in the background: what is known comes from memory and from this browser's store, the rest from the engine; a run can be cancelled and goes on later where it was.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { VariantResult, VariantView } from '../../engine/index.ts';
import { useBench } from '../bench.ts';

type Outcomes = VariantResult['outcomes'];

export interface Wanted {
  readonly id: string;
  readonly variant: VariantView;
}

export interface Solves {
  /** By id of what was wanted; null: it could not be solved there. */
  readonly known: ReadonlyMap<string, Outcomes | null>;
  readonly total: number;
  readonly running: boolean;
  readonly start: () => void;
  readonly cancel: () => void;
}

/** In memory, by everything the answer depends on. */
const memory = new Map<string, Outcomes | null>();
const remembered = 6_000;
const atOnce = 2;
const settle = 500;
const redrawEvery = 80;

interface Run {
  readonly abort: AbortController;
  over: boolean;
}

function remember(key: string, answer: Outcomes | null): void {
  memory.set(key, answer);
  if (memory.size > remembered) memory.delete(memory.keys().next().value!);
}

/**
 * `wanted` in the order in which it is asked for. `auto`: begins by itself.
 * `lane` names the picture, so that two pictures of a page do not take each other's turn.
 */
export function useSolves(wanted: readonly Wanted[], outcomes: readonly string[], lane: string, auto: boolean): Solves {
  const { model, ask } = useBench();
  const keys = useMemo(
    () => new Map(wanted.map((w) => [w.id, keyOf(model.key, w.variant, outcomes)])),
    [model.key, wanted, outcomes.join(' ')],
  );
  const all = [...keys.values()].join('\n');
  const [, redraw] = useState(0);
  const [running, setRunning] = useState<string | null>(null);
  const current = useRef<Run | null>(null);
  // Many answers may come within one frame, and a picture is redrawn no more often than it can be seen to sharpen.
  const pending = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const tell = (): void => {
    pending.current ??= setTimeout(() => {
      pending.current = undefined;
      redraw((n) => n + 1);
    }, redrawEvery);
  };
  const missing = (): Wanted[] => wanted.filter((w) => !memory.has(keys.get(w.id)!));

  const start = (): void => {
    if (current.current !== null) current.current.over = true;
    const run: Run = { abort: new AbortController(), over: false };
    current.current = run;
    setRunning(all);
    const waiting = missing();
    const work = async (worker: number): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !run.over; next = waiting.shift()) {
        const key = keys.get(next.id)!;
        const stored = await read(model.key, key);
        if (stored !== null) remember(key, stored);
        else if (!run.over) {
          const answered = await ask(
            'solve',
            { variant: next.variant, outcomes, rewards: [] },
            { lane: `${lane} ${worker}`, priority: 2, signal: run.abort.signal },
          );
          // Nobody's answer: cancelled, or another model has come.
          if (answered === null) return;
          remember(key, answered.value?.outcomes ?? null);
          if (answered.value !== null) void write(model.key, key, answered.value.outcomes);
        }
        if (!run.over) tell();
      }
    };
    void Promise.all(Array.from({ length: atOnce }, (_, worker) => work(worker))).finally(() => {
      if (!run.over) setRunning(null);
    });
  };
  const cancel = (): void => {
    if (current.current === null) return;
    current.current.over = true;
    current.current.abort.abort();
    setRunning(null);
  };

  useEffect(() => {
    let here = true;
    // What this browser has kept shows at once; a picture that begins by itself waits until its inputs stand still.
    const soon = auto ? setTimeout(start, settle) : undefined;
    if (!auto)
      void (async () => {
        for (const w of missing()) {
          const key = keys.get(w.id)!;
          const stored = await read(model.key, key);
          if (!here) return;
          if (stored === null) continue;
          remember(key, stored);
          tell();
        }
      })();
    return () => {
      here = false;
      clearTimeout(soon);
      // What is being solved for the old picture may finish and be remembered: stopping it would cost a worker.
      if (current.current !== null) current.current.over = true;
      setRunning(null);
    };
  }, [all, auto]);

  const known = new Map<string, Outcomes | null>();
  for (const [id, key] of keys) if (memory.has(key)) known.set(id, memory.get(key)!);
  return { known, total: wanted.length, running: running === all && known.size < wanted.length, start, cancel };
}

function keyOf(model: string, variant: VariantView, outcomes: readonly string[]): string {
  const { id: _, label: __, ...content } = variant;
  return JSON.stringify([model, content, outcomes]);
}

const store = () => import('../document/cache.ts');

async function read(model: string, key: string): Promise<Outcomes | null> {
  const { pieceKey, pieces } = await store();
  return pieces().get<Outcomes>(pieceKey(model, ['outcomes', key]));
}

async function write(model: string, key: string, answer: Outcomes): Promise<void> {
  const { pieceKey, pieces } = await store();
  await pieces().put(pieceKey(model, ['outcomes', key]), answer);
}
