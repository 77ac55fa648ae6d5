// The names of a scenario and where each kind may stand. Enters: a parsed file and a path. Leaves: names with their labels, for completions and pickers.
import type { ScenarioFile } from '../../engine/index.ts';
import type { Step } from './place.ts';

export interface Name {
  readonly id: string;
  readonly label: string;
}

type Labelled = Readonly<Record<string, unknown>> | undefined;

const labelIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'label' in value && typeof value.label === 'string' ? value.label : '';
const of = (map: Labelled): Name[] => Object.entries(map ?? {}).map(([id, value]) => ({ id, label: labelIn(value) }));
const own = <T>(map: Readonly<Record<string, T>> | undefined, id: Step | undefined): T | undefined =>
  map !== undefined && typeof id === 'string' && Object.hasOwn(map, id) ? map[id] : undefined;

export const regionsIn = (file: ScenarioFile): Name[] => of(file.regions);
export const statesIn = (file: ScenarioFile, region: Step | undefined): Name[] => of(own(file.regions, region)?.states);
export const actorsIn = (file: ScenarioFile): Name[] => of(file.actors);
export const issuesIn = (file: ScenarioFile): Name[] =>
  Object.entries(file.issues ?? {}).map(([id, label]) => ({ id, label }));
export const parametersIn = (file: ScenarioFile): Name[] => of(file.parameters);
export const switchesIn = (file: ScenarioFile): Name[] => of(file.switches);
export const eventsIn = (file: ScenarioFile): Name[] => [...of(file.moves), ...of(file.nature)];
export const ownersIn = (file: ScenarioFile): Name[] => [
  ...actorsIn(file),
  { id: 'nature', label: 'nobody: it happens' },
];

/** `region.state`, for at("…"). */
export const placesIn = (file: ScenarioFile): Name[] =>
  regionsIn(file).flatMap((r) =>
    statesIn(file, r.id).map((s) => ({ id: `${r.id}.${s.id}`, label: `${r.label || r.id}: ${s.label || s.id}` })),
  );

/** `ACTOR.issue`, for stance("…") and variants. */
export const stancesIn = (file: ScenarioFile): Name[] =>
  Object.entries(file.actors ?? {}).flatMap(([id, actor]) =>
    Object.keys(actor.stances ?? {}).map((issue) => ({
      id: `${id}.${issue}`,
      label: `${actor.label ?? id} on ${issue.replaceAll('_', ' ')}`,
    })),
  );

/** Everything that a formula may name. */
export const numbersIn = (file: ScenarioFile): Name[] => [
  ...parametersIn(file),
  ...of(file.derived),
  ...switchesIn(file),
  ...Object.entries(file.constants ?? {}).map(([id, value]) => ({ id, label: `constant ${value}` })),
];

/** Record ids that the file refers to, most used first. */
export function evidenceIn(file: ScenarioFile): Name[] {
  const counts = new Map<string, number>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'evidence' && Array.isArray(inner)) for (const id of inner) counts.set(id, (counts.get(id) ?? 0) + 1);
      else visit(inner);
    }
  };
  visit(file);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([id, n]) => ({ id, label: n === 1 ? 'used once' : `used ${n} times` }));
}

/** Names that may be keys of the map at a path; null where the schema alone says. */
export function keyNames(file: ScenarioFile, path: readonly Step[]): Name[] | null {
  const section = path[0];
  switch (path.at(-1)) {
    case 'to':
      return regionsIn(file);
    case 'initial':
      return section === 'variants' ? regionsIn(file) : null;
    case 'coordinate':
      return issuesIn(file);
    case 'stances':
      return section === 'actors' ? issuesIn(file) : stancesIn(file);
    case 'consent':
      return actorsIn(file);
    case 'impulse':
      return eventsIn(file);
    case 'parameters':
      return section === 'variants' ? parametersIn(file) : null;
    case 'switches':
      return section === 'variants' ? switchesIn(file) : null;
    default:
      return null;
  }
}

/** Names that may be the value at a path; null where it is no name. */
export function valueNames(file: ScenarioFile, path: readonly Step[]): Name[] | null {
  const [section, id] = path;
  const [holder, key] = [path.at(-2), path.at(-1)];
  if (holder === 'to' || (holder === 'initial' && section === 'variants')) return statesIn(file, key);
  if (section === 'regions' && key === 'initial') return statesIn(file, id);
  if (section === 'moves' && key === 'actor') return actorsIn(file);
  if (section === 'parameters' && key === 'owner') return ownersIn(file);
  if (section === 'choice' && key === 'stance_gain') return parametersIn(file);
  if (holder === 'disable') return eventsIn(file);
  if (holder === 'evidence') return evidenceIn(file);
  return null;
}

/** What kind of expression stands at a path: a guard or set, or a number; null for none. */
export function expressionAt(path: readonly Step[]): 'test' | 'number' | null {
  const [holder, key] = [path.at(-2), String(path.at(-1))];
  if (path.length < 3) return null;
  if (['when', 'set', 'first', 'second', 'until'].includes(key)) return 'test';
  if (['utility', 'hazard', 'rate', 'formula', 'opportunity_rate'].includes(key)) return 'number';
  return holder === 'consent' || holder === 'impulse' ? 'number' : null;
}
