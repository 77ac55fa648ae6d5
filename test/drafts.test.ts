// Where documents live: drafts of two tabs on a small store, which one opens, colleagues' files, the cache of finished pieces.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPieces, type PieceStore, type PieceUse, pieceKey } from '../notebook/document/cache.ts';
import { linkOf } from '../notebook/document/codec.ts';
import { documentOf } from '../notebook/document/document.ts';
import { createDrafts, type Draft, type DraftStore, type Written } from '../notebook/document/drafts.ts';
import { readFiles } from '../notebook/document/files.ts';
import { openingOf } from '../notebook/document/opening.ts';
import { documentText } from '../notebook/document/parse.ts';
import type { NotebookDocument } from '../notebook/document/schema.ts';
import { toyView } from './toy-view.ts';

const opening = documentOf(toyView, 'war', 'crises/toy');

describe('drafts', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-02-02T14:05:00Z') }));
  afterEach(() => void vi.useRealTimers());

  const titled = (title: string): NotebookDocument => ({ ...opening, id: 'n-1', title });

  it('writes nothing while the reader only looks around, and within 300 ms of the first change', async () => {
    const { store, tab } = browser();
    const { drafts } = tab();
    drafts.follow(titled(''));
    drafts.follow({ ...titled(''), day: 3, selected: 'hawk' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(store.writes).toBe(0);
    expect(drafts.state().kind).toBe('untouched');
    drafts.follow(titled('a'));
    await vi.advanceTimersByTimeAsync(299);
    expect(store.writes).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(store.titleOf('n-1')).toBe('a');
    expect(drafts.state()).toEqual({ kind: 'saved', when: '2026-02-02T14:05:05.300Z' });
  });

  it('saves on the way of a long drag, never more than 300 ms behind', async () => {
    const { store, tab } = browser();
    const { drafts } = tab();
    drafts.follow(titled(''));
    for (let ms = 0; ms < 3_000; ms += 10) {
      drafts.follow(titled(`at ${ms}`));
      await vi.advanceTimersByTimeAsync(10);
      const behind = ms - Number((store.titleOf('n-1') ?? 'at 0').slice(3));
      expect(behind).toBeLessThanOrEqual(310);
    }
    expect(store.writes).toBeGreaterThanOrEqual(9);
    expect(store.writes).toBeLessThanOrEqual(11);
  });

  it('hands what is waiting to the journal when the page goes away', async () => {
    const { tab, journal } = browser();
    const { drafts } = tab();
    drafts.follow(titled(''));
    drafts.follow(titled('typed just now'));
    drafts.leave();
    expect(journal.get('n-1')).toMatchObject({ revision: 1, title: 'typed just now' });
    await vi.advanceTimersByTimeAsync(1);
    expect(journal.size).toBe(0);
  });

  it('two tabs on one draft: the second one to write asks, and loses nothing meanwhile', async () => {
    const { store, tab } = browser();
    const one = tab().drafts;
    const two = tab().drafts;
    one.follow(titled(''));
    one.follow(titled('first'));
    await vi.advanceTimersByTimeAsync(300);
    const shared = titled('first');
    two.know(shared, { revision: 1, when: '2026-02-02T14:05:00Z' });
    expect(two.state().kind).toBe('saved');
    two.follow(shared);

    one.follow(titled('from one'));
    two.follow(titled('from two'));
    await vi.advanceTimersByTimeAsync(301);
    const state = two.state();
    if (state.kind !== 'two tabs') throw new Error(`expected two tabs, got ${state.kind}`);
    expect(one.state().kind).toBe('saved');
    expect(store.titleOf('n-1')).toBe('from one');
    expect(state.theirs).toMatchObject({ id: 'n-1', title: 'from one', revision: 2 });
    expect(store.titleOf(state.copy)).toBe('from two');
    expect(JSON.parse((await store.get(state.copy))!.text)).toMatchObject({ id: state.copy, title: 'from two' });

    // Unanswered, it goes on saving beside the draft.
    two.follow(titled('from two, more'));
    await vi.advanceTimersByTimeAsync(300);
    expect(store.titleOf(state.copy)).toBe('from two, more');
    expect(store.titleOf('n-1')).toBe('from one');

    const mine = two.mineKept()!;
    two.follow({ ...titled('from two, more'), id: mine });
    two.follow({ ...titled('kept'), id: mine });
    await vi.advanceTimersByTimeAsync(300);
    expect(store.titleOf(mine)).toBe('kept');
    expect((await store.list()).map((d) => d.id)).toEqual(['n-1', mine]);
    expect(two.state().kind).toBe('saved');
  });

  it('taking the other tab’s state deletes the copy, writes nothing, and goes on from there', async () => {
    const { store, tab } = browser();
    const one = tab().drafts;
    const two = tab().drafts;
    one.follow(titled(''));
    one.follow(titled('first'));
    await vi.advanceTimersByTimeAsync(300);
    two.know(titled('first'), { revision: 1, when: '' });
    two.follow(titled('first'));
    one.follow(titled('theirs'));
    two.follow(titled('mine'));
    await vi.advanceTimersByTimeAsync(301);
    const theirs = titled('theirs');
    await two.theirsTaken(theirs);
    two.follow(theirs);
    const before = store.writes;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(store.writes).toBe(before);
    expect((await store.list()).map((d) => d.id)).toEqual(['n-1']);
    two.follow(titled('theirs, and mine'));
    await vi.advanceTimersByTimeAsync(300);
    expect(store.titleOf('n-1')).toBe('theirs, and mine');
    // Now it is the first tab that has to be told.
    expect(one.state().kind).toBe('two tabs');
  });

  it('a tab that missed the message finds out when it is looked at again', async () => {
    const { store, tab } = browser({ deaf: true });
    const one = tab().drafts;
    one.follow(titled(''));
    one.follow(titled('first'));
    await vi.advanceTimersByTimeAsync(300);
    await one.check();
    expect(one.state().kind).toBe('saved');
    const other = (await store.get('n-1'))!;
    await store.put({ ...other, revision: 2, text: JSON.stringify(titled('other')) }, 1);
    await one.check();
    expect(one.state().kind).toBe('two tabs');
  });

  it('a draft deleted elsewhere is written anew while it is open', async () => {
    const { store, tab } = browser();
    const { drafts } = tab();
    drafts.follow(titled(''));
    drafts.follow(titled('a'));
    await vi.advanceTimersByTimeAsync(300);
    await store.remove('n-1');
    drafts.follow(titled('b'));
    await vi.advanceTimersByTimeAsync(300);
    expect(store.titleOf('n-1')).toBe('b');
  });

  it('says when the browser is full or keeps nothing, goes on, and tries again', async () => {
    const { store, tab } = browser();
    const { drafts } = tab();
    drafts.follow(titled(''));
    store.fail = new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    drafts.follow(titled('a'));
    await vi.advanceTimersByTimeAsync(300);
    expect(drafts.state()).toEqual({ kind: 'not saved', why: 'full' });
    store.fail = new DOMException('no', 'InvalidStateError');
    drafts.follow(titled('b'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(drafts.state()).toEqual({ kind: 'not saved', why: 'forbidden' });
    store.fail = null;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(drafts.state().kind).toBe('saved');
    expect(store.titleOf('n-1')).toBe('b');
  });
});

describe('which document opens', () => {
  const memory = (entries: Record<string, unknown>): Storage =>
    ({ getItem: (key: string) => (key in entries ? JSON.stringify(entries[key]) : null) }) as unknown as Storage;

  it('a link, else this tab’s draft, else what the page carries, else the shipped page', () => {
    const open = (hash: string, entries: Record<string, unknown> = {}, embedded: string | null = null) =>
      openingOf({
        hash,
        page: '/here/',
        session: memory(entries),
        embedded,
      });
    const tab = { 'standoff.tab': { id: 'n-1', hash: '#n1=abc', page: '/here/' } };
    const came = { 'standoff.tab': { id: null, hash: '#n1=abc', page: '/here/' } };
    const elsewhere = { 'standoff.tab': { id: 'n-1', hash: '', page: '/there/' } };
    expect(open('#n1=new', tab)).toEqual({ kind: 'link', hash: '#n1=new', reading: false });
    expect(open('#n1=abc', tab)).toEqual({ kind: 'draft', id: 'n-1', reading: false });
    expect(open('#variants', tab)).toEqual({ kind: 'draft', id: 'n-1', reading: false });
    expect(open('#variants', came)).toMatchObject({ kind: 'link', hash: '#n1=abc' });
    expect(open('', tab, '{}')).toMatchObject({ kind: 'draft' });
    expect(open('', elsewhere, '{}')).toMatchObject({ kind: 'embedded', text: '{}' });
    expect(open('', elsewhere)).toMatchObject({ kind: 'shipped', reading: false });
    expect(open('#view=reading')).toMatchObject({
      kind: 'shipped',
      id: expect.stringMatching(/^n-[0-9a-f]{16}$/),
      reading: true,
    });
    const forbidden = { hash: '', page: '/', session: null, embedded: null };
    expect(openingOf(forbidden)).toMatchObject({ kind: 'shipped' });
  });
});

describe('files from colleagues', () => {
  const file = (name: string, content: string, size = content.length) => ({ name, size, text: async () => content });

  it('takes documents and links, lists what is bad, and goes on', async () => {
    const shippedText = async () => null;
    const mode = 'workbench' as const;
    const link = async (title: string) =>
      `https://example.org/${(await linkOf({ ...opening, title }, opening, { mode, shippedText })).hash}`;
    const { entries, bad } = await readFiles(
      [
        file('one.json', documentText({ ...opening, title: 'One' })),
        file('two.txt', `See ${await link('Two')}.\n`),
        file('class.txt', `${await link('Three')}\n${await link('Four')}\n#n1=broken\n`),
        file('essay.txt', 'The border in winter'),
        file('table.json', '{"a":1}'),
        file('huge.json', '{}', 9_000_000),
        { name: 'folder', size: 0, text: () => Promise.reject(new Error('a folder')) },
      ],
      shippedText,
    );
    expect(entries.map((e) => [e.name, e.incoming.document?.title])).toEqual([
      ['one.json', 'One'],
      ['two.txt', 'Two'],
      ['class.txt, link 1', 'Three'],
      ['class.txt, link 2', 'Four'],
    ]);
    expect(bad.map((b) => [b.name, b.problems[0]!.code])).toEqual([
      ['class.txt, link 3', 'broken-link'],
      ['essay.txt', 'not-json'],
      ['table.json', 'no-document'],
      ['huge.json', 'too-large'],
      ['folder', 'unreadable'],
    ]);
  });

  it('reads no more than 200 files', async () => {
    const many = Array.from({ length: 230 }, (_, i) => file(`${i}.json`, '{}'));
    expect((await readFiles(many, async () => null)).bad.at(-1)).toMatchObject({ name: '30 more files' });
  });
});

describe('finished pieces', () => {
  it('come back, and the least recently used go first', async () => {
    const kept = new Map<string, string>();
    let clock = 0;
    const store = pieceMap(kept);
    const pieces = createPieces(store, () => ++clock, { pieces: 3, characters: 1_000 });
    for (const key of ['a', 'b', 'c']) await pieces.put(key, { key });
    expect(await pieces.get('a')).toEqual({ key: 'a' });
    await pieces.put('d', { key: 'd' });
    expect([...kept.keys()]).toEqual(['a', 'c', 'd']);
    expect(await pieces.get('b')).toBeNull();
    await pieces.put('e', 'x'.repeat(990));
    expect([...kept.keys()]).toEqual(['e']);
    // What another visit finds is in the order of use too.
    const later = createPieces(store, () => ++clock, { pieces: 1, characters: 1_000 });
    await later.put('f', 1);
    expect([...kept.keys()]).toEqual(['f']);
  });

  it('are lost in silence where nothing can be kept', async () => {
    const broken = createPieces({ ...pieceMap(new Map()), uses: () => Promise.reject(new Error('forbidden')) });
    await broken.put('a', 1);
    expect(await broken.get('b')).toBeNull();
  });

  it('have one name per engine, inputs and request, whatever the order of its keys', () => {
    expect(pieceKey('inputs', { a: 1, b: [2] })).toBe(pieceKey('inputs', { b: [2], a: 1 }));
    expect(pieceKey('inputs', { a: 1 })).not.toBe(pieceKey('other', { a: 1 }));
  });
});

function pieceMap(kept: Map<string, string>): PieceStore {
  const uses = new Map<string, PieceUse>();
  return {
    uses: async () => [...uses.values()],
    get: async (key) => kept.get(key),
    put: async (use, text) => {
      uses.set(use.key, use);
      kept.set(use.key, text);
    },
    touch: async (use) => void uses.set(use.key, use),
    remove: async (keys) => {
      for (const key of keys) {
        uses.delete(key);
        kept.delete(key);
      }
    },
  };
}

/** Tabs of one browser: one store, and a channel on which a tab hears the others. */
function browser({ deaf = false } = {}) {
  const kept = new Map<string, Draft>();
  const journal = new Map<string, Draft>();
  const tabs: { heard(written: Written): Promise<void> }[] = [];
  const store = {
    writes: 0,
    fail: null as Error | null,
    titleOf: (id: string): string | undefined => kept.get(id)?.title,
    get: async (id: string) => kept.get(id) ?? null,
    list: async () => [...kept.values()],
    async put(draft: Draft, expected: number | null) {
      if (store.fail !== null) throw store.fail;
      const found = kept.get(draft.id) ?? null;
      if ((found?.revision ?? null) !== expected) return { ok: false as const, found };
      kept.set(draft.id, draft);
      store.writes++;
      return { ok: true as const };
    },
    remove: async (id: string) => void kept.delete(id),
  } satisfies DraftStore & Record<string, unknown>;
  const tab = () => {
    const drafts = createDrafts({
      store,
      now: () => new Date(),
      tell: (written) => {
        if (!deaf) for (const other of tabs) if (other !== drafts) void other.heard(written);
      },
      journal: { keep: (draft) => void journal.set(draft.id, draft), forget: (id) => void journal.delete(id) },
      written: () => undefined,
    });
    tabs.push(drafts);
    return { drafts };
  };
  return { store, tab, journal };
}
