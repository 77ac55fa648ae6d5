// What can be written at a position of a scenario text. Enters: the text, the position, the file's JSON schema and its last version that works. Leaves: options with a word each, and where they begin. No editor in here.
import type { ScenarioFile } from '../../engine/index.ts';
import { helpAt } from './help.ts';
import { expressionAt, keyNames, type Name, numbersIn, placesIn, stancesIn, switchesIn, valueNames } from './names.ts';
import { placeAt, type Step } from './place.ts';

export interface Option {
  readonly text: string;
  readonly kind: 'key' | 'name' | 'word' | 'function';
  readonly detail: string;
  /** What is written in its place; left out: `text`. */
  readonly insert?: string;
}

export interface Completion {
  readonly from: number;
  readonly options: readonly Option[];
}

/** The parts of a JSON schema that are read here. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** Null where nothing can be offered. */
export function completionAt(
  text: string,
  position: number,
  schema: JsonSchema,
  file: ScenarioFile | null,
): Completion | null {
  const place = placeAt(text, position);
  if (place.at === 'comment') return null;
  const offered = (options: readonly Option[], typed: string): Completion | null =>
    options.length === 0 ? null : { from: position - typed.length, options };
  if (place.at === 'key') {
    const names = file === null ? null : keyNames(file, place.path);
    const taken = file === null ? new Set<string>() : keysAt(file, place.path);
    const insert = (key: string): string => (/^\s*:/.test(text.slice(position)) ? key : `${key}: `);
    const options =
      names === null
        ? schemaKeys(schema, place.path)
        : names.map((n): Option => ({ text: n.id, kind: 'name', detail: n.label }));
    return offered(
      options.filter((o) => !taken.has(o.text)).map((o) => ({ ...o, insert: insert(o.text) })),
      place.typed,
    );
  }
  const role = expressionAt(place.path);
  if (role !== null)
    return file === null
      ? null
      : expressionOptions(place.typed, text.slice(position, position + 2), position, role, file);
  const names = file === null ? null : valueNames(file, place.path);
  if (names !== null) return offered(names.map(named), place.typed.trimStart());
  return offered(schemaValues(schema, place.path), place.typed.trimStart());
}

const named = (n: Name): Option => ({ text: n.id, kind: 'name', detail: n.label });

/** Inside an expression: places in at("…"), stances in stance("…"), else names and functions. */
function expressionOptions(
  typed: string,
  next: string,
  position: number,
  role: 'test' | 'number',
  file: ScenarioFile,
): Completion | null {
  const inside = /\b(at|stance)\(\s*(\\?["'])([\w.-]*)$/.exec(typed);
  if (inside !== null) {
    const names = inside[1] === 'at' ? placesIn(file) : role === 'number' ? stancesIn(file) : [];
    const end = next.startsWith(inside[2]!) ? '' : `${inside[2]})`;
    const options = names.map((n): Option => ({ ...named(n), ...(end !== '' && { insert: n.id + end }) }));
    return names.length === 0 ? null : { from: position - inside[3]!.length, options };
  }
  // Inside any other quotes nothing can be named.
  if ((typed.match(/"/g) ?? []).length % 2 === 1) return null;
  const word = /[A-Za-z_]\w*$/.exec(typed)?.[0] ?? '';
  const call = (name: string, detail: string, insert = `${name}(`): Option => ({
    text: name,
    kind: 'function',
    detail,
    insert,
  });
  const words = (role === 'test' ? ['and', 'or', 'not'] : []).map(
    (text): Option => ({ text, kind: 'word', detail: 'joins tests' }),
  );
  const functions =
    role === 'test'
      ? [call('at', 'is the region in this state?', 'at("')]
      : [
          call('at', '1 in this state, else 0', 'at("'),
          call('stance', 'position × weight', 'stance("'),
          call('min', 'the least'),
          call('max', 'the greatest'),
          call('exp', 'e to the power'),
          call('log', 'natural logarithm'),
          call('sqrt', 'square root'),
          call('erlangB', 'blocking of servers under load'),
        ];
  const names = (role === 'test' ? switchesIn(file) : numbersIn(file)).map(named);
  return { from: position - word.length, options: [...functions, ...names, ...words] };
}

/** Keys that the schema knows in the map at a path. */
function schemaKeys(schema: JsonSchema, path: readonly Step[]): Option[] {
  const found = new Map<string, Option>();
  for (const s of schemasAt(schema, path))
    for (const key of Object.keys(s.properties ?? {})) {
      const needed = s.required?.includes(key) ? 'needed: ' : '';
      if (!found.has(key)) found.set(key, { text: key, kind: 'key', detail: `${needed}${helpAt([...path, key])}` });
    }
  return [...found.values()];
}

/** Words that the schema allows as the value at a path. */
function schemaValues(schema: JsonSchema, path: readonly Step[]): Option[] {
  const words = schemasAt(schema, path).flatMap((s) => {
    if (s.type === 'boolean') return ['true', 'false'];
    return [...(s.enum ?? []), ...(s.const === undefined ? [] : [s.const])].map(String);
  });
  return [...new Set(words)].map((text) => ({ text, kind: 'word', detail: '' }));
}

/** Every schema that may hold at a path. */
function schemasAt(schema: JsonSchema, path: readonly Step[]): JsonSchema[] {
  let here = alternatives(schema);
  for (const step of path) here = here.flatMap((s) => childrenAt(s, step)).flatMap(alternatives);
  return here;
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return inner.length === 0 ? [schema] : inner.flatMap(alternatives);
}

function childrenAt(schema: JsonSchema, step: Step): JsonSchema[] {
  if (typeof step === 'number') {
    const item = schema.prefixItems?.[step] ?? schema.items;
    return typeof item === 'object' ? [item] : [];
  }
  if (schema.properties !== undefined && Object.hasOwn(schema.properties, step)) return [schema.properties[step]!];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}

/** Keys that the map at a path already has. */
function keysAt(file: ScenarioFile, path: readonly Step[]): Set<string> {
  let value: unknown = file;
  for (const step of path)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<Step, unknown>)[step]
        : undefined;
  return new Set(typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []);
}
