// The table of figures, printed: `npx vitest run --project campaign test/reading/evaluate.test.ts`.
import { expect, test } from 'vitest';
import { scored, sets, tableOf } from './evaluate.ts';

test('figures of the development articles and of the seeds', () => {
  for (const [name, load] of Object.entries(sets)) {
    const all = load();
    console.log(all.length === 0 ? `${name}: not at hand` : `${name}\n${tableOf(scored(all))}`);
  }
  expect(sets.dev()).toHaveLength(10);
});
