// The numbers behind the moves of one variant: implied rates now and alone, moves that are as good as certain or never chosen, outcomes against their base rates.
import { type MoveOverview, movesOverview } from '../chain/move-overview.ts';
import type { Chain } from '../chain/rates.ts';
import { configurationAt } from '../chain/structure.ts';
import { runVariant } from '../result/run.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import type { Scenario } from '../scenario/load.ts';
import { type VariantView, viewOf } from '../scenario/view.ts';
import { percent, quantity, signed, table, whereText } from './format.ts';
import { say } from './terminal.ts';

/** Above this utility a move is nearly deterministic at each opportunity: 0.95 of them. */
const saturation = 3;
/** A move that would not happen once in a hundred horizons, even alone and where it is likeliest, is never chosen. */
const rarest = 0.01;

export function sayMoves(scenario: Scenario, variant: VariantView, bound: BoundScenario, chain: Chain): void {
  const overview = movesOverview(chain, bound);
  const start = configurationAt(chain.structure, 0);
  say();
  say(
    `Implied rates of variant \`${variant.id}\`, per day. Now: in the initial configuration, with competition and consent. Alone: λ / (1 + e^−U), as the only move, nobody asked.`,
  );
  say();
  const cells = (m: MoveOverview): string[] => [
    m.move,
    m.actor,
    m.now ? quantity(m.now.rate) : '—',
    m.now ? quantity(m.now.alone) : '—',
    m.now ? signed(m.now.utility) : '—',
    m.anywhere ? quantity(m.anywhere.alone) : '—',
    m.anywhere ? signed(m.anywhere.utility) : '—',
  ];
  say(table(['move', 'actor', 'now', 'alone', 'U now', 'most alone', 'largest U'], overview.map(cells), 2));
  say();

  const saturated = overview.filter((m) => m.anywhere !== null && m.anywhere.utility > saturation);
  say(
    saturated.length === 0
      ? `Saturated (U > ${saturation} somewhere): none.`
      : `Saturated (U > ${saturation} somewhere, so chosen at nearly every opportunity):`,
  );
  for (const m of saturated)
    say(`  ${m.move}: U = ${signed(m.anywhere!.utility)} where ${whereText(m.anywhere!.where, start)}`);
  const never = overview.filter((m) => m.anywhere === null || m.anywhere.alone * bound.horizon < rarest);
  say(
    never.length === 0
      ? 'Never chosen: none.'
      : 'Never chosen (not once in a hundred horizons, even alone and where it is likeliest):',
  );
  for (const m of never)
    say(
      `  ${m.move}: ${m.anywhere === null ? 'not possible in any reachable configuration' : `at most ${quantity(m.anywhere.alone)} per day`}`,
    );
  sayBaseRates(scenario, variant);
}

function sayBaseRates(scenario: Scenario, variant: VariantView): void {
  const asked = viewOf(scenario.file).outcomes.flatMap((o) =>
    o.baseRates.filter((b) => b.by_day <= scenario.file.meta.horizon_days).map((b) => ({ id: o.id, ...b })),
  );
  say();
  if (asked.length === 0) {
    say('Base rates: the file gives none (`base_rates:` of an outcome).');
    return;
  }
  const days = [...new Set(asked.map((b) => b.by_day))].sort((a, b) => a - b);
  const { value } = runVariant(scenario, variant, {
    days,
    outcomes: [...new Set(asked.map((b) => b.id))],
    rewards: [],
  });
  const rows = asked.flatMap((b) => {
    const outcome = value?.outcomes[b.id];
    if (!outcome || outcome.kind === 'race') return [];
    const p = outcome.byDay[String(b.by_day)]!;
    const verdict = p < b.low ? 'below' : p > b.high ? 'above' : 'inside';
    return [
      [
        b.id,
        `${b.label}${b.tuned ? ' (used for tuning)' : ''}`,
        String(b.by_day),
        percent(p),
        `${percent(b.share)} [${percent(b.low)}, ${percent(b.high)}]`,
        verdict,
      ],
    ];
  });
  const outside = rows.filter((r) => r[5] !== 'inside').length;
  say(
    `Base rates: ${outside === 0 ? 'every outcome lies inside its interval' : `${outside} of ${rows.length} lie outside their interval`}.`,
  );
  say();
  say(table(['outcome', 'base rate', 'by day', 'model', 'observed', ''], rows, 2));
}
