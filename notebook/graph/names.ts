// Which names a cell may have: one rule for formulas and code, so that every name works in both.
import type { CellOf } from '../document/document.ts';

export type GraphCell = CellOf<'formula'> | CellOf<'code'>;

/** What every cell can use without a cell of that name. */
export const builtinNames = ['day', 'selected', 'results', 'inputs', 'scenario'] as const;
export type BuiltinName = (typeof builtinNames)[number];

const functionNames = 'p reward input points min max round abs sqrt exp log if';
const operatorsOfFormulas = 'and or not xor mod to in true false null undefined NaN Infinity';
const wordsOfCode =
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends finally for function implements import instanceof interface let new package private protected public return static super switch this throw try typeof var void while with yield';
const providedToCode = 'Plot display width';
const ofTheRuntime = 'invalidation visibility';

const taken = new Set(
  [builtinNames.join(' '), functionNames, operatorsOfFormulas, wordsOfCode, providedToCode, ofTheRuntime]
    .join(' ')
    .split(' '),
);
const ofPrototypes = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Why a cell cannot be called so, as one sentence; null when it can. An empty name is allowed: nobody uses the cell. */
export function nameTrouble(name: string): string | null {
  if (name === '') return null;
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name))
    return `“${name}” cannot be a name: write a letter first, then letters, digits or _`;
  if (taken.has(name) || ofPrototypes.has(name)) return `“${name}” already means something here: choose another name`;
  return null;
}
