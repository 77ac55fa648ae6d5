// The replay's dealings with the engine: draws stories, sends chosen moves through XState, and keeps the pure replay in step.
import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { Option, Problem, VariantView } from '../../engine/index.ts';
import type { RequestOf } from '../../engine/work/client.ts';
import { useBench } from '../bench.ts';
import { contentKey, type DocumentVariant, toVariantView } from '../document/document.ts';
import { configurationNow, type Replay, reduceReplay } from './run.ts';

type Where = NonNullable<RequestOf<'story'>['where']>;

export interface UseReplay {
  readonly replay: Replay | null;
  readonly dispatch: (action: Parameters<typeof reduceReplay>[1]) => void;
  /** The variant as the line was drawn from it. */
  readonly variant: VariantView;
  /** The variant has changed since the line was drawn. */
  readonly outdated: boolean;
  readonly busy: boolean;
  readonly problems: readonly Problem[];
  /** A new line from the start; `where` asks for one in which a condition holds. */
  readonly begin: (seed: number, path: number, where?: Where) => void;
  /** Another rest from here on. */
  readonly branch: () => void;
  readonly take: (option: Option) => void;
  /** Until the next thing happens by itself, at most so many days. */
  readonly wait: (days: number) => void;
}

/** A seed and a path, as a cell keeps them. */
export interface Pick {
  readonly seed: number;
  readonly path: number;
}

/** `pick`: what to draw first, and again when it changes from outside; nothing is drawn before the reader comes `near`. `onPick` hears of every line that was drawn otherwise. */
export function useReplay(
  variant: DocumentVariant,
  pick: Pick,
  near: boolean,
  onPick: (pick: Pick) => void,
): UseReplay {
  const { ask, drag } = useBench();
  const [replay, dispatch] = useReducer(reduceReplay, null);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [drawnFrom, setDrawnFrom] = useState<{ readonly key: string; readonly view: VariantView } | null>(null);
  const latest = useRef(variant);
  latest.current = variant;
  const pickNow = useRef(pick);
  pickNow.current = pick;
  /** What was asked for last, and the outer pick at that time. */
  const drawn = useRef<(Pick & { readonly asked: Pick; readonly where: Where | undefined }) | null>(null);
  const running = useRef<AbortController | null>(null);
  const key = contentKey(variant);

  /** Runs one question at a time: a newer one stops it. */
  const asking = useCallback(
    async <T>(question: (signal: AbortSignal) => Promise<T | null>, then: (answer: T) => void) => {
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      setBusy(true);
      const answer = await question(mine.signal);
      if (mine.signal.aborted) return;
      setBusy(false);
      if (answer !== null) then(answer);
    },
    [],
  );

  const begin = useCallback(
    (seed: number, path: number, where?: Where): void => {
      const from = latest.current;
      const view = toVariantView(from);
      drawn.current = { asked: pickNow.current, seed, path, where };
      void asking(
        (signal) => ask('story', { variant: view, seed, path, ...(where && { where }) }, { priority: 2, signal }),
        ({ value, problems: found }) => {
          setProblems(found);
          if (value === null) return;
          setDrawnFrom({ key: contentKey(from), view });
          dispatch({ type: 'begin', story: value });
          // The path that was found can be drawn again without the condition.
          drawn.current = { asked: pickNow.current, seed, path: value.path, where };
          if (seed !== pickNow.current.seed || value.path !== pickNow.current.path) onPick({ seed, path: value.path });
        },
      );
    },
    [ask],
  );

  const untouched = replay === null || (replay.at === 0 && replay.past.length === 0 && replay.played === null);
  const outdated = drawnFrom !== null && drawnFrom.key !== key;
  useEffect(() => {
    if (drag !== null || !near) return;
    const last = drawn.current;
    const same = (a: Pick, b: Pick): boolean => a.seed === b.seed && a.path === b.path;
    if (last === null || !(same(pick, last.asked) || same(pick, last))) begin(pick.seed, pick.path);
    // Nobody has begun to follow the line: it may change with the variant.
    else if (untouched && drawnFrom !== null && outdated) begin(last.seed, last.path, last.where);
  }, [key, pick.seed, pick.path, drag === null, drawnFrom, near]);

  const view = drawnFrom?.view ?? toVariantView(variant);
  const here = replay && { configuration: configurationNow(replay), day: replay.day };

  return {
    replay,
    dispatch,
    variant: view,
    outdated,
    busy,
    problems,
    begin,
    branch() {
      if (replay === null || here === null) return;
      const { seed } = replay.line;
      void asking(
        (signal) => ask('story', { variant: view, seed, path: replay.nextPath, from: here }, { signal }),
        ({ value, problems: found }) => {
          setProblems(found);
          if (value !== null) dispatch({ type: 'branch', story: value });
        },
      );
    },
    take(option) {
      if (here === null) return;
      const { event, label, to } = option;
      void asking(
        (signal) => ask('take', { variant: view, configuration: here.configuration, event }, { signal }),
        ({ value, problems: found }) => {
          setProblems(found);
          if (value === null) return;
          const same = Object.keys(to).every((region) => to[region] === value[region]);
          dispatch({ type: 'take', event, label, configuration: value, same });
        },
      );
    },
    wait(days) {
      if (replay === null || here === null || replay.played === null) return;
      const without = [replay.played];
      const { seed } = replay.line;
      void asking(
        (signal) =>
          ask('story', { variant: view, seed, path: replay.nextPath, from: here, without, atMost: 1 }, { signal }),
        ({ value, problems: found }) => {
          setProblems(found);
          if (value !== null) dispatch({ type: 'wait', story: value, until: here.day + days });
        },
      );
    },
  };
}
