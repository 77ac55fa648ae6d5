// The answer in one sentence, interval first: base with its band, then the selected variant against it. Of a race its paths, else the first outcomes of the scenario.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Problem, ScenarioView } from '../../engine/index.ts';
import type { DocumentVariant } from '../document/document.ts';
import { bandOf, figureOf, type Known, type Target, targetsOf } from '../figures.ts';
import type { Bands } from '../shipped.ts';
import { interval, labelOf, percent, phraseOf, pointsInWords, within } from '../words.ts';

export interface AnswerInputs {
  readonly view: ScenarioView;
  /** Null: the scenario has no race. */
  readonly race: ScenarioView['outcomes'][number] | null;
  readonly bands: Bands;
  readonly day: number;
  readonly base: Known;
  readonly variant: DocumentVariant;
  readonly known: Known;
}

/** Plain text and `strong` text, in order. */
export type Part = string | { readonly strong: string };

/** Without a race, so many outcomes make the sentence. */
const outcomesSaid = 3;

export function textOf(parts: readonly Part[]): string {
  return parts.map((p) => (typeof p === 'string' ? p : p.strong)).join('');
}

export function baseSentence(a: AnswerInputs): Part[] {
  const clauses = subjectsOf(a).map(({ target, phrase }, i): Part[] => {
    const figure = figureOf(a.base, target, a.day);
    const band = bandOf(a.bands, target.id, a.day);
    const verb = i === 0 && a.race !== null && target.cause !== 'none' ? ' comes first in ' : ' in ';
    if (figure.already) return [`${phrase} is already so`];
    if (band === null) return [phrase, verb, { strong: percent(figure.p) }, i === 0 ? ' of cases' : ''];
    return [
      phrase,
      verb,
      { strong: interval(band[0], band[2]) },
      i === 0 ? ` of cases (central ${percent(figure.p)})` : ` (${percent(figure.p)})`,
    ];
  });
  return [`${within(a.view.startDate, a.day)}: `, ...listed(clauses), '.'];
}

export function variantSentence(a: AnswerInputs): Part[] {
  const clauses = subjectsOf(a).map(({ target, phrase }): Part[] => {
    const now = figureOf(a.known, target, a.day);
    const before = figureOf(a.base, target, a.day);
    if (now.already) return [phrase, ' is ', { strong: 'already so' }];
    const change =
      now.p !== null && before.p !== null && !before.already ? ` (${pointsInWords(now.p - before.p)})` : '';
    return [phrase, ' in ', { strong: percent(now.p) }, change];
  });
  return ['With ', { strong: `“${a.variant.label}”` }, ': ', ...listed(clauses), '.'];
}

type Subject = { readonly target: Pick<Target, 'id' | 'outcome' | 'cause'>; readonly phrase: string };

function subjectsOf({ race, view }: AnswerInputs): readonly Subject[] {
  if (race === null)
    return targetsOf(view)
      .slice(0, outcomesSaid)
      .map((target) => ({ target, phrase: `“${target.label}”` }));
  const count = ['', 'it', 'neither', 'none of the three', 'none of the four'][race.causes.length] ?? 'none of them';
  return [
    ...race.causes.map((c) => ({ id: c.id, phrase: phraseOf(c.id, c.label) })),
    { id: 'none', phrase: count },
  ].map(({ id, phrase }) => ({ target: { id: `${race.id}.${id}`, outcome: race.id, cause: id }, phrase }));
}

function listed(clauses: readonly (readonly Part[])[]): Part[] {
  return clauses.flatMap((clause, i) => (i === 0 ? clause : [i === clauses.length - 1 ? '; ' : ', ', ...clause]));
}

interface Properties {
  readonly inputs: AnswerInputs;
  /** The figures of the selected variant are those before its last change. */
  readonly stale: boolean;
  readonly baseStale: boolean;
  /** Why the selected variant cannot be solved. */
  readonly problems: readonly Problem[];
  /** Read aloud once an answer has settled. */
  readonly spoken: string;
}

export function Answer({ inputs, stale, baseStale, problems, spoken }: Properties) {
  const changed = inputs.variant.id !== (inputs.view.variants[0]?.id ?? 'base');
  // An edited scenario has no intervals: shorter words, in the same place.
  const first = useGrowing<HTMLParagraphElement>([inputs.view.id, inputs.day]);
  const second = useGrowing<HTMLDivElement>([inputs.variant.label, inputs.day]);
  const note = useGrowing<HTMLParagraphElement>([inputs.view.id]);
  return (
    <section class="answer" aria-labelledby="answer-title">
      <h2 id="answer-title" class="kicker">
        {inputs.race === null ? 'The first outcomes of the scenario' : `${labelOf(inputs.race.label)}?`}
      </h2>
      <p ref={first} class={`sentence${baseStale ? ' stale' : ''}`} data-testid="sentence">
        <Parts parts={baseSentence(inputs)} />
      </p>
      {/* Its place is kept, so that nothing moves when the first variant is made or a number gets longer. */}
      <div ref={second} class="against">
        {changed ? (
          <p class={`sentence second${stale || baseStale ? ' stale' : ''}`} data-testid="variant-sentence">
            <Parts parts={variantSentence(inputs)} />
          </p>
        ) : (
          <p class="sentence second muted">
            Move a slider or choose a variant: what comes of it stands here, beside base.
          </p>
        )}
      </div>
      {problems.map((p) => (
        <p key={p.message} class="problem" role="alert">
          “{inputs.variant.label}” cannot be solved: {p.message}
          {p.repair && ` (${p.repair})`}
        </p>
      ))}
      <p ref={note} class="fine">
        {inputs.bands.draws > 0
          ? `Intervals hold 90% of ${inputs.bands.draws.toLocaleString('en-GB')} answers for base with every parameter and stance drawn from its plausible range; the central figure has each at its own value, and so have the figures of other variants.`
          : 'Exact for the inputs at their own values; no interval over their plausible ranges has been computed.'}{' '}
        Neither says whether the model is right.
      </p>
      <p class="spoken" aria-live="polite">
        {spoken}
      </p>
    </section>
  );
}

/** Keeps the largest height an element has had since one of `anew` or its width changed. */
function useGrowing<E extends HTMLElement>(anew: readonly (string | number)[]) {
  const element = useRef<E>(null);
  const kept = useRef({ key: '', width: 0, height: 0 });
  const key = anew.join('\n');
  useLayoutEffect(() => {
    const e = element.current;
    if (e === null) return;
    if (kept.current.width !== e.clientWidth || kept.current.key !== key) {
      kept.current = { key, width: e.clientWidth, height: 0 };
      e.style.minHeight = '';
    }
    kept.current.height = Math.max(kept.current.height, e.offsetHeight);
    e.style.minHeight = `${kept.current.height}px`;
  });
  return element;
}

function Parts({ parts }: { readonly parts: readonly Part[] }) {
  return <>{parts.map((p, i) => (typeof p === 'string' ? p : <strong key={i}>{p.strong}</strong>))}</>;
}
