// What the news changed: the records known on one day against those known on a later one. Which stances moved, which outcomes by how much, and which record did it, as shares that add up to the whole, with leave-one-out beside them.
import { useRef, useState } from 'preact/hooks';
import type { NewsDiff, Problem } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { Scroll } from '../cells/scroll.tsx';
import { numberText } from '../help/language.ts';
import { dateInWords, dayInWords, finePercent, labelOf, plural, points, signed } from '../words.ts';
import type { Records } from './use-records.ts';

interface Properties {
  readonly records: Records;
  readonly onShow: (record: string) => void;
}

const mostBars = 8;

export function News({ records, onShow }: Properties) {
  const { ask, model } = useBench();
  const days = [...new Set(records.counted.map((r) => r.as_of))].sort();
  const [chosen, setChosen] = useState<{ before: string | null; after: string | null }>({ before: null, after: null });
  const before = chosen.before ?? days.at(-2) ?? '';
  const after = chosen.after ?? days.at(-1) ?? '';
  const [done, setDone] = useState<number | null>(null);
  const [found, setFound] = useState<{ key: string; diff: NewsDiff } | null>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const running = useRef<AbortController | null>(null);
  const key = JSON.stringify([model.key, before, after, records.counted]);
  const diff = found !== null && found.diff.scenario === model.view.id ? found.diff : null;
  const outdated = found !== null && found.key !== key;
  const isPair = before !== '' && after !== '' && before < after;

  const work = async (): Promise<void> => {
    const abort = new AbortController();
    running.current?.abort();
    running.current = abort;
    setDone(0);
    const news = (asOf: string) => ({ records: records.counted.filter((r) => r.as_of <= asOf), asOf });
    const answer = await ask(
      'diff',
      { before: news(before), after: news(after) },
      { priority: 2, signal: abort.signal, progress: (share) => setDone(share) },
    );
    if (running.current !== abort) return;
    running.current = null;
    setDone(null);
    if (answer === null) return;
    setProblems(answer.problems);
    if (answer.value !== null) setFound({ key, diff: answer.value });
  };

  return (
    <div class="articles-part" data-testid="news">
      <h3>What the news changed</h3>
      <p class="fine">
        The records counted above, as they were known on two days. An outcome’s difference is divided among the records
        so that their shares add up to it (Aumann–Shapley); beside each, how much smaller the difference would be
        without that record alone, which need not add up. Stances that the scenario overrides stay where they are.
      </p>
      <div class="controls">
        <label class="picker">
          <span>Before: known by</span>
          <input
            type="date"
            value={before}
            onInput={(e) => setChosen((c) => ({ ...c, before: e.currentTarget.value }))}
          />
        </label>
        <label class="picker">
          <span>After: known by</span>
          <input
            type="date"
            value={after}
            onInput={(e) => setChosen((c) => ({ ...c, after: e.currentTarget.value }))}
          />
        </label>
        <button type="button" disabled={!isPair || done !== null} onClick={() => void work()}>
          Work it out
        </button>
        <button
          type="button"
          disabled={done === null}
          onClick={() => {
            running.current?.abort();
            running.current = null;
            setDone(null);
          }}
        >
          Cancel
        </button>
        <progress max={1} value={done ?? 0} aria-label="Working out what the news changed" hidden={done === null} />
      </div>
      <p class="fine" role="status">
        {days.length < 2
          ? 'The records counted became known on one day only: with an article of another day there is news to look at.'
          : !isPair
            ? 'The first day must lie before the second.'
            : outdated
              ? 'The days or the records have changed since this was worked out.'
              : ''}
      </p>
      {problems.map((p) => (
        <p key={p.message} class="problem" role="alert">
          {p.message}
          {p.repair && ` (${p.repair})`}
        </p>
      ))}
      {diff === null ? (
        <p class="fine news-empty">
          Press “Work it out”: it takes ten seconds or more, since the model is solved along the way from one day to the
          other, and again without each of the larger records.
        </p>
      ) : (
        <Found diff={diff} records={records} onShow={onShow} stale={outdated || done !== null} />
      )}
    </div>
  );
}

