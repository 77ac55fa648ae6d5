// Figures of the bench → lines as they come, and a table.

export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: string;
  /** Baseline over this; above 1 is faster than the baseline. */
  readonly ratio?: number;
}

export type Tell = (row: Row) => void;

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
