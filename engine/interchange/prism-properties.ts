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
  // A thing is known by all that it belongs to, and wants a name made of less: `a_b` with a cause `c` is not `a` with a cause `b_c`.
  const property = (wanted: string, ...of: string[]): string => names.of(`property ${of.join('.')}`, wanted);
  for (const o of bound.outcomes) property(o.id, 'outcome', o.id);
  for (const r of bound.rewards) property(r.id, 'reward', r.id);
  const labels: string[] = [];
  const labelled = new Set<string>();
  const label = (set: StateTest, wanted: string, ...of: string[]): string => {
    const name = names.of(`label ${of.join('.')}`, `in_${wanted}`);
    if (!labelled.has(name)) labels.push(`label "${name}" = ${setText(set)};`);
    labelled.add(name);
    return `"${name}"`;
  };
  const about = (text: string): string => `// ${inComment(text)}`;
  const ask = (question: string, wanted: string, ...of: string[]): string =>
    `"${property(wanted, ...of)}": ${question};`;

  const outcome = (o: BoundOutcome): string[] => {
    const title = about(`${o.kind}: ${o.label}`);
    switch (o.kind) {
      case 'reach':
        return [title, ask(`P=? [ F<=T ${label(o.set, o.id, 'outcome', o.id)} ]`, o.id, 'outcome', o.id)];
      case 'at':
        return [title, ask(`P=? [ F=T ${label(o.set, o.id, 'outcome', o.id)} ]`, o.id, 'outcome', o.id)];
      case 'before': {
        const first = label(o.first, `${o.id}_first`, 'outcome', o.id, 'first');
        const second = label(o.second, `${o.id}_second`, 'outcome', o.id, 'second');
        return [
          title,
          '// Both reached at the same moment is not before.',
          ask(`P=? [ !${second} U<=T (${first} & !${second}) ]`, o.id, 'outcome', o.id),
        ];
      }
      case 'race': {
        const live = o.causes.filter((c) => !holds(c.set, startOf));
        const already = o.causes.filter((c) => !live.includes(c)).map((c) => c.id);
        const left =
          already.length === 0 ? [] : [about(`true at the start, and out of the race: ${already.join(', ')}`)];
        if (live.length === 0) return [title, ...left];
        const any = label(anyOf(live.map((c) => c.set)), o.id, 'outcome', o.id);
        const shares = live.map((c, n) => {
          const [own, ...earlier] = [c, ...live.slice(0, n)].map((e) =>
            label(e.set, `${o.id}_${e.id}`, 'cause', o.id, e.id),
          );
          const first = [own, ...earlier.map((e) => `!${e}`)].join(' & ');
          const question = `P=? [ !${any} U<=T ${n === 0 ? first : `(${first})`} ]`;
          return ask(question, `${o.id}_${c.id}`, 'cause', o.id, c.id);
        });
        return [title, ...left, ...shares, ask(`P=? [ G<=T !${any} ]`, `${o.id}_none`, 'none', o.id)];
      }
      case 'both': {
        // Reaching all of them is no event of one set: inclusion and exclusion over first passages to unions.
        const summands = unionsOf(o.sets).map(({ set, sign }, n) => {
          const question = `P=? [ F<=T ${label(set, `${o.id}_${n + 1}`, 'union', o.id, String(n))} ]`;
          return n === 0 ? question : `${sign < 0 ? '-' : '+'} ${question}`;
        });
        return [title, ask(summands.join(' '), o.id, 'outcome', o.id)];
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
          ? `F ${label(reward.until!, `until_${reward.id}`, 'until', reward.id)}`
          : 'C<=T';
    const of = (name: string): string => `R{"${name}"}=? [ ${path} ]`;
    const sum = below === null ? of(above) : `${of(above)} - ${of(below)}`;
    const question = reward.measure !== 'average' ? sum : below === null ? `${sum} / T` : `(${sum}) / T`;
    return [about(`${reward.label}, ${reward.measure}: ${reward.unit}`), ask(question, reward.id, 'reward', reward.id)];
  };
  const lines = [...bound.outcomes.map(outcome), ...sides.map(total)].flatMap((l) => ['', ...l]);
  return { labels, lines, sides, renamed: [...names.renamed(), ...structure.renamed()] };
}
