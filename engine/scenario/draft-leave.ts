// A scenario and a desk that nobody fills → the edits that take the desk out, with its moves and every region, outcome and variant that stands on them alone.
// What nothing reads after that is found by loading again: the loader's own verdict on unused names and dead sliders (use.ts).
import type { Checked } from '../vocabulary/problem.ts';
import { type Edit, editScenarioText } from './edit.ts';
import { parseExpression, referencesOf } from './expression.ts';
import { loadScenario } from './load.ts';
import type { ScenarioFile } from './schema.ts';

/** Edits in an order in which each place still stands. */
export function leaveDesk(file: ScenarioFile, desk: string): Edit[] {
  const edits: Edit[] = [];
  const remove = (...path: (string | number)[]): void => {
    edits.push({ op: 'remove', path });
  };
  const moves = Object.entries(file.moves ?? {});
  const gone = new Set(moves.filter(([, m]) => m.actor === desk).map(([id]) => id));
  const movers = [...moves.filter(([id]) => !gone.has(id)).map(([, m]) => m), ...Object.values(file.nature ?? {})];
  const moved = new Set([...movers, ...(file.always ?? [])].flatMap((m) => Object.keys(m.to)));
  const fixed = new Set(Object.keys(file.regions).filter((region) => !moved.has(region)));
  const stands = (expression: string): boolean => !regionsOf(expression).some((region) => fixed.has(region));

  remove('actors', desk);
  for (const id of gone) remove('moves', id);
  for (const region of fixed) remove('regions', region);
  for (const [id, o] of Object.entries(file.outcomes ?? {})) {
    if (o.kind === 'race' || o.kind === 'both') {
      const [list, least] = o.kind === 'race' ? (['causes', 1] as const) : (['sets', 2] as const);
      const parts = o.kind === 'race' ? o.causes : o.sets;
      const lost = parts.flatMap((part, k) => (stands(part.set) ? [] : [k]));
      if (parts.length - lost.length < least) remove('outcomes', id);
      else for (const k of lost.reverse()) remove('outcomes', id, list, k);
    } else if (!(o.kind === 'before' ? [o.first, o.second] : [o.set]).every(stands)) remove('outcomes', id);
  }
  for (const [id, r] of Object.entries(file.rewards ?? {}))
    if (
      ![r.rate, r.until].every((e) => e === undefined || stands(e)) ||
      Object.keys(r.impulse ?? {}).some((m) => gone.has(m))
    )
      remove('rewards', id);
  for (const [id, v] of Object.entries(file.variants ?? {})) {
    const about = [
      ...Object.keys(v.initial ?? {}).map((region) => fixed.has(region)),
      ...Object.keys(v.stances ?? {}).map((stance) => stance.startsWith(`${desk}.`)),
      ...(v.disable ?? []).map((move) => gone.has(move)),
    ];
    if (about.includes(true)) remove('variants', id);
  }
  return edits;
}

function regionsOf(expression: string): string[] {
  const parsed = parseExpression(expression).value;
  return parsed === null ? [] : referencesOf(parsed).states.map((s) => s.region);
}

/** Takes out what nothing reads any more, until everything that stays is read. Issues on which nothing has a coordinate or a stance go too. */
export function withoutUnread(text: string, file: string): Checked<string> {
  let now = text;
  for (let round = 0; round < 20; round++) {
    const { value: scenario, problems } = loadScenario(now, file);
    const unread = problems.filter((p) => (p.code === 'unused' || p.code === 'dead-slider') && p.path !== undefined);
    const paths = [...unread.map((p) => p.path!), ...(scenario ? silentIssues(scenario.file) : [])];
    if (paths.length === 0) return { value: scenario ? now : null, problems };
    const edited = editScenarioText(
      now,
      file,
      paths.map((path) => ({ op: 'remove', path })),
    );
    if (edited.value === null) return edited;
    now = edited.value;
  }
  throw new Error('what nothing reads was not taken out in twenty rounds');
}

const silentIssues = (file: ScenarioFile): (readonly string[])[] => {
  const read = new Set([
    ...Object.values(file.regions).flatMap((r) =>
      Object.values(r.states).flatMap((s) => Object.keys(s.coordinate ?? {})),
    ),
    ...Object.values(file.actors ?? {}).flatMap((a) => Object.keys(a.stances ?? {})),
  ]);
  return Object.keys(file.issues ?? {}).flatMap((issue) => (read.has(issue) ? [] : [['issues', issue]]));
};