function Found({ diff, records, onShow, stale }: Properties & { readonly diff: NewsDiff; readonly stale: boolean }) {
  const { model } = useBench();
  const horizon = diff.days.at(-1)!;
  const labels = new Map(model.targets.map((t) => [t.id, t.group === null ? t.label : `${t.group}: ${t.label}`]));
  const moved = diff.outcomes
    .filter((o) => o.day === horizon && !o.already && Math.abs(o.difference) >= 0.0005)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  const ownerOf = (actor: string): string =>
    (model.view.actors.find((a) => a.id === actor)?.label ?? actor).split(':')[0]!;
  return (
    <div class={stale ? 'stale' : ''}>
      <p>
        <b>{dateInWords(diff.before.asOf)}</b> ({plural(diff.before.records, 'record')}) to{' '}
        <b>{dateInWords(diff.after.asOf)}</b> ({plural(diff.after.records, 'record')}):{' '}
        {plural(diff.stances.length, 'stance')} moved
        {moved.length === 0 ? ', and no outcome by half a tenth of a point.' : '.'}
      </p>
      <div class="balances">
        <Scroll name="Stances that moved">
          <table class="numbers">
            <caption>Stances that moved</caption>
            <thead>
              <tr>
                <th scope="col">Stance</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
                <th scope="col">In the model</th>
              </tr>
            </thead>
            <tbody>
              {diff.stances.map((s) => (
                <tr key={s.id}>
                  <th scope="row">
                    {ownerOf(s.actor)}: {labelOf(s.issue).toLowerCase()}
                  </th>
                  <td>{signed(s.before.position)}</td>
                  <td>{signed(s.after.position)}</td>
                  <td title={s.held ?? undefined}>{s.held !== null ? 'held' : signed(s.used[1] - s.used[0])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        <Scroll name="Outcomes that moved">
          <table class="numbers">
            <caption>Outcomes, by {dayInWords(model.view.startDate, horizon)}</caption>
            <thead>
              <tr>
                <th scope="col">Outcome</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
                <th scope="col">Points</th>
              </tr>
            </thead>
            <tbody>
              {moved.map((o) => (
                <tr key={o.outcome}>
                  <th scope="row">{labels.get(o.outcome) ?? o.outcome}</th>
                  <td>{finePercent(o.before)}</td>
                  <td>{finePercent(o.after)}</td>
                  <td>{points(o.difference)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
      {diff.attributions
        .filter((a) => a.day === horizon)
        .map((a) => (
          <Shares key={a.outcome} of={a} label={labels.get(a.outcome) ?? a.outcome} records={records} onShow={onShow} />
        ))}
    </div>
  );
}

/** One outcome's difference as bars, one for each record: what lies right of the line pushed it up. */
function Shares({
  of,
  label,
  records,
  onShow,
}: Properties & { readonly of: NewsDiff['attributions'][number]; readonly label: string }) {
  const byId = new Map(records.articles.flatMap((a) => a.records.map((r) => [r.id, { record: r, own: !a.shipped }])));
  const shown = of.records.slice(0, mostBars);
  const rest = of.records.slice(mostBars);
  const sum = (rows: typeof of.records): number => rows.reduce((s, r) => s + r.share, 0);
  const most = Math.max(...of.records.map((r) => Math.abs(r.share)), Math.abs(sum(rest)), 1e-12);
  const fine = (p: number): string =>
    `${p < 0 ? '−' : '+'}${numberText(Math.abs(p) * 100, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  const bar = (share: number) => (
    <span class={`share-bar${share < 0 ? ' less' : ''}`} aria-hidden="true" style={{ '--p': Math.abs(share) / most }} />
  );
  return (
    <Scroll name={`Which records moved “${label}”`}>
      <table class="numbers shares" data-attribution={of.outcome}>
        <caption>
          “{label}”: {finePercent(of.before)} to {finePercent(of.after)}, divided among the records (points)
        </caption>
        <thead>
          <tr>
            <th scope="col">Record</th>
            <th scope="col">
              <span class="spoken">Drawn</span>
            </th>
            <th scope="col">Share</th>
            <th scope="col">Left out</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((r) => {
            const found = byId.get(r.id);
            return (
              <tr key={r.id}>
                <th scope="row">
                  {found?.own ? (
                    <button type="button" class="link" onClick={() => onShow(r.id)}>
                      {r.id}
                    </button>
                  ) : (
                    <code>{r.id}</code>
                  )}{' '}
                  <small>{found?.record.paraphrase}</small>
                </th>
                <td>{bar(r.share)}</td>
                <td>{fine(r.share)}</td>
                <td>{r.leaveOneOut === null ? '–' : fine(r.leaveOneOut)}</td>
              </tr>
            );
          })}
          {rest.length > 0 && (
            <tr>
              <th scope="row">{plural(rest.length, 'other record')}</th>
              <td>{bar(sum(rest))}</td>
              <td>{fine(sum(rest))}</td>
              <td>–</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together: the whole difference</th>
            <td />
            <td>
              <b>{fine(sum(of.records))}</b>
            </td>
            <td>
              <small>to within {of.gap === 0 ? '0' : Math.abs(of.gap * 100).toExponential(0)}</small>
            </td>
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}
