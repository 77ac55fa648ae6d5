// The makers of exports that need a window, as one script that the tests put into an empty page: they stand at `window.kit`.
import { briefHtml } from '../notebook/export/brief.ts';
import { pathsChart } from '../notebook/export/charts.ts';
import { stampedSvg } from '../notebook/export/image.ts';
import { dataAddress } from '../notebook/export/outputs.ts';
import { pngOf } from '../notebook/export/png.ts';
import { reportHtml } from '../notebook/export/report.ts';
import { resolvedSvg, resolvedTogether, themeColours } from '../notebook/export/resolve.ts';
import { contentOf, provenance } from './export-fixture.ts';

const kit = {
  ...{ briefHtml, contentOf, dataAddress, pathsChart, pngOf, provenance },
  ...{ reportHtml, resolvedSvg, resolvedTogether, stampedSvg, themeColours },
};
export type Kit = typeof kit;
Object.assign(globalThis, { kit });
