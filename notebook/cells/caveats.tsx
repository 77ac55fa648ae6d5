// The lines that never hide: what this is, and what it is not.
import type { ScenarioView } from '../../engine/index.ts';
import { dateInWords } from '../words.ts';

export function caveatsOf(view: ScenarioView): readonly string[] {
  if (view.caveats.length > 0) return view.caveats;
  const articles = view.sources.filter((s) => s.published !== null);
  return [
    `A model of ${articles.length === 2 ? 'two' : articles.length} news articles as of ${dateInWords(view.asOf ?? '')}. Not a forecast, not advice.`,
    'Claims are attributed to those who made them; the page does not say that they are true.',
    'People at the border may seek asylum. Their claims, the gates, the law against push-backs and deaths are not modelled.',
    'Both articles come from one side’s press.',
    'Parameters are assumed where they say so.',
  ];
}

export function Caveats({ view }: { readonly view: ScenarioView }) {
  return (
    <section class="caveats" aria-labelledby="caveats-title">
      <h2 id="caveats-title">What this is, and what it is not</h2>
      <ul data-testid="caveats">
        {caveatsOf(view).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
