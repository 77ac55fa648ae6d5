// The makers of exports that need a window, for one script that the tests put into an empty page.
export { briefHtml } from '../notebook/export/brief.ts';
export { pathsChart } from '../notebook/export/charts.ts';
export { stampedSvg } from '../notebook/export/image.ts';
export { dataAddress } from '../notebook/export/outputs.ts';
export { pngOf } from '../notebook/export/png.ts';
export { reportHtml } from '../notebook/export/report.ts';
export { resolvedSvg, resolvedTogether, themeColours } from '../notebook/export/resolve.ts';
export { contentOf, provenance } from './export-fixture.ts';
