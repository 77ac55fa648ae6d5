// Which parts of a scenario have a form, what each form asks, and what a new entry needs. Enters: a parsed file. Leaves: groups of entries with their paths, and fields by path. What has no form here is changed as YAML.
import type { ScenarioFile } from '../../engine/index.ts';
import {
  actorsIn,
  eventsIn,
  evidenceIn,
  issuesIn,
  type Name,
  ownersIn,
  parametersIn,
  regionsIn,
  stancesIn,
  statesIn,
  switchesIn,
} from './names.ts';
import type { Step } from './place.ts';

type NamesOf = (file: ScenarioFile, path: readonly Step[]) => readonly Name[];

export type FieldKind =
  | { readonly is: 'text'; readonly names?: NamesOf; readonly long?: true }
  | { readonly is: 'number'; readonly unit?: 'of the parameter' }
  | { readonly is: 'yes-no' }
  | { readonly is: 'one-of'; readonly names: NamesOf }
  | { readonly is: 'expression'; readonly role: 'test' | 'number' }
  /** Lines of text, one item each. */
  | { readonly is: 'list'; readonly names?: NamesOf }
  /** Two texts, for the two ends. */
  | { readonly is: 'pair' }
  /** Names with a value each. */
  | { readonly is: 'map'; readonly keys: NamesOf; readonly value: FieldKind; readonly noun: string }
  /** Entries inside the entry: stances by issue; causes as a list. */
  | { readonly is: 'entries'; readonly keys: NamesOf; readonly fields: readonly Field[]; readonly noun: string }
  | { readonly is: 'parts'; readonly fields: readonly Field[]; readonly noun: string };

export interface Field {
  readonly key: string;
  readonly label: string;
  readonly kind: FieldKind;
  /** A new entry needs it. */
  readonly needed?: true;
  /** Of a new entry, where it is not empty. */
  readonly start?: unknown;
  /** Asked only where it matters. */
  readonly where?: (entry: Readonly<Record<string, unknown>>) => boolean;
}

export interface Group {
  readonly id: string;
  readonly title: string;
  /** "move", for "Add a move". */
  readonly noun: string;
  /** Path of the map that holds the entries. */
  readonly path: readonly Step[];
  readonly entries: readonly { readonly id: string; readonly label: string }[];
}

const labelOf = (id: string, value: unknown): string =>
  typeof value === 'object' && value !== null && 'label' in value && typeof value.label === 'string' && value.label
    ? value.label
    : id;

export function groupsOf(file: ScenarioFile): Group[] {
  const group = (id: string, title: string, noun: string, path: Step[], map: object | undefined): Group => ({
    id,
    title,
    noun,
    path,
    entries: Object.entries(map ?? {}).map(([key, value]) => ({ id: key, label: labelOf(key, value) })),
  });
  return [
    group('actors', 'Actors and their stances', 'actor', ['actors'], file.actors),
    group('moves', 'Moves', 'move', ['moves'], file.moves),
    group('nature', 'Events that nobody decides', 'event', ['nature'], file.nature),
    group('parameters', 'Parameters', 'parameter', ['parameters'], file.parameters),
    group('switches', 'Switches', 'switch', ['switches'], file.switches),
    group('variants', 'Variants', 'variant', ['variants'], file.variants),
    group('outcomes', 'Outcomes', 'outcome', ['outcomes'], file.outcomes),
    group('derived', 'Derived formulas', 'formula', ['derived'], file.derived),
    group('regions', 'Regions', 'region', ['regions'], file.regions),
    ...Object.entries(file.regions).map(([id, region]) =>
      group(`regions.${id}`, `States: ${region.label ?? id}`, 'state', ['regions', id, 'states'], region.states),
    ),
  ];
}

