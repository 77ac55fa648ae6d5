// The page's side of a code cell's frame: code and data enter, an answer leaves; a frame that is silent, runs too long, talks too much or tries to leave is removed.
import type { CompiledCode } from '../graph/code.ts';
import { type BodyPlace, type FromFrame, readSpoken, type Start } from './protocol.ts';

export type FrameAnswer =
  | {
      readonly kind: 'done';
      readonly value: unknown;
      readonly instead: string | null;
      readonly shown: boolean;
      readonly height: number;
    }
  | { readonly kind: 'failed'; readonly message: string; readonly place: BodyPlace | null }
  | { readonly kind: 'stopped'; readonly message: string };

export interface FrameRun {
  readonly element: HTMLIFrameElement;
  readonly answer: Promise<FrameAnswer>;
  /** Takes the frame away without a word; an answer that has not come yet becomes `stopped`. */
  remove(): void;
}

export interface FrameOptions {
  /** For those who cannot see it: what is in the frame. */
  readonly title: string;
  readonly address: string;
  readonly onHeight?: (height: number) => void;
  /** Something went wrong after the answer; `place` null: the frame is gone. */
  readonly onLate?: (message: string, place: BodyPlace | null) => void;
  /** Looks (of half a second) that a run may take before its answer; left out: 20. */
  readonly runLooks?: number;
}

/** Milliseconds between looks at the frame; what follows counts looks, so that a page put to sleep does not blame the frame. */
const look = 500;
const limits = { silentLooks: 4, loadLooks: 60, messages: 2000 } as const;

/** A browser takes such frames from the network even where the rest of the page is kept for offline use. */
const missing = 'the frame for code could not be loaded: it needs the server that the page came from';

/** The page that frames load, beside the page itself; null where there is none: in a file on a disk, whose policy allows no frames. */
export function sandboxAddress(): string | null {
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content');
  return policy?.includes('frame-src') ? new URL('sandbox.html', document.baseURI).href : null;
}

/** Puts a new frame into `place` and runs the code in it, once. */
export function runInFrame(
  place: HTMLElement,
  code: CompiledCode,
  values: Readonly<Record<string, unknown>>,
  { title, address, onHeight, onLate, runLooks = 20 }: FrameOptions,
): FrameRun {
  const element = document.createElement('iframe');
  element.setAttribute('sandbox', 'allow-scripts');
  element.setAttribute('allow', '');
  element.referrerPolicy = 'no-referrer';
  element.title = title;
  element.src = address;
  const token = crypto.randomUUID();
  const channel = new MessageChannel();
  let settle: ((answer: FrameAnswer) => void) | null = null;
  const answer = new Promise<FrameAnswer>((resolve) => {
    settle = resolve;
  });
  let loaded = false;
  let heard = false;
  let gone = false;
  let unanswered = 0;
  let looks = 0;
  let messages = 0;

  const settled = (given: FrameAnswer): void => {
    settle?.(given);
    settle = null;
  };
  const remove = (message = 'stopped'): void => {
    if (gone) return;
    gone = true;
    clearInterval(timer);
    channel.port1.close();
    element.remove();
    settled({ kind: 'stopped', message });
  };
  const stop = (message: string): void => {
    if (!gone && settle === null) onLate?.(message, null);
    remove(message);
  };

  element.addEventListener('load', () => {
    // A frame loads once. Loading again means that the code sent it elsewhere.
    if (loaded) return stop('the code tried to leave its frame and was stopped');
    loaded = true;
    looks = 0;
    const start: Start = { kind: 'standoff-run', token, body: code.body, values, ...themeOf(place) };
    try {
      // A frame without an origin has none to name; it has just been loaded from here and has run nothing yet.
      element.contentWindow?.postMessage(start, '*', [channel.port2]);
    } catch {
      stop('a value that the code uses cannot be given to it');
    }
  });
  channel.port1.onmessage = ({ data }) => {
    if (++messages > limits.messages) return stop('the code sent too many messages and was stopped');
    unanswered = 0;
    heard = true;
    const said = readSpoken(data, token);
    if (said !== null) hear(said);
  };

  function hear(said: FromFrame): void {
    switch (said.kind) {
      case 'done':
      case 'failed':
        settled(said);
        break;
      case 'height':
        onHeight?.(said.height);
        break;
      case 'late':
        onLate?.(said.message, said.place);
        break;
    }
  }

  const timer = setInterval(() => {
    looks++;
    if (!element.isConnected) remove();
    else if (!loaded) {
      if (looks > limits.loadLooks) stop(missing);
    } else if (settle !== null && looks > runLooks)
      stop(`the code ran for ${(runLooks * look) / 1000} seconds without an answer and was stopped`);
    else if (unanswered >= limits.silentLooks)
      stop(
        heard ? `the code did not answer for ${(limits.silentLooks * look) / 1000} seconds and was stopped` : missing,
      );
    else {
      unanswered++;
      channel.port1.postMessage({ kind: 'ping' });
      // What is allowed is a rate, not a sum.
      messages = Math.max(0, messages - 100);
    }
  }, look);

  place.append(element);
  return { element, answer, remove: () => remove() };
}

const tokenNames =
  'paper surface sunken line line-strong ink muted grey accent accent-ink accent-wash good bad cause-1 cause-2 cause-3 cause-4 cause-5 cause-6 variant-1 variant-2 variant-3 variant-4 variant-5 variant-6'.split(
    ' ',
  );

function themeOf(element: HTMLElement): Pick<Start, 'tokens' | 'scheme'> {
  const style = getComputedStyle(element);
  const tokens = tokenNames.map((name) => [`--${name}`, style.getPropertyValue(`--${name}`)] as const);
  return { tokens: Object.fromEntries(tokens.filter(([, value]) => value !== '')), scheme: style.colorScheme };
}
