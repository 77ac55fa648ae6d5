// What a room may ask of the outside, as types. Rooms take these as arguments; only work/ and cli/ implement them.

/** Called now and then by long work: `done` of `total` steps. */
export type Progress = (done: number, total: number) => void;

/** The part of an AbortSignal that long work looks at between steps. */
export interface Abort {
  readonly aborted: boolean;
}

/** Thrown by long work when its Abort says so. */
export class Aborted extends Error {
  constructor() {
    super('stopped on request');
    this.name = 'Aborted';
  }
}

export function assertNotAborted(abort: Abort | undefined): void {
  if (abort?.aborted) throw new Aborted();
}
