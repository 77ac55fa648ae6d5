// Two builds from one file: the notebook (a static site under dist/notebook) and, with `--mode node`, the command line, the library and the Node worker.
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };

const root = import.meta.dirname;
const port = Number(process.env.PORT ?? 4173);
const define = { __STANDOFF_VERSION__: JSON.stringify(manifest.version) };

export default defineConfig(({ mode }) => {
  if (mode === 'node') {
    return {
      define,
      publicDir: false,
      ssr: { noExternal: true, external: ['xstate'] },
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
  return {
    define,
    root: resolve(root, 'notebook'),
    base: './',
    build: { outDir: resolve(root, 'dist/notebook'), emptyOutDir: true, target: 'es2022' },
    worker: { format: 'es' },
    server: { port, strictPort: true, fs: { allow: [root] } },
    preview: { port, strictPort: true },
    test: { root, include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000, pool: 'forks' },
  };
});
