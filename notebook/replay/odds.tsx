// The odds from here beside those at the start: each point of the line solved anew as a start of its own, in the background, when the replay rests.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { VariantView } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { Scroll } from '../cells/scroll.tsx';
import type { Figure } from '../figures.ts';
import { Term } from '../help/term.tsx';
import { dayShort, percent, points as pointsText } from '../words.ts';
import { type OddsRow, oddsOf, type Point } from './odds.ts';
import { configurationAfter, type Replay } from './run.ts';

interface Properties {
  readonly replay: Replay;
  readonly variant: VariantView;
  /** Nothing is asked while the clock runs. */
  readonly resting: boolean;
}

export function Odds({ replay, variant, resting }: Properties) {
  const { model } = useBench();
  const { view, race, keys } = model;
  const { line, at, day } = replay;
  const points = usePoints(replay, variant, resting);
  const targets = [...model.targets.filter((t) => race !== null && t.outcome === race.id), ...keys];
  const rows = oddsOf(line, points, at, targets);
  const left = Math.max(line.horizon - day, 0);
  const complete = points.filter((p) => p.at < at).length >= at;
  return (
    <div class="odds">
      <h3>The odds from here</h3>
      <Scroll name="Odds from here">
        <table>
          <caption class="spoken">
            Probability within the days that are left, beside the probability at the start
          </caption>
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              <th scope="col" class="number">
                At the start
              </th>
              <th scope="col" class="number">
                From here
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr
                key={row.target.id}
                class={i > 0 && row.target.group !== rows[i - 1]!.target.group ? 'next-group' : ''}
              >
                <th scope="row">
                  {row.target.label}
                  {i === 0 && row.target.group !== null && <small>{row.target.group}</small>}
                </th>
                <td class="number">{sayFigure(row.start)}</td>
                <td class="number">
                  <Here row={row} moved={left < line.horizon} when={(d) => dayShort(view.startDate, Math.floor(d))} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p class="fine memoryless">
        The model is <Term id="memoryless">memoryless</Term>: from here on only where things stand counts, and the{' '}
        {Math.round(left)} days that are left of {line.horizon}. What lies behind says nothing more.
        {!complete && ' What came true on the way is still being looked up.'}
      </p>
    </div>
  );
}

interface HereProperties {
  readonly row: OddsRow;
  /** Time has passed since the start: there is a difference to tell. */
  readonly moved: boolean;
  readonly when: (day: number) => string;
}

function Here({ row, moved, when }: HereProperties) {
  if (row.since !== null) return <b>since {when(row.since)}</b>;
  if (row.lost) return <span class="muted">another came first</span>;
  if (row.here === null) return <>…</>;
  const { p, already } = row.here;
  if (already) return <b>already so</b>;
  return (
    <>
      <b>{percent(p)}</b>
      {moved && p !== null && row.start.p !== null && !row.start.already && (
        <small>{pointsText(p - row.start.p)}</small>
      )}
    </>
  );
}

const sayFigure = (f: Figure): string => (f.already ? 'already so' : percent(f.p));

const settleAfter = 400;

/** Where the reader stands first, then the points before it: each a solve of its own. */
function usePoints(replay: Replay, variant: VariantView, resting: boolean): readonly Point[] {
  const { ask, model } = useBench();
  const { line, at, day } = replay;
  const kept = useRef(new Map<string, Point['result']>());
  const [, setCount] = useState(0);
  const wanted = [
    ...Array.from({ length: at }, (_, i) => pointAt(replay, i, i === 0 ? line.start.day : line.beats[i - 1]!.day)),
    pointAt(replay, at, day),
  ];
  const keyOf = (p: (typeof wanted)[number]): string => JSON.stringify([variant, p.configuration, p.days, model.key]);

  useEffect(() => {
    if (!resting) return;
    let current = true;
    const work = async (): Promise<void> => {
      for (const [i, p] of [wanted.at(-1)!, ...wanted.slice(0, -1)].entries()) {
        const key = keyOf(p);
        if (kept.current.has(key)) continue;
        // What runs is left to end: its answer is wanted again as soon as the reader steps back.
        const answer = await ask(
          'solve',
          { variant: { ...variant, initial: { ...p.configuration } }, outcomes: model.keyOutcomes, days: [p.days] },
          { priority: i === 0 ? 2 : 3 },
        );
        if (answer?.value) {
          kept.current.set(key, answer.value);
          setCount((n) => n + 1);
        }
        if (!current) return;
      }
    };
    const timer = setTimeout(() => void work(), settleAfter);
    return () => {
      clearTimeout(timer);
      current = false;
    };
  }, [resting, line, at, day, variant, model.key]);

  return wanted.flatMap((p): Point[] => {
    const result = kept.current.get(keyOf(p));
    return result === undefined ? [] : [{ at: p.at, days: p.days, result }];
  });
}

function pointAt({ line }: Replay, at: number, day: number) {
  return { at, days: Math.max(line.horizon - day, 0), configuration: configurationAfter(line, at) };
}
