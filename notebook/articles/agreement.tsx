// A second reader's decisions laid beside the first's: how far they agree, and where they differ.
import { useState } from 'preact/hooks';
import { type Review, readerAgreementBetween, readersOf } from '../../engine/index.ts';
import { Scroll } from '../cells/scroll.tsx';
import { numberText, shareText } from '../help/language.ts';
import { plural } from '../words.ts';
import type { Held } from './library.ts';
import { gistOf, type NameOf } from './record-words.ts';

interface Properties {
  readonly held: Held;
  readonly reader: string;
  readonly nameOf: NameOf;
  readonly onShow: (record: string) => void;
  readonly onDrop: (name: string) => void;
}

interface Side {
  readonly key: string;
  readonly label: string;
  readonly review: Review;
  readonly reader: string;
  readonly file: string | null;
}

export function Agreement({ held, reader, nameOf, onShow, onDrop }: Properties) {
  const sides: readonly Side[] = [
    ...readersOf(held.review)
      .filter((r) => r !== reader)
      .map((r) => ({ key: `own ${r}`, label: `${r} (in this review)`, review: held.review, reader: r, file: null })),
    ...held.others.flatMap(({ name, review }) =>
      readersOf(review).map((r) => ({ key: `${name} ${r}`, label: `${r} (${name})`, review, reader: r, file: name })),
    ),
  ];
  const [chosen, setChosen] = useState<string | null>(null);
  const side = sides.find((s) => s.key === chosen) ?? sides[0];
  if (side === undefined)
    return (
      <p class="fine">
        No second reader yet. Bring the review file of somebody who decided on the same article: it is laid beside
        yours, and how far you agree is shown here.
      </p>
    );
  const found = readerAgreementBetween(held.review, side.review, reader, side.reader);
  return (
    <div data-testid="agreement">
      <div class="controls">
        <label class="picker">
          <span>Beside {reader}</span>
          <select value={side.key} onChange={(e) => setChosen(e.currentTarget.value)}>
            {sides.map((s) => (
              <option key={s.key} value={s.key} selected={s.key === side.key}>
                {s.label}
              </option>
            ))}
          </select>
        </label>
        {side.file !== null && (
          <button type="button" onClick={() => onDrop(side.file!)}>
            Put this file away
          </button>
        )}
      </div>
      {found.both === 0 ? (
        <p class="fine">The two have decided on no record in common.</p>
      ) : (
        <p>
          The same decision on <b>{found.agreed}</b> of {plural(found.both, 'record')} that both decided (
          {shareText(found.share)}
          {found.kappa === null ? '' : `; Cohen’s kappa ${numberText(found.kappa, { maximumFractionDigits: 2 })}`}).{' '}
          {found.positions.difference !== null &&
            `Where both kept a statement (${found.positions.n}), their positions lie ${numberText(found.positions.difference, { maximumFractionDigits: 2 })} apart on average.`}{' '}
          Only {reader}: {found.only[0]}; only {side.reader}: {found.only[1]}.
        </p>
      )}
      {found.differing.length > 0 && (
        <Scroll name="Where the two readers differ">
          <table class="numbers differing">
            <caption>Where they differ</caption>
            <thead>
              <tr>
                <th scope="col">Record</th>
                <th scope="col">{reader}</th>
                <th scope="col">{side.reader}</th>
              </tr>
            </thead>
            <tbody>
              {found.differing.map((d) => (
                <tr key={d.id}>
                  <th scope="row">
                    <button type="button" class="link" onClick={() => onShow(d.id)}>
                      {d.id}
                    </button>
                  </th>
                  {[d.first, d.second].map((x, i) => (
                    <td key={i}>
                      {x.decision}
                      {x.record !== null && `: ${gistOf(x.record, nameOf)}`}
                      {x.reason && ` (${x.reason})`}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </div>
  );
}
