// Laws 2 and 3 of CONTRIBUTING: imports only point upstream, and each outside package has one door.
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix, relative, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Room → the rooms that it may import. `exact`, `sample` and `interchange` never see each other: their agreement is evidence only while they share nothing but the chain. */
const upstream: Record<string, string[]> = { vocabulary: [] };
let seen = ['vocabulary'];
for (const layer of [
  ['reading'],
  ['scenario'],
  ['statechart'],
  ['chain'],
  ['exact', 'sample', 'interchange'],
  ['result'],
  ['work'],
  ['cli'],
]) {
  for (const room of layer) upstream[room] = [...seen];
  seen = [...seen, ...layer];
}

/** Package → the only places that may import it. */
const doors: Record<string, RegExp> = {
  yaml: /^engine\/scenario\/source\.ts$/,
  mathjs: /^engine\/scenario\/expression\.ts$/,
  zod: /^(engine\/(vocabulary|reading|scenario|statechart|result|cli)|notebook\/document)\//,
  xstate: /^engine\/statechart\//,
  '@noble/hashes': /^engine\/vocabulary\/hash\.ts$/,
  commander: /^engine\/cli\//,
  'cli-progress': /^engine\/cli\//,
  'cli-table3': /^engine\/cli\//,
  node: /^engine\/(cli\/|work\/node(-worker)?\.ts$)/,
  '@observablehq/plot': /^notebook\//,
  preact: /^notebook\//,
  '@observablehq/runtime': /^notebook\//,
  'markdown-it': /^notebook\//,
  idb: /^notebook\/document\//,
  acorn: /^notebook\//,
  'acorn-walk': /^notebook\//,
  '@codemirror/autocomplete': /^notebook\//,
  '@codemirror/commands': /^notebook\//,
  '@codemirror/lang-javascript': /^notebook\//,
  '@codemirror/lang-yaml': /^notebook\//,
  '@codemirror/language': /^notebook\//,
  '@codemirror/lint': /^notebook\//,
  '@codemirror/state': /^notebook\//,
  '@codemirror/view': /^notebook\//,
  '@mozilla/readability': /^engine\/reading\/html\.ts$/,
  linkedom: /^engine\/reading\/html\.ts$/,
  'franc-min': /^engine\/reading\/language\.ts$/,
  assemblyscript: /^engine\/cli\/make\/kernels\.ts$/,
  elkjs: /^engine\/statechart\/layout\.ts$/,
  'wink-nlp': /^engine\/reading\/words\.ts$/,
  'wink-eng-lite-web-model': /^engine\/reading\/words\.ts$/,
  'world-countries': /^engine\/reading\/world\.ts$/,
};

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && /\.tsx?$/.test(e.name))
    .map((e) => relative(root, join(e.parentPath, e.name)).split(sep).join('/'));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const statements = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  );
  return [...statements].map((m) => (m[1] ?? m[2] ?? m[3])!);
}

const packageOf = (specifier: string): string => {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return 'node';
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? `${parts[0]}/${parts[1]}` : parts[0]!;
};

test('imports point upstream, and the notebook sees only the two doors of the engine', () => {
  const files = [...sources('engine'), ...sources('notebook')];
  expect(files.length).toBeGreaterThan(50);
  const broken: string[] = [];
  for (const file of files)
    for (const specifier of importsOf(file)) {
      if (!specifier.startsWith('.')) continue;
      const target = posix.normalize(posix.join(posix.dirname(file), specifier.replace(/\?.*$/, '')));
      if (file.startsWith('notebook/')) {
        if (target.startsWith('engine/') && target !== 'engine/index.ts' && target !== 'engine/work/client.ts')
          broken.push(`${file} imports ${target}: take it from engine/index.ts, or re-export it there`);
        continue;
      }
      if (!target.startsWith('engine/')) {
        // The reader's own data: names of the world, office-holders, cue sets made from WordNet.
        const ownData = file.startsWith('engine/reading/') && /^data\/(?:world\/|lexicon\/|officeholders)/.test(target);
        if (!target.startsWith('package.json') && !ownData)
          broken.push(`${file} imports ${target}: the engine knows no page, no data and no scenarios; pass it in`);
        continue;
      }
      const [, from] = file.split('/') as [string, string];
      const [, to] = target.split('/') as [string, string];
      if (from === 'index.ts' || from === to) continue;
      if (!(from in upstream))
        broken.push(`${file}: engine/${from} is no room; add it to the walk in CONTRIBUTING and here`);
      else if (!upstream[from]!.includes(to))
        broken.push(
          `${file} imports ${target}: ${to} lies downstream of ${from}; move the shared noun upstream, or take it as an argument`,
        );
    }
  expect(broken).toEqual([]);
});

test('each outside package has one door', () => {
  const broken: string[] = [];
  const used = new Set<string>();
  for (const file of [...sources('engine'), ...sources('notebook')])
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith('.')) continue;
      const name = packageOf(specifier);
      used.add(name);
      const door = doors[name];
      if (!door)
        broken.push(
          `${file} imports ${specifier}: a new package needs a line here and a word in the commit (licence, upkeep, size)`,
        );
      else if (!door.test(file))
        broken.push(`${file} imports ${specifier}: its door is ${door.source}; call what that file exports`);
    }
  expect(broken).toEqual([]);
  expect(Object.keys(doors).filter((name) => !used.has(name))).toEqual([]);
});

test('scenarios and data hold no code', () => {
  const code = ['scenarios', 'data'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((f) => /\.[cm]?[jt]sx?$/.test(f)),
  );
  expect(code).toEqual([]);
});
