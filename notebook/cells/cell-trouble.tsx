// What is wrong with a cell's text: message, the line with a caret, what to do instead, and the nearest name ready to be taken.
import type { Problem } from '../../engine/index.ts';

interface Properties {
  readonly id?: string;
  readonly problem: Problem;
  /** Puts a name where the wrong one stands; left out: no button. */
  readonly onReplace?: (offset: number, length: number, name: string) => void;
}

export function CellTrouble({ id, problem, onReplace }: Properties) {
  const { message, repair, excerpt, line, column, within } = problem;
  const near = /^did you mean `(.+)`\?$/.exec(repair ?? '')?.[1];
  const before = excerpt === undefined || column === undefined ? null : excerpt.slice(0, column - 1);
  return (
    <div class="problem cell-trouble" id={id}>
      <p>
        <Worded text={message} />
        {line !== undefined && line > 1 && ` (line ${line})`}
        {repair && near === undefined && (
          <>
            : <Worded text={repair} />
          </>
        )}
        {near !== undefined &&
          (onReplace && within ? (
            <>
              {' '}
              <button type="button" class="link" onClick={() => onReplace(within.offset, within.length, near)}>
                Use “{near}”
              </button>
            </>
          ) : (
            <>
              : <Worded text={repair ?? ''} />
            </>
          ))}
      </p>
      {before !== null && (before !== '' || (line ?? 1) > 1) && (
        <pre aria-hidden="true">
          {excerpt}
          {'\n'}
          {before.replace(/[^\t]/g, ' ')}^
        </pre>
      )}
    </div>
  );
}

/** Words in which names stand between backticks. */
export function Worded({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, k) => (k % 2 === 1 ? <code key={k}>{part}</code> : part))}</>;
}
