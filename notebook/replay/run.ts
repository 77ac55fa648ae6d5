// The replay as a plain value: a line of beats (drawn or chosen), the place in it, and what can be taken back. Enters: stories and choices. Leaves: the next replay.
// Pure, so that stepping there and back, and undo, restore exactly what was.
import type { Configuration, Days, Story } from '../../engine/index.ts';

export interface Beat {
  readonly day: Days;
  /** Null: time that passed without an event. */
  readonly event: string | null;
  /** Actor id; null for what nobody decides. */
  readonly actor: string | null;
  readonly label: string;
  /** After the event and everything that happens at once. */
  readonly configuration: Configuration;
  /** Does XState's machine stand where the chain says? */
  readonly same: boolean;
  /** `hand`: the reader chose it. */
  readonly by: 'chance' | 'hand';
}

/** One line through time. */
export interface Line {
  readonly variant: string;
  readonly seed: number;
  readonly start: { readonly configuration: Configuration; readonly day: Days };
  readonly horizon: Days;
  readonly beats: readonly Beat[];
  /** Nothing more happens until the horizon. */
  readonly complete: boolean;
  /** Which sampled path the beats come from, from the beat with index `at` on; `bent`: the reader asked for another rest. */
  readonly drawn: readonly { readonly at: number; readonly path: number; readonly bent: boolean }[];
}

/** The place in a line. */
interface Place {
  readonly line: Line;
  /** How many beats have happened; 0: none. */
  readonly at: number;
  /** The clock, between the beat that has happened and the next. */
  readonly day: Days;
  /** Actor id that the reader plays, or null. */
  readonly played: string | null;
}

export interface Replay extends Place {
  /** A path index that no beat was drawn from: every new draw takes a fresh one, or it would repeat the same waiting times. */
  readonly nextPath: number;
  readonly past: readonly Place[];
}

export type ReplayAction =
  /** A new line from the start. */
  | { readonly type: 'begin'; readonly story: Story }
  | { readonly type: 'step'; readonly by: -1 | 1 }
  | { readonly type: 'go'; readonly at: number }
  | { readonly type: 'scrub'; readonly day: Days }
  /** Keeps what has happened; the rest comes from the story, which began here. */
  | { readonly type: 'branch'; readonly story: Story }
  /** The reader plays this actor from here on (what was to come is dropped); null: nobody. */
  | { readonly type: 'play'; readonly actor: string | null }
  | {
      readonly type: 'take';
      readonly event: string;
      readonly label: string;
      readonly configuration: Configuration;
      readonly same: boolean;
    }
  /** The next thing that happens otherwise, if it happens by that day; else the clock alone moves there. */
  | { readonly type: 'wait'; readonly story: Story; readonly until: Days }
  | { readonly type: 'undo' };

/** Null before the first story. Actions that have no place to happen change nothing. */
export function reduceReplay(replay: Replay | null, action: ReplayAction): Replay | null {
  if (action.type === 'begin') {
    const { story } = action;
    const line: Line = {
      variant: story.variant,
      seed: story.seed,
      start: story.from,
      horizon: story.horizon,
      beats: beatsOf(story),
      complete: story.complete,
      drawn: [{ at: 0, path: story.path, bent: false }],
    };
    return {
      line,
      at: 0,
      day: story.from.day,
      played: null,
      nextPath: Math.max(replay?.nextPath ?? 0, story.path + 1),
      past: replay === null || (replay.line.drawn.length < 2 && replay.played === null) ? [] : remembered(replay),
    };
  }
  if (replay === null) return null;
  switch (action.type) {
    case 'step':
      return goTo(replay, replay.at + action.by);
    case 'go':
      return goTo(replay, action.at);
    case 'scrub': {
      const day = Math.min(Math.max(action.day, replay.line.start.day), endOf(replay.line));
      const at = replay.line.beats.filter((b) => b.day <= day).length;
      return at === replay.at && day === replay.day ? replay : { ...replay, at, day };
    }
    case 'branch': {
      const { story } = action;
      const longer = extended(replay, beatsOf(story), { path: story.path, bent: true });
      return { ...longer, line: { ...longer.line, complete: story.complete }, played: null };
    }
    case 'play': {
      if (action.actor === replay.played) return replay;
      const kept = action.actor === null ? replay.line : cutAt(replay);
      return { ...replay, line: kept, played: action.actor, past: remembered(replay) };
    }
    case 'take': {
      if (replay.played === null) return replay;
      const { event, label, configuration, same } = action;
      const beat: Beat = { day: replay.day, event, actor: replay.played, label, configuration, same, by: 'hand' };
      return goTo(extended(replay, [beat], null), replay.at + 1);
    }
    case 'wait': {
      const until = Math.min(action.until, replay.line.horizon);
      if (until <= replay.day) return replay;
      const [next] = beatsOf(action.story);
      const happens = next !== undefined && next.day <= until;
      const beat = happens ? next : pauseOf(replay, until);
      const longer = extended(replay, [beat], { path: action.story.path, bent: false });
      const complete = beat.day >= replay.line.horizon;
      return goTo({ ...longer, line: { ...longer.line, complete } }, replay.at + 1);
    }
    case 'undo': {
      const before = replay.past.at(-1);
      // Paths that were drawn stay used: the same wait again is another draw.
      return before === undefined ? replay : { ...replay, ...before, past: replay.past.slice(0, -1) };
    }
  }
}

