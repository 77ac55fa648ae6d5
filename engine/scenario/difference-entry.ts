// An entry of a scenario file as the subject of a sentence, and what a new one says in short.
import type { Path } from '../vocabulary/problem.ts';
import { entriesByName, isValues, textAt, valueAt } from './difference-values.ts';
import * as say from './difference-words.ts';
import type { ScenarioFile } from './schema.ts';

const nouns: Readonly<Record<string, string>> = {
  constants: 'constant',
  issues: 'issue',
  regions: 'region',
  states: 'state',
  parameters: 'parameter',
  switches: 'switch',
  derived: 'derived formula',
  actors: 'actor',
  stances: 'stance',
  moves: 'move',
  nature: 'event',
  always: 'immediate transition',
  outcomes: 'outcome',
  rewards: 'quantity',
  variants: 'variant',
  causes: 'cause',
  sets: 'part',
  sources: 'source',
};

/** What an entry of the map or list at this path is called. */
export const nounAt = (path: Path): string => nouns[String(path.at(-1))] ?? 'entry';

/** A state's id is only clear with its region. */
export const fullId = (path: Path, id: string): string => (path.at(-1) === 'states' ? `${String(path[1])}.${id}` : id);

/** How an entry that stays is called: "“Israel strikes”", "stance of Russia on negotiation". */
export function subjectOf(file: ScenarioFile, path: Path, id: string): string {
  const [section, owner, last] = [String(path[0]), String(path[1]), path.at(-1)];
  if (last === 'states')
    return `state ${say.quoted(`${say.regionName(file, owner)}: ${say.stateName(file, owner, id)}`)}`;
  if (last === 'stances') return `stance of ${say.actorName(file, owner)} on ${say.issueName(id)}`;
  if (last === 'causes' || last === 'sets') {
    const part = entriesByName(valueAt(valueAt(file.outcomes, owner), String(last))).get(id);
    return `${say.quoted(textAt(part, 'label') ?? say.issueName(id))} in ${say.called(file, 'outcomes', owner)}`;
  }
  if (last === 'always') {
    const text = textAt(entriesByName(file.always).get(id), 'label');
    return text === undefined ? say.code(id) : say.quoted(text);
  }
  const noun = ['constants', 'issues', 'sources', 'variants'].includes(String(last)) ? `${nounAt(path)} ` : '';
  return `${noun}${say.called(file, section, id)}`;
}

/** How an entry that is new or gone is called: "move `israel_pauses` (Israel pauses) for Israel". */
export function introduced(file: ScenarioFile, path: Path, id: string, entry: unknown): string {
  const [owner, last] = [String(path[1]), path.at(-1)];
  if (last === 'stances') return `stance of ${say.actorName(file, owner)} on ${say.issueName(id)}`;
  const what = `${nounAt(path)} ${say.named(fullId(path, id), textAt(entry, 'label'))}`;
  if (last === 'causes' || last === 'sets') return `${what} in ${say.called(file, 'outcomes', owner)}`;
  const actor = last === 'moves' ? textAt(entry, 'actor') : undefined;
  return actor === undefined ? what : `${what} for ${say.actorName(file, actor)}`;
}

/** What a new entry says, on one line; empty where the name says it all. */
export function detailsOf(file: ScenarioFile, path: Path, id: string, entry: unknown): string {
  if (!isValues(entry)) return say.scalar(entry);
  return say.shortened(
    detailParts(file, String(path.at(-1)), id, entry)
      .filter((part) => part !== null && part !== '')
      .join(', '),
  );
}

function detailParts(
  file: ScenarioFile,
  kind: string,
  id: string,
  entry: Readonly<Record<string, unknown>>,
): readonly (string | null)[] {
  const formula = (key: string): string => say.code(textAt(entry, key) ?? '');
  switch (kind) {
    case 'states':
      return [entry.final === true ? 'nothing leaves it' : null];
    case 'regions': {
      const count = Object.keys(isValues(entry.states) ? entry.states : {}).length;
      return [
        `${count} ${count === 1 ? 'state' : 'states'}`,
        `starts in ${say.stateName(file, id, say.scalar(entry.initial))}`,
      ];
    }
    case 'parameters': {
      const range = `plausible ${say.scalar(entry.low)} to ${say.scalar(entry.high)}`;
      return [`${say.scalar(entry.value)} ${say.scalar(entry.unit)}`, entry.low === undefined ? null : range];
    }
    case 'switches':
      return [say.scalar(entry.default)];
    case 'derived':
      return [formula('formula')];
    case 'actors': {
      const count = Object.keys(isValues(entry.stances) ? entry.stances : {}).length;
      return [`chances to act ${formula('opportunity_rate')}`, `${count} ${count === 1 ? 'stance' : 'stances'}`];
    }
    case 'stances':
      return [`position ${say.signed(entry.position)}`, `weight ${say.scalar(entry.salience)}`];
    case 'moves':
    case 'nature':
    case 'always':
      return [
        `leads to ${say.effectsInWords(file, entry.to)}`,
        entry.when === undefined ? null : `when ${say.testInWords(file, textAt(entry, 'when') ?? '')}`,
        entry.utility === undefined ? null : `utility ${formula('utility')}`,
        entry.hazard === undefined ? null : `hazard ${formula('hazard')} a day`,
      ];
    case 'outcomes':
      return [questionOf(file, entry)];
    case 'causes':
    case 'sets':
      return [say.testInWords(file, textAt(entry, 'set') ?? '')];
    case 'rewards':
      return [entry.rate === undefined ? null : formula('rate'), textAt(entry, 'unit') ?? null];
    case 'variants':
      return settingsOf(file, entry);
    default:
      return [textAt(entry, 'outlet') ?? null];
  }
}

/** What an outcome asks, in words. */
export function questionOf(file: ScenarioFile, entry: Readonly<Record<string, unknown>>): string {
  const test = (key: string): string => say.testInWords(file, textAt(entry, key) ?? '');
  const names = (key: string): string =>
    [...entriesByName(entry[key])].map(([id, part]) => textAt(part, 'label') ?? say.issueName(id)).join(', ');
  switch (entry.kind) {
    case 'reach':
      return `is it ever so that ${test('set')}`;
    case 'at':
      return `is it so on the day that ${test('set')}`;
    case 'race':
      return `which comes first: ${names('causes')}`;
    case 'both':
      return `do all of these happen: ${names('sets')}`;
    default:
      return `${test('first')} before ${test('second')}`;
  }
}

function settingsOf(file: ScenarioFile, entry: Readonly<Record<string, unknown>>): string[] {
  const map = (key: string): [string, unknown][] => Object.entries(isValues(entry[key]) ? entry[key] : {});
  return [
    say.effectsInWords(file, entry.initial),
    ...map('switches').map(([id, on]) => `${say.quoted(say.switchName(file, id))} ${say.scalar(on)}`),
    ...map('parameters').map(([id, value]) => `${say.quoted(say.parameterName(file, id))} ${say.scalar(value)}`),
    ...map('stances').map(([id, value]) => `${id} ${say.signed(value)}`),
    ...(Array.isArray(entry.disable)
      ? entry.disable.map((id) => `without ${say.quoted(say.eventName(file, String(id)))}`)
      : []),
  ];
}
