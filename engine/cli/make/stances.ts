// Scenario + the records of its articles → data/stances.json: what each desk's records pool to, with the scenario's overrides beside it, and the response rules. A test says when it is stale.
import type { Evidence } from '../../reading/evidence.ts';
import { stancesFrom } from '../../scenario/from-records.ts';
import type { Scenario } from '../../scenario/load.ts';
import { viewOf } from '../../scenario/view.ts';

const round4 = (v: number): number => Math.round(v * 1e4) / 1e4 + 0;

/** One line a cell and a rule. Records in the order of their articles. */
export function makeStances(scenario: Scenario, records: readonly Evidence[]): string {
  const view = viewOf(scenario.file);
  const report = stancesFrom(view, records, { asOf: view.asOf ?? undefined });
  const cells = report.cells.map(({ actor, issue, pooled, stated }) => ({
    ...{ desk: actor, issue, position: round4(pooled.position), salience: round4(pooled.salience) },
    ...{ spread: round4(pooled.spread), certainty: round4(pooled.certainty) },
    ...{ records: pooled.evidence, conditional: pooled.conditional },
    override: stated.override === null ? null : overrideOf(scenario, actor, issue),
  }));
  const rules = report.rules.map((r) => ({ ...r, probability: round4(r.probability), spread: round4(r.spread) }));
  const lines = (rows: readonly unknown[]): string => rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  return `{
  "format": "standoff-stances/1",
  "scenario": ${JSON.stringify(view.id)},
  "as_of": ${JSON.stringify(report.asOf)},
  "cells": [
${lines(cells)}
  ],
  "rules": [
${lines(rules)}
  ]
}
`;
}

function overrideOf(scenario: Scenario, actor: string, issue: string): object {
  const { position, salience, spread, evidence, override } = scenario.file.actors![actor]!.stances![issue]!;
  return { position, salience, spread, records: evidence ?? [], why: override };
}
