// How far the engine in this browser has confirmed the shipped answers, in one quiet line.
import type { Confirmation } from '../confirmation.ts';
import { dateInWords } from '../words.ts';

interface Properties {
  readonly confirmation: Confirmation;
  readonly busy: boolean;
  /** Answers came with the scenario. */
  readonly shipped: boolean;
}

export function Status({ confirmation: c, busy, shipped }: Properties) {
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
      <i aria-hidden="true" /> {text}
      {busy && c.phase !== 'confirming' && c.phase !== 'computing' && '; computing…'}
      {c.details.length > 0 && <small>{c.details.join('; ')}</small>}
    </p>
  );
}
