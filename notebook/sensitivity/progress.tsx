// How far a long piece of work is, and the button that stops it or goes on with it.
import '../styles/progress.css';

interface Properties {
  readonly done: number;
  readonly total: number;
  readonly running: boolean;
  /** "points", "inputs". */
  readonly what: string;
  readonly onStart: () => void;
  readonly onCancel: () => void;
}

export function Progress({ done, total, running, what, onStart, onCancel }: Properties) {
  const finished = done >= total;
  return (
    <p class="progress-line">
      <progress max={total} value={done} aria-label={`Solved ${what}`} />
      <span class="count">
        {done} of {total} {what}
      </span>
      <button type="button" disabled={finished} onClick={running ? onCancel : onStart}>
        {running ? 'Cancel' : done > 0 && !finished ? 'Go on' : 'Solve'}
      </button>
    </p>
  );
}
