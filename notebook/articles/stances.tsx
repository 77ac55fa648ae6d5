// Stance by stance: as the scenario has it and as the reader's records have it, with the difference and the records behind; and the variant that stands beside base with the records' positions, with what comes of it.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type PoolingConstants, type Problem, type StanceReport, variantFromRecords } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { Scroll } from '../cells/scroll.tsx';
import { showInput } from '../cells/show-input.ts';
import { figureOf } from '../figures.ts';
import { dateInWords, dayInWords, finePercent, labelOf, plural, points, signed } from '../words.ts';
import { Constants } from './constants.tsx';
import type { Records } from './use-records.ts';
import { recordsLabel, recordsVariantIn, withRecordsVariant } from './variant.ts';

interface Properties {
  readonly records: Records;
  /** Who decides; stands in the variant's notes. */
  readonly who: string;
  readonly onShow: (record: string) => void;
}

const mostListed = 12;

export function Stances({ records, who, onShow }: Properties) {
  const { ask, model, document, dispatch } = useBench();
  const [asOf, setAsOf] = useState('');
  const [constants, setConstants] = useState<Partial<PoolingConstants>>({});
  const [keepOverrides, setKeepOverrides] = useState(true);
  const [found, setFound] = useState<{ key: string; report: StanceReport } | null>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const turn = useRef(0);
  useEffect(() => {
    const mine = ++turn.current;
    const request = { records: records.counted, constants, ...(asOf === '' ? {} : { asOf }) };
    void ask('stances', request, { lane: 'stances of records' }).then((answer) => {
      if (mine !== turn.current || answer === null) return;
      setProblems(answer.problems);
      if (answer.value !== null) setFound({ key: model.key, report: answer.value });
    });
  }, [records.counted, asOf, constants, model.key]);
  const report = found?.key === model.key ? found.report : null;
  const cells = useMemo(() => new Map((report?.cells ?? []).map((c) => [c.id, c])), [report]);
  const made = recordsVariantIn(document);
  const wanted = useMemo(
    () =>
      report && withRecordsVariant(document, variantFromRecords(report, { keepOverrides }), report, { who, when: '' }),
    [report, document, keepOverrides, who],
  );
  const next = wanted && recordsVariantIn(wanted);
  const upToDate = made !== null && JSON.stringify(made.changes) === JSON.stringify(next?.changes);
  const moving = Object.keys(next?.changes.stances ?? {}).length;
  const own = records.articles.filter((a) => !a.shipped);
  const decided = own.reduce((n, a) => n + a.records.length, 0);
  const kin = report !== null && report.cells.some((c) => c.records.length > 0);

  const make = (): void => {
    if (report === null) return;
    const when = `${new Date().toISOString().slice(0, 16)}Z`;
    const variant = variantFromRecords(report, { keepOverrides });
    dispatch({ type: 'replace', document: withRecordsVariant(document, variant, report, { who, when }) });
  };

  return (
    <div class="articles-part" data-testid="stances">
      <h3>What the records say of each stance</h3>
      <p class="fine">
        Decided records are pooled: weighted by how firmly each is attributed and how old it is, one word told twice
        counting once. Conditional words move no position.
        {decided === 0 && ' You have decided on no record yet: what follows is from the shipped articles alone.'}
      </p>
      <fieldset class="counted">
        <legend>Records counted</legend>
        {records.articles.map((a) => (
          <label key={a.id} class="check">
            <input type="checkbox" checked={a.on} onChange={(e) => records.toggle(a.id, e.currentTarget.checked)} />
            <span>
              {a.label}{' '}
              <small>
                {a.shipped ? 'shipped' : 'yours'}, {plural(a.records.length, 'record')}
              </small>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="controls">
        <label class="picker">
          <span>Ages counted from (empty: the newest record’s day)</span>
          <input type="date" value={asOf} onInput={(e) => setAsOf(e.currentTarget.value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked={keepOverrides} onChange={(e) => setKeepOverrides(e.currentTarget.checked)} />
          <span>keep the scenario’s overrides</span>
        </label>
      </div>
      <Constants changed={constants} onChange={setConstants} />
      {problems.map((p) => (
        <p key={p.message} class="problem" role="alert">
          {p.message}
        </p>
      ))}
      <Scroll name="Stances in the scenario and from the records">
        <table class="numbers stance-table">
          <caption>
            Positions from −1 to +1{report !== null && `, as of ${dateInWords(report.asOf)}`}
            <span class="legend-line" aria-hidden="true">
              <i class="dot stated" /> scenario <i class="dot pooled" /> records, with their range
            </span>
          </caption>
          <thead>
            <tr>
              <th scope="col">Stance</th>
              <th scope="col">Scenario</th>
              <th scope="col">Records</th>
              <th scope="col">Difference</th>
              <th scope="col">
                <span class="spoken">Drawn</span>
              </th>
              <th scope="col">Behind it</th>
            </tr>
          </thead>
          <tbody>
            {model.view.stances.map((s) => {
              const cell = cells.get(s.id);
              const spoken = cell?.spoken ?? false;
              const owner = model.view.actors.find((a) => a.id === s.actor)?.label ?? s.actor;
              return (
                <tr key={s.id} data-stance={s.id} class={spoken ? '' : 'silent'}>
                  <th scope="row">
                    <button type="button" class="link" onClick={() => showInput(s.id)}>
                      {owner.split(':')[0]}: {labelOf(s.issue).toLowerCase()}
                    </button>
                    {s.override !== null && (
                      <details class="override">
                        <summary>overridden: why</summary>
                        {s.override}
                      </details>
                    )}
                  </th>
                  <td>{signed(s.position)}</td>
                  <td>{spoken ? signed(cell!.pooled.position) : '–'}</td>
                  <td>{spoken ? signed(cell!.difference) : '–'}</td>
                  <td>
                    <span
                      class="stance-line"
                      aria-hidden="true"
                      style={{
                        '--stated': place(s.position),
                        '--pooled': place(cell?.pooled.position ?? 0),
                        '--low': place(cell?.low ?? 0),
                        '--high': place(cell?.high ?? 0),
                      }}
                    >
                      {spoken && <i class="range" />}
                      <i class="dot stated" />
                      {spoken && <i class="dot pooled" />}
                    </span>
                  </td>
                  <td class="behind">
                    {cell === undefined || cell.records.length === 0 ? (
                      <span class="muted">no record</span>
                    ) : (
                      <details>
                        <summary>{plural(cell.records.length, 'record')}</summary>
                        <Behind ids={cell.records} records={records} onShow={onShow} />
                      </details>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      <Left report={report} own={own.flatMap((a) => a.records.map((r) => r.id))} onShow={onShow} />
      <div class="actions make-variant">
        <button type="button" class="primary" disabled={report === null || moving === 0 || upToDate} onClick={make}>
          {made === null ? `Make the variant “${recordsLabel}”` : `Bring “${recordsLabel}” up to date`}
        </button>
        <p class="fine" role="status">
          {report === null
            ? 'Pooling…'
            : upToDate
              ? 'The variant stands beside base, as these records have it.'
              : moving > 0
                ? `It changes ${plural(moving, 'stance')} and stands in the variants table beside base, with who, when and why.`
                : kin
                  ? 'The records have every stance as the scenario has it.'
                  : 'No record counted speaks for an actor of this scenario: a scenario of its own can be drafted below.'}
        </p>
      </div>
      <Outcomes />
    </div>
  );
}

const place = (position: number): number => (position + 1) / 2;

function Behind({
  ids,
  records,
  onShow,
}: { readonly ids: readonly string[] } & Pick<Properties, 'records' | 'onShow'>) {
  const byId = new Map(records.articles.flatMap((a) => a.records.map((r) => [r.id, { record: r, own: !a.shipped }])));
  return (
    <ul>
      {ids.map((id) => {
        const found = byId.get(id);
        return (
          <li key={id}>
            {found?.own ? (
              <button type="button" class="link" onClick={() => onShow(id)}>
                {id}
              </button>
            ) : (
              <code>{id}</code>
            )}{' '}
            {found?.record.paraphrase}
          </li>
        );
      })}
    </ul>
  );
}

const leftWords = {
  'no stance of a quantity': 'are quantities, which take no side',
  'known later': 'became known after that day',
  'told already': 'are told already by another article',
  'no actor speaks for its holders on it': 'are about an issue or somebody for whom no actor of this scenario speaks',
} as const;

/** The reader's records that move nothing here, and why. */
function Left({
  report,
  own,
  onShow,
}: {
  readonly report: StanceReport | null;
  readonly own: readonly string[];
  readonly onShow: (record: string) => void;
}) {
  const left = (report?.left ?? []).filter((l) => own.includes(l.id));
  return (
    <details class="left-out">
      <summary>{plural(left.length, 'record')} of yours counting for no stance here</summary>
      <ul>
        {(Object.keys(leftWords) as (keyof typeof leftWords)[]).map((why) => {
          const ids = left.filter((l) => l.why === why).map((l) => l.id);
          if (ids.length === 0) return null;
          return (
            <li key={why}>
              {ids.length} {leftWords[why]}:{' '}
              {ids.slice(0, mostListed).map((id) => (
                <button key={id} type="button" class="link" onClick={() => onShow(id)}>
                  {id}
                </button>
              ))}
              {ids.length > mostListed && ` and ${ids.length - mostListed} more`}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

/** What comes of the variant, beside base. */
function Outcomes() {
  const { model, document, base, knownOf, isBusy } = useBench();
  const made = recordsVariantIn(document);
  const day = document.day;
  return (
    <Scroll name="What comes of the records" stale={made !== null && isBusy(made)}>
      <table class="numbers" data-testid="records-outcomes">
        <caption>By {dayInWords(model.view.startDate, day)}</caption>
        <thead>
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col">{base.label}</th>
            <th scope="col">{recordsLabel}</th>
            <th scope="col">Points</th>
          </tr>
        </thead>
        <tbody>
          {model.keys.map((target) => {
            const before = figureOf(knownOf(base), target, day).p;
            const after = made === null ? null : figureOf(knownOf(made), target, day).p;
            return (
              <tr key={target.id} data-outcome={target.id}>
                <th scope="row">{target.label}</th>
                <td>{finePercent(before)}</td>
                <td>{made === null ? '–' : finePercent(after)}</td>
                <td>{before === null || after === null ? '–' : points(after - before)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
