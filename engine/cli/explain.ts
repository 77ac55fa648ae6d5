// Steps of a solution → what `standoff run --explain` prints: for each step the method and why it was chosen, how large it was, what it counted, what it may have missed, how long it took.
import { preferred } from '../exact/kernels/kernel.ts';
import type { Work } from '../exact/uniformized.ts';
import type { SolveStep } from '../result/solve-variant.ts';
import { whole, wideTable } from './format.ts';

/** Why a step was done in this way, by its method. */
const reasons: Readonly<Record<SolveStep['method'], string>> = {
  structure:
    'reachable configurations of the regions that matter for an answer (cone of influence); kept while only numbers change',
  rates:
    'opportunity × logit choice × consent and hazards, computed once for all configurations that agree in what they read',
  together:
    'several answers about most of one chain: one sweep of the uniformized chain, indices and weights read once for all; entries “core × combinations + inside”: regions that run by themselves are stepped once for all states of those that follow them',
  alone: 'absorbed early, or the only question of its chain: a sweep over what is reached before its sets',
  law: 'the law of the configuration on the day: one sweep of the uniformized chain',
  moments: 'rewards with amounts at events: one sweep that carries them beside the law',
  elimination:
    'no horizon: linear equations, by elimination without subtraction up to 500 configurations, by Gauss–Seidel beyond',
};

const shortNames: Readonly<Record<SolveStep['method'], string>> = {
  structure: 'explore',
  rates: 'rates',
  together: 'sweep, together',
  alone: 'sweep, alone',
  law: 'sweep, law',
  moments: 'sweep, moments',
  elimination: 'elimination',
};

function entriesOf({ entries, core, strips }: Work): string {
  if (core) return `${whole(core.entries)} × ${core.leaves} + ${whole(core.inner)}`;
  if (strips) return `${whole(entries)} in ${whole(strips.strips)} × ${strips.lanes}`;
  return whole(entries);
}

export function explanation(variant: string, steps: readonly SolveStep[]): string {
  const head = [
    'step',
    'of',
    'configurations',
    'entries',
    'Λ per day',
    'products × vectors',
    'terms',
    'missed ≤',
    'ms',
  ];
  const rows = steps.map((s) => {
    const [first, ...others] = s.answers;
    const what = others.length === 0 ? (first ?? '') : `${first} and ${others.length} more`;
    const of = what.length > 44 ? `${what.slice(0, 43)}…` : what;
    const ms = s.milliseconds.toFixed(1);
    if (s.size) {
      const computed = s.size.computed === undefined ? '' : `${whole(s.size.computed)} rates computed`;
      const { configurations, transitions } = s.size;
      return [shortNames[s.method], of, whole(configurations), whole(transitions), '', computed, '', '', ms];
    }
    if (!s.sweep) return [shortNames[s.method], of, '', '', '', '', '', '', ms];
    const { configurations, entries, lambda, products, vectors } = s.sweep.work;
    return [
      shortNames[s.method],
      of,
      whole(configurations),
      entriesOf(s.sweep.work),
      lambda.toPrecision(3),
      `${whole(products)} × ${vectors}`,
      whole(products * vectors * (entries + configurations)),
      s.sweep.truncation.toExponential(0),
      ms,
    ];
  });
  const used = [...new Set(steps.map((s) => s.method))];
  const bytes = Math.max(0, ...steps.map((s) => s.size?.bytes ?? 0));
  const total = steps.reduce((sum, s) => sum + s.milliseconds, 0);
  return [
    `How \`${variant}\` was solved (${total.toFixed(0)} ms in these steps; inner loops in ${preferred() === 'wasm' ? 'WebAssembly' : 'JavaScript'})`,
    wideTable(head, rows),
    ...(bytes > 0 ? [`The largest chain takes about ${whole(Math.ceil(bytes / 1e6))} MB with a sweep over it.`] : []),
    ...(steps.some((s) => s.sweep?.work.strips)
      ? [
          'entries “in strips × lanes”: regions side by side repeat the same few rates, so that the matrix is kept as strips of numbers without an index for each.',
        ]
      : []),
    ...used.map((m) => `${shortNames[m]}: ${reasons[m]}.`),
  ].join('\n');
}
