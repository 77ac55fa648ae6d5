// The numbers of a curve or a map as a table.
import { Scroll } from '../cells/scroll.tsx';
import { finePercent } from '../words.ts';
import type { Axis } from './axis.ts';

interface Properties {
  readonly across: Axis;
  /** Null: a curve. */
  readonly up: Axis | null;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly caption: string;
  readonly at: (column: number, row: number) => number | null;
}

export function SweepTable({ across, up, xs, ys, caption, at }: Properties) {
  return (
    <details class="numbers">
      <summary>Show the numbers as a table</summary>
      <Scroll name="Table of numbers">
        <table>
          <caption>
            {caption} Across: {across.label}.{up && ` Down: ${up.label}.`}
          </caption>
          {up === null ? (
            <>
              <thead>
                <tr>
                  <th scope="col">{across.label}</th>
                  <th scope="col">Probability</th>
                </tr>
              </thead>
              <tbody>
                {xs.map((x, c) => (
                  <tr key={x}>
                    <th scope="row">{across.say(x)}</th>
                    <td>{finePercent(at(c, 0))}</td>
                  </tr>
                ))}
              </tbody>
            </>
          ) : (
            <>
              <thead>
                <tr>
                  <th scope="col">{up.label}</th>
                  {xs.map((x) => (
                    <th key={x} scope="col">
                      {across.say(x)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {ys.map((y, r) => (
                  <tr key={y}>
                    <th scope="row">{up.say(y)}</th>
                    {xs.map((x, c) => (
                      <td key={x}>{finePercent(at(c, r))}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </>
          )}
        </table>
      </Scroll>
    </details>
  );
}
