// The parts of a scenario that have a form, by kind: found by name, chosen, or a new one begun.
import { useState } from 'preact/hooks';
import type { Group } from './forms.ts';
import type { Step } from './place.ts';

/** `id` null: a new entry. */
export interface Chosen {
  readonly group: string;
  readonly path: readonly Step[];
  readonly id: string | null;
}

interface Properties {
  readonly groups: readonly Group[];
  readonly chosen: Chosen | null;
  readonly onChoose: (chosen: Chosen) => void;
}

/** Where the focus goes when the chosen entry is gone. */
export const findId = 'find-part';

export function EntryList({ groups, chosen, onChoose }: Properties) {
  const [query, setQuery] = useState('');
  const words = query.trim().toLowerCase();
  const fits = (text: string): boolean => text.toLowerCase().includes(words);
  const shown = groups
    .map((g) => ({ ...g, entries: fits(g.title) ? g.entries : g.entries.filter((e) => fits(`${e.label} ${e.id}`)) }))
    .filter((g) => words === '' || g.entries.length > 0);
  return (
    <nav class="entries" aria-label="Parts of the scenario">
      <input
        id={findId}
        type="search"
        aria-label="Find a part of the scenario"
        placeholder="Find a part"
        value={query}
        onInput={(e) => setQuery(e.currentTarget.value)}
      />
      <div class="entry-groups">
        {shown.map((g) => (
          <details key={g.id} open={words !== '' || chosen?.group === g.id}>
            <summary>
              {g.title} <small>{g.entries.length}</small>
            </summary>
            <ul>
              {g.entries.map((e) => (
                <li key={e.id}>
                  <button
                    type="button"
                    aria-current={chosen?.group === g.id && chosen.id === e.id ? 'true' : undefined}
                    onClick={() => onChoose({ group: g.id, path: g.path, id: e.id })}
                  >
                    {e.label}
                    {e.label !== e.id && <small>{e.id}</small>}
                  </button>
                </li>
              ))}
              <li>
                <button
                  type="button"
                  class="add"
                  aria-current={chosen?.group === g.id && chosen.id === null ? 'true' : undefined}
                  onClick={() => onChoose({ group: g.id, path: g.path, id: null })}
                >
                  Add {g.noun === 'event' || g.noun === 'actor' || g.noun === 'outcome' ? 'an' : 'a'} {g.noun}
                </button>
              </li>
            </ul>
          </details>
        ))}
        {shown.length === 0 && <p class="fine">Nothing of that name.</p>}
      </div>
    </nav>
  );
}
