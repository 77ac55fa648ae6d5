// One field of a form: its name, its input by kind, what it means, and what is wrong with it. Maps, inner entries and parts are fields in rows.
import type { Problem, ScenarioFile } from '../../engine/index.ts';
import { ExpressionInput } from './expression-input.tsx';
import type { Field } from './forms.ts';
import { helpAt } from './help.ts';
import { ListInput, NumberInput, OneOfInput, PairInput, TextInput, YesNoInput } from './inputs.tsx';
import type { Step } from './place.ts';
import { saying } from './problem-list.tsx';
import { type Draw, EntryRows, MapRows, PartRows } from './rows.tsx';
import { Sentence } from './sentence.tsx';

interface Properties {
  readonly field: Field;
  /** Of the field's value in the file. */
  readonly path: readonly Step[];
  readonly value: unknown;
  readonly file: ScenarioFile;
  readonly problems: readonly Problem[];
  readonly onChange: (value: unknown) => void;
  /** Inside a row: the name is spoken only. */
  readonly inRow?: string;
  /** Inside an inner entry, of which there are many: the name has to do. */
  readonly brief?: boolean;
}

export function FieldRow(p: Properties) {
  const { field, path } = p;
  const id = `field-${path.join('-')}`;
  const plain = !['map', 'entries', 'parts'].includes(field.kind.is);
  const wrong = problemsAt(p.problems, path, plain);
  const help = p.inRow === undefined && !p.brief ? helpAt(path) : '';
  const describedBy = [help && `${id}-help`, wrong.length > 0 && `${id}-wrong`].filter(Boolean).join(' ');
  const notes = (
    <>
      {help && (
        <p id={`${id}-help`} class="help">
          {help}
        </p>
      )}
      {wrong.length > 0 && (
        <p id={`${id}-wrong`} class="field-problem" role="alert">
          <Sentence text={wrong.map(saying).join('; ')} />
        </p>
      )}
    </>
  );
  if (plain && p.inRow !== undefined)
    return (
      <div class="in-row">
        <Input {...p} id={id} describedBy={describedBy} invalid={wrong.length > 0} spoken={p.inRow} />
        {notes}
      </div>
    );
  if (plain)
    return (
      <div class="field" data-field={field.key}>
        <label for={id}>
          {field.label}
          {field.needed && <small> needed</small>}
        </label>
        <Input {...p} id={id} describedBy={describedBy} invalid={wrong.length > 0} />
        {notes}
      </div>
    );
  return (
    <fieldset class="field" data-field={field.key} aria-describedby={describedBy || undefined}>
      <legend>
        {field.label}
        {field.needed && <small> needed</small>}
      </legend>
      {notes}
      <Rows {...p} />
    </fieldset>
  );
}

function Input(
  p: Properties & {
    readonly id: string;
    readonly describedBy: string;
    readonly invalid: boolean;
    readonly spoken?: string;
  },
) {
  const { kind, needed = false } = p.field;
  const shared = { id: p.id, describedBy: p.describedBy, invalid: p.invalid, spoken: p.spoken, onChange: p.onChange };
  const text = typeof p.value === 'string' ? p.value : p.value === undefined ? undefined : String(p.value);
  const list = Array.isArray(p.value) ? p.value.map(String) : undefined;
  switch (kind.is) {
    case 'text': {
      const names = kind.names?.(p.file, p.path);
      return <TextInput {...shared} value={text} long={kind.long ?? false} {...(names && { names })} />;
    }
    case 'number':
      return <NumberInput {...shared} value={typeof p.value === 'number' ? p.value : undefined} />;
    case 'yes-no':
      return <YesNoInput {...shared} value={p.value === true} />;
    case 'one-of':
      return <OneOfInput {...shared} value={text} names={kind.names(p.file, p.path)} needed={needed} />;
    case 'expression':
      return <ExpressionInput {...shared} value={text} role={kind.role} file={p.file} />;
    case 'list': {
      const names = kind.names?.(p.file, p.path);
      return <ListInput {...shared} value={list} {...(names && { names })} />;
    }
    case 'pair':
      return <PairInput {...shared} value={list} />;
    default:
      return null;
  }
}

function Rows(p: Properties) {
  const { kind } = p.field;
  const shared = { path: p.path, label: p.field.label, file: p.file, onChange: p.onChange };
  const common = { file: p.file, problems: p.problems };
  const inputs: Draw['inputs'] = (fields, path, entry, onEntry) => (
    <Inputs {...common} brief fields={fields} path={path} entry={entry} onEntry={onEntry} />
  );
  if (kind.is === 'entries') return <EntryRows {...shared} kind={kind} value={p.value} inputs={inputs} />;
  if (kind.is === 'parts') return <PartRows {...shared} kind={kind} value={p.value} inputs={inputs} />;
  if (kind.is !== 'map') return null;
  const input: Draw['input'] = (field, path, value, spoken, onChange) => (
    <FieldRow {...common} field={field} path={path} value={value} inRow={spoken} onChange={onChange} />
  );
  return <MapRows {...shared} kind={kind} value={p.value} input={input} />;
}

/** The fields of an entry, each giving the whole entry as it becomes. */
export function Inputs(
  p: Omit<Properties, 'field' | 'value' | 'onChange'> & {
    readonly fields: readonly Field[];
    readonly entry: Readonly<Record<string, unknown>>;
    readonly onEntry: (entry: Readonly<Record<string, unknown>>) => void;
  },
) {
  return (
    <>
      {p.fields
        .filter((f) => f.where?.(p.entry) ?? true)
        .map((field) => (
          <FieldRow
            key={field.key}
            field={field}
            path={[...p.path, field.key]}
            value={p.entry[field.key]}
            file={p.file}
            problems={p.problems}
            brief={p.brief ?? false}
            onChange={(value) => {
              const { [field.key]: _, ...others } = p.entry;
              p.onEntry(value === undefined ? others : { ...p.entry, [field.key]: value });
            }}
          />
        ))}
    </>
  );
}

/** Problems of a plain field with all that is in it; of one with rows only its own, since the rows show theirs. */
function problemsAt(problems: readonly Problem[], path: readonly Step[], plain: boolean): Problem[] {
  return problems.filter(
    ({ path: at }) =>
      at !== undefined &&
      (plain ? at.length >= path.length : at.length === path.length) &&
      path.every((s, i) => at[i] === s),
  );
}
