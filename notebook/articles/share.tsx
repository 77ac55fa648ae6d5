// "How much of this answer is from the articles?": base against all stances at zero, outcome by outcome, as a dumbbell and in numbers.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AnswerOf } from '../../engine/work/client.ts';
import { useBench } from '../bench.ts';
import { Scroll } from '../cells/scroll.tsx';
import { contentKey, toVariantView } from '../document/document.ts';
import { useNear } from '../use-near.ts';
import { dayInWords, finePercent, points } from '../words.ts';

export function ArticleShare() {
  const { ask, model, document, base } = useBench();
  const frame = useRef<HTMLDivElement>(null);
  const near = useNear(frame);
  const [found, setFound] = useState<{ key: string; share: AnswerOf<'articleShare'> } | null>(null);
  const key = `${model.key} ${contentKey(base)}`;
  const known = found?.key === key ? found.share : null;
  useEffect(() => {
    if (!near || known !== null) return;
    const abort = new AbortController();
    void ask('articleShare', { variant: toVariantView(base) }, { priority: 3, signal: abort.signal }).then(
      (answer) => answer?.value && setFound({ key, share: answer.value }),
    );
    return () => abort.abort();
  }, [key, near, known === null]);
  const targets = model.targets.filter((t) => t.cause === null);
  const day = nearestDay(document.day, model.view.days);
  const rowOf = (id: string) => known?.rows.find((r) => r.outcome === id && Number(r.day) === day);
  return (
    <div ref={frame} class="articles-part" data-testid="article-share">
      <h3>How much of this answer is from the articles?</h3>
      <p class="fine">
        Base as it is, and with every stance at zero: nobody wants anything, and only costs, tempos and base rates are
        left. What lies between the two rests on what the articles report; the rest does not.
      </p>
      <Scroll name="Base with and without what the articles report">
        <table class="numbers share-table">
          <caption>
            By {dayInWords(model.view.startDate, day)}
            <span class="legend-line" aria-hidden="true">
              <i class="dot stated" /> all stances at zero <i class="dot pooled" /> base
            </span>
          </caption>
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              <th scope="col">Stances at zero</th>
              <th scope="col">Base</th>
              <th scope="col">From the articles, points</th>
              <th scope="col">
                <span class="spoken">Drawn</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {targets.map((t) => {
              const row = rowOf(t.id);
              return (
                <tr key={t.id} data-outcome={t.id}>
                  <th scope="row">{t.label}</th>
                  {row?.already ? (
                    <td colSpan={3}>already so</td>
                  ) : (
                    <>
                      <td>{finePercent(row?.base ?? null)}</td>
                      <td>{finePercent(row?.value ?? null)}</td>
                      <td>{row === undefined ? '…' : points(row.difference)}</td>
                    </>
                  )}
                  <td>
                    <span
                      class="stance-line from-zero"
                      aria-hidden="true"
                      style={{
                        '--stated': row?.base ?? 0,
                        '--pooled': row?.value ?? 0,
                        '--low': Math.min(row?.base ?? 0, row?.value ?? 0),
                        '--high': Math.max(row?.base ?? 0, row?.value ?? 0),
                      }}
                    >
                      {row !== undefined && !row.already && (
                        <>
                          <i class="range" />
                          <i class="dot stated" />
                          <i class="dot pooled" />
                        </>
                      )}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}

/** Of the reported days the one nearest to the day in focus: other days are not solved here. */
function nearestDay(day: number, days: readonly number[]): number {
  return days.reduce((best, d) => (Math.abs(d - day) < Math.abs(best - day) ? d : best), days.at(-1) ?? day);
}
