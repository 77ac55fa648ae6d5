// Two scenario files → what differs, in the model's own words: one line for each value, entry or list that changed, nothing when they say the same. Comments, layout, the spelling of numbers, and an empty list or map instead of none are no difference.
import type { Path } from '../vocabulary/problem.ts';
import { detailsOf, fullId, introduced, nounAt, questionOf, subjectOf } from './difference-entry.ts';
import { type Both, fieldText, listText, mapText } from './difference-text.ts';
import { entriesByName, isValues, keysOf, same, valueAt, withoutId } from './difference-values.ts';
import { code, scalar, sideBySide } from './difference-words.ts';
import type { ScenarioFile } from './schema.ts';

export interface Difference {
  readonly kind: 'added' | 'removed' | 'renamed' | 'changed';
  /** Where it stands in the second file; of what was removed, where it stood in the first. */
  readonly path: Path;
  /** One line. Ids and formulas stand between backticks. */
  readonly text: string;
}

/** Sections with entries by name, in the order of a file. */
const sections = [
  'meta',
  'constants',
  'issues',
  'regions',
  'parameters',
  'switches',
  'derived',
  'choice',
  'actors',
  'moves',
  'nature',
  'always',
  'outcomes',
  'rewards',
  'variants',
] as const;

/** Lists and maps inside an entry whose items are entries themselves. */
const nested = new Set(['regions states', 'actors stances', 'outcomes causes', 'outcomes sets', 'meta sources']);
/** Maps inside an entry whose keys are names of the model. */
const maps = new Set(['to', 'consent', 'coordinate', 'initial', 'parameters', 'switches', 'stances', 'impulse']);

/** Everything that the second file says otherwise than the first, in the order of the file. */
export function differencesOf(before: ScenarioFile, after: ScenarioFile): Difference[] {
  const both: Both = { before, after };
  const found = sections.flatMap((section): Difference[] => {
    const [a, b] = [valueAt(before, section) ?? {}, valueAt(after, section) ?? {}];
    if (section === 'meta' || section === 'choice') return fieldsOf(both, [section], 'the scenario', a, b);
    return entriesOf(both, [section], a, b);
  });
  if (!same(before.expected, after.expected)) {
    const verb = before.expected === undefined ? 'added' : after.expected === undefined ? 'removed' : 'changed';
    found.push({ kind: verb, path: ['expected'], text: `expected answers ${verb}` });
  }
  return found;
}

/** Entries by name: new and gone ones, renamed ones, changed ones, another order. */
function entriesOf(both: Both, path: Path, a: unknown, b: unknown): Difference[] {
  const [old, now] = [entriesByName(a), entriesByName(b)];
  const come = new Set([...now.keys()].filter((id) => !old.has(id)));
  const found: Difference[] = [];
  for (const [id, entry] of old) {
    if (now.has(id)) continue;
    const twin = [...come].find((other) => same(withoutId(now.get(other)), withoutId(entry)));
    if (twin !== undefined) {
      come.delete(twin);
      const text = `${nounAt(path)} ${code(fullId(path, id))} is now called ${code(fullId(path, twin))}`;
      found.push({ kind: 'renamed', path: [...path, twin], text });
    } else
      found.push({ kind: 'removed', path: [...path, id], text: `${introduced(both.before, path, id, entry)} removed` });
  }
  for (const [id, entry] of now) {
    const here = [...path, id];
    if (come.has(id)) {
      const details = detailsOf(both.after, path, id, entry);
      const text = `new ${introduced(both.after, path, id, entry)}${details === '' ? '' : `: ${details}`}`;
      found.push({ kind: 'added', path: here, text });
    } else if (old.has(id)) found.push(...fieldsOf(both, here, subjectOf(both.after, path, id), old.get(id), entry));
  }
  const kept = (names: Iterable<string>): string[] => [...names].filter((id) => old.has(id) && now.has(id));
  const order = kept(now.keys());
  if (!same(kept(old.keys()), order))
    found.push({ kind: 'changed', path, text: `order of the ${nounAt(path)} entries: ${order.map(code).join(', ')}` });
  return found;
}

/** Values inside one entry. */
function fieldsOf(both: Both, path: Path, subject: string, a: unknown, b: unknown): Difference[] {
  if (same(a, b)) return [];
  const changed = (here: Path, text: string): Difference[] => [{ kind: 'changed', path: here, text }];
  if (!isValues(a) || !isValues(b)) {
    const [from, to] = sideBySide(scalar(a), scalar(b));
    return changed(path, `${subject}: ${from} → ${to}`);
  }
  // An outcome of another kind is another question.
  if (path[0] === 'outcomes' && a.kind !== b.kind)
    return changed(
      path,
      `${subject} asks something else: ${questionOf(both.before, a)} → ${questionOf(both.after, b)}`,
    );
  return keysOf(a, b).flatMap((field) => {
    const [from, to] = [valueAt(a, field), valueAt(b, field)];
    const here = [...path, field];
    if (same(from, to)) return [];
    if (nested.has(`${String(path[0])} ${field}`)) return entriesOf(both, here, from, to);
    if (maps.has(field) && isValues(from ?? to) && isValues(to ?? from)) return mapOf(both, here, subject, from, to);
    if ([from, to].every((v) => v === undefined || Array.isArray(v))) {
      const lists = [(from ?? []) as unknown[], (to ?? []) as unknown[]] as const;
      return same(...lists) ? [] : changed(here, listText(here, subject, ...lists));
    }
    return changed(here, fieldText(both, here, subject, from, to));
  });
}

/** Names inside a map of an entry. */
function mapOf(both: Both, path: Path, subject: string, a: unknown = {}, b: unknown = {}): Difference[] {
  return keysOf(a as object, b as object).flatMap((key): Difference[] => {
    const [from, to] = [valueAt(a, key), valueAt(b, key)];
    if (same(from, to)) return [];
    const kind = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
    return [{ kind, path: [...path, key], text: mapText(both, [...path, key], subject, from, to) }];
  });
}
