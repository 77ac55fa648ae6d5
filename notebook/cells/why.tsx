// "Why 0.6?": what stands behind a number, as a popover — the basis, the range, what it moves, and each record with its outlet, date, place and attribution; or that it is assumed.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { attributionOf, type EvidenceRecord, loadEvidence } from '../evidence.ts';
import type { Input } from '../inputs.ts';
import type { Strength } from '../shipped.ts';
import { dateInWords, pointsInWords, unitOf } from '../words.ts';
import { EitherEnd } from './either-end.tsx';
import { useLabels } from './labels.ts';

interface Properties {
  readonly input: Input;
  readonly value: number;
  readonly say: (x: number) => string;
  /** A yes-or-no input, shown as one with the ends 0 and 1. */
  readonly isSwitch?: boolean;
  readonly onClose: () => void;
}

export function Why({ input, value, say, isSwitch = false, onClose }: Properties) {
  const frame = useRef<HTMLDivElement>(null);
  const unit = input.kind === 'stances' ? '' : ` ${unitOf(input.unit)}`;

  useLayoutEffect(() => {
    const element = frame.current;
    const button = element?.parentElement?.querySelector('.why-button');
    if (!element || !button) return;
    const place = (): void => {
      const b = button.getBoundingClientRect();
      const { offsetWidth, offsetHeight } = element;
      const below = b.bottom + 6 + offsetHeight <= innerHeight - 8;
      element.style.setProperty(
        '--left',
        `${Math.max(8, Math.min(b.right - offsetWidth, innerWidth - offsetWidth - 8))}px`,
      );
      element.style.setProperty(
        '--top',
        `${below ? b.bottom + 6 : Math.max(8, Math.min(b.top - offsetHeight - 6, innerHeight - offsetHeight - 8))}px`,
      );
    };
    const toggled = (e: Event): void => {
      if ((e as ToggleEvent).newState === 'closed') onClose();
    };
    element.showPopover();
    place();
    element.addEventListener('toggle', toggled);
    const observer = new ResizeObserver(place);
    observer.observe(element);
    return () => {
      observer.disconnect();
      element.removeEventListener('toggle', toggled);
    };
  }, []);

  const title = `why-${input.id}`;
  return (
    <div ref={frame} popover="auto" role="dialog" aria-labelledby={title} class="why" data-testid="why">
      <header>
        <h3 id={title}>
          {input.ownerLabel}: {input.label}
        </h3>
        <button type="button" class="close" aria-label="Close" autofocus onClick={() => frame.current?.hidePopover()}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      <p class="value">
        <b>
          {say(input.value)}
          {unit}
        </b>{' '}
        in the scenario{input.high > input.low && `, plausible from ${say(input.low)} to ${say(input.high)}`}
        {value !== input.value && (
          <>
            ; you have set <b>{say(value)}</b>
          </>
        )}
        .
      </p>
      <Basis input={input} />
      {input.idle && (
        <p>
          <b>Idle in base:</b> {input.idle}.
        </p>
      )}
      <Records ids={input.evidence} />
      <Strongest strength={input.strength} />
      {input.idle === null && (input.high > input.low || isSwitch) && (
        <EitherEnd input={input} say={say} isSwitch={isSwitch} />
      )}
      {input.salience !== null && (
        <p class="fine">
          Weight of this issue for the actor (salience): {input.salience} of 1. The model uses position × salience.
        </p>
      )}
    </div>
  );
}

function Strongest({ strength }: { readonly strength: Strength | null }) {
  const labels = useLabels();
  if (strength === null) return null;
  const { outcome, change, reward, rewardChange = 0 } = strength;
  if (Math.abs(change) >= 0.005)
    return (
      <p class="fine">
        From the low to the high end of its range, “{labels(outcome)}” gets {pointsInWords(change)} likely at most, on
        any reported day.
      </p>
    );
  if (!reward || Math.abs(rewardChange) < 0.005) return null;
  return (
    <p class="fine">
      From the low to the high end of its range, “{labels(reward)}” goes {rewardChange < 0 ? 'down' : 'up'} by up to{' '}
      {Math.round(Math.abs(rewardChange) * 100)}%; no probability moves by half a point.
    </p>
  );
}

function Basis({ input }: { readonly input: Input }) {
  if (input.kind === 'stances') {
    return (
      <p>
        {input.evidence.length > 0
          ? 'Pooled from the records below, weighted by how firmly each is attributed and how old it is.'
          : 'Assumed: no record speaks of it.'}
        {input.override && (
          <>
            {' '}
            <b>The pooled number was replaced:</b> {input.override}.
          </>
        )}
      </p>
    );
  }
  if (input.basis === '') return <p>From the records below.</p>;
  const assumed = /^assumed/i.test(input.basis);
  return (
    <p>
      <span class={`tag${assumed ? ' assumed' : ''}`}>
        {assumed
          ? 'Assumed'
          : /^base rate/i.test(input.basis)
            ? 'Base rate'
            : /^judge?ment/i.test(input.basis)
              ? 'Judgement'
              : 'Basis'}
      </span>{' '}
      {assumed ? input.basis.replace(/^assumed[:;,]?\s*/i, '') : input.basis.replace(/^judge?ment[:;,]?\s*/i, '')}.
      {input.evidence.length === 0 && ' No record of the articles stands behind it.'}
    </p>
  );
}

function Records({ ids }: { readonly ids: readonly string[] }) {
  const [records, setRecords] = useState<ReadonlyMap<string, EvidenceRecord> | null>(null);
  useEffect(() => {
    loadEvidence().then(setRecords, () => setRecords(new Map()));
  }, []);
  if (ids.length === 0) return null;
  return (
    <ol class="records">
      {ids.map((id) => {
        const r = records?.get(id);
        if (r === undefined) return <li key={id}>{records === null ? 'Loading…' : <code>{id}</code>}</li>;
        return (
          <li key={id}>
            <p class="paraphrase">{r.paraphrase}</p>
            <p class="locator">
              <b>{r.outlet}</b>, {dateInWords(r.published)}, paragraph {r.paragraph}
              {r.date !== r.published && `; of ${dateInWords(r.date)}`}
            </p>
            <p class="locator">
              {r.speaker && `${r.speaker}; `}
              {attributionOf(r)}
              {r.via.length > 0 && `, via ${r.via.join(', ')}`}
              {r.hedged && ', hedged'}
              {r.conditional && ', conditional'} ·{' '}
              <code title="first characters of the SHA-256 of the passage">{r.hash}</code> <code>{r.id}</code>
            </p>
          </li>
        );
      })}
    </ol>
  );
}