const label: Field = { key: 'label', label: 'Name', kind: { is: 'text' } };
const evidence: Field = { key: 'evidence', label: 'Evidence', kind: { is: 'list', names: evidenceIn } };
const number = (key: string, name: string): Field => ({ key, label: name, kind: { is: 'number' } });
const test = (key: string, name: string): Field => ({ key, label: name, kind: { is: 'expression', role: 'test' } });
const formula = (key: string, name: string): Field => ({
  key,
  label: name,
  kind: { is: 'expression', role: 'number' },
});
const needed = (field: Field, start?: unknown): Field => ({
  ...field,
  needed: true,
  ...(start !== undefined && { start }),
});
const to: Field = needed({
  key: 'to',
  label: 'Leads to',
  kind: {
    is: 'map',
    keys: regionsIn,
    value: { is: 'one-of', names: (file, path) => statesIn(file, path.at(-1)) },
    noun: 'region',
  },
});

const words = (...list: readonly (string | readonly [string, string])[]): NamesOf => {
  const names = list.map((w): Name => (typeof w === 'string' ? { id: w, label: '' } : { id: w[0], label: w[1] }));
  return () => names;
};
/** Units that the file uses, the usual ones first. */
const unitsIn: NamesOf = (file) =>
  [...new Set(['logit', '1/day', 'day', ...Object.values(file.parameters ?? {}).map((p) => p.unit)])].map((id) => ({
    id,
    label: '',
  }));

const kinds = words(
  ['reach', 'ever so by the day'],
  ['at', 'so on the day itself'],
  ['race', 'which of several comes first'],
  ['both', 'all of several by the day'],
  ['before', 'one before another'],
);
const part: readonly Field[] = [
  needed({ key: 'id', label: 'Id', kind: { is: 'text' } }),
  label,
  needed(test('set', 'Counts when')),
];
const ofKind =
  (...list: readonly string[]) =>
  (entry: Readonly<Record<string, unknown>>): boolean =>
    list.includes(String(entry.kind));

