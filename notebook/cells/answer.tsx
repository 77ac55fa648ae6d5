// The answer in one sentence, interval first: base with its band, then the selected variant against it.
import type { Problem, ScenarioView } from '../../engine/index.ts';
import type { DocumentVariant } from '../document/document.ts';
import { bandOf, figureOf, type Known } from '../figures.ts';
import type { Bands } from '../shipped.ts';
import { dateOn, interval, labelOf, long, percent, phraseOf, pointsInWords } from '../words.ts';

export interface AnswerInputs {
  readonly view: ScenarioView;
  readonly race: ScenarioView['outcomes'][number];
  readonly bands: Bands;
  readonly day: number;
  readonly base: Known;
  readonly variant: DocumentVariant;
  readonly known: Known;
}

/** Plain text and `strong` text, in order. */
export type Part = string | { readonly strong: string };

export function textOf(parts: readonly Part[]): string {
  return parts.map((p) => (typeof p === 'string' ? p : p.strong)).join('');
}

export function baseSentence(a: AnswerInputs): Part[] {
  const clauses = causesOf(a).map(({ id, phrase }, i): Part[] => {
    const figure = figureOf(a.base, { id: `${a.race.id}.${id}`, outcome: a.race.id, cause: id }, a.day);
    const band = bandOf(a.bands, `${a.race.id}.${id}`, a.day);
    const verb = i === 0 && id !== 'none' ? ' comes first in ' : ' in ';
    if (figure.already) return [`${phrase} is already so`];
    if (band === null) return [phrase, verb, { strong: percent(figure.p) }];
    return [
      phrase,
      verb,
      { strong: interval(band[0], band[2]) },
      i === 0 ? ` of cases (central ${percent(figure.p)})` : ` (${percent(figure.p)})`,
    ];
  });
  return [`Within ${a.day} days, by ${long(dateOn(a.view.startDate, a.day))}: `, ...listed(clauses), '.'];
}

export function variantSentence(a: AnswerInputs): Part[] {
  const clauses = causesOf(a).map(({ id, phrase }): Part[] => {
    const target = { id: `${a.race.id}.${id}`, outcome: a.race.id, cause: id };
    const now = figureOf(a.known, target, a.day);
    const before = figureOf(a.base, target, a.day);
    if (now.already) return [phrase, ' is ', { strong: 'already so' }];
    const change =
      now.p !== null && before.p !== null && !before.already ? ` (${pointsInWords(now.p - before.p)})` : '';
    return [phrase, ' in ', { strong: percent(now.p) }, change];
  });
  return ['With ', { strong: `“${a.variant.label}”` }, ': ', ...listed(clauses), '.'];
}

function causesOf(a: AnswerInputs): { id: string; phrase: string }[] {
  const count = ['', 'it', 'neither', 'none of the three', 'none of the four'][a.race.causes.length] ?? 'none of them';
  return [...a.race.causes.map((c) => ({ id: c.id, phrase: phraseOf(c.id, c.label) })), { id: 'none', phrase: count }];
}

function listed(clauses: readonly (readonly Part[])[]): Part[] {
  return clauses.flatMap((clause, i) => (i === 0 ? clause : [i === clauses.length - 1 ? '; ' : ', ', ...clause]));
}

interface Properties {
  readonly inputs: AnswerInputs;
  readonly stale: boolean;
  /** Why the selected variant cannot be solved. */
  readonly problems: readonly Problem[];
  /** Read aloud once an answer has settled. */
  readonly spoken: string;
}

export function Answer({ inputs, stale, problems, spoken }: Properties) {
  const changed = inputs.variant.id !== 'base';
  return (
    <section class="answer" aria-labelledby="answer-title">
      <h2 id="answer-title" class="kicker">
        {labelOf(inputs.race.label)}?
      </h2>
      <p class="sentence" data-testid="sentence">
        <Parts parts={baseSentence(inputs)} />
      </p>
      {changed && (
        <p class={`sentence second${stale ? ' stale' : ''}`} data-testid="variant-sentence">
          <Parts parts={variantSentence(inputs)} />
        </p>
      )}
      {problems.map((p) => (
        <p key={p.message} class="problem" role="alert">
          “{inputs.variant.label}” cannot be solved: {p.message}
          {p.repair && ` (${p.repair})`}
        </p>
      ))}
      <p class="fine">
        {changed ? 'Central figures; no interval has been computed for this variant. ' : ''}
        Intervals hold 90% of {inputs.bands.draws.toLocaleString('en-GB')} answers with every parameter and stance drawn
        from its plausible range; the central figure has each at its own value. Neither says whether the model is right.
      </p>
      <p class="spoken" aria-live="polite">
        {spoken}
      </p>
    </section>
  );
}

function Parts({ parts }: { readonly parts: readonly Part[] }) {
  return <>{parts.map((p, i) => (typeof p === 'string' ? p : <strong key={i}>{p.strong}</strong>))}</>;
}
