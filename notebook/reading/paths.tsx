// The paths as bars out of 100 cases, with the interval as a lighter stretch and the value before the reader's changes as a line.
import { numberText } from '../help/language.ts';
import type { PathFigure } from './figures.ts';
import { useSpeech } from './speech.ts';

export function Paths({ paths, stale }: { readonly paths: readonly PathFigure[]; readonly stale: boolean }) {
  const { say } = useSpeech();
  return (
    <section aria-labelledby="reading-paths">
      <h2 id="reading-paths">{say('paths.title')}</h2>
      <ul class={`path-bars${stale ? ' stale' : ''}`}>
        {paths.map((p, i) => (
          <li key={p.id}>
            <p class="path-head">
              <span lang={p.label === null ? undefined : 'en'}>{p.label ?? say('paths.none')}</span>
              <b>{ofHundred(say, p.now)}</b>
            </p>
            <div
              class="path-bar"
              aria-hidden="true"
              style={{ '--colour': p.label === null ? 'var(--grey)' : `var(--cause-${(i % 6) + 1})` }}
            >
              {p.band && <i class="band" style={{ '--from': p.band[0], '--to': p.band[1] }} />}
              <i class="fill" style={{ '--to': p.now.p ?? 0 }} />
              {p.before?.p != null && <i class="before" style={{ '--at': p.before.p }} />}
            </div>
            <p class="fine">
              {p.band !== null &&
                say('paths.interval', {
                  low: hundredth(p.band[0]),
                  high: ofHundred(say, { p: p.band[1], already: false }),
                })}
              {p.before !== null && say('paths.before', { n: ofHundred(say, p.before) })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Say = ReturnType<typeof useSpeech>['say'];

/** "15 of 100"; never a false 0 or 100. */
export function ofHundred(say: Say, { p, already }: PathFigure['now']): string {
  if (already) return say('paths.already');
  if (p === null) return say('paths.pending');
  if (p > 0 && p < 0.01) return say('paths.less');
  if (p > 0.99 && p < 1) return say('paths.more');
  return say('paths.of-100', { n: hundredth(p) });
}

const hundredth = (p: number): string => (p > 0 && p < 0.01 ? `<${numberText(1)}` : numberText(Math.round(p * 100)));
