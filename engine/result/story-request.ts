// What somebody asks of a story → what is wrong with it, before anything is sampled.
import { configurationProblems } from '../chain/row.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { didYouMean, type Problem, problem } from '../vocabulary/problem.ts';
import type { StoryCondition, StoryOptions } from './story.ts';

/** Seed, path, place, actors and condition, each against the scenario. */
export function storyRequestProblems(
  bound: BoundScenario,
  { seed, path, from, without, where }: StoryOptions,
): Problem[] {
  const problems: Problem[] = [];
  if (!Number.isSafeInteger(seed) || !Number.isInteger(path) || path < 0 || path >= 2 ** 31)
    problems.push(
      problem('bad-path', `there is no path ${path} of seed ${seed}`, {
        path: ['path'],
        repair: 'give whole numbers; paths count from 0',
      }),
    );
  if (from) {
    problems.push(...configurationProblems(bound, from.configuration));
    if (!(from.day >= 0 && from.day <= bound.horizon))
      problems.push(
        problem('bad-day', `day ${from.day} does not lie between 0 and the horizon of ${bound.horizon} days`, {
          path: ['from', 'day'],
          repair: 'begin within the horizon',
        }),
      );
  }
  const actors = bound.actors.map((a) => a.id);
  for (const id of (without ?? []).filter((w) => !actors.includes(w)))
    problems.push(
      problem('unknown-actor', `there is no actor \`${id}\``, { path: ['without'], repair: didYouMean(id, actors) }),
    );
  if (where && !targetsOf(bound).includes(where.outcome))
    problems.push(
      problem('unknown-outcome', `there is no outcome \`${where.outcome}\``, {
        path: ['where', 'outcome'],
        repair: didYouMean(where.outcome, targetsOf(bound)),
      }),
    );
  return problems;
}

const targetsOf = (bound: BoundScenario): string[] =>
  bound.outcomes.flatMap((o) => [
    o.id,
    ...(o.kind === 'race' ? [...o.causes.map((c) => c.id), 'none'].map((c) => `${o.id}.${c}`) : []),
  ]);

export function noSuchStory(where: StoryCondition, { seed, path }: StoryOptions, end: number): Problem {
  const what = `\`${where.outcome}\` ${where.happened ? 'has' : 'has not'} happened by day ${where.by}`;
  return problem('no-such-story', `in none of the paths ${path} to ${end - 1} of seed ${seed} ${what}`, {
    path: ['where'],
    repair: 'it is rare here: try another seed, or another day',
  });
}
