// The library as a reader gets it: the packed tarball, unpacked beside an xstate of its own, runs the README's example and prints what the README says.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'standoff-pack-'));
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  mkdirSync(join(folder, 'node_modules', 'standoff'), { recursive: true });
  execFileSync('tar', [
    'xzf',
    join(folder, filename),
    '-C',
    join(folder, 'node_modules', 'standoff'),
    '--strip-components=1',
  ]);
  // What npm would install beside it: a dependency of its code, and one of its types.
  for (const name of ['xstate', 'zod'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const example = (): string => {
  const found = /```js\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'));
  return found![1]!;
};

test('the README example runs from the packed tarball and prints the printed numbers', () => {
  const code = example();
  expect(code.trim().split('\n').length).toBeLessThanOrEqual(10);
  writeFileSync(join(folder, 'example.mjs'), code);
  const printed = execFileSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' }).trim();
  expect(printed).toBe(/\/\/ ([\d. ]+)$/m.exec(code)![1]!.trim());
});

test('its types are found by a TypeScript reader', () => {
  writeFileSync(join(folder, 'example.ts'), example());
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        module: 'nodenext',
        target: 'es2023',
        lib: ['es2023', 'dom'],
        skipLibCheck: false,
        types: [],
      },
      files: ['example.ts'],
    }),
  );
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  let output = '';
  try {
    output = execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    output = String((error as { stdout?: string }).stdout);
  }
  expect(output).toBe('');
});

test('the packed command line answers', () => {
  const cli = join(folder, 'node_modules', 'standoff', 'dist', 'cli.js');
  expect(execFileSync(process.execPath, [cli, '--version'], { encoding: 'utf8' }).trim()).toBe(
    (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version,
  );
});
