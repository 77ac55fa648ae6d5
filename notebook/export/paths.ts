// Many sampled paths as one table of events (path, day, event, actor): for timelines, sequence analysis and teaching. Each path is a story of the engine, driven through the XState machine.
import type { Configuration, ScenarioView, Story } from '../../engine/index.ts';
import type { Bench } from '../bench.ts';
import { type DocumentVariant, toVariantView } from '../document/document.ts';
import { number, type Table, text } from './csv.ts';
import type { LongWork } from './drivers.ts';
import type { Provenance } from './provenance.ts';
import { isoDate, signedBy } from './tables.ts';

/** Jobs in flight: enough for the workers, few enough that a stop is heard. */
const atOnce = 4;

/** Paths 0 … count − 1 of a variant; null when stopped or when one could not be told. */
export async function sampleStories(
  bench: Pick<Bench, 'ask'>,
  variant: DocumentVariant,
  seed: number,
  count: number,
  { signal, progress }: LongWork = {},
): Promise<readonly Story[] | null> {
  const stories: (Story | null)[] = Array.from({ length: count }, () => null);
  let next = 0;
  let done = 0;
  const run = async (): Promise<void> => {
    while (next < count && !signal?.aborted) {
      const path = next++;
      const answered = await bench.ask(
        'story',
        { variant: toVariantView(variant), seed, path },
        { priority: 1, ...(signal ? { signal } : {}) },
      );
      if (answered?.value == null) {
        next = count;
        return;
      }
      stories[path] = answered.value;
      progress?.(++done / count);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, run));
  return stories.every((s) => s !== null) ? stories : null;
}

/** A path begins with a row `start` (its states) and ends with `horizon`, or `stopped` where it was cut short: so quiet paths are there too. */
export function pathEventsTable(stories: readonly Story[], view: ScenarioView, p: Provenance): Table {
  const rows = stories.flatMap((story) => {
    let before = story.from.configuration;
    const row = (
      day: number,
      event: string,
      label: string,
      kind: string,
      actor: string | null,
      changes: string,
    ): (string | number | null)[] => [
      ...[story.seed, story.path, day, isoDate(view.startDate, day)],
      ...[event, label, kind, actor, changes],
    ];
    const events = story.events.map((e) => {
      const changes = changesOf(before, e.configuration);
      before = e.configuration;
      return row(e.day, e.event, e.label, e.kind, e.actor, changes);
    });
    const { configuration, day } = story.from;
    const states = Object.entries(configuration).map(([region, state]) => `${region}: ${state}`);
    const last = story.complete ? story.horizon : (story.events.at(-1)?.day ?? day);
    return [
      row(day, 'start', 'start', 'start', null, states.join('; ')),
      ...events,
      row(last, story.complete ? 'horizon' : 'stopped', story.complete ? 'horizon' : 'stopped', 'end', null, ''),
    ];
  });
  return signedBy(
    [
      ...[number('seed'), number('path'), number('day'), text('date')],
      ...[text('event'), text('label'), text('kind'), text('actor'), text('changes')],
    ],
    rows,
    p,
  );
}

/** `diplomacy: channel -> talks; force: none -> strike`, in the order of the regions. */
function changesOf(before: Configuration, after: Configuration): string {
  return Object.entries(after)
    .filter(([region, state]) => before[region] !== state)
    .map(([region, state]) => `${region}: ${before[region] ?? ''} -> ${state}`)
    .join('; ');
}
