// Where the replay stands, for whoever draws the statechart: a value that can be followed. Null: no replay is under way.
import { useEffect, useState } from 'preact/hooks';
import type { Configuration, Days } from '../../engine/index.ts';

export interface ReplayNow {
  readonly configuration: Configuration;
  readonly day: Days;
  /** Regions that the last event changed. */
  readonly changed: readonly string[];
}

type Follower = (now: ReplayNow | null) => void;

let present: ReplayNow | null = null;
const followers = new Set<Follower>();

export const replayNow = {
  get: (): ReplayNow | null => present,
  set(now: ReplayNow | null): void {
    if (now === present) return;
    present = now;
    for (const follower of [...followers]) follower(now);
  },
  /** Calls back at each change, not for the present value. Returns what ends it. */
  subscribe(follower: Follower): () => void {
    followers.add(follower);
    return () => followers.delete(follower);
  },
};

export function useReplayNow(): ReplayNow | null {
  const [now, setNow] = useState(replayNow.get);
  useEffect(() => {
    setNow(replayNow.get());
    return replayNow.subscribe((next) => setNow(next));
  }, []);
  return now;
}