const forms: Readonly<Record<string, readonly Field[]>> = {
  regions: [
    label,
    needed({
      key: 'initial',
      label: 'Starts in',
      kind: { is: 'one-of', names: (file, path) => statesIn(file, path[1]) },
    }),
  ],
  states: [
    label,
    { key: 'final', label: 'End state', kind: { is: 'yes-no' } },
    {
      key: 'coordinate',
      label: 'Place on the issues',
      kind: { is: 'map', keys: issuesIn, value: { is: 'number' }, noun: 'issue' },
    },
    evidence,
  ],
  parameters: [
    label,
    needed(number('value', 'Value')),
    number('low', 'Low end'),
    number('high', 'High end'),
    needed({ key: 'unit', label: 'Unit', kind: { is: 'text', names: unitsIn } }),
    {
      key: 'distribution',
      label: 'Shape of the range',
      kind: { is: 'one-of', names: words('normal', 'lognormal', 'beta', 'fixed') },
    },
    { key: 'ends', label: 'Words for the ends', kind: { is: 'pair' } },
    { key: 'owner', label: 'Belongs to', kind: { is: 'text', names: ownersIn } },
    needed({ key: 'basis', label: 'Basis', kind: { is: 'text', long: true } }, 'assumed: '),
    evidence,
  ],
  switches: [
    label,
    needed({ key: 'default', label: 'Holds in the base', kind: { is: 'yes-no' } }, false),
    { key: 'basis', label: 'Basis', kind: { is: 'text', long: true } },
    evidence,
  ],
  derived: [label, needed(formula('formula', 'Formula')), { key: 'unit', label: 'Unit', kind: { is: 'text' } }],
  actors: [
    label,
    needed(formula('opportunity_rate', 'Chances to act a day')),
    {
      key: 'stances',
      label: 'Stances',
      kind: {
        is: 'entries',
        keys: issuesIn,
        noun: 'stance',
        fields: [
          needed(number('position', 'Position, −1 to 1'), 0),
          needed(number('salience', 'Weight, 0 to 1'), 0.5),
          number('certainty', 'Certainty, 0 to 1'),
          number('spread', 'Spread, 0 to 2'),
          { key: 'override', label: 'Why not the pooled position', kind: { is: 'text', long: true } },
          evidence,
        ],
      },
    },
    { key: 'holders', label: 'Codes of the records pooled', kind: { is: 'list' } },
  ],
  moves: [
    label,
    needed({ key: 'actor', label: 'Actor', kind: { is: 'one-of', names: actorsIn } }),
    test('when', 'Possible when'),
    to,
    needed(formula('utility', 'Utility, in logits'), '0'),
    {
      key: 'consent',
      label: 'Who must agree',
      kind: { is: 'map', keys: actorsIn, value: { is: 'expression', role: 'number' }, noun: 'actor' },
    },
  ],
  nature: [label, test('when', 'Possible when'), to, needed(formula('hazard', 'Hazard, per day'))],
  outcomes: [
    label,
    needed({ key: 'kind', label: 'Kind', kind: { is: 'one-of', names: kinds } }, 'reach'),
    { ...needed(test('set', 'Counts when')), where: ofKind('reach', 'at') },
    {
      ...needed({ key: 'causes', label: 'Causes', kind: { is: 'parts', fields: part, noun: 'cause' } }, [{}, {}]),
      where: ofKind('race'),
    },
    {
      ...needed({ key: 'sets', label: 'Parts', kind: { is: 'parts', fields: part, noun: 'part' } }, [{}, {}]),
      where: ofKind('both'),
    },
    { ...needed(test('first', 'Comes first')), where: ofKind('before') },
    { ...needed(test('second', 'Not yet by then')), where: ofKind('before') },
  ],
  variants: [
    label,
    {
      key: 'initial',
      label: 'Starts elsewhere',
      kind: {
        is: 'map',
        keys: regionsIn,
        value: { is: 'one-of', names: (file, path) => statesIn(file, path.at(-1)) },
        noun: 'region',
      },
    },
    {
      key: 'switches',
      label: 'Switches',
      kind: { is: 'map', keys: switchesIn, value: { is: 'yes-no' }, noun: 'switch' },
    },
    {
      key: 'parameters',
      label: 'Values',
      kind: { is: 'map', keys: parametersIn, value: { is: 'number' }, noun: 'parameter' },
    },
    {
      key: 'stances',
      label: 'Positions',
      kind: { is: 'map', keys: stancesIn, value: { is: 'number' }, noun: 'stance' },
    },
    { key: 'disable', label: 'Ruled out', kind: { is: 'list', names: eventsIn } },
  ],
};

/** Fields of the entry at a path; none where the entry has no form. */
export function fieldsAt(path: readonly Step[]): readonly Field[] {
  const section = path.length === 4 && path[2] === 'states' ? 'states' : path.length === 2 ? String(path[0]) : '';
  return Object.hasOwn(forms, section) ? forms[section]! : [];
}

/** Fields of a new entry: a region is born with its states. */
export function newFieldsAt(path: readonly Step[]): readonly Field[] {
  const fields = fieldsAt(path);
  if (path.length !== 2 || path[0] !== 'regions') return fields;
  return [
    label,
    needed({ key: 'states', label: 'States: one id a line', kind: { is: 'list' } }),
    needed({ key: 'initial', label: 'Starts in', kind: { is: 'text' } }),
  ];
}

/** An entry as a form begins it. */
export function newEntry(fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap((f) => (f.start === undefined ? [] : [[f.key, f.start]])));
}

/** What a new entry still lacks, by field. */
export function missingIn(fields: readonly Field[], entry: Readonly<Record<string, unknown>>): Field[] {
  return fields.filter((f) => f.needed && (f.where?.(entry) ?? true) && isEmpty(entry[f.key]));
}

/** A new entry without what was left empty or does not belong to its kind. */
export function tidied(fields: readonly Field[], entry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = fields.filter((f) => (f.where?.(entry) ?? true) && !isEmpty(entry[f.key]));
  return Object.fromEntries(kept.map((f) => [f.key, entryValue(f.key, entry[f.key])]));
}

const entryValue = (key: string, value: unknown): unknown =>
  key === 'states' && Array.isArray(value) ? Object.fromEntries(value.map((id) => [id, {}])) : value;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
