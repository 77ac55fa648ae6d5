// "15 of 100": each variant as a hundred such cases in rows of ten, with as many filled as the probability says (natural frequencies; Gigerenzer and Hoffrage 1995).
import * as Plot from '@observablehq/plot';
import { halo } from './drawing.ts';
import { base } from './plot-common.ts';

export interface DotsPart {
  readonly label: string;
  readonly colour: string;
  readonly symbol: Plot.SymbolType;
  /** Probability; the parts of one panel sum to at most 1. */
  readonly p: number;
}

export interface DotsPanel {
  readonly id: string;
  readonly label: string;
  /** What stands above the dots, "15 of 100". */
  readonly lead: string;
  readonly parts: readonly DotsPart[];
  readonly selected: boolean;
  /** Of the first part, before the change under way; null at rest. */
  readonly ghost: number | null;
}

interface Dot {
  readonly x: number;
  readonly y: number;
  /** Place of its part; −1: none of them. */
  readonly part: number;
  /** Stands for less than one case. */
  readonly partial: boolean;
  readonly ring: boolean;
}

const perRow = 10;
const pitch = 14;
/** Characters of a name on its two lines. */
const longest = 40;
const panel = { width: 150, head: 54, height: 54 + 10 * pitch + 18 } as const;

/** As many beside each other as have room, in rows of about the same length. */
function columnsOf(panels: number, width: number): number {
  const most = Math.max(1, Math.floor(width / panel.width));
  return Math.max(1, Math.ceil(panels / Math.ceil(panels / most)));
}

export function dotsHeight(panels: number, width: number): number {
  return Math.ceil(panels / columnsOf(panels, width)) * panel.height;
}

/**
 * Whole dots per part, by largest remainder, so that parts that sum to 1 fill all 100.
 * A part below one dot but not impossible gets one, as `partial`; the largest give it up.
 */
export function dotsOf(parts: readonly number[]): readonly { readonly count: number; readonly partial: boolean }[] {
  const exact = parts.map((p) => p * 100);
  const total = Math.round(exact.reduce((a, b) => a + b, 0));
  const partial = exact.map((e) => e > 0 && e < 1);
  const counts = exact.map((e, i) => (partial[i] ? 1 : Math.floor(e)));
  const left = total - counts.reduce((a, b) => a + b, 0);
  const whole = exact.map((_, i) => i).filter((i) => !partial[i]);
  const byRest = [...whole].sort((a, b) => exact[b]! - counts[b]! - (exact[a]! - counts[a]!));
  for (const i of byRest.slice(0, Math.max(0, left))) counts[i]!++;
  for (let over = -left; over > 0; over--) {
    const largest = whole.reduce((best, i) => (counts[i]! > counts[best]! ? i : best), whole[0] ?? 0);
    if (counts[largest]! < 2) break;
    counts[largest]!--;
  }
  return counts.map((count, i) => ({ count, partial: partial[i]! }));
}

export function dotsIn(p: DotsPanel): readonly Dot[] {
  const filled = dotsOf(p.parts.map((part) => part.p)).flatMap(({ count, partial }, part) =>
    Array.from({ length: count }, () => ({ part, partial })),
  );
  const ghost = p.ghost === null ? null : dotsOf([p.ghost])[0]!.count;
  const first = filled.filter((d) => d.part === 0).length;
  return Array.from({ length: 100 }, (_, i) => ({
    x: i % perRow,
    y: Math.floor(i / perRow),
    ...(filled[i] ?? { part: -1, partial: false }),
    ring: ghost !== null && i >= Math.min(ghost, first) && i < Math.max(ghost, first),
  }));
}

export function drawDots(panels: readonly DotsPanel[], width: number, height: number): Element {
  const columns = columnsOf(panels.length, width);
  const gap = Math.min(44, (width - columns * panel.width) / Math.max(1, columns - 1));
  const left = (i: number): number => (i % columns) * (panel.width + gap) + 2;
  const top = (i: number): number => Math.floor(i / columns) * panel.height;
  const dots = panels.flatMap((p, i) =>
    dotsIn(p).map((d) => ({
      ...d,
      look: p.parts[d.part] ?? null,
      x: left(i) + pitch / 2 + d.x * pitch,
      y: top(i) + panel.head + pitch / 2 + d.y * pitch,
    })),
  );
  const looks = [...new Set(dots.flatMap((d) => d.look ?? []))];
  const heads = panels.map((p, i) => ({ ...p, x: left(i), y: top(i) }));
  const head = { x: 'x', y: 'y', textAnchor: 'start', lineAnchor: 'top', ...halo } as const;
  const name = {
    ...head,
    text: (h: DotsPanel) => (h.label.length > longest ? `${h.label.slice(0, longest - 1)}…` : h.label),
    dy: 24,
    fontSize: 12.5,
    fill: 'var(--ink)',
    lineWidth: 11,
  } as const;
  return Plot.plot({
    ...base(width, height),
    margin: 0,
    x: { type: 'identity', axis: null },
    y: { type: 'identity', axis: null },
    marks: [
      Plot.text(heads, { ...head, text: 'lead', dy: 4, fontSize: 15, fontWeight: 700, fill: 'var(--ink)' }),
      Plot.text(
        heads.filter((h) => !h.selected),
        name,
      ),
      Plot.text(
        heads.filter((h) => h.selected),
        { ...name, fontWeight: 700 },
      ),
      Plot.dot(
        dots.filter((d) => d.part < 0),
        { x: 'x', y: 'y', r: 4, stroke: 'var(--grey)', strokeWidth: 1 },
      ),
      ...looks.flatMap((look) => {
        const own = dots.filter((d) => d.look === look);
        const common = { x: 'x', y: 'y', symbol: look.symbol } as const;
        return [
          Plot.dot(
            own.filter((d) => !d.partial),
            { ...common, r: look.symbol === 'star' ? 4.5 : 5, fill: look.colour },
          ),
          Plot.dot(
            own.filter((d) => d.partial),
            { ...common, r: 4, stroke: look.colour, strokeWidth: 1.5, strokeDasharray: '2 2' },
          ),
        ];
      }),
      Plot.dot(
        dots.filter((d) => d.ring),
        { x: 'x', y: 'y', r: 6.5, stroke: 'var(--ink)', strokeWidth: 1.25, strokeDasharray: '2 2' },
      ),
    ],
  });
}
