// "Why does Iran accept?": a move judged in one configuration — what each issue and each term adds or takes, for the mover and for everybody who must consent, and the rate that follows.
import { useEffect, useId, useState } from 'preact/hooks';
import type { Configuration, Flows, ScenarioView, UtilityTable, VariantView } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { percent } from '../words.ts';
import type { Chart } from './chart.ts';
import { ConfigurationPicker } from './configuration.tsx';
import { JudgeTable } from './judge-table.tsx';
import { actorName, departures, perDay, waiting } from './say.ts';
import { candidatesFor, type Judge, judgesOf, occasionsOf, scaleOf } from './utility.ts';

interface Properties {
  readonly variant: VariantView;
  readonly move: string;
  readonly start: Configuration;
  /** Where it is judged at first. */
  readonly at: Configuration;
  readonly chart: Chart;
  readonly flows: Flows | null;
}

/** How many configurations are tried when the move is not possible in the one at hand. */
const mostTries = 10;

export function WhyMove({ variant, move, start, at, chart, flows }: Properties) {
  const id = useId();
  const { ask, model } = useBench();
  const [configuration, setConfiguration] = useState(at);
  const [answer, setAnswer] = useState<{ question: string; table: UtilityTable | null; problem: string | null } | null>(
    null,
  );
  const [nearest, setNearest] = useState<Configuration | null>(null);
  const question = JSON.stringify([variant, move, configuration]);

  useEffect(() => {
    const abort = new AbortController();
    const explain = async (where: Configuration) => {
      const got = await ask('explain', { variant, configuration: where, move }, { signal: abort.signal });
      return got === null || abort.signal.aborted ? null : got;
    };
    setNearest(null);
    void (async () => {
      const got = await explain(configuration);
      if (got === null) return;
      setAnswer({
        question,
        table: got.value,
        problem: got.value === null ? (got.problems[0]?.message ?? 'no answer') : null,
      });
      if (got.value === null || got.value.enabled) return;
      for (const candidate of candidatesFor(move, configuration, chart, flows).slice(0, mostTries)) {
        const tried = await explain(candidate);
        if (tried === null) return;
        if (tried.value?.enabled) return setNearest(candidate);
      }
    })();
    return () => abort.abort();
  }, [question]);

  const fact = chart.events.get(move);
  return (
    <div class="move-judged">
      <ConfigurationPicker
        id={id}
        chart={chart}
        start={start}
        configuration={configuration}
        home={fact?.region ?? null}
        onChange={setConfiguration}
      />
      {answer === null && <p class="fine">Taking it apart…</p>}
      {answer?.problem && <p class="problem">{answer.problem}</p>}
      {answer?.table && (
        <div class={answer.question === question ? '' : 'stale'}>
          {!answer.table.enabled && (
            <p class="problem">
              This move is not possible there; the numbers are what it would be worth.{' '}
              {nearest && (
                <button type="button" class="link" onClick={() => setConfiguration(nearest)}>
                  Judge it with {departures(nearest, configuration, chart).join('; ')}
                </button>
              )}
            </p>
          )}
          <Judged table={answer.table} view={model.view} />
        </div>
      )}
    </div>
  );
}

function Judged({ table, view }: { readonly table: UtilityTable; readonly view: ScenarioView }) {
  const judges = judgesOf(table);
  const scale = scaleOf(table);
  const [mover, ...consenters] = judges as [Judge, ...Judge[]];
  const agreed = table.alone * table.consent;
  return (
    <>
      <p class="what-follows">
        <b>{actorName(view, mover.actor)}</b> has {perDay(occasionsOf(table)).replace(' a day', '')} occasions a day and
        would take {percent(mover.chance)} of them if it were the only move: {perDay(table.alone)}
        {consenters.map((c) => (
          <>
            ; <b>{actorName(view, c.actor)}</b> consents to {percent(c.chance)}
          </>
        ))}
        {consenters.length > 0 && <>: {perDay(agreed)}</>}
        {agreed > 0 && <>, once in {waiting(agreed)}</>}.{' '}
        <small>Other moves compete for the same occasions, so the rate in the model is lower.</small>
      </p>
      <div class="judges">
        {judges.map((j) => (
          <JudgeTable key={`${j.role} ${j.actor}`} judge={j} scale={scale} view={view} />
        ))}
      </div>
    </>
  );
}