/** Where things stand now. */
export function configurationNow({ line, at }: Pick<Replay, 'line' | 'at'>): Configuration {
  return configurationAfter(line, at);
}

/** After so many beats. */
export function configurationAfter(line: Line, beats: number): Configuration {
  return beats === 0 ? line.start.configuration : line.beats[beats - 1]!.configuration;
}

export interface RegionChange {
  readonly region: string;
  readonly from: string;
  readonly to: string;
}

export function changesBetween(before: Configuration, after: Configuration): readonly RegionChange[] {
  return Object.keys(after).flatMap((region) => {
    const from = before[region] ?? '';
    const to = after[region] ?? '';
    return from === to ? [] : [{ region, from, to }];
  });
}

/** What the beat with this index (0 for the first) changed. */
export function changesOf(line: Line, index: number): readonly RegionChange[] {
  return changesBetween(configurationAfter(line, index), configurationAfter(line, index + 1));
}

/** The last day that the clock can show: the horizon, or the last beat of a line that goes on. */
export function endOf(line: Line): Days {
  return line.complete ? line.horizon : (line.beats.at(-1)?.day ?? line.start.day);
}

const historyLimit = 200;

function goTo(replay: Replay, wanted: number): Replay {
  const at = Math.min(Math.max(wanted, 0), replay.line.beats.length);
  const day = at === 0 ? replay.line.start.day : replay.line.beats[at - 1]!.day;
  return at === replay.at && day === replay.day ? replay : { ...replay, at, day };
}

/** What has happened, with more beats behind it, drawn from a path (null: chosen by hand). */
function extended(
  replay: Replay,
  beats: readonly Beat[],
  draw: { readonly path: number; readonly bent: boolean } | null,
): Replay {
  const cut = cutAt(replay);
  const drawn = draw === null ? cut.drawn : [...cut.drawn, { at: replay.at, ...draw }];
  return {
    ...replay,
    line: { ...cut, beats: [...cut.beats, ...beats], drawn },
    nextPath: draw === null ? replay.nextPath : Math.max(replay.nextPath, draw.path + 1),
    past: remembered(replay),
  };
}

function cutAt({ line, at }: Replay): Line {
  return { ...line, beats: line.beats.slice(0, at), complete: false, drawn: line.drawn.filter((d) => d.at < at) };
}

function remembered({ line, at, day, played, past }: Replay): readonly Place[] {
  return [...past, { line, at, day, played }].slice(-historyLimit);
}

function pauseOf(replay: Replay, until: Days): Beat {
  return {
    day: until,
    event: null,
    actor: null,
    label: 'Nothing happens',
    configuration: configurationNow(replay),
    same: true,
    by: 'hand',
  };
}

function beatsOf(story: Story): Beat[] {
  return story.events.map(({ day, event, actor, label, configuration, same }) => ({
    day,
    event,
    actor,
    label,
    configuration,
    same,
    by: 'chance',
  }));
}
