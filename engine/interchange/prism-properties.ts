// The outcomes and rewards of a bound scenario → properties of PRISM: labels for sets, and one question for each number that the engine reports, for the day T.
// CSL with rewards (Aziz, Sanwal, Singhal and Brayton 2000; Kwiatkowska, Norman and Parker 2007).
import type { BoundOutcome, BoundReward, BoundScenario } from '../scenario/bind.ts';
import { anyOf, holds, type StateTest, unionsOf } from '../scenario/state-test.ts';
import { inComment } from './prism-expression.ts';
import { buildNames, type Names } from './prism-names.ts';

/** The structures of rewards that a reward is written as: one, or one for each side of 0 where it falls below, which PRISM refuses. */
export interface RewardSides {
  readonly reward: BoundReward;
  /** Names of structures; `below` is subtracted. */
  readonly above: string;
  readonly below: string | null;
}

export interface Questions {
  readonly labels: readonly string[];
  /** Properties, with what they are in a comment above each. */
  readonly lines: readonly string[];
  readonly sides: readonly RewardSides[];
  readonly renamed: ReturnType<Names['renamed']>;
}

/**
 * @param setText a set in PRISM's words.
 * @param startOf the state of a region at the start.
 * @param signed ids of rewards that fall below 0 somewhere.
 */
export function questionsOf(
  bound: BoundScenario,
  setText: (set: StateTest) => string,
  startOf: (region: string) => string | undefined,
  signed: ReadonlySet<string>,
): Questions {
  const names = buildNames(['init', 'deadlock']);
  const property = (id: string): string => names.of(`property ${id}`, id);
  for (const o of bound.outcomes) property(o.id);
  for (const r of bound.rewards) property(r.id);
  const labels: string[] = [];
  const labelled = new Set<string>();
  const label = (id: string, set: StateTest): string => {
    const name = names.of(`label ${id}`, `in_${id}`);
    if (!labelled.has(name)) labels.push(`label "${name}" = ${setText(set)};`);
    labelled.add(name);
    return `"${name}"`;
  };
  const about = (text: string): string => `// ${inComment(text)}`;
  const ask = (id: string, question: string): string => `"${property(id)}": ${question};`;

  const outcome = (o: BoundOutcome): string[] => {
    const title = about(`${o.kind}: ${o.label}`);
    switch (o.kind) {
      case 'reach':
        return [title, ask(o.id, `P=? [ F<=T ${label(o.id, o.set)} ]`)];
      case 'at':
        return [title, ask(o.id, `P=? [ F=T ${label(o.id, o.set)} ]`)];
      case 'before': {
        const first = label(`${o.id}_first`, o.first);
        const second = label(`${o.id}_second`, o.second);
        return [
          title,
          '// Both reached at the same moment is not before.',
          ask(o.id, `P=? [ !${second} U<=T (${first} & !${second}) ]`),
        ];
      }
      case 'race': {
        const live = o.causes.filter((c) => !holds(c.set, startOf));
        const already = o.causes.filter((c) => !live.includes(c)).map((c) => c.id);
        const left =
          already.length === 0 ? [] : [about(`true at the start, and out of the race: ${already.join(', ')}`)];
        if (live.length === 0) return [title, ...left];
        const any = label(`${o.id}_any`, anyOf(live.map((c) => c.set)));
        const shares = live.map((c, n) => {
          const own = label(`${o.id}_${c.id}`, c.set);
          const earlier = live.slice(0, n).map((e) => ` & !${label(`${o.id}_${e.id}`, e.set)}`);
          return ask(`${o.id}_${c.id}`, `P=? [ !${any} U<=T ${n === 0 ? own : `(${own}${earlier.join('')})`} ]`);
        });
        return [title, ...left, ...shares, ask(`${o.id}_none`, `P=? [ G<=T !${any} ]`)];
      }
      case 'both': {
        // Reaching all of them is no event of one set: inclusion and exclusion over first passages to unions.
        const summands = unionsOf(o.sets).map(({ set, sign }, n) => {
          const question = `P=? [ F<=T ${label(`${o.id}_${n + 1}`, set)} ]`;
          return n === 0 ? question : `${sign < 0 ? '-' : '+'} ${question}`;
        });
        return [title, ask(o.id, summands.join(' '))];
      }
    }
  };

  const structure = buildNames([]);
  const sides = bound.rewards.map((reward): RewardSides => {
    const above = structure.of(reward.id, reward.id);
    return {
      reward,
      above,
      below: signed.has(reward.id) ? structure.of(`below ${reward.id}`, `${reward.id}_below_0`) : null,
    };
  });
  const total = ({ reward, above, below }: RewardSides): string[] => {
    const path =
      reward.measure === 'on_day'
        ? 'I=T'
        : reward.measure === 'until'
          ? `F ${label(reward.id, reward.until!)}`
          : 'C<=T';
    const of = (name: string): string => `R{"${name}"}=? [ ${path} ]`;
    const sum = below === null ? of(above) : `${of(above)} - ${of(below)}`;
    const question = reward.measure !== 'average' ? sum : below === null ? `${sum} / T` : `(${sum}) / T`;
    return [about(`${reward.label}, ${reward.measure}: ${reward.unit}`), ask(reward.id, question)];
  };
  const lines = [...bound.outcomes.map(outcome), ...sides.map(total)].flatMap((l) => ['', ...l]);
  return { labels, lines, sides, renamed: [...names.renamed(), ...structure.renamed()] };
}
