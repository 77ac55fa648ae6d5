// Statechart → positions of states and arrows for a drawing, by ELK's layered method (Sugiyama, Tagawa & Toda 1981; Schulze, Spönemann & von Hanxleden 2014). Drawn sizes in CSS pixels.
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { canonicalJson, sha256Hex } from '../vocabulary/hash.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import { type Arrow, arrowsOf } from './arrows.ts';
import type { ChartRegion, Statechart } from './chart.ts';
import { wrapped } from './label-lines.ts';

export interface LayoutState {
  readonly id: string;
  readonly label: string;
  /** The label broken into lines that fit the box. */
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly initial: boolean;
  readonly final: boolean;
}

export interface LayoutEvent {
  readonly id: string;
  readonly label: string;
  /** The label broken into lines that fit the arrow's label box, with room for a figure after the last one; empty for a side effect. */
  readonly lines: readonly string[];
  readonly kind: 'move' | 'hazard' | 'always';
  /** Actor id; null for nature and `always`. */
  readonly actor: string | null;
  /** False: a side effect of an event whose home is another region. */
  readonly home: boolean;
}

/** One arrow: all the events that take a region from one state to another share it. */
export interface LayoutEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [number, number])[];
  /** Centre of the label, and the size that is kept free for it: none where every event is a side effect. */
  readonly label: readonly [number, number];
  readonly labelSize: readonly [number, number];
  readonly events: readonly LayoutEvent[];
}

export interface LayoutRegion {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly states: readonly LayoutState[];
  readonly edges: readonly LayoutEdge[];
}

export interface Layout {
  readonly format: 'standoff-layout/1';
  readonly scenario: string;
  /** SHA-256 of the canonical statechart: says when a shipped layout is stale. */
  readonly chart: string;
  /** In file order; coordinates inside a region start at its own top left corner. */
  readonly regions: readonly LayoutRegion[];
}

/** Beyond this a drawing helps nobody, and laying it out would take long. */
const mostStates = 60;
const mostArrows = 300;

/** Sizes in CSS pixels. The page draws state names at 14px and arrow labels at 11.5px. */
const nameSize = 14;
const labelSize = 11.5;
const nameLine = 18;
const labelLine = 14;
/** Room in a box below the name: percentage, difference, bar. */
const figures = 38;
/** Below the name stand a percentage and a difference. */
const narrowestName = 74;
const boxPadding = { x: 12, top: 10 };
/** Room for the figure after an arrow's label, " 0.31×", and for " +2" before it where other events take the arrow too. */
const figureRoom = 44;
const othersRoom = 20;

/** A drawing wider than this is tried in the next manner: it is what a column beside the page's inputs has room for. */
const widest = 750;

/** How a region may be laid out. */
interface Manner {
  /** Lines of a state's name, and pixels that a line may always take. */
  readonly state: { readonly most: number; readonly least: number };
  readonly label: { readonly most: number; readonly least: number };
  readonly options: Readonly<Record<string, string>>;
}

const close = {
  'elk.layered.spacing.nodeNodeBetweenLayers': '6',
  'elk.layered.spacing.edgeNodeBetweenLayers': '8',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '9',
} as const;

const manners: readonly [Manner, ...Manner[]] = [
  {
    state: { most: 2, least: 74 },
    label: { most: 2, least: 66 },
    options: {
      'elk.direction': 'RIGHT',
      'elk.layered.spacing.nodeNodeBetweenLayers': '18',
      'elk.layered.spacing.edgeNodeBetweenLayers': '14',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
    },
  },
  { state: { most: 3, least: 74 }, label: { most: 3, least: 82 }, options: { 'elk.direction': 'RIGHT', ...close } },
  { state: { most: 2, least: 160 }, label: { most: 2, least: 66 }, options: { 'elk.direction': 'DOWN', ...close } },
];

/** Cycles are broken in file order, so that the first state of a region stands first; a parent that holds all regions at once would crash ELK 0.12 with that. */
const common = {
  'elk.algorithm': 'layered',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.spacing.nodeNode': '24',
  'elk.spacing.edgeEdge': '16',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeLabel': '4',
  'elk.padding': '[top=14,left=2,bottom=8,right=6]',
} as const;

/**
 * Lays out every region by itself, left to right in file order; downward where that would be too wide.
 * Deterministic; coordinates are whole pixels. Rejects with a ProblemError when a region is too large to draw.
 */
export async function layoutOf(
  chart: Statechart,
  about: { readonly scenario: string; readonly actorOf: ReadonlyMap<string, string> },
): Promise<Layout> {
  const parts = chart.regions.map((region) => ({ region, arrows: arrowsOf(chart, region) }));
  for (const { region, arrows } of parts)
    if (region.states.length > mostStates || arrows.length > mostArrows)
      throw new ProblemError([
        problem(
          'too-large-to-draw',
          `region ${region.id} has ${region.states.length} states and ${arrows.length} arrows`,
          { repair: `a drawing shows at most ${mostStates} states and ${mostArrows} arrows a region; read the table` },
        ),
      ]);
  const elk = await startElk();
  const regions: LayoutRegion[] = [];
  for (const { region, arrows } of parts) {
    let laid = await regionOf(elk, region, arrows, about.actorOf, manners[0]);
    for (const manner of manners.slice(1))
      if (laid.width > widest) laid = await regionOf(elk, region, arrows, about.actorOf, manner);
    regions.push(laid);
  }
  return { format: 'standoff-layout/1', scenario: about.scenario, chart: chartHash(chart), regions };
}

