// How often such things happened: the historic base rates that a scenario puts beside an outcome.
import type { BaseRate } from '../figures.ts';
import { interval, percent } from '../words.ts';

export function BaseRates({ rates }: { readonly rates: readonly BaseRate[] }) {
  if (rates.length === 0) return null;
  return (
    <ul class="rates" aria-label="Base rates">
      {rates.map((r) => (
        <li key={r.label}>
          <b>
            Base rate {percent(r.share)} <small>[{interval(r.low, r.high)}]</small>
          </b>{' '}
          by day {r.by_day}: {r.label}. <span class="source">{r.source}.</span>{' '}
          {r.tuned && <em>Looked at while setting the model, so agreement with it is no test.</em>}
        </li>
      ))}
    </ul>
  );
}
