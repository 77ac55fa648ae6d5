// standoff export: one variant of a scenario in the language of another tool, as files beside each other. So far PRISM: a model and its properties.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prismOf } from '../interchange/prism.ts';
import { withBound } from '../result/run.ts';
import { viewOf } from '../scenario/view.ts';
import { problem } from '../vocabulary/problem.ts';
import { chooseVariants } from './choose.ts';
import { openScenario, sayAbout } from './input.ts';
import { inVariant } from './solve.ts';
import { type ExitCode, say, sayProblems, UsageError } from './terminal.ts';

export interface ExportOptions {
  readonly prism?: boolean;
  readonly variant?: string;
  /** Folder; made when it is not there. */
  readonly out: string;
  readonly force?: boolean;
  readonly maxConfigurations?: number;
}

export function exportScenario(file: string, options: ExportOptions): ExitCode {
  if (options.prism !== true)
    throw new UsageError('say in which language to export', 'write standoff export FILE.yaml --prism');
  const scenario = openScenario(file);
  if (scenario === null) return 1;
  const [variant] = chooseVariants(scenario, options.variant === undefined ? undefined : [options.variant], 'base');
  sayAbout(scenario, [variant!]);
  const stem = `${scenario.file.meta.id}-${variant!.id}`;
  const paths = [join(options.out, `${stem}.prism`), join(options.out, `${stem}.props`)] as const;
  const there = paths.find((path) => existsSync(path));
  if (there !== undefined && options.force !== true)
    throw new UsageError(`there is a ${there} already`, 'give another --out, or --force to write over it');
  const view = viewOf(scenario.file);
  const { value, problems } = withBound(scenario, variant!, (bound) => prismOf(bound, view, options.maxConfigurations));
  sayProblems(problems.map((p) => inVariant(p, scenario, variant!)));
  if (value === null) return 1;
  try {
    mkdirSync(options.out, { recursive: true });
    writeFileSync(paths[0], value.model);
    writeFileSync(paths[1], value.properties);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    sayProblems([
      problem('unwritable', `it cannot be written (${code})`, { file: options.out, repair: 'give another `--out`' }),
    ]);
    return 1;
  }
  say(`Written: ${paths.join(', ')}`);
  say(`  prism ${paths.join(' ')} -const T=${scenario.file.meta.horizon_days} -explicit -epsilon 1e-9`);
  return 0;
}
