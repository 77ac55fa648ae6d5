// Content → tables for programs and spreadsheets, one observation a row. Every row ends with scenario, inputs and engine, so that files of many readers can be laid together and still say where each row is from.
import { figureOf } from '../figures.ts';
import { valueIn } from '../inputs.ts';
import { dateOn, labelOf } from '../words.ts';
import type { Content } from './content.ts';
import { type Column, number, type Table, text } from './csv.ts';
import type { Provenance } from './provenance.ts';

type Row = readonly (string | number | null)[];

/** Variants × outcomes × reported days. `already` is `yes` where it is so at the start of the variant: 1 by definition, or out of its race. */
export function outcomesTable(c: Content): Table {
  const { view, targets } = c.model;
  const rows = c.document.variants.flatMap((v) => {
    const known = c.knownOf(v);
    return targets.flatMap((t) =>
      view.days.map((day): Row => {
        const { p, already } = figureOf(known, t, day);
        return [
          v.id,
          v.label,
          t.outcome,
          t.group ?? t.label,
          t.kind,
          t.cause,
          t.cause === null ? null : t.label,
          day,
          isoDate(view.startDate, day),
          p,
          already ? 'yes' : 'no',
        ];
      }),
    );
  });
  return signedBy(
    [
      ...[text('variant_id'), text('variant'), text('outcome_id'), text('outcome'), text('kind')],
      ...[text('cause_id'), text('cause'), number('day'), text('date'), number('probability'), text('already')],
    ],
    rows,
    c.provenance,
  );
}

/** Expected totals: variants × rewards × reported days, mean and standard deviation. Days without a finite mean have none. */
export function rewardsTable(c: Content): Table {
  const { view } = c.model;
  const rows = c.document.variants.flatMap((v) =>
    view.rewards.flatMap((r) => {
      const byDay = c.knownOf(v).result?.rewards[r.id]?.byDay ?? {};
      return view.days.map((day): Row => {
        const { mean = null, sd = null } = byDay[String(day)] ?? {};
        return [v.id, v.label, r.id, labelOf(r.label), r.unit, r.measure, day, isoDate(view.startDate, day), mean, sd];
      });
    }),
  );
  return signedBy(
    [
      ...[text('variant_id'), text('variant'), text('reward_id'), text('reward'), text('unit'), text('measure')],
      ...[number('day'), text('date'), number('mean'), number('sd')],
    ],
    rows,
    c.provenance,
  );
}

/** One row per input, one column per variant with the value it has there. */
export function inputsTable(c: Content): Table {
  const { variants } = c.document;
  const rows = c.model.inputs.map(
    (i): Row => [
      i.id,
      i.label,
      i.ownerLabel,
      i.kind === 'stances' ? 'stance' : 'parameter',
      ...variants.map((v) => valueIn(v, i)),
      i.low,
      i.high,
      i.unit,
      i.kind === 'stances' && i.basis === '' ? (i.override ?? 'pooled from the evidence') : i.basis,
      i.evidence.join(' '),
    ],
  );
  return signedBy(
    [
      ...[text('id'), text('label'), text('owner'), text('kind')],
      ...variants.map((v) => number(`value in ${v.label}`)),
      ...[number('low'), number('high'), text('unit'), text('basis'), text('evidence')],
    ],
    rows,
    c.provenance,
  );
}

/** Probability of every state on the day itself; variants whose states are not known have no rows. */
export function statesTable(c: Content): Table {
  const { view } = c.model;
  const rows = c.document.variants.flatMap((v) => {
    const { result } = c.knownOf(v);
    const occupancy = result?.occupancy;
    if (occupancy === undefined) return [];
    return view.regions.flatMap((r) =>
      r.states.flatMap((s) =>
        result!.days.map(
          (day, i): Row => [
            ...[v.id, v.label, r.id, labelOf(r.label), s.id, labelOf(s.label)],
            ...[day, isoDate(view.startDate, day), occupancy[r.id]?.[s.id]?.[i] ?? null],
          ],
        ),
      ),
    );
  });
  return signedBy(
    [
      ...[text('variant_id'), text('variant'), text('region_id'), text('region'), text('state_id'), text('state')],
      ...[number('day'), text('date'), number('probability')],
    ],
    rows,
    c.provenance,
  );
}

export function signedBy(columns: readonly Column[], rows: readonly Row[], p: Provenance): Table {
  return {
    columns: [...columns, text('scenario'), text('inputs'), text('engine')],
    rows: rows.map((row) => [...row, p.scenario, p.inputs, p.engine]),
  };
}

/** YYYY-MM-DD of the calendar day in which a moment lies; null without a start date. */
export function isoDate(start: string | null, day: number): string | null {
  return start === null ? null : dateOn(start, Math.floor(day)).toISOString().slice(0, 10);
}
