// Fields that hold rows: names with a value each, entries inside an entry, parts in order. How a field inside a row looks is drawn by the caller.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ScenarioFile } from '../../engine/index.ts';
import { type Field, type FieldKind, newEntry } from './forms.ts';
import type { Name } from './names.ts';
import type { Step } from './place.ts';

type Values = Readonly<Record<string, unknown>>;
type KindOf<K extends FieldKind['is']> = Extract<FieldKind, { readonly is: K }>;

export interface Draw {
  /** One input without a label of its own; `spoken` names it. */
  readonly input: (
    field: Field,
    path: readonly Step[],
    value: unknown,
    spoken: string,
    onChange: (value: unknown) => void,
  ) => ComponentChildren;
  /** All fields of an entry. */
  readonly inputs: (
    fields: readonly Field[],
    path: readonly Step[],
    entry: Values,
    onEntry: (entry: Values) => void,
  ) => ComponentChildren;
}

interface Shared {
  readonly path: readonly Step[];
  readonly label: string;
  readonly file: ScenarioFile;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

const valuesOf = (value: unknown): Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};

function without(values: Values, key: string): Values | undefined {
  const { [key]: _, ...others } = values;
  return Object.keys(others).length === 0 ? undefined : others;
}

const labelled = (names: readonly Name[], id: string): string => {
  const label = names.find((n) => n.id === id)?.label;
  return label ? `${label} (${id})` : id;
};

export function MapRows({ kind, input, ...p }: Shared & Pick<Draw, 'input'> & { readonly kind: KindOf<'map'> }) {
  const values = valuesOf(p.value);
  /** Named, but without a value yet: the file takes it once it has one. */
  const [begun, setBegun] = useState<string | null>(null);
  const names = kind.keys(p.file, p.path);
  const keys = [...new Set([...Object.keys(values), ...(begun === null ? [] : [begun])])];
  const change = (key: string, value: unknown): void => {
    if (begun === key) setBegun(null);
    if (value !== undefined) p.onChange({ ...values, [key]: value });
    else if (Object.hasOwn(values, key)) p.onChange(without(values, key));
  };
  return (
    <>
      {keys.map((key) => (
        <div key={key} class="map-row">
          <span class="map-key">{labelled(names, key)}</span>
          {input(
            { key, label: key, kind: kind.value, needed: true },
            [...p.path, key],
            values[key],
            `${p.label}: ${labelled(names, key)}`,
            (value) => change(key, value),
          )}
          <button type="button" class="link" onClick={() => change(key, undefined)} aria-label={`Remove ${key}`}>
            Remove
          </button>
        </div>
      ))}
      <AddName
        noun={kind.noun}
        names={names.filter((n) => !keys.includes(n.id))}
        onAdd={(key) => (kind.value.is === 'yes-no' ? change(key, true) : setBegun(key))}
      />
    </>
  );
}

export function EntryRows({
  kind,
  inputs,
  ...p
}: Shared & Pick<Draw, 'inputs'> & { readonly kind: KindOf<'entries'> }) {
  const values = valuesOf(p.value);
  const names = kind.keys(p.file, p.path);
  return (
    <>
      {Object.entries(values).map(([key, entry]) => (
        <Inner
          key={key}
          title={`${kind.noun} on ${key.replaceAll('_', ' ')}`}
          hint={names.find((n) => n.id === key)?.label ?? ''}
          onRemove={() => p.onChange(without(values, key))}
        >
          {inputs(kind.fields, [...p.path, key], valuesOf(entry), (next) => p.onChange({ ...values, [key]: next }))}
        </Inner>
      ))}
      <AddName
        noun={kind.noun}
        names={names.filter((n) => !Object.hasOwn(values, n.id))}
        onAdd={(key) => p.onChange({ ...values, [key]: newEntry(kind.fields) })}
      />
    </>
  );
}

export function PartRows({ kind, inputs, ...p }: Shared & Pick<Draw, 'inputs'> & { readonly kind: KindOf<'parts'> }) {
  const parts = (Array.isArray(p.value) ? p.value : []).map(valuesOf);
  const [begun, setBegun] = useState<Values | null>(null);
  const all = begun === null ? parts : [...parts, begun];
  const change = (i: number, next: Values): void => {
    const isNew = i >= parts.length;
    // A part that still lacks something would be a mistake in the file.
    const lacking = isNew && kind.fields.some((f) => f.needed && next[f.key] === undefined);
    if (isNew) setBegun(lacking ? next : null);
    if (!lacking) p.onChange(isNew ? [...parts, next] : parts.map((part, j) => (j === i ? next : part)));
  };
  return (
    <>
      {all.map((part, i) => (
        <Inner
          key={`${i} of ${p.path.join(' ')}`}
          title={`${kind.noun} ${i + 1}`}
          hint=""
          onRemove={() => (i < parts.length ? p.onChange(parts.filter((_, j) => j !== i)) : setBegun(null))}
        >
          {inputs(kind.fields, [...p.path, i], part, (next) => change(i, next))}
        </Inner>
      ))}
      <button type="button" disabled={begun !== null} onClick={() => setBegun({})}>
        Add a {kind.noun}
      </button>
    </>
  );
}

function Inner(p: {
  readonly title: string;
  readonly hint: string;
  readonly onRemove: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <fieldset class="inner">
      <legend>
        {p.title} {p.hint && <small>{p.hint}</small>}
      </legend>
      <div class="inner-fields">{p.children}</div>
      <button type="button" class="link" onClick={p.onRemove} aria-label={`Remove ${p.title}`}>
        Remove
      </button>
    </fieldset>
  );
}

function AddName(p: { readonly noun: string; readonly names: readonly Name[]; readonly onAdd: (id: string) => void }) {
  if (p.names.length === 0) return null;
  return (
    <select
      class="add-name"
      aria-label={`Add: ${p.noun}`}
      value=""
      onChange={(e) => {
        const { value } = e.currentTarget;
        e.currentTarget.value = '';
        if (value !== '') p.onAdd(value);
      }}
    >
      <option value="">Add: {p.noun}…</option>
      {p.names.map((n) => (
        <option key={n.id} value={n.id}>
          {labelled(p.names, n.id)}
        </option>
      ))}
    </select>
  );
}
