// Inside the frame: takes one run from the page, gives the code Plot, its data and a place to draw, and says what came of it. Built into one file (vite.config.ts) with a policy of its own.
import * as Plot from '@observablehq/plot';
import { tickName } from './names.ts';
import type { BodyPlace, FromFrame, Spoken, Start } from './protocol.ts';
import { tableOf, textOf } from './show.ts';
import { shutOff } from './shut-off.ts';

const compile = shutOff();
const place = document.querySelector('main')!;
/** One turn of the event loop that lasts longer is a loop that does not end. */
const longestTurn = 2000;
const fileName = 'cell.js';

addEventListener('message', function begin({ data, source, ports }: MessageEvent<Start>): void {
  const [port] = ports;
  if (source !== parent || data?.kind !== 'standoff-run' || port === undefined) return;
  removeEventListener('message', begin);
  void run(data, port);
});

async function run({ token, body, values, tokens, scheme }: Start, port: MessagePort): Promise<void> {
  const say = (said: FromFrame): void => port.postMessage({ token, said } satisfies Spoken);
  port.onmessage = () => say({ kind: 'pong' });
  say({ kind: 'pong' });
  const { style } = document.documentElement;
  style.colorScheme = scheme;
  for (const [name, value] of Object.entries(tokens)) style.setProperty(name, value);
  let answered = false;
  const late = (error: unknown): void => {
    if (answered) say({ kind: 'late', message: messageOf(error), place: placeOf(error) });
  };
  addEventListener('error', (e) => late(e.error ?? e.message));
  addEventListener('unhandledrejection', (e) => late(e.reason));

  let displayed: unknown;
  const display = (value: unknown): void => {
    displayed = value;
    place.append(drawn(value));
  };
  const given = { ...values, Plot, display, width: place.clientWidth, [tickName]: createTick() };
  try {
    const made = compile(
      `(async function(${Object.keys(given).join(', ')}) { "use strict";\n${body}\n})\n//# sourceURL=${fileName}`,
    );
    const returned = await (made as (...all: unknown[]) => Promise<unknown>)(...Object.values(given));
    if (returned instanceof Node && place.childNodes.length === 0) place.append(returned);
    const value = returned === undefined ? displayed : returned;
    answered = true;
    const shown = place.childNodes.length > 0;
    answer(value, shown, say);
    if (shown) new ResizeObserver(() => say({ kind: 'height', height: heightNow() })).observe(place);
  } catch (error) {
    answered = true;
    say({ kind: 'failed', message: messageOf(error), place: placeOf(error) });
  }
}

function answer(value: unknown, shown: boolean, say: (said: FromFrame) => void): void {
  const done = { kind: 'done', shown, height: heightNow() } as const;
  if (value instanceof Node) say({ ...done, value: undefined, instead: 'a picture' });
  else
    try {
      say({ ...done, value, instead: null });
    } catch {
      say({ ...done, value: undefined, instead: textOf(value) });
    }
}

const heightNow = (): number => place.getBoundingClientRect().height;

function drawn(value: unknown): Node {
  if (value instanceof Node) return value;
  const table = tableOf(value);
  if (table === null) {
    const text = document.createElement('pre');
    text.textContent = typeof value === 'string' ? value : textOf(value);
    return text;
  }
  const element = document.createElement('table');
  const rowOf = (cells: readonly string[], tag: 'th' | 'td'): HTMLTableRowElement => {
    const row = document.createElement('tr');
    for (const cell of cells) row.appendChild(document.createElement(tag)).textContent = cell;
    return row;
  };
  element.append(rowOf(table.columns, 'th'), ...table.rows.map((cells) => rowOf(cells, 'td')));
  if (table.more > 0) element.append(rowOf([`… ${table.more} more`], 'td'));
  return element;
}

/** Called once per turn of a loop; throws when the same turn of the event loop has lasted too long. Where frames share the page's thread, nobody else could stop it. */
function createTick(): () => void {
  const channel = new MessageChannel();
  let count = 0;
  let since = 0;
  channel.port1.onmessage = () => {
    since = 0;
  };
  return () => {
    if ((++count & 255) !== 0) return;
    const now = performance.now();
    if (since === 0) {
      since = now;
      channel.port2.postMessage(null);
    } else if (now - since > longestTurn)
      throw new Error(`a loop ran for ${longestTurn / 1000} seconds without an end and was stopped`);
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error
    ? error.name === 'Error'
      ? error.message
      : `${error.name}: ${error.message}`
    : textOf(error);
}

/** First place in the cell's own code that the error's stack names; the function's head is one line. */
function placeOf(error: unknown): BodyPlace | null {
  const stack = error instanceof Error ? String(error.stack) : '';
  const found = new RegExp(`${fileName}:(\\d+):(\\d+)`).exec(stack);
  return found === null ? null : { line: Number(found[1]) - 1, column: Number(found[2]) };
}
