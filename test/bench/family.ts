// The crisis family: R regions of four levels, each of which is pushed up faster the higher its two neighbours in a ring stand; 4^R configurations, all reachable. Asked: has war broken out in any of them by day 90?
// An ordinary scenario text, so that it goes through everything that a reader's file goes through.

const levels = ['calm', 'tense', 'clash', 'war'];

/**
 * @param regions 2 … 12.
 * @param own five parameters in every region instead of three in all, with the same values: the same chain, for slopes by many.
 */
export function familyText(regions: number, own = false): string {
  const ids = Array.from({ length: regions }, (_, r) => `r${r}`);
  const rise = (id: string, level: string): string => (own ? `rise_${id}_${level}` : 'rise');
  const fall = (id: string): string => (own ? `fall_${id}` : 'fall');
  const pull = (id: string): string => (own ? `pull_${id}` : 'pull');
  const named = (of: (id: string) => string[]): Set<string> => new Set(ids.flatMap(of));
  const lines = [
    `meta: {id: family-${regions}, title: 'Crisis family, ${regions} regions', horizon_days: 90, days_reported: [30, 90]}`,
    'constants: {war_counts: 2}',
    'parameters:',
    ...[...named((id) => levels.slice(1).map((level) => rise(id, level)))].map(
      (name) => `  ${name}: {value: 0.03, low: 0.001, high: 0.2, unit: 1/day, basis: assumed}`,
    ),
    ...[...named((id) => [fall(id)])].map(
      (name) => `  ${name}: {value: 0.08, low: 0.001, high: 0.5, unit: 1/day, basis: assumed}`,
    ),
    ...[...named((id) => [pull(id)])].map(
      (name) => `  ${name}: {value: 0.6, low: 0, high: 2, unit: 1/level, basis: assumed}`,
    ),
    'regions:',
    ...ids.map((id) => `  ${id}: {initial: calm, states: {${levels.map((l) => `${l}: {label: ${l}}`).join(', ')}}}`),
    'nature:',
  ];
  ids.forEach((id, r) => {
    const near = [ids[(r + 1) % regions]!, ids[(r + regions - 1) % regions]!];
    const pressure = near.flatMap((n) => [`at("${n}.clash")`, `war_counts * at("${n}.war")`]).join(' + ');
    for (let l = 0; l < 3; l++) {
      const [low, high] = [levels[l]!, levels[l + 1]!];
      lines.push(
        `  ${id}_to_${high}: {when: 'at("${id}.${low}")', to: {${id}: ${high}}, hazard: '${rise(id, high)} * (1 + ${pull(id)} * (${pressure}))'}`,
        `  ${id}_back_to_${low}: {when: 'at("${id}.${high}")', to: {${id}: ${low}}, hazard: '${fall(id)} / (1 + ${pull(id)} * (${pressure}))'}`,
      );
    }
  });
  lines.push(
    'outcomes:',
    `  war: {label: 'war somewhere', kind: reach, set: '${ids.map((id) => `at("${id}.war")`).join(' or ')}'}`,
  );
  lines.push("  calm_again: {label: 'calm in the first region on the day', kind: at, set: 'at(\"r0.calm\")'}");
  return `${lines.join('\n')}\n`;
}
