// Runs a cell's code in frames, one after another: the new one works out of sight until it has answered, then takes the place of the old one.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../engine/index.ts';
import type { CellGraph } from '../graph/cell-graph.ts';
import { CellTrouble, problemAt, type Runner } from '../graph/cells.ts';
import { type CompiledCode, placeInSource } from '../graph/code.ts';
import { type FrameRun, runInFrame, sandboxAddress } from '../sandbox/host.ts';
import type { BodyPlace } from '../sandbox/protocol.ts';

export interface Framed {
  /** Pixels; 0: nothing is drawn. */
  readonly height: number;
  /** What the value was when it cannot leave the frame. */
  readonly instead: string | null;
  /** What went wrong after the answer. */
  readonly late: Problem | null;
  /** Taking the frame away ends the run. */
  readonly stop: () => void;
}

const nothing = { height: 0, instead: null, late: null } as const;

/** @param place the element that holds the frames. */
export function useFrame(graph: CellGraph, id: string, title: string, place: { current: HTMLElement | null }): Framed {
  const [state, setState] = useState<Omit<Framed, 'stop'>>(nothing);
  const shown = useRef<FrameRun | null>(null);
  const running = useRef<FrameRun | null>(null);
  const name = useRef(title);
  name.current = title;

  useLayoutEffect(() => {
    const runner: Runner = async (code, source, values, signal) => {
      const address = sandboxAddress();
      if (address === null || place.current === null)
        throw new CellTrouble(problemAt(source, 'code does not run in this copy of the page', null));
      running.current?.remove();
      const run = runInFrame(place.current, code, values, {
        title: name.current,
        address,
        onHeight: (height) => shown.current === run && setState((s) => ({ ...s, height })),
        onLate(message, at) {
          if (shown.current !== run) return;
          const late = problemInBody(source, code, message, at);
          const gone = !run.element.isConnected;
          setState((s) => ({ ...s, late, ...(gone && { height: 0 }) }));
        },
      });
      running.current = run;
      run.element.dataset.working = '';
      signal.addEventListener('abort', () => run.remove());
      const answer = await run.answer;
      if (running.current === run) running.current = null;
      if (signal.aborted) return undefined;
      shown.current?.remove();
      shown.current = null;
      if (answer.kind !== 'done') {
        run.remove();
        setState(nothing);
        const at = answer.kind === 'failed' ? answer.place : null;
        throw new CellTrouble(problemInBody(source, code, answer.message, at, meant(answer.message)));
      }
      if (answer.shown) {
        shown.current = run;
        delete run.element.dataset.working;
      } else run.remove();
      setState({ height: answer.shown ? answer.height : 0, instead: answer.instead, late: null });
      return answer.value;
    };
    const meant = (message: string): string | undefined => {
      const unknown = /^ReferenceError: (\S+) is not defined$/.exec(message)?.[1];
      return unknown === undefined ? undefined : graph.meant(unknown);
    };
    const detach = graph.attach(id, runner);
    return () => {
      detach();
      running.current?.remove();
      shown.current?.remove();
    };
  }, [graph, id]);

  return { ...state, stop: () => running.current?.remove() };
}

/** A Problem that the frame told of the compiled body, with its place in the source. */
function problemInBody(
  source: string,
  code: CompiledCode,
  message: string,
  place: BodyPlace | null,
  repair?: string,
): Problem {
  return problemAt(source, message, place === null ? null : placeInSource(source, code.insertions, place), repair);
}
