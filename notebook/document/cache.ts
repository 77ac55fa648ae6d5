// Finished pieces of long work, kept over reloads: a sweep that was interrupted goes on where it was. Enters: what was asked (engine, inputs, request). Leaves: the answer, if it was ever found. The least recently used pieces go first.
import { canonicalJson, engineVersion, sha256Hex } from '../../engine/index.ts';
import { database } from './database.ts';

export interface PieceUse {
  readonly key: string;
  /** Characters. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly used: number;
}

/** Where pieces are kept. Methods reject when the store is full or forbidden. */
export interface PieceStore {
  uses(): Promise<readonly PieceUse[]>;
  get(key: string): Promise<string | undefined>;
  put(use: PieceUse, text: string): Promise<void>;
  touch(use: PieceUse): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

/** Never rejects: without a store everything is computed again. */
export interface Pieces {
  get<T>(key: string): Promise<T | null>;
  put(key: string, value: unknown): Promise<void>;
}

export const pieceLimits = { pieces: 2_000, characters: 20_000_000 } as const;

/** `inputs`: the model's key (SHA-256 of what is solved); `request`: everything else that the answer depends on. */
export function pieceKey(inputs: string, request: unknown): string {
  return sha256Hex(canonicalJson([engineVersion, inputs, request]));
}

export function createPieces(
  store: PieceStore,
  now: () => number = Date.now,
  limits: { readonly pieces: number; readonly characters: number } = pieceLimits,
): Pieces {
  let known: Promise<Map<string, PieceUse>> | null = null;
  const uses = (): Promise<Map<string, PieceUse>> => {
    known ??= store.uses().then(
      (all) => new Map([...all].sort((a, b) => a.used - b.used).map((use) => [use.key, use])),
      () => new Map(),
    );
    return known;
  };
  /** The order of the map is the order of use. */
  const used = (all: Map<string, PieceUse>, use: PieceUse): void => {
    all.delete(use.key);
    all.set(use.key, use);
  };

  return {
    async get<T>(key: string): Promise<T | null> {
      try {
        const all = await uses();
        const use = all.get(key);
        const text = use === undefined ? undefined : await store.get(key);
        if (use === undefined || text === undefined) return null;
        const again = { ...use, used: now() };
        used(all, again);
        await store.touch(again);
        return JSON.parse(text);
      } catch {
        return null;
      }
    },
    async put(key, value) {
      const text = JSON.stringify(value);
      if (text === undefined || text.length > limits.characters) return;
      try {
        const all = await uses();
        const use = { key, size: text.length, used: now() };
        used(all, use);
        const stale = leastUsed(all, limits);
        for (const k of stale) all.delete(k);
        if (stale.length > 0) await store.remove(stale);
        await store.put(use, text);
      } catch {
        // Full or forbidden: it is computed again next time.
      }
    },
  };
}

function leastUsed(
  all: ReadonlyMap<string, PieceUse>,
  limits: { readonly pieces: number; readonly characters: number },
): string[] {
  let characters = [...all.values()].reduce((sum, use) => sum + use.size, 0);
  let pieces = all.size;
  const stale: string[] = [];
  for (const use of all.values()) {
    if (pieces <= limits.pieces && characters <= limits.characters) break;
    stale.push(use.key);
    pieces--;
    characters -= use.size;
  }
  return stale;
}

const pieceStore: PieceStore = {
  uses: async () => (await database()).getAll('uses'),
  get: async (key) => (await database()).get('pieces', key),
  async put(use, text) {
    const transaction = (await database()).transaction(['pieces', 'uses'], 'readwrite');
    await Promise.all([
      transaction.objectStore('pieces').put(text, use.key),
      transaction.objectStore('uses').put(use),
      transaction.done,
    ]);
  },
  async touch(use) {
    await (await database()).put('uses', use);
  },
  async remove(keys) {
    const transaction = (await database()).transaction(['pieces', 'uses'], 'readwrite');
    await Promise.all([
      ...keys.flatMap((key) => [
        transaction.objectStore('pieces').delete(key),
        transaction.objectStore('uses').delete(key),
      ]),
      transaction.done,
    ]);
  },
};

let shared: Pieces | null = null;

/** The pieces of this browser. */
export function pieces(): Pieces {
  shared ??= createPieces(pieceStore);
  return shared;
}
