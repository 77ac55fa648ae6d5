// What can leave the page, for the share menu: each with a name, a line saying what it is for, and a function that makes it and hands it to the reader's downloads. Loaded when the menu opens.
import type { Bench } from '../bench.ts';
import { toVariantView } from '../document/document.ts';
import { documentText } from '../document/parse.ts';
import { documentToShare } from '../share/seen.ts';
import { briefHtml } from './brief.ts';
import type { Content } from './content.ts';
import { csvOf, type Table } from './csv.ts';
import { download } from './download.ts';
import type { LongWork } from './drivers.ts';
import { contentOf, type Needs, provenanceOf, scenarioText } from './gather.ts';
import { singleFile, withDocument } from './live.ts';
import { pathEventsTable, sampleStories } from './paths.ts';
import { fileNameOf } from './provenance.ts';
import { reportHtml } from './report.ts';
import { inputsTable, outcomesTable, rewardsTable, statesTable } from './tables.ts';

export type { LongWork } from './drivers.ts';

export interface ExportAction {
  readonly id: string;
  readonly group: 'To read' | 'To work on' | 'Numbers' | 'Model';
  readonly label: string;
  /** One line: what it is for. */
  readonly what: string;
  /** May take seconds: show progress and a way to stop. */
  readonly long: boolean;
  /** Rejects with words for the reader. Stopped: resolves, and nothing is saved. */
  readonly run: (work?: LongWork) => Promise<void>;
}

/** Sampled paths in the table of events, and their seed. */
const paths = { count: 200, seed: 1 } as const;

export function exportsOf(bench: Bench): readonly ExportAction[] {
  const { document, model, selected } = bench;
  const hasStatechart = document.cells.some((c) => c.kind === 'statechart');
  const name = (what: string, extension: string): string =>
    fileNameOf(provenanceOf(bench, null, new Date()), what, extension);

  const page =
    (what: string, needs: Needs, make: (c: Content) => string) =>
    async (work?: LongWork): Promise<void> => {
      const content = await contentOf(bench, needs, work);
      if (content !== null) download(name(what, 'html'), make(content), 'text/html');
    };
  const table =
    (what: string, needs: Needs, make: (c: Content) => Table) =>
    async (work?: LongWork): Promise<void> => {
      const content = await contentOf(bench, needs, work);
      if (content !== null) download(name(what, 'csv'), csvOf(make(content)), 'text/csv');
    };

  return [
    {
      id: 'report',
      group: 'To read',
      label: 'Frozen report',
      what: 'everything with its sources in one page that needs no script, to send or to keep as a record',
      long: true,
      run: page('report', { outcomes: true, states: hasStatechart, chart: true, cells: true }, reportHtml),
    },
    {
      id: 'brief',
      group: 'To read',
      label: 'One-page brief',
      what: 'A4: the sentence, the paths, what drives them, sources and limits',
      long: true,
      run: page('brief', { outcomes: true, drivers: 5 }, briefHtml),
    },
    {
      id: 'print',
      group: 'To read',
      label: 'Print this page',
      what: 'the page as it stands, on A4, without its controls',
      long: false,
      run: async () => print(),
    },
    {
      id: 'live',
      group: 'To work on',
      label: 'Live single file',
      what: 'the whole notebook with this document in one file that runs from a disk, offline; code cells are shown there but do not run',
      long: false,
      run: async () => {
        const title = document.title.trim() || model.view.title;
        download(
          name('live', 'html'),
          withDocument(await singleFile(), documentText(documentToShare(bench)), title),
          'text/html',
        );
      },
    },
    {
      id: 'csv-outcomes',
      group: 'Numbers',
      label: 'Outcomes (CSV)',
      what: 'every variant, outcome and reported day, one probability a row',
      long: true,
      run: table('outcomes', { outcomes: true }, outcomesTable),
    },
    {
      id: 'csv-totals',
      group: 'Numbers',
      label: 'Totals (CSV)',
      what: 'expected totals and averages, such as attempts at the border, with their spread',
      long: true,
      run: table('totals', { rewards: true }, rewardsTable),
    },
    {
      id: 'csv-states',
      group: 'Numbers',
      label: 'States by day (CSV)',
      what: 'the probability of every state on each reported day',
      long: true,
      run: table('states', { states: true }, statesTable),
    },
    {
      id: 'csv-inputs',
      group: 'Numbers',
      label: 'Inputs (CSV)',
      what: 'every input with its value in each variant, range, unit, basis and evidence',
      long: false,
      run: table('inputs', {}, inputsTable),
    },
    {
      id: 'csv-paths',
      group: 'Numbers',
      label: `${paths.count} sampled paths (CSV)`,
      what: `what happened when, and who did it, in ${paths.count} runs of “${selected.label}”`,
      long: true,
      run: async (work) => {
        const stories = await sampleStories(bench, selected, paths.seed, paths.count, work);
        if (stories === null) {
          if (work?.signal?.aborted) return;
          throw new Error(`“${selected.label}” could not be sampled: see what is said above the chart.`);
        }
        const rows = pathEventsTable(stories, model.view, provenanceOf(bench, null, new Date()));
        download(name(`paths-seed-${paths.seed}`, 'csv'), csvOf(rows), 'text/csv');
      },
    },
    {
      id: 'yaml',
      group: 'Model',
      label: 'Scenario file (YAML)',
      what: document.scenario.text === null ? 'the scenario as it ships' : 'the scenario as you edited it',
      long: false,
      run: async () => download(name('scenario', 'yaml'), await scenarioText(bench), 'application/yaml'),
    },
    {
      id: 'machine',
      group: 'Model',
      label: 'XState machine (JSON)',
      what: `the statechart of “${selected.label}” for Stately and your own programs`,
      long: false,
      run: async () => {
        const answered = await bench.ask('machine', { variant: toVariantView(selected) });
        if (answered?.value == null)
          throw new Error(
            answered?.problems[0]?.message ?? 'The machine could not be made: the engine has not started.',
          );
        download(name('machine', 'json'), answered.value, 'application/json');
      },
    },
  ];
}
