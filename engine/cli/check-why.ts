// "Why does Iran accept?": one move in one configuration → what each judge's utility is made of, largest first.
import type { Chain } from '../chain/rates.ts';
import { configurationAt } from '../chain/structure.ts';
import { type UtilityRow, utilityTable } from '../chain/utilities.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { count, quantity, signed, table, whereText } from './format.ts';
import { say } from './terminal.ts';

/** Summands that are 0 are named up to this many. */
const mostZeros = 20;

export function sayWhy(bound: BoundScenario, chain: Chain, move: string): void {
  const { structure } = chain;
  const label = bound.moves.find((m) => m.id === move)?.label;
  const found = firstPossible(chain, move);
  say();
  if (found === null || label === undefined) {
    say(`${move}: possible in no reachable configuration of variant \`${bound.variant.id}\`.`);
    return;
  }
  const from = configurationAt(structure, found.configuration);
  const t = utilityTable(bound, from, move);
  say(
    `${move} (${label}), ${found.configuration === 0 ? 'in the initial configuration' : `which is first possible where ${whereText(from, configurationAt(structure, 0))}`}; it leads to ${whereText(t.to, from)}.`,
  );
  for (const { actor, role, utility } of t.utilities) {
    const rows = t.rows.filter((r) => r.actor === actor && r.role === role);
    const told = rows.filter((r) => r.value !== 0).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
    const name = bound.actors.find((a) => a.id === actor)?.label ?? actor;
    say();
    const verdict =
      role === 'mover'
        ? `chooses it alone at ${quantity(t.alone)} per day`
        : `accepts with probability ${quantity(1 / (1 + Math.exp(-utility)))}`;
    say(`${actor} (${name}), ${role}: U = ${signed(utility)}, ${verdict}`);
    if (told.length > 0)
      say(
        indented(
          table(
            ['', 'contribution', 'made of'],
            told.map((r) => [signed(r.value), `${r.kind === 'issue' ? 'stance on ' : ''}${r.name}`, madeOf(r)]),
            3,
          ),
        ),
      );
    const zeros = rows.filter((r) => r.value === 0).map((r) => r.name);
    if (zeros.length > 0)
      say(
        `  ${count(zeros.length, 'summand is', 'summands are')} 0 here: ${zeros.slice(0, mostZeros).join('; ')}${zeros.length > mostZeros ? '; …' : ''}`,
      );
  }
  say();
  say(
    `Rate with competition and consent: ${quantity(found.rate)} per day${t.utilities.length > 1 ? `; consent ${quantity(t.consent)}` : ''}.`,
  );
}

function madeOf({ factors, via }: UtilityRow): string {
  if (factors)
    return `gain ${quantity(factors.gain)} × position ${quantity(factors.position)} × salience ${quantity(factors.salience)} × change ${signed(factors.change)}`;
  if (via.length === 0) return '';
  const names = via.length <= 5 ? via : [...via.slice(0, 2), `… ${via.length - 4} more …`, ...via.slice(-2)];
  return `in ${names.join(' → ')}`;
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

/** The configuration nearest to the start (breadth first) that the move changes, with its rate there. */
function firstPossible({ structure, labelled }: Chain, move: string): { configuration: number; rate: number } | null {
  const e = structure.events.indexOf(move);
  for (let i = 0; i < structure.size; i++)
    for (let t = structure.rowStart[i]!; t < structure.rowStart[i + 1]!; t++)
      if (structure.event[t] === e && structure.target[t] !== i) return { configuration: i, rate: labelled[t]! };
  return null;
}
