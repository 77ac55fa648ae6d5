// A line of the replay → words: who did what on which day, what changed, and the whole as text with its provenance.
import type { Days, ScenarioView } from '../../engine/index.ts';
import { dateOn, labelOf, long, plural, short, stateLabel } from '../words.ts';
import { type Beat, changesOf, configurationAfter, type Line, type RegionChange } from './run.ts';

export interface Told {
  readonly when: string;
  /** Actor; null for what nobody decides. */
  readonly who: string | null;
  readonly what: string;
  readonly changes: readonly { readonly region: string; readonly from: string; readonly to: string }[];
  readonly beat: Beat;
}

/** "14 Feb, day 12"; without a calendar "day 12". Models that end within a month show tenths of a day. */
export function whenOf(view: Pick<ScenarioView, 'startDate' | 'horizon'>, day: Days): string {
  const count = `day ${view.horizon < 30 ? day.toFixed(1) : Math.floor(day)}`;
  return view.startDate === null ? count : `${short(dateOn(view.startDate, day))}, ${count}`;
}

export function whoOf(view: ScenarioView, actor: string | null): string | null {
  if (actor === null) return null;
  return view.actors.find((a) => a.id === actor)?.label ?? actor;
}

export function changeInWords(view: ScenarioView, change: RegionChange): Told['changes'][number] {
  const region = view.regions.find((r) => r.id === change.region);
  const state = (id: string): string => stateLabel(region?.states.find((s) => s.id === id)?.label ?? id);
  return { region: labelOf(region?.label ?? change.region), from: state(change.from), to: state(change.to) };
}

/** The beat with this index (0 for the first). */
export function told(line: Line, index: number, view: ScenarioView): Told {
  const beat = line.beats[index]!;
  return {
    when: whenOf(view, beat.day),
    who: whoOf(view, beat.actor),
    what: labelOf(beat.label),
    changes: changesOf(line, index).map((c) => changeInWords(view, c)),
    beat,
  };
}

/** For reading aloud after a step by hand. */
export function spoken(line: Line, at: number, view: ScenarioView): string {
  if (at === 0) return `${whenOf(view, line.start.day)}: the start.`;
  const { when, who, what, changes } = told(line, at - 1, view);
  const changed = changes.map((c) => `${c.region}: ${c.to}`).join('; ');
  return `${when}: ${who === null ? '' : `${who}. `}${what}.${changed === '' ? '' : ` Now ${changed}.`}`;
}

interface About {
  readonly title: string;
  readonly variant: string;
  /** Engine and version. */
  readonly engine: string;
  readonly scenario: string;
  /** Hash of the inputs; empty when unknown. */
  readonly inputs: string;
}

/** Where the beats come from: "path 3 of seed 1; from 14 Feb, day 12 on path 4; 2 moves chosen by hand, 3 draws while waiting". */
export function originOf(line: Line, view: ScenarioView): string {
  const [first, ...later] = line.drawn;
  const byHand = line.beats.filter((b) => b.by === 'hand' && b.event !== null).length;
  const waits = later.filter((d) => !d.bent).length;
  const since = (at: number): string => whenOf(view, line.beats[at - 1]?.day ?? line.start.day);
  return [
    first === undefined ? `seed ${line.seed}` : `path ${first.path} of seed ${line.seed}`,
    ...later.filter((d) => d.bent).map((d) => `from ${since(d.at)} on path ${d.path}`),
    ...(byHand > 0 ? [plural(byHand, 'move chosen by hand', 'moves chosen by hand')] : []),
    ...(waits > 0 ? [plural(waits, 'draw while waiting', 'draws while waiting')] : []),
  ].join('; ');
}

export function plainText(line: Line, view: ScenarioView, about: About): string {
  const start = configurationAfter(line, 0);
  const rows = line.beats.map((_, i) => {
    const { when, who, what, changes, beat } = told(line, i, view);
    const changed = changes.map((c) => `${c.region}: ${c.from} → ${c.to}`).join('; ');
    const head = `${when}: ${who === null ? '' : `${who}: `}${what}${beat.by === 'hand' ? ' (chosen by hand)' : ''}`;
    return changed === '' ? head : `${head}\n    ${changed}`;
  });
  const end =
    view.startDate === null
      ? `day ${line.horizon}`
      : `${long(dateOn(view.startDate, line.horizon))}, day ${line.horizon}`;
  return [
    `${about.title}: one way it could go, with “${about.variant}”`,
    '',
    `Start: ${view.regions.map((r) => `${labelOf(r.label)}: ${changeInWords(view, { region: r.id, from: '', to: start[r.id] ?? '' }).to}`).join('; ')}`,
    ...rows,
    line.complete ? `${end}: the horizon.` : 'The line stops here.',
    '',
    `One sampled run, not the likeliest one and not a forecast. ${about.engine}; scenario ${about.scenario}${about.inputs === '' ? '' : `, inputs ${about.inputs.slice(0, 12)}`}; ${originOf(line, view)}.`,
  ].join('\n');
}
