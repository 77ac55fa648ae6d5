// The sources of the scenario, how their records are spread over attribution and sides, and what the inputs rest on.
import type { ScenarioView } from '../../engine/index.ts';
import { type ArticleOfRecords, attributionOf } from '../evidence.ts';
import { bases, type Input } from '../inputs.ts';
import { dateInWords, plural } from '../words.ts';
import { CrossTable } from './cross-table.tsx';
import { basisCounts, crossOf, type Feed } from './feeds.ts';

interface Properties {
  readonly view: ScenarioView;
  readonly articles: readonly ArticleOfRecords[];
  readonly inputs: readonly Input[];
  readonly feeds: ReadonlyMap<string, readonly Feed[]>;
}

export function Sources({ view, articles, inputs, feeds }: Properties) {
  const records = articles.flatMap((a) => a.records);
  return (
    <>
      <ul class="sources" data-testid="sources">
        {view.sources.map((s) => {
          const article = articles.find((a) => a.id === s.id);
          const used = article?.records.filter((r) => feeds.has(r.id)).length ?? 0;
          return (
            <li key={s.id}>
              <b>{s.outlet}</b>
              {s.published && `, ${dateInWords(s.published)}`}
              {s.title && `: ${s.title}`}
              <small>
                {article === undefined
                  ? 'no records of single passages'
                  : `${plural(article.records.length, 'record')}, ${used} of them behind a number or a state. ${article.dateBasis}`}
              </small>
            </li>
          );
        })}
      </ul>
      {view.sources.length === 0 && <p class="fine">This scenario names no sources.</p>}
      <BasisBar inputs={inputs} />
      {records.length > 0 && (
        <div class="balances">
          <CrossTable
            caption="Records by attribution: how it is known"
            first="Attribution"
            cross={crossOf(records, attributionOf, (r) => r.outlet)}
          />
          <CrossTable
            caption="Records by side: for whom the speaker speaks"
            first="Side"
            cross={crossOf(
              records,
              (r) => r.side,
              (r) => r.outlet,
            )}
          />
        </div>
      )}
    </>
  );
}

const basisWords = {
  evidence: 'read from records or literature',
  'base rate': 'set by counts of past crises',
  judgement: 'judgement, inside a range',
  assumed: 'assumed',
} as const;

/** Assumed inputs are counted as assumed, even where a record stands beside them. */
function BasisBar({ inputs }: { readonly inputs: readonly Input[] }) {
  if (inputs.length === 0) return null;
  const counts = basisCounts(inputs);
  return (
    <div class="basis" data-testid="basis">
      <h3>What the {plural(inputs.length, 'number')} of the scenario rest on</h3>
      <ul>
        {bases.map((b) => (
          <li key={b} class={`on-${b.replace(' ', '-')}`} style={{ '--p': counts.get(b)! / inputs.length }}>
            <b>{counts.get(b)}</b> <span>{basisWords[b]}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
