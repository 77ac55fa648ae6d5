// Conditional statements → response rules: how likely the holder does what it announced, once the trigger has come. They never touch a position.
import { constantsOf, type PoolingConstants } from './constants.ts';
import type { Evidence, Statement } from './evidence.ts';
import { betaOf, deviationOf, distinct, meanOf, weightOf } from './pooling.ts';

export interface ResponseRule {
  readonly holder: string;
  readonly issue: string;
  /** Pole of the issue towards which the announced act goes. */
  readonly pole: '+' | '-';
  /** Closed trigger terms, in alphabetical order. */
  readonly trigger: readonly string[];
  readonly logic: 'all' | 'any';
  /** P(act | trigger): mean of the Beta. */
  readonly probability: number;
  /** Standard deviation of that probability. */
  readonly spread: number;
  readonly evidence: readonly string[];
}

type Conditional = Evidence & Statement & { conditional_on: NonNullable<Statement['conditional_on']> };

/**
 * One rule for each holder, issue, pole and trigger. |position| of a record is the share that it speaks for.
 * A record whose trigger is unspecified joins the rule of its holder, issue and pole when there is exactly one other.
 */
export function responseRules(
  records: readonly Evidence[],
  asOf: string,
  constants?: Partial<PoolingConstants>,
): ResponseRule[] {
  const c = constantsOf(constants);
  const conditional = records.filter(
    (r): r is Conditional => r.kind === 'statement' && r.conditional_on !== null && r.as_of <= asOf,
  );
  const groups = new Map<string, { holder: string; trigger: string[]; records: Conditional[] }>();
  for (const r of distinct(conditional, asOf, c))
    for (const holder of r.holders) {
      const trigger = r.conditional_on.terms.map((t) => (t.negated ? `not ${t.event}` : t.event)).sort();
      const key = [holder, r.issue, poleOf(r), r.conditional_on.logic, ...trigger].join('|');
      const group = groups.get(key) ?? { holder, trigger, records: [] };
      group.records.push(r);
      groups.set(key, group);
    }
  const all = [...groups.values()];
  const vague = all.filter((g) => g.trigger.join() === 'unspecified');
  for (const g of vague) {
    const others = all.filter(
      (o) =>
        !vague.includes(o) &&
        o.holder === g.holder &&
        o.records[0]!.issue === g.records[0]!.issue &&
        poleOf(o.records[0]!) === poleOf(g.records[0]!),
    );
    if (others.length !== 1) continue;
    others[0]!.records.push(...g.records);
    all.splice(all.indexOf(g), 1);
  }
  return all.map(({ holder, trigger, records: rs }) => {
    const beta = betaOf(
      rs.map((r) => ({ weight: weightOf(r, asOf, c), share: Math.abs(r.position) })),
      c,
    );
    const { issue, conditional_on } = rs[0]!;
    return {
      holder,
      issue,
      pole: poleOf(rs[0]!),
      trigger,
      logic: conditional_on.logic,
      probability: meanOf(beta),
      spread: deviationOf(beta),
      evidence: rs.map((r) => r.id),
    };
  });
}

const poleOf = (r: Statement): '+' | '-' => (r.position < 0 ? '-' : '+');
