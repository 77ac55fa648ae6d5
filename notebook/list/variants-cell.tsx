// A table of some variants: what differs from base, and the key outcomes on the day in focus.
import { useBench } from '../bench.ts';
import { Scroll } from '../cells/scroll.tsx';
import { chipsOf } from '../changes.ts';
import { figureOf } from '../figures.ts';
import { dateOn, percent, points, short } from '../words.ts';
import type { BodyProperties } from './bodies.tsx';
import { VariantPicker } from './variant-picker.tsx';

export function VariantsCell({ cell, onChange }: BodyProperties<'variants'>) {
  const { model, document, base, knownOf } = useBench();
  const rows = document.variants.filter((v) => cell.variants === null || cell.variants.includes(v.id));
  return (
    <>
      <Scroll name="Variants of this cell">
        <table>
          <caption>
            By {short(dateOn(model.view.startDate, document.day))}, day {document.day}; small: points against base.
          </caption>
          <thead>
            <tr>
              <th scope="col">Variant</th>
              <th scope="col">Differs in</th>
              {model.keys.map((t) => (
                <th key={t.id} scope="col" class="number">
                  {t.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((v) => (
              <tr key={v.id}>
                <th scope="row">{v.label}</th>
                <td>
                  {chipsOf(v, model.view, model.inputs)
                    .map((c) => `${c.what}: ${c.from} → ${c.to}`)
                    .join('; ') || 'as in the scenario'}
                </td>
                {model.keys.map((t) => {
                  const now = figureOf(knownOf(v), t, document.day);
                  const before = figureOf(knownOf(base), t, document.day);
                  const comparable =
                    v.id !== base.id && !now.already && !before.already && now.p !== null && before.p !== null;
                  return (
                    <td key={t.id} class="number">
                      {now.already ? 'already so' : percent(now.p)}
                      {comparable && <small> {points(now.p! - before.p!)}</small>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <VariantPicker chosen={cell.variants} onChange={(variants) => onChange({ ...cell, variants })} />
    </>
  );
}
