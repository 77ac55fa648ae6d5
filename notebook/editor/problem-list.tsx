// How the text stands, in one line, and what is wrong with it: each with its place to jump to and its repair.
import type { Problem } from '../../engine/index.ts';
import { plural } from '../words.ts';
import { repairOf } from './problem-place.ts';
import { Sentence } from './sentence.tsx';
import type { Draft } from './use-draft.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
export const timeOf = (when: number): string => clock.format(new Date(when));

/** "3 mistakes; the page shows the last version that works, of 14:05." What is said of mistakes stands until the next look at the text. */
export function statusOf(draft: Draft, shipped: boolean): string {
  if (draft.text === null) return 'Reading the scenario…';
  if (draft.checking && !draft.broken) return 'Checking…';
  const errors = draft.problems.filter((p) => p.severity === 'error').length;
  const others = draft.problems.length - errors;
  if (errors > 0) {
    if (draft.good === null) return `${plural(errors, 'mistake')} in the text.`;
    const asShipped = draft.good.text === draft.reference?.text;
    const version = asShipped
      ? `the scenario as ${shipped ? 'shipped' : 'opened'}`
      : `the last version that works${draft.good.since === null ? '' : `, of ${timeOf(draft.good.since)}`}`;
    return `${plural(errors, 'mistake')}; the page shows ${version}.`;
  }
  const remarks = others === 0 ? '' : `, ${plural(others, 'remark')}`;
  return draft.text === draft.reference?.text
    ? `As ${shipped ? 'shipped' : 'opened'}${remarks}.`
    : `No mistakes${remarks}; the page shows this text.`;
}

/** Message and repair. */
export const saying = (p: Problem): string => `${p.message}${p.repair ? ` (${p.repair})` : ''}`;

interface Properties {
  readonly problems: readonly Problem[];
  readonly text: string;
  readonly onGo: (problem: Problem) => void;
  readonly onRepair: (text: string) => void;
}

const severities = { error: 'Mistake', warning: 'Remark', note: 'Remark' } as const;
const most = 50;

export function ProblemList({ problems, text, onGo, onRepair }: Properties) {
  if (problems.length === 0) return null;
  return (
    <ul class="problem-list" data-testid="problems">
      {problems.slice(0, most).map((p) => {
        const repair = repairOf(p, text);
        return (
          <li key={`${p.line} ${p.column} ${p.message}`} class={p.severity} data-line={p.line}>
            <b>{severities[p.severity]}</b>
            {p.line !== undefined && (
              <>
                {' in '}
                <button type="button" class="link" onClick={() => onGo(p)}>
                  line {p.line}, column {p.column ?? 1}
                </button>
              </>
            )}
            : <Sentence text={saying(p)} />
            {repair !== null && (
              <>
                {' '}
                <button
                  type="button"
                  class="link"
                  onClick={() => onRepair(text.slice(0, repair.from) + repair.insert + text.slice(repair.to))}
                >
                  Write {repair.insert}
                </button>
              </>
            )}
          </li>
        );
      })}
      {problems.length > most && <li>… and {problems.length - most} more</li>}
    </ul>
  );
}
