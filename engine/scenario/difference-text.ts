// One changed value of a scenario file as a sentence: "“Israel strikes” now also needs …", "position of Russia on negotiation: +0.5 → +0.2".
import type { Path } from '../vocabulary/problem.ts';
import { changedItems, textAt, valueAt } from './difference-values.ts';
import * as say from './difference-words.ts';
import type { ScenarioFile } from './schema.ts';

export interface Both {
  readonly before: ScenarioFile;
  readonly after: ScenarioFile;
}

const tests = new Set(['when', 'set', 'first', 'second', 'until']);
const formulas = new Set(['utility', 'hazard', 'rate', 'formula', 'opportunity_rate']);

/** A field of an entry, by what the field means. */
export function fieldText(both: Both, path: Path, subject: string, from: unknown, to: unknown): string {
  const [section, id] = [String(path[0]), String(path[1])];
  const field = String(path.at(-1));
  const texts = [from, to].every((v) => v === undefined || typeof v === 'string');
  const [a, b] = [from as string | undefined, to as string | undefined];
  if (section === 'parameters' && field === 'value') {
    const unit = textAt(valueAt(both.after.parameters, id), 'unit');
    return `${subject}: ${say.scalar(from)} → ${say.scalar(to)}${unit ? ` ${unit}` : ''}`;
  }
  if (section === 'switches' && field === 'default') return `${subject}: ${say.scalar(from)} → ${say.scalar(to)}`;
  if (section === 'regions' && field === 'initial')
    return `${subject} starts in: ${say.stateName(both.before, id, String(from))} → ${say.stateName(both.after, id, String(to))}`;
  if (section === 'actors' && field === 'position')
    return `${subject.replace(/^stance/, 'position')}: ${say.signed(from)} → ${say.signed(to)}`;
  if (section === 'choice') return `${say.fieldName(field)}: ${say.scalar(from)} → ${say.scalar(to)}`;
  if (tests.has(field) && texts) return testText(both, subject, field, a, b);
  const what = `${say.fieldName(field)} of ${subject}`;
  if (formulas.has(field) && a !== undefined && b !== undefined) return `${what}: ${formulaText(a, b)}`;
  const [before, after] = say.sideBySide(say.scalar(from), say.scalar(to));
  return `${what}: ${before} → ${after}`;
}

/** What is said of a part of a test that came or went; `or` first. */
const verbs = {
  when: { or: ['is now also possible when', 'is no longer possible when'], and: ['now also needs', 'no longer needs'] },
  set: { or: ['now also counts', 'no longer counts'], and: ['now also asks for', 'no longer asks for'] },
} as const;

/** "now also needs …; no longer needs …" where the parts of a guard can be told apart, else old and new in words. */
function testText(both: Both, subject: string, field: string, from?: string, to?: string): string {
  const what = field === 'when' || field === 'set' ? subject : `${say.fieldName(field)} of ${subject}`;
  const before = (text: string): string => say.testInWords(both.before, text);
  const after = (text: string): string => say.testInWords(both.after, text);
  if (from === undefined) return `${what} now needs ${after(to ?? '')}`;
  if (to === undefined) return `${what} needs nothing any more; it needed ${before(from)}`;
  for (const word of ['or', 'and'] as const) {
    const [old, now] = [say.partsOf(from, word), say.partsOf(to, word)];
    const { gone, come } = changedItems(old, now);
    if (Math.max(old.length, now.length) < 2 || gone.length === old.length) continue;
    const [more, less] = verbs[field === 'when' ? 'when' : 'set'][word];
    const parts = [
      ...(come.length > 0 ? [`${more} ${come.map(after).join(` ${word} `)}`] : []),
      ...(gone.length > 0 ? [`${less} ${gone.map(before).join(` ${word} `)}`] : []),
    ];
    if (parts.length > 0) return `${what} ${parts.join('; ')}`;
  }
  const [a, b] = say.sideBySide(before(from), after(to));
  if (say.tidy(from) !== say.tidy(to) && a !== b) return `${what} asks: ${a} → ${b}`;
  return `${what} is written differently: ${say.code(from)} → ${say.code(to)}`;
}

/** Terms of a sum that came or went, else old and new. */
export function formulaText(from: string, to: string): string {
  const [old, now] = [say.termsOf(from), say.termsOf(to)];
  const { gone, come } = changedItems(old, now);
  const count = gone.length + come.length;
  if (count > 0 && count <= 4 && gone.length < old.length)
    return [
      ...(come.length > 0 ? [`now also ${come.map(say.code).join(' ')}`] : []),
      ...(gone.length > 0 ? [`no longer ${gone.map(say.code).join(' ')}`] : []),
    ].join('; ');
  const [a, b] = say.sideBySide(from, to);
  return `${say.code(a)} → ${say.code(b)}`;
}

/** One name of a map inside an entry: where a move leads, what a variant sets. */
export function mapText(both: Both, path: Path, subject: string, from: unknown, to: unknown): string {
  const [field, key] = [String(path.at(-2)), String(path.at(-1))];
  const file = to === undefined ? both.before : both.after;
  const change = (word: (file: ScenarioFile, value: unknown) => string, nothing: string): string =>
    `${from === undefined ? nothing : word(both.before, from)} → ${to === undefined ? nothing : word(both.after, to)}`;
  const state = (in_: ScenarioFile, value: unknown): string => say.stateName(in_, key, String(value));
  const signed = (_: ScenarioFile, value: unknown): string => say.signed(value);
  const plain = (_: ScenarioFile, value: unknown): string => say.scalar(value);
  switch (field) {
    case 'to':
      return `${subject} leads to ${say.regionName(file, key)}: ${change(state, 'as it was')}`;
    case 'initial':
      return `${subject} starts with ${say.regionName(file, key)}: ${change(state, 'as in the file')}`;
    case 'coordinate':
      return `${subject} on ${say.issueName(key)}: ${change(signed, '0')}`;
    case 'stances': {
      const [actor = '', issue = ''] = key.split('.');
      return `${subject}, position of ${say.actorName(file, actor)} on ${say.issueName(issue)}: ${change(signed, 'as in the file')}`;
    }
    case 'consent': {
      const who = say.actorName(file, key);
      if (to === undefined) return `${subject} no longer needs the consent of ${who}`;
      if (from === undefined) return `${subject} now needs the consent of ${who}, utility ${say.code(String(to))}`;
      return `utility of ${subject} to ${who}, who must consent: ${formulaText(String(from), String(to))}`;
    }
    case 'parameters':
      return `${subject}, ${say.quoted(say.parameterName(file, key))}: ${change(plain, 'as in the file')}`;
    case 'switches':
      return `${subject}, ${say.quoted(say.switchName(file, key))}: ${change(plain, 'as in the file')}`;
    default:
      return `${subject}, at each ${say.quoted(say.eventName(file, key))}: ${change(plain, 'nothing')}`;
  }
}

/** Items of a list that came and went, or another order. */
export function listText(path: Path, subject: string, from: readonly unknown[], to: readonly unknown[]): string {
  const after = to.map(say.scalar);
  const { gone, come } = changedItems(from.map(say.scalar), after);
  const parts = [
    ...(come.length > 0 ? [`now also ${come.join(', ')}`] : []),
    ...(gone.length > 0 ? [`no longer ${gone.join(', ')}`] : []),
  ];
  return `${say.fieldName(String(path.at(-1)))} of ${subject}: ${parts.join('; ') || `now in the order ${after.join(', ')}`}`;
}
