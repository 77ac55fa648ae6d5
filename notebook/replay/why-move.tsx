// "Why does Iran accept?": a move's utility taken apart in one configuration — what each issue and each term contributes, for the mover and everybody who must consent, and the rate that follows.
import { useEffect, useState } from 'preact/hooks';
import type { Configuration, ScenarioView, UtilityTable, VariantView } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { Scroll } from '../cells/scroll.tsx';
import { labelOf, percent, plain, signed } from '../words.ts';
import { whoOf } from './tell.ts';

interface Properties {
  readonly variant: VariantView;
  readonly configuration: Configuration;
  readonly move: string;
  /** With competition and consent, per day. */
  readonly rate: number;
}

export function WhyMove({ variant, configuration, move, rate }: Properties) {
  const { ask, model } = useBench();
  const [table, setTable] = useState<UtilityTable | string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    void ask('explain', { variant, configuration, move }, { signal: abort.signal }).then((answer) => {
      if (abort.signal.aborted || answer === null) return;
      setTable(answer.value ?? answer.problems[0]?.message ?? 'The engine gave no answer.');
    });
    return () => abort.abort();
  }, [variant, move, JSON.stringify(configuration)]);
  if (table === null) return <p class="fine">Taking it apart…</p>;
  if (typeof table === 'string') return <p class="problem">{table}</p>;
  return <Parts table={table} rate={rate} view={model.view} />;
}

function Parts({
  table,
  rate,
  view,
}: {
  readonly table: UtilityTable;
  readonly rate: number;
  readonly view: ScenarioView;
}) {
  return (
    <div class="why-move">
      <Scroll name="What the move is worth">
        <table>
          <caption class="spoken">Contributions to the utility of the move, in logits</caption>
          <thead>
            <tr>
              <th scope="col">What counts</th>
              <th scope="col" class="number">
                Logits
              </th>
            </tr>
          </thead>
          {table.utilities.map((u) => (
            <tbody key={`${u.role} ${u.actor}`}>
              <tr class="region">
                <th scope="rowgroup">
                  {whoOf(view, u.actor)} <small>{u.role === 'mover' ? 'moves' : 'must consent'}</small>
                </th>
                <td class="number">
                  <b>{signed(u.utility)}</b>
                </td>
              </tr>
              {rowsOf(table, u).map((r) => (
                <tr key={`${r.kind} ${r.name} ${r.via.join()}`}>
                  <th scope="row">
                    {r.kind === 'term' ? <Term view={view} text={r.name} /> : labelOf(r.name)}
                    {r.factors && (
                      <small>
                        {plain(r.factors.gain)} × position {signed(r.factors.position)} × salience{' '}
                        {plain(r.factors.salience)} × change {signed(r.factors.change)}
                      </small>
                    )}
                  </th>
                  <td class="number">{signed(r.value)}</td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </Scroll>
      <p class="fine">
        Terms that count nothing here are left out. Alone and unasked {plain(table.alone)} a day
        {table.utilities.length > 1 && `; consent is given in ${percent(table.consent)} of cases`}; with the actor’s
        other moves competing, {plain(rate)} a day.
      </p>
    </div>
  );
}

type Judge = UtilityTable['utilities'][number];

/** What counts for one of those who judge; terms that are 0 here are left out. */
function rowsOf(table: UtilityTable, judge: Judge): UtilityTable['rows'] {
  return table.rows.filter((r) => r.actor === judge.actor && r.role === judge.role && r.value !== 0);
}

/** A summand is called by the label of the first parameter in it. */
function Term({ view, text }: { readonly view: ScenarioView; readonly text: string }) {
  const ids = text.match(/[a-z][a-z0-9_]*/g) ?? [];
  const parameter = view.parameters.find((p) => p.id === ids[0]);
  if (parameter === undefined) return <code>{text}</code>;
  return (
    <>
      {parameter.label}
      {ids.length > 1 && (
        <small>
          <code>{text}</code>
        </small>
      )}
    </>
  );
}
