// Evidence ids → where each record stands: outlet, date, paragraph, and what it says in other words.
import { useEffect, useState } from 'preact/hooks';
import { attributionOf, type EvidenceRecord, loadEvidence } from '../evidence.ts';
import { dateInWords } from '../words.ts';

export function Locators({ ids }: { readonly ids: readonly string[] }) {
  const [records, setRecords] = useState<ReadonlyMap<string, EvidenceRecord> | null>(null);
  useEffect(() => {
    let here = true;
    loadEvidence().then(
      (found) => here && setRecords(found),
      () => here && setRecords(new Map()),
    );
    return () => {
      here = false;
    };
  }, []);
  if (ids.length === 0)
    return <p class="fine">No record of the articles speaks of this state: it is assumed possible.</p>;
  return (
    <ol class="records">
      {ids.map((id) => {
        const r = records?.get(id);
        return r === undefined ? (
          <li key={id}>{records === null ? 'Loading…' : <code>{id}</code>}</li>
        ) : (
          <li key={id}>
            <p class="paraphrase">{r.paraphrase}</p>
            <p class="locator">
              <b>{r.outlet}</b>, {dateInWords(r.published)}, paragraph {r.paragraph}; {attributionOf(r)} ·{' '}
              <code>{r.id}</code>
            </p>
          </li>
        );
      })}
    </ol>
  );
}
