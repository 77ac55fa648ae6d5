// Where the numbers come from: outlets with dates, how many records of each, and how those are attributed.
import { useEffect, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { loadEvidence } from '../evidence.ts';
import { dateText, numberText } from '../help/language.ts';
import { english, type StringKey } from '../help/strings.ts';
import { assumedOf, type Balance, balanceOf } from './figures.ts';
import { counted, useSpeech } from './speech.ts';

export function Sources() {
  const { model } = useBench();
  const { view } = model;
  const speech = useSpeech();
  const { say } = speech;
  const balance = useBalance();
  const { assumed, all } = assumedOf(model.inputs);
  return (
    <section aria-labelledby="reading-sources">
      <h2 id="reading-sources">{say('sources.title')}</h2>
      <ul class="plain sources">
        {view.sources.map((s) => {
          const count = balance?.outlets.find((o) => o.outlet === s.outlet)?.count;
          return (
            <li key={s.id}>
              <b lang="en">{s.outlet}</b>
              <span class="fine">
                {s.published === null ? say('sources.undated') : dateText(new Date(`${s.published}T00:00:00Z`))}
                {count !== undefined && ` · ${counted(speech, 'sources.records', count)}`}
              </span>
            </li>
          );
        })}
      </ul>
      {balance !== null && balance.attributions.length > 0 && (
        <>
          <h3>{say('sources.balance')}</h3>
          <ul class="balance">
            {balance.attributions.map((a) => {
              const key = `attribution.${a.attribution}`;
              return (
                <li key={a.attribution}>
                  <b>{numberText(a.count)}</b> {isKey(key) ? say(key) : a.attribution}
                </li>
              );
            })}
          </ul>
        </>
      )}
      {all > 0 && <p class="fine">{say('sources.assumed', { n: numberText(assumed), all: numberText(all) })}</p>}
    </section>
  );
}

const isKey = (key: string): key is StringKey => Object.hasOwn(english, key);

function useBalance(): Balance | null {
  const { view } = useBench().model;
  const [balance, setBalance] = useState<Balance | null>(null);
  useEffect(() => {
    let current = true;
    loadEvidence().then(
      (records) => current && setBalance(balanceOf(records.values(), view)),
      // Without the records the outlets and dates still stand.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [view]);
  return balance;
}
