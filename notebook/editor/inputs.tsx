// The plain inputs of a form: text, number, yes or no, one of several, lines, the two ends. Each keeps what is typed until it is left, then gives a value; undefined where nothing is to stand.
import { useEffect, useState } from 'preact/hooks';
import type { Name } from './names.ts';

interface Described {
  readonly id: string;
  /** Ids of what explains it. */
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
  /** Where the label is not a `<label>` of its own. */
  readonly spoken?: string | undefined;
}

export interface InputProperties<T> extends Described {
  readonly value: T | undefined;
  readonly onChange: (value: T | undefined) => void;
}

/** What is typed, until it is left; follows the value when that changes elsewhere. */
function useTyped(value: string): [string, (text: string) => void] {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return [typed, setTyped];
}

const common = ({ id, describedBy, invalid, spoken }: Described) => ({
  id,
  'aria-describedby': describedBy || undefined,
  'aria-invalid': invalid || undefined,
  'aria-label': spoken,
  spellcheck: false,
});

export function TextInput(p: InputProperties<string> & { readonly names?: readonly Name[]; readonly long?: boolean }) {
  const [typed, setTyped] = useTyped(p.value ?? '');
  const events = {
    ...common(p),
    value: typed,
    maxLength: 2000,
    onInput: (e: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => setTyped(e.currentTarget.value),
    onChange: () => typed !== (p.value ?? '') && p.onChange(typed === '' ? undefined : typed),
  };
  if (p.long) return <textarea rows={2} {...events} />;
  const list = p.names === undefined ? undefined : `${p.id}-names`;
  return (
    <>
      <input type="text" autocomplete="off" list={list} {...events} />
      {p.names !== undefined && <NameList id={list!} names={p.names} />}
    </>
  );
}

export function NameList({ id, names }: { readonly id: string; readonly names: readonly Name[] }) {
  return (
    <datalist id={id}>
      {names.map((n) => (
        <option key={n.id} value={n.id}>
          {n.label}
        </option>
      ))}
    </datalist>
  );
}

/** Also reads "−0,5". Null: no number. */
export function numberOf(text: string): number | null {
  const plain = text
    .trim()
    .replace('−', '-')
    .replace(/^([+-]?\d*),(\d+)$/, '$1.$2');
  const value = Number(plain);
  return plain === '' || !Number.isFinite(value) ? null : value;
}

export function NumberInput(p: InputProperties<number>) {
  const [typed, setTyped] = useTyped(p.value === undefined ? '' : String(p.value));
  const wrong = typed.trim() !== '' && numberOf(typed) === null;
  const note = `${p.id}-number`;
  return (
    <>
      <input
        type="text"
        inputMode="decimal"
        autocomplete="off"
        class="short"
        {...common(p)}
        aria-invalid={wrong || p.invalid || undefined}
        aria-describedby={[p.describedBy, wrong ? note : ''].filter(Boolean).join(' ') || undefined}
        value={typed}
        onInput={(e) => setTyped(e.currentTarget.value)}
        onChange={() => {
          const value = numberOf(typed);
          if (!wrong && value !== (p.value ?? null)) p.onChange(value ?? undefined);
        }}
      />
      {wrong && (
        <span id={note} class="field-problem" role="alert">
          “{typed}” is no number; write for example 0.5
        </span>
      )}
    </>
  );
}

export function YesNoInput(p: InputProperties<boolean>) {
  return (
    <select
      {...common(p)}
      class="short"
      value={p.value === true ? 'yes' : 'no'}
      onChange={(e) => p.onChange(e.currentTarget.value === 'yes')}
    >
      <option value="yes">yes</option>
      <option value="no">no</option>
    </select>
  );
}

export function OneOfInput(
  p: InputProperties<string> & { readonly names: readonly Name[]; readonly needed?: boolean },
) {
  const known = p.value === undefined || p.names.some((n) => n.id === p.value);
  return (
    <select
      {...common(p)}
      value={p.value ?? ''}
      onChange={(e) => p.onChange(e.currentTarget.value === '' ? undefined : e.currentTarget.value)}
    >
      {(!p.needed || p.value === undefined) && <option value="">{p.needed ? 'choose…' : 'not said'}</option>}
      {!known && <option value={p.value}>{p.value} (unknown)</option>}
      {p.names.map((n) => (
        <option key={n.id} value={n.id}>
          {n.label && n.label !== n.id ? `${n.label} (${n.id})` : n.id}
        </option>
      ))}
    </select>
  );
}

/** One item a line. */
export function ListInput(p: InputProperties<readonly string[]> & { readonly names?: readonly Name[] }) {
  const [typed, setTyped] = useTyped((p.value ?? []).join('\n'));
  const [adding, setAdding] = useState('');
  const give = (text: string): void => {
    const items = [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
    if (items.join('\n') !== (p.value ?? []).join('\n')) p.onChange(items.length === 0 ? undefined : items);
  };
  const add = (id: string): void => {
    setAdding('');
    give(`${typed}\n${id}`);
  };
  return (
    <>
      <textarea
        {...common(p)}
        class="lines"
        rows={Math.min(6, Math.max(1, typed.split('\n').length))}
        value={typed}
        onInput={(e) => setTyped(e.currentTarget.value)}
        onChange={() => give(typed)}
      />
      {p.names !== undefined && p.names.length > 0 && (
        <span class="insert">
          <input
            type="text"
            autocomplete="off"
            list={`${p.id}-names`}
            aria-label="Name to add to the list"
            placeholder="Add…"
            value={adding}
            onInput={(e) => {
              const text = e.currentTarget.value;
              setAdding(text);
              // Chosen from the list rather than typed letter by letter.
              if (e.inputType === 'insertReplacementText' || e.inputType === undefined) add(text);
            }}
            onKeyDown={(e) => {
              if (e.key !== 'Enter' || adding.trim() === '') return;
              e.preventDefault();
              add(adding.trim());
            }}
          />
          <button type="button" disabled={adding.trim() === ''} onClick={() => add(adding.trim())}>
            Add
          </button>
          <NameList id={`${p.id}-names`} names={p.names} />
        </span>
      )}
    </>
  );
}

/** Words for the two ends of a slider: both or neither. */
export function PairInput(p: InputProperties<readonly string[]>) {
  const [low, setLow] = useTyped(p.value?.[0] ?? '');
  const [high, setHigh] = useTyped(p.value?.[1] ?? '');
  const give = (): void => {
    const both = low !== '' && high !== '';
    if (!both && (low !== '' || high !== '')) return;
    if (low === (p.value?.[0] ?? '') && high === (p.value?.[1] ?? '')) return;
    p.onChange(both ? [low, high] : undefined);
  };
  return (
    <span class="pair">
      <input
        type="text"
        {...common(p)}
        aria-label="At the low end"
        placeholder="low end"
        value={low}
        onInput={(e) => setLow(e.currentTarget.value)}
        onChange={give}
      />
      <input
        type="text"
        aria-label="At the high end"
        placeholder="high end"
        value={high}
        onInput={(e) => setHigh(e.currentTarget.value)}
        onChange={give}
      />
    </span>
  );
}
