// Three builds from one file: the notebook (a static site under dist/notebook); with `--mode single` the same as one file that runs from a disk (live.html, beside it); with `--mode node` the command line, the library and the Node worker.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { defineConfig } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };

const root = import.meta.dirname;
const port = Number(process.env.PORT ?? 4173);
/** The single file's policy: its own script by hash, nothing from anywhere else; and the place for its document. */
const sealed: Plugin = {
  name: 'standoff:sealed',
  enforce: 'post',
  transformIndexHtml: {
    // Before the build sees them: a font that is asked for by name would be left outside of the file.
    order: 'pre',
    handler: (html) =>
      html
        .replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, '')
        .replace(/<link\s+rel="(?:icon|preload)"[^>]*>\s*/g, ''),
  },
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') throw new Error('no page to seal');
      const html = String(page.source);
      const script = /<script type="module"[^>]*>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
      const hash = createHash('sha256').update(script).digest('base64');
      const policy = `default-src 'none'; script-src 'sha256-${hash}' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:; worker-src blob:; base-uri 'none'; form-action 'none'`;
      delete bundle['index.html'];
      this.emitFile({
        type: 'asset',
        fileName: 'live.html',
        source: html.replace(
          /(?=<script type="module")/,
          `<meta http-equiv="Content-Security-Policy" content="${policy}">\n<script type="application/json" id="standoff-document"></script>\n`,
        ),
      });
    },
  },
};

/** sandbox.html, in which the code of cells runs: one file, its script inlined and named by hash in a policy of its own. */
export async function sandboxPage(): Promise<string> {
  const folder = resolve(root, 'notebook/sandbox');
  const built = await build({
    configFile: false,
    root: folder,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: resolve(folder, 'frame.ts'), output: { format: 'iife', codeSplitting: false } },
    },
  });
  const chunk = 'output' in built ? built.output[0] : undefined;
  if (chunk === undefined) throw new Error('the frame for code was not built');
  const script = chunk.code.replace(/<(?=\/script|!--)/gi, '\\x3C');
  const hash = `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  return readFileSync(resolve(folder, 'frame.html'), 'utf8')
    .replace('%HASH%', () => hash)
    .replace('%SCRIPT%', () => `<script>${script}</script>`);
}
const sandbox: Plugin = {
  name: 'standoff:sandbox',
  async generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'sandbox.html', source: await sandboxPage() });
  },
  configureServer(server) {
    server.middlewares.use('/sandbox.html', async (_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(await sandboxPage());
    });
  },
};

/** service-worker.js is told what there is to keep: all but the single file, which is as large as everything else together. */
const offline: Plugin = {
  name: 'standoff:offline',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const worker = bundle['service-worker.js'];
      if (worker?.type !== 'chunk') throw new Error('no service worker');
      const files = ['./', ...Object.keys(bundle).filter((file) => file !== 'service-worker.js'), 'favicon.svg'].sort();
      const build = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12);
      worker.code = worker.code.replaceAll('__FILES__', JSON.stringify(files)).replaceAll('__BUILD__', `"${build}"`);
    },
  },
};

const define = { __STANDOFF_VERSION__: JSON.stringify(manifest.version) };

export default defineConfig(({ mode }) => {
  if (mode === 'node') {
    return {
      define,
      publicDir: false,
      ssr: { noExternal: true, external: ['xstate', 'assemblyscript'] },
      // The page's build of the YAML library: modules, of which only what is used is kept and started.
      resolve: { alias: { yaml: resolve(root, 'node_modules/yaml/browser/index.js') } },
      build: {
        ssr: true,
        target: 'node20',
        outDir: resolve(root, 'dist'),
        emptyOutDir: false,
        minify: false,
        sourcemap: false,
        rollupOptions: {
          input: {
            cli: resolve(root, 'engine/cli/main.ts'),
            'node-worker': resolve(root, 'engine/work/node-worker.ts'),
            index: resolve(root, 'engine/index.ts'),
          },
          output: {
            entryFileNames: '[name].js',
            chunkFileNames: 'chunks/[name].js',
            banner: (chunk: { name: string }) => (chunk.name === 'cli' ? '#!/usr/bin/env node' : ''),
          },
        },
      },
    };
  }
  if (mode === 'single') {
    return {
      define,
      root: resolve(root, 'notebook'),
      publicDir: false,
      logLevel: 'warn',
      plugins: [viteSingleFile(), sealed],
      resolve: { alias: { './spawn.ts': resolve(root, 'engine/work/spawn-inline.ts') } },
      build: {
        outDir: resolve(root, 'dist/notebook'),
        emptyOutDir: false,
        target: 'es2022',
        modulePreload: false,
        reportCompressedSize: false,
      },
      // A worker that stands in the page has no folder to load parts from; and on a disk, Chromium starts no module from a blob.
      worker: { format: 'iife', rolldownOptions: { output: { codeSplitting: false } } },
    };
  }
  return {
    define,
    root: resolve(root, 'notebook'),
    base: './',
    plugins: [sandbox, offline],
    build: {
      outDir: resolve(root, 'dist/notebook'),
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: {
        input: {
          index: resolve(root, 'notebook/index.html'),
          gallery: resolve(root, 'notebook/gallery.html'),
          'service-worker': resolve(root, 'notebook/service-worker.ts'),
        },
        output: {
          entryFileNames: ({ name }: { name: string }) =>
            name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js',
        },
      },
    },
    worker: { format: 'es' },
    server: { port, strictPort: true, fs: { allow: [root] } },
    preview: { port, strictPort: true },
    test: {
      root,
      css: true,
      testTimeout: 60_000,
      hookTimeout: 120_000,
      // A look at the page waits for what a busy machine is late with; one second is vitest's own patience.
      expect: { poll: { timeout: 15_000 } },
      pool: 'forks',
      maxWorkers: 2,
      // `npm test` stays short; `npm run campaign` also takes the long ways, and looks at every part in every look.
      projects: [
        { extends: true, test: { name: 'test', include: ['test/*.test.ts'] } },
        {
          extends: true,
          test: { name: 'campaign', include: ['test/**/*.test.ts'], env: { STANDOFF_CAMPAIGN: 'yes' } },
        },
      ],
    },
  };
});
