// An office-holder, or another name of somebody, that the reader knows and the machine did not: added, and the article is read again.
import { useState } from 'preact/hooks';
import type { ReviewEvent } from '../../engine/index.ts';
import type { Held } from './library.ts';
import type { NameOf } from './record-words.ts';

interface Properties {
  readonly held: Held;
  readonly reader: string;
  readonly nameOf: NameOf;
  readonly busy: boolean;
  readonly onName: (event: ReviewEvent) => void;
}

export function NamesForm({ held, reader, nameOf, busy, onName }: Properties) {
  const [name, setName] = useState('');
  const [actor, setActor] = useState('');
  const [role, setRole] = useState('');
  const known = held.stored.found?.actors.filter((a) => !a.anonymous) ?? [];
  const submit = (e: Event): void => {
    e.preventDefault();
    const said = role.trim();
    const event = { type: 'name', name: name.trim(), actor: actorId(actor.trim(), name, said), reader } as const;
    onName({ ...event, ...(said === '' ? {} : { role: said }), when: new Date().toISOString() });
    setName('');
    setRole('');
  };
  return (
    <details class="names">
      <summary>Somebody was not recognised: add an office-holder or another name</summary>
      <form class="intake-head" onSubmit={submit}>
        <label>
          <span>Name, as the article writes it</span>
          <input
            type="text"
            required
            minLength={2}
            maxLength={100}
            value={name}
            onInput={(e) => setName(e.currentTarget.value)}
          />
        </label>
        <label>
          <span>State (three letters), body or group</span>
          <input
            type="text"
            required
            pattern="[A-Za-z0-9][A-Za-z0-9\/\-]{0,63}"
            list={`actors-${held.stored.sha256.slice(0, 8)}`}
            value={actor}
            onInput={(e) => setActor(e.currentTarget.value)}
          />
          <datalist id={`actors-${held.stored.sha256.slice(0, 8)}`}>
            {known.map((a) => (
              <option key={a.id} value={a.id}>
                {nameOf(a.id)}
              </option>
            ))}
          </datalist>
        </label>
        <label>
          <span>Role (empty: only another name of it)</span>
          <input
            type="text"
            maxLength={100}
            value={role}
            placeholder="foreign minister"
            onInput={(e) => setRole(e.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={busy || held.stored.text === null}>
          Add and read again
        </button>
      </form>
      {held.review.names.length > 0 && (
        <p class="fine">
          Added: {held.review.names.map((n) => `${n.name} (${n.actor}${n.role ? `, ${n.role}` : ''})`).join('; ')}.
        </p>
      )}
    </details>
  );
}

/** Somebody with a role in a state gets an id of his own there: `IRN/araghchi`. */
function actorId(actor: string, name: string, role: string): string {
  if (role === '' || actor.includes('/')) return actor;
  const last = name.trim().split(/\s+/).at(-1) ?? '';
  const slug = last
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '');
  return slug === '' ? actor : `${actor}/${slug}`.slice(0, 64);
}
