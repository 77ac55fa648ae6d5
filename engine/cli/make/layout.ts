// Scenario → the layout of its statechart that ships beside it, so that a page draws before any engine has run. A test says when it is stale.
import type { Scenario } from '../../scenario/load.ts';
import { drawnChartOf } from '../../statechart/drawn.ts';
import { layoutOf } from '../../statechart/layout.ts';

/** The text of FILE.layout.json: one line a region. */
export async function makeLayout(scenario: Scenario): Promise<string> {
  const { chart, actorOf } = drawnChartOf(scenario);
  const { regions, ...head } = await layoutOf(chart, { scenario: scenario.file.meta.id, actorOf });
  return `${JSON.stringify(head).slice(0, -1)},"regions":[\n${regions.map((r) => JSON.stringify(r)).join(',\n')}\n]}\n`;
}
