// Machine ↔ plain JSON. What enters from a file is data and never code: guards are rebuilt from their test, and whatever this engine cannot answer for is refused by name.
import type { AnyStateMachine } from 'xstate';
import { type Checked, ProblemError } from '../vocabulary/problem.ts';
import { type ChartMachine, machineOfConfig } from './machine.ts';
import type { MachineConfig } from './machine-config.ts';
import { machineFormat, readMachineConfig } from './machine-read.ts';

export interface MachineJson {
  readonly format: typeof machineFormat;
  /** An XState config: `createMachine(json.machine)` reads it once the guards are provided. */
  readonly machine: MachineConfig;
}

/** The machine as plain JSON. Throws a ProblemError when it has something that JSON would drop without a word, such as an inline guard. */
export function machineToJson(machine: AnyStateMachine): MachineJson {
  const { options: _limit, ...config } = machine.config as Record<string, unknown>;
  const { value, problems } = readMachineConfig(config);
  if (!value) throw new ProblemError(problems);
  return { format: machineFormat, machine: value };
}

/** The machine of a JSON value: our own format, or an XState config written by hand that stays within it. */
export function machineFromJson(json: unknown): Checked<ChartMachine> {
  const { value, problems } = readMachineConfig(json);
  return { value: value && machineOfConfig(value), problems };
}
