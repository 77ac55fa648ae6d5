// The lines that never hide: what this is, and what it is not.
import type { ScenarioView } from '../../engine/index.ts';

export function caveatsOf(view: ScenarioView): readonly string[] {
  if (view.caveats.length > 0) return view.caveats;
  return [
    'A model, not a forecast and not advice.',
    'Claims are attributed to those who made them; the page does not say that they are true.',
    'Parameters are assumed where they say so. Exact means exact given the parameters.',
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
