// The utility of one who moves or must consent, as a table: each issue and each term with its value in logits and a bar for or against.
import type { ScenarioView } from '../../engine/index.ts';
import { labelOf, percent, plain, signed } from '../words.ts';
import { actorName, termInWords } from './say.ts';
import type { Judge, UtilityRow } from './utility.ts';

export function JudgeTable({
  judge,
  scale,
  view,
}: {
  readonly judge: Judge;
  readonly scale: number;
  readonly view: ScenarioView;
}) {
  return (
    <table class="judge">
      <caption>
        <b>{actorName(view, judge.actor)}</b> {judge.role === 'mover' ? 'moves' : 'must consent'}
      </caption>
      <thead>
        <tr>
          <th scope="col">What counts</th>
          <th scope="col" class="number">
            Logits
          </th>
          <td aria-hidden="true" class="ends">
            <span>against</span>
            <span>for</span>
          </td>
        </tr>
      </thead>
      <tbody>
        {judge.rows.map((r, i) => (
          <tr key={i}>
            <th scope="row">
              <RowName row={r} view={view} />
            </th>
            <td class="number">{signed(r.value)}</td>
            <DivergingBar value={r.value} scale={scale} />
          </tr>
        ))}
        {judge.rows.length === 0 && (
          <tr>
            <th scope="row">Nothing speaks for it or against it here</th>
            <td class="number">0</td>
            <DivergingBar value={0} scale={scale} />
          </tr>
        )}
        {judge.weightless.length > 0 && (
          <tr class="weightless">
            <td colSpan={3}>Weighs nothing here: {judge.weightless.map((r) => nameOf(r, view)).join('; ')}</td>
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            Sum <small>taken in {percent(judge.chance)} of cases</small>
          </th>
          <td class="number">
            <b>{signed(judge.utility)}</b>
          </td>
          <DivergingBar value={judge.utility} scale={scale} />
        </tr>
      </tfoot>
    </table>
  );
}

function nameOf(row: UtilityRow, view: ScenarioView): string {
  return row.kind === 'term' ? termInWords(row.name, view).replace(/^− /, '') : labelOf(row.name);
}

function RowName({ row, view }: { readonly row: UtilityRow; readonly view: ScenarioView }) {
  if (row.kind === 'term') {
    return (
      <>
        {termInWords(row.name, view)}
        <small>
          {row.via.length > 0 && `in ${row.via.map((v) => v.replaceAll('_', ' ')).join(', ')}: `}
          <code>{row.name}</code>
        </small>
      </>
    );
  }
  return (
    <>
      {labelOf(row.name)}
      {row.factors && (
        <small>
          {plain(row.factors.gain)} × position {signed(row.factors.position)} × salience {plain(row.factors.salience)} ×
          change {signed(row.factors.change)}
        </small>
      )}
    </>
  );
}

function DivergingBar({ value, scale }: { readonly value: number; readonly scale: number }) {
  return (
    <td class="diverging" aria-hidden="true">
      <i class={value < 0 ? 'against' : 'for'} style={{ '--size': Math.min(1, Math.abs(value) / scale) }} />
    </td>
  );
}
