// Bundles the bench with what it measures and runs it in a process of its own. With --prism FOLDER: the models that it measures, for PRISM (prism.ts).
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');
// One folder below the root, as the tests that it shares code with.
const entry = process.argv.includes('--prism') ? 'prism' : 'bench';
const outDir = join(root, entry === 'bench' ? '.bench' : 'node_modules/.prism');
await build({
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'warn',
  define: { __STANDOFF_VERSION__: '"bench"' },
  ssr: { noExternal: true, external: ['xstate', 'vite', 'playwright-core', '@sparticuz/chromium', 'axe-core'] },
  build: { ssr: join(root, `test/bench/${entry}.ts`), target: 'node20', outDir, minify: false },
});
const { status } = spawnSync(process.execPath, [join(outDir, `${entry}.js`), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
rmSync(outDir, { recursive: true, force: true });
process.exitCode = status ?? 1;
