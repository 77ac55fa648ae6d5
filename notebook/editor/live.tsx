// What comes of the scenario as it stands: key outcomes of the selected variant, each with its distance from the base as shipped. Follows the model while it is edited.
import { useBench } from '../bench.ts';
import { figureOf, type Known, type Target } from '../figures.ts';
import { firstModel, firstScenario } from '../shipped.ts';
import { dateOn, long, percent, pointsInWords } from '../words.ts';

/** Smaller differences are told as none, as everywhere on the page. */
const leastTold = 0.00005;

/** Figures of the base of each scenario as shipped, seen while it was on the bench unchanged. */
const shippedBases = new Map<string, Known>();

function shippedBaseOf(key: string | null, base: string, known: Known, unchanged: boolean): Known | null {
  if (key === null) return null;
  if (unchanged && known.result !== null) shippedBases.set(key, known);
  const seen = shippedBases.get(key);
  if (seen !== undefined || key !== firstScenario) return seen ?? null;
  const result = firstModel().shipped?.run.variants.find((v) => v.id === base);
  return result === undefined ? null : { result, curves: firstModel().shipped?.curves.variants[base] ?? {} };
}

export function Live() {
  const { model, document, selected, base, knownOf, isBusy } = useBench();
  const { view, race, targets, keys } = model;
  const known = knownOf(selected);
  const busy = isBusy(selected);
  const shipped = shippedBaseOf(document.scenario.shipped, base.id, knownOf(base), document.scenario.text === null);
  const paths = targets.filter((t) => t.outcome === race?.id && t.cause !== 'none');
  const shown = [...new Set([...paths, ...keys])].slice(0, 8);
  return (
    <section class="live" aria-busy={busy} aria-labelledby="live-title" data-testid="live">
      <h3 id="live-title">
        What comes of it
        <small>
          “{selected.label}”, by{' '}
          {view.startDate === null ? `day ${document.day}` : long(dateOn(view.startDate, document.day))}
          {shipped !== null && '; in brackets against the base as shipped, where it differs'}
        </small>
      </h3>
      <ul>
        {shown.map((t) => (
          <Outcome key={t.id} target={t} known={known} shipped={shipped} day={document.day} />
        ))}
      </ul>
      <p class="fine">{busy ? 'Computing; the figures are those before.' : 'A model, not a forecast.'}</p>
    </section>
  );
}

function Outcome(p: {
  readonly target: Target;
  readonly known: Known;
  readonly shipped: Known | null;
  readonly day: number;
}) {
  const now = figureOf(p.known, p.target, p.day);
  const then = p.shipped === null ? null : figureOf(p.shipped, p.target, p.day);
  const change = now.p === null || then === null || then.p === null || then.already ? null : now.p - then.p;
  const name = p.target.group === null ? p.target.label : `${p.target.label} first`;
  if (now.already)
    return (
      <li data-outcome={p.target.id}>
        {name}: <b>already so</b>
      </li>
    );
  return (
    <li data-outcome={p.target.id}>
      {name}: <b>{percent(now.p)}</b>
      {change !== null && Math.abs(change) >= leastTold && <small> ({pointsInWords(change)})</small>}
    </li>
  );
}