/** What `Layout.chart` says of the chart that it was made from. */
export function chartHash(chart: Statechart): string {
  return sha256Hex(canonicalJson(chart));
}

interface Elk {
  layout(graph: ElkNode): Promise<ElkNode>;
}

/** ELK takes a worker that loads it for its own and listens in our place: what listened before is put back. */
async function startElk(): Promise<Elk> {
  const { default: ELK } = await import('elkjs/lib/elk.bundled.js');
  const scope = globalThis as { onmessage?: unknown };
  const before = scope.onmessage;
  const elk = new ELK();
  if (scope.onmessage !== before) scope.onmessage = before;
  return elk;
}

async function regionOf(
  elk: Elk,
  region: ChartRegion,
  arrows: readonly Arrow[],
  actorOf: ReadonlyMap<string, string>,
  manner: Manner,
): Promise<LayoutRegion> {
  const boxes = region.states.map((s) => {
    const { lines, width } = wrapped(s.label.replaceAll('_', ' '), nameSize, { ...manner.state, widest: 172 });
    return {
      ...s,
      lines,
      width: Math.max(narrowestName, Math.ceil(width)) + 2 * boxPadding.x,
      height: boxPadding.top + lines.length * nameLine + figures,
    };
  });
  const edges = arrows.map((a) => ({ ...a, ...labelled(a, actorOf, manner.label) }));
  const place = (state: string): string => `s${region.states.findIndex((s) => s.id === state)}`;
  const placed = await elk.layout({
    id: 'region',
    layoutOptions: { ...common, ...manner.options },
    children: boxes.map((b, i) => ({ id: `s${i}`, width: b.width, height: b.height })),
    edges: edges.map((e, i) => ({
      id: `e${i}`,
      sources: [place(e.from)],
      targets: [place(e.to)],
      // ELK keeps no room for a label without text.
      labels:
        e.labelSize[0] === 0 ? [] : [{ id: `l${i}`, text: 'label', width: e.labelSize[0], height: e.labelSize[1] }],
    })),
  });
  return {
    id: region.id,
    label: region.label,
    width: Math.ceil(placed.width!),
    height: Math.ceil(placed.height!),
    states: boxes.map((b, i) => ({
      id: b.id,
      label: b.label,
      lines: b.lines,
      x: Math.round(placed.children![i]!.x!),
      y: Math.round(placed.children![i]!.y!),
      width: b.width,
      height: b.height,
      initial: b.id === region.initial,
      final: b.final,
    })),
    edges: edges.map((e, i): LayoutEdge => {
      const { sections, labels } = placed.edges![i]!;
      const { startPoint, bendPoints = [], endPoint } = sections![0]!;
      const points = [startPoint, ...bendPoints, endPoint].map((p): Point => [Math.round(p.x), Math.round(p.y)]);
      const l = labels?.[0];
      const label: Point = l ? [Math.round(l.x! + l.width! / 2), Math.round(l.y! + l.height! / 2)] : middleOf(points);
      return {
        id: `${e.from}>${e.to}`,
        from: e.from,
        to: e.to,
        points,
        label,
        labelSize: e.labelSize,
        events: e.events,
      };
    }),
  };
}

type Point = readonly [number, number];

function labelled(
  arrow: Arrow,
  actorOf: ReadonlyMap<string, string>,
  { most, least }: Manner['label'],
): { events: readonly LayoutEvent[]; labelSize: Point } {
  let size: Point = [0, 0];
  const room = figureRoom + (arrow.events.length > 1 ? othersRoom : 0);
  const events = arrow.events.map((e): LayoutEvent => {
    const { id, label, kind, home } = e;
    if (!home) return { id, label, lines: [], kind, actor: actorOf.get(id) ?? null, home };
    // What stands in brackets at the end explains; the list beside the drawing has it in full.
    const text = label.replace(/\s*\([^()]*\)$/, '').replaceAll('_', ' ');
    const inLines = (count: number) => wrapped(text, labelSize, { least, widest: 132, most: count, room });
    const fitting = inLines(most);
    const { lines, width } = fitting.lines.some((l) => l.endsWith('…')) ? inLines(most + 1) : fitting;
    size = [Math.max(size[0], Math.ceil(width)), Math.max(size[1], lines.length * labelLine)];
    return { id, label, lines, kind, actor: actorOf.get(id) ?? null, home };
  });
  return { events, labelSize: size };
}

/** The middle of the longest stretch. */
function middleOf(points: readonly Point[]): Point {
  let longest = -1;
  let middle = points[0]!;
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1]!;
    const [x1, y1] = points[i]!;
    const length = Math.abs(x1 - x0) + Math.abs(y1 - y0);
    if (length <= longest) continue;
    longest = length;
    middle = [Math.round((x0 + x1) / 2), Math.round((y0 + y1) / 2)];
  }
  return middle;
}
