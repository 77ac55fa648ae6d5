// Statechart → positions of states and arrows for a drawing, by ELK's layered method (Sugiyama, Tagawa & Toda 1981; Schulze, Spönemann & von Hanxleden 2014). Drawn sizes in CSS pixels.

export interface LayoutState {
  readonly id: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly initial: boolean;
  readonly final: boolean;
}

/** One arrow: all the events that take a region from one state to another share it. */
export interface LayoutEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [number, number])[];
  /** Centre of the label. */
  readonly label: readonly [number, number];
  readonly events: readonly {
    readonly id: string;
    readonly label: string;
    readonly kind: 'move' | 'hazard' | 'always';
    /** Actor id; null for nature and `always`. */
    readonly actor: string | null;
    /** False: a side effect of an event whose home is another region. */
    readonly home: boolean;
  }[];
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
