// What page and frame say to one another: one start message with a port, everything else over the port. A frame serves one run; what it says is a stranger's and is read with care.

/** Page → frame, once, with the frame's end of a MessageChannel. */
export interface Start {
  readonly kind: 'standoff-run';
  /** Said back with every answer. */
  readonly token: string;
  /** Body of an async function, from compileCode. */
  readonly body: string;
  /** What the body finds under names of its own; plain data. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Custom properties of the page's style, so that charts look at home. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly scheme: string;
}

/** Page → frame: are you there? */
export interface Ping {
  readonly kind: 'ping';
}

/** Place in the body, from 1; null where the browser does not tell. */
export interface BodyPlace {
  readonly line: number;
  readonly column: number;
}

export type FromFrame =
  | { readonly kind: 'pong' }
  /** `value` is plain data; `instead` says what it was when it cannot leave the frame. */
  | {
      readonly kind: 'done';
      readonly value: unknown;
      readonly instead: string | null;
      /** Something was drawn. */
      readonly shown: boolean;
      readonly height: number;
    }
  | { readonly kind: 'failed'; readonly message: string; readonly place: BodyPlace | null }
  /** What is drawn has another height now. */
  | { readonly kind: 'height'; readonly height: number }
  /** Something went wrong after the answer, in a timer or a listener. */
  | { readonly kind: 'late'; readonly message: string; readonly place: BodyPlace | null };

export interface Spoken {
  readonly token: string;
  readonly said: FromFrame;
}

const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null;

/** What a frame said, or null when it is none of the things a frame can say. */
export function readSpoken(data: unknown, token: string): FromFrame | null {
  if (!isObject(data) || data.token !== token || !isObject(data.said)) return null;
  const said = data.said;
  switch (said.kind) {
    case 'pong':
      return { kind: 'pong' };
    case 'done':
      return {
        kind: 'done',
        value: said.value,
        instead: typeof said.instead === 'string' ? said.instead.slice(0, 200) : null,
        shown: said.shown === true,
        height: heightOf(said.height),
      };
    case 'failed':
    case 'late':
      return { kind: said.kind, message: String(said.message).slice(0, 2000), place: placeOf(said.place) };
    case 'height':
      return { kind: 'height', height: heightOf(said.height) };
    default:
      return null;
  }
}

/** Higher frames scroll inside. */
export const greatestHeight = 1600;

function heightOf(x: unknown): number {
  return typeof x === 'number' && x > 0 ? Math.min(Math.ceil(x), greatestHeight) : 0;
}

function placeOf(x: unknown): BodyPlace | null {
  return isObject(x) && typeof x.line === 'number' && typeof x.column === 'number' && x.line >= 1 && x.column >= 1
    ? { line: x.line, column: x.column }
    : null;
}
