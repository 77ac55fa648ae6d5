// A reading by rules and one by a model of the same article → one reading: what both say alike is more credible, what only one says stays as it is.
// Odds are multiplied by assumed factors: the two are not independent, so agreement is worth less than a second witness.
import { overlapOf } from './article.ts';
import type { Proposal, Reading } from './document.ts';
import type { Statement } from './evidence.ts';

/** Assumed: odds that a reviewer changes nothing, where holders, issue and sign agree, and where they do not. */
export const agreementFactor = 2;
export const disagreementFactor = 0.5;

type Said = Proposal & { readonly record: Statement };
const isStatement = (p: Proposal): p is Said => p.record.kind === 'statement';

/**
 * The rules' records stay; a model's record joins where no record of the rules covers the passage. Both makers stand on what both found.
 * Where the two disagree about the same passage, the rules' record stays with less confidence: a person decides.
 */
export function ensembleOf(rules: Reading, model: Reading): Reading {
  const theirs = model.proposals.filter(isStatement);
  const used = new Set<Said>();
  const own = rules.proposals.map((p): Proposal => {
    if (!isStatement(p)) return p;
    const covering = theirs.filter((q) => !used.has(q) && overlapOf(p.record.span, q.record.span) >= 0.5);
    const alike = covering.find((q) => agree(p, q));
    const other = alike ?? covering.find((q) => p.record.issue === q.record.issue) ?? covering[0];
    if (other === undefined) return p;
    used.add(other);
    return alike
      ? { ...p, confidence: scaled(p.confidence, agreementFactor), made_by: `${p.made_by} + ${alike.made_by}` }
      : { ...p, confidence: scaled(p.confidence, disagreementFactor) };
  });
  const taken = new Set(own.map((p) => p.record.id));
  let number = 0;
  const freeId = (): string => {
    for (;;) {
      const id = `${rules.article.id}.s${String(++number).padStart(2, '0')}`;
      if (!taken.has(id)) return id;
    }
  };
  const added = theirs
    .filter((q) => !used.has(q))
    .map((q): Proposal => ({ ...q, record: { ...q.record, id: freeId() } }));
  const proposals = [...own, ...added].sort(
    (a, b) => a.record.span.start - b.record.span.start || (a.record.id < b.record.id ? -1 : 1),
  );
  return { ...rules, proposals, made_by: `${rules.made_by} + ${model.made_by}` };
}

const agree = (p: Said, q: Said): boolean =>
  p.record.issue === q.record.issue &&
  Math.sign(p.record.position) === Math.sign(q.record.position) &&
  (p.record.conditional_on === null) === (q.record.conditional_on === null) &&
  [...p.record.holders].sort().join(' ') === [...q.record.holders].sort().join(' ');

/** A probability whose odds are multiplied. */
function scaled(p: number, factor: number): number {
  const odds = p * factor;
  return odds / (odds + 1 - p);
}
