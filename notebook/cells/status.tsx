// How far the engine in this browser has confirmed the shipped answers, in one quiet line.
import type { Underway } from '../../engine/work/client.ts';
import type { Confirmation } from '../confirmation.ts';
import { dateInWords, percent, plain } from '../words.ts';

interface Properties {
  readonly confirmation: Confirmation;
  readonly busy: boolean;
  /** Answers came with the scenario. */
  readonly shipped: boolean;
  /** What solving is at that takes seconds. */
  readonly underway: Underway | null;
  readonly halted: boolean;
  readonly onHalt: () => void;
  readonly onResume: () => void;
}

/** How far a solution is that takes seconds, and what it takes: in place of the line's other text, which has its room. */
export function underwayText({ phase, configurations, bytes, done, total }: Underway): string {
  if (phase === 'exploring') return `Exploring: ${plain(configurations)} configurations so far`;
  const memory = bytes === null ? '' : `, about ${plain(Math.ceil(bytes / 1e6))} MB`;
  return `Solving ${plain(configurations)} configurations${memory}: ${percent(total > 0 ? done / total : 0)}`;
}

export function Status({ confirmation: c, busy, shipped, underway, halted, onHalt, onResume }: Properties) {
  const text = {
    shipped: 'Shipped answers',
    confirming:
      c.done === 0
        ? 'Shipped answers; the engine is starting'
        : `The engine confirms: ${c.done} of ${c.total} variants`,
    computing: `The engine is solving: ${c.done} of ${c.total} variants`,
    confirmed: shipped
      ? `Confirmed by the engine${c.when === null ? '' : ` on ${dateInWords(c.when.slice(0, 10))}`}: ${c.total} of ${c.total} variants`
      : `Solved by the engine: ${c.total} of ${c.total} variants`,
    differs: 'The engine’s figures differ from the shipped ones; its own are shown',
    broken: shipped ? 'The engine could not run; shipped answers only' : 'The engine could not run',
  }[c.phase];
  return (
    <p
      class={`status ${c.phase}`}
      data-testid="status"
      data-phase={c.phase}
      title={c.phase === 'confirmed' && shipped ? 'Every probability agrees to six decimals' : undefined}
    >
      <i aria-hidden="true" />{' '}
      {halted ? (
        <>
          The engine was stopped by you.{' '}
          <button type="button" class="link" onClick={onResume}>
            Go on
          </button>
        </>
      ) : underway !== null ? (
        <span data-testid="underway">
          {underwayText(underway)}{' '}
          <button type="button" class="link" onClick={onHalt}>
            Stop
          </button>
        </span>
      ) : (
        <>
          {text}
          {busy && c.phase !== 'confirming' && c.phase !== 'computing' && '; computing…'}
        </>
      )}
      {c.details.length > 0 && <small>{c.details.join('; ')}</small>}
    </p>
  );
}
