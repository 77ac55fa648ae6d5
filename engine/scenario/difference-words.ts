// How one value of a scenario file is said: labels instead of ids, guards as "region: state", sums as terms. Nothing is parsed beyond quotes and parentheses, so that a page can say it without the expression parser.
import { isValues, textAt, valueAt } from './difference-values.ts';
import type { ScenarioFile } from './schema.ts';

/** 0.5 → "0.5", −3 → "−3", in full: a difference must not be rounded away. */
export const numberText = (value: number): string => String(value).replace('-', '−');
/** A position on an issue, with its sign. */
export const signed = (value: unknown): string =>
  typeof value === 'number' ? `${value > 0 ? '+' : ''}${numberText(value)}` : scalar(value);
export const code = (text: string): string => `\`${text}\``;
export const quoted = (text: string): string => `“${text}”`;

export function scalar(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value === '' ? 'an empty text' : value;
  if (Array.isArray(value)) return value.map(scalar).join(' / ');
  return Object.entries(value)
    .map(([key, inner]) => `${fieldName(key)} ${scalar(inner)}`)
    .join(', ');
}

const label = (file: ScenarioFile, ...path: string[]): string | undefined =>
  textAt(
    path.reduce<unknown>((value, key) => valueAt(value, key), file),
    'label',
  );

export const actorName = (file: ScenarioFile, id: string): string => label(file, 'actors', id) ?? id;
export const regionName = (file: ScenarioFile, id: string): string => label(file, 'regions', id) ?? id;
export const stateName = (file: ScenarioFile, region: string, id: string): string =>
  label(file, 'regions', region, 'states', id) ?? id.replaceAll('_', ' ');
export const issueName = (id: string): string => id.replaceAll('_', ' ');
export const parameterName = (file: ScenarioFile, id: string): string => label(file, 'parameters', id) ?? id;
export const switchName = (file: ScenarioFile, id: string): string => label(file, 'switches', id) ?? id;
export const eventName = (file: ScenarioFile, id: string): string =>
  label(file, 'moves', id) ?? label(file, 'nature', id) ?? id;

/** An entry of a section by its label in quotation marks, or by its id as code where there is none. */
export function called(file: ScenarioFile, section: string, id: string): string {
  const found = label(file, section, id);
  return found ? quoted(found) : code(id);
}

/** `id` (label): for what is new or gone, where the id matters. */
export const named = (id: string, text: string | undefined): string =>
  text && text !== id ? `${code(id)} (${text})` : code(id);

const fieldNames: Readonly<Record<string, string>> = {
  low: 'low end of the plausible range',
  high: 'high end of the plausible range',
  ends: 'words at the ends',
  idle: 'reason to be idle',
  salience: 'weight',
  pooled: 'pooled figures',
  override: 'reason for the override',
  final: 'end state',
  opportunity_rate: 'chances to act',
  fixed_point: 'iteration',
  first: 'first part',
  second: 'second part',
  until: 'end',
  disable: 'moves ruled out',
  start_date: 'first day',
  as_of: 'date of knowledge',
  horizon_days: 'horizon in days',
  stance_gain: 'parameter that scales stances',
};

export const fieldName = (field: string): string =>
  Object.hasOwn(fieldNames, field) ? fieldNames[field]! : field.replaceAll('_', ' ');

/** "Talks: broken off, Border: buffer zone" */
export function effectsInWords(file: ScenarioFile, to: unknown): string {
  return Object.entries(isValues(to) ? to : {})
    .map(([region, state]) => `${regionName(file, region)}: ${stateName(file, region, String(state))}`)
    .join(', ');
}

/** A guard or an outcome's set with its states and switches in words. */
export function testInWords(file: ScenarioFile, text: string): string {
  const pieces = /at\(\s*(["'])([A-Za-z][\w-]*)\.([A-Za-z][\w-]*)\1\s*\)|(?<![\w"'.])([A-Za-z]\w*)(?![\w"'(.])/g;
  return tidy(text).replace(pieces, (all, _, region?: string, state?: string, name?: string) => {
    if (region !== undefined && state !== undefined)
      return quoted(`${regionName(file, region)}: ${stateName(file, region, state)}`);
    return valueAt(file.switches, name ?? '') === undefined ? all : quoted(switchName(file, name ?? ''));
  });
}

/** Text without needless blanks and without parentheses around the whole. */
export function tidy(text: string): string {
  let inner = text.replace(/\s+/g, ' ').trim();
  while (inner.startsWith('(') && depths(inner).indexOf(0) === inner.length - 1) inner = inner.slice(1, -1).trim();
  return inner;
}

/** How many parentheses are open after each character; −1 inside quotes. */
function depths(text: string): number[] {
  let depth = 0;
  let quote = '';
  return [...text].map((c) => {
    if (quote !== '') {
      if (c === quote) quote = '';
      return -1;
    }
    if (c === '"' || c === "'") {
      quote = c;
      return -1;
    }
    if (c === '(') depth++;
    if (c === ')') depth--;
    return depth;
  });
}

/** Parts of a test joined by `word` outside of quotes and parentheses. */
export function partsOf(text: string, word: 'and' | 'or'): string[] {
  return split(tidy(text), new RegExp(`\\b${word}\\b`, 'g'), true).map(tidy);
}

/** Terms of a sum, each with its sign: "a - b * c" → "+ a", "− b * c". One term where something binds more loosely than + and −. */
export function termsOf(text: string): string[] {
  const inner = tidy(text);
  // A sign after an operator, a comma or at the front belongs to its operand.
  const terms = /[?<>=]/.test(inner) ? [inner] : split(inner, /(?<=[\w)"'.]\s*)[+-]/g, false);
  return terms.map((term) => `${term.startsWith('-') ? '−' : '+'} ${tidy(term.replace(/^[+-]/, ''))}`);
}

function split(text: string, at: RegExp, drop: boolean): string[] {
  const depth = depths(text);
  const parts: string[] = [];
  let start = 0;
  for (const match of text.matchAll(at)) {
    if (depth[match.index] !== 0) continue;
    parts.push(text.slice(start, match.index));
    start = match.index + (drop ? match[0].length : 0);
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

const shown = 160;
export const shortened = (text: string): string => (text.length > shown ? `${text.slice(0, shown)}…` : text);

/** Two texts, each short enough for a line: a long common beginning is left out, so that the difference stays in sight. */
export function sideBySide(before: string, after: string): [string, string] {
  if (before.length <= shown && after.length <= shown) return [before, after];
  let common = 0;
  while (common < before.length && before[common] === after[common]) common++;
  const from = common > 50 ? common - 30 : 0;
  const cut = (text: string): string => `${from > 0 ? '…' : ''}${shortened(text.slice(from))}`;
  return [cut(before), cut(after)];
}
