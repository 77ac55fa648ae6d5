// A typical story in words: one sampled run of the scenario in which its likeliest path comes first, of readable length.
import { useEffect, useState } from 'preact/hooks';
import type { Story } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { toVariantView } from '../document/document.ts';
import { dateText } from '../help/language.ts';
import { whoOf } from '../replay/tell.ts';
import { dateOn, labelOf } from '../words.ts';
import { lengthMiss, likeliestOf, type PathFigure, readable } from './figures.ts';
import { ofHundred } from './paths.tsx';
import { counted, useSpeech } from './speech.ts';

/** Runs that are looked at for one of readable length. */
const tries = 4;

export function StoryInWords({ paths }: { readonly paths: readonly PathFigure[] }) {
  const { model, base } = useBench();
  const { view } = model;
  const speech = useSpeech();
  const { say } = speech;
  const [from, setFrom] = useState(0);
  // Told of the scenario as it is: the sliders would draw another one at each touch.
  const path = likeliestOf(paths.map((p) => (p.before === null ? p : { ...p, now: p.before })));
  const story = useStory(base, path?.id ?? null, from);
  const when = (day: number): string =>
    view.startDate === null ? String(Math.round(day)) : dateText(dateOn(view.startDate, day), 'short');
  const more = story === null || story === 'none' ? 0 : story.events.length - readable.most;
  return (
    <section aria-labelledby="reading-story">
      <h2 id="reading-story">{say('story.title')}</h2>
      {path?.label != null && <p>{say('story.path', { path: path.label, n: ofHundred(say, path.now) })}</p>}
      <div class="story-place">
        {story === null && <p class="fine">{say('story.wait')}</p>}
        {story === 'none' && <p class="fine">{say('story.none')}</p>}
        {story !== null && story !== 'none' && (
          <ol class="story" data-testid="story">
            {story.events.slice(0, readable.most).map((e, i) => {
              const who = whoOf(view, e.actor);
              const what = labelOf(e.label);
              return (
                <li key={i}>
                  <span class="when">{when(e.day)}</span>
                  <span lang="en">
                    {what}
                    {who !== null && <small>{who}</small>}
                  </span>
                </li>
              );
            })}
            {more > 0 && <li class="fine">{counted(speech, 'story.more', more, { date: when(story.horizon) })}</li>}
          </ol>
        )}
      </div>
      <p class="actions">
        <button
          type="button"
          disabled={story === null || story === 'none'}
          onClick={() => story !== null && story !== 'none' && setFrom(story.path + 1)}
        >
          {say('story.another')}
        </button>
        <span class="fine">{say('story.note')}</span>
      </p>
    </section>
  );
}

/** The one of the next few runs in which the cause comes first that is nearest to readable length; null while it is looked for. */
function useStory(
  base: ReturnType<typeof useBench>['base'],
  cause: string | null,
  from: number,
): Story | 'none' | null {
  const { ask, model } = useBench();
  const { race, view } = model;
  const [found, setFound] = useState<Story | 'none' | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const where =
      race === null || cause === null ? null : { outcome: `${race.id}.${cause}`, by: view.horizon, happened: true };
    const look = async (): Promise<void> => {
      let best: Story | null = null;
      for (let n = 0, path = from; n < tries; n++) {
        const answer = await ask(
          'story',
          { variant: toVariantView(base), seed: 1, path, ...(where && { where }) },
          { signal: abort.signal },
        );
        if (abort.signal.aborted) return;
        const story = answer?.value ?? null;
        if (story === null) break;
        if (best === null || lengthMiss(story) < lengthMiss(best)) best = story;
        if (lengthMiss(best) === 0) break;
        path = story.path + 1;
      }
      setFound(best ?? 'none');
    };
    setFound(null);
    void look();
    return () => abort.abort();
  }, [model.key, cause, from]);
  return found;
}
