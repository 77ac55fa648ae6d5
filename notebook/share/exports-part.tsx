// What can be exported, from the room that makes it: each with what it is for, progress where it takes its time, and a way to stop.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import type { ExportAction } from '../export/index.ts';

interface Running {
  readonly id: string;
  readonly done: number;
}

export function ExportsPart() {
  const bench = useBench();
  const [actions, setActions] = useState<readonly ExportAction[] | null>(null);
  const [running, setRunning] = useState<Running | null>(null);
  const [said, setSaid] = useState('');
  const stop = useRef<AbortController | null>(null);
  const title = useId();
  useEffect(() => {
    import('../export/index.ts').then(
      ({ exportsOf }) => setActions(exportsOf(bench)),
      () => setSaid('The exports could not be loaded; close this menu and open it again.'),
    );
  }, [bench]);
  useEffect(() => () => stop.current?.abort(), []);

  const run = async (action: ExportAction): Promise<void> => {
    stop.current = new AbortController();
    const { signal } = stop.current;
    setRunning({ id: action.id, done: 0 });
    setSaid('');
    try {
      await action.run({ signal, progress: (done) => setRunning({ id: action.id, done }) });
      setSaid(signal.aborted ? `${action.label}: stopped, nothing was saved.` : `${action.label}: done.`);
    } catch (error) {
      setSaid(`${action.label}: ${error instanceof Error ? error.message : String(error)}`);
    }
    setRunning(null);
  };

  const groups = [...new Set(actions?.map((a) => a.group))];
  return (
    <section class="share-part" aria-labelledby={title}>
      <h3 id={title}>Reports and data</h3>
      {actions === null && said === '' && <p class="fine">Loading…</p>}
      <p class="share-said" role="status">
        {said}
      </p>
      {groups.map((group) => (
        <div key={group} class="share-group">
          <h4>{group}</h4>
          <ul>
            {actions
              ?.filter((a) => a.group === group)
              .map((action) => (
                <li key={action.id}>
                  <button
                    type="button"
                    disabled={running !== null}
                    onClick={() => run(action)}
                    aria-describedby={`export-${action.id}`}
                    data-testid={`export-${action.id}`}
                  >
                    {action.label}
                  </button>
                  <small id={`export-${action.id}`}>{action.what}</small>
                  {running?.id === action.id && action.long && (
                    <span class="share-progress">
                      <progress aria-label={`${action.label} is being made`} value={running.done} max={1} />
                      <button type="button" class="link" onClick={() => stop.current?.abort()}>
                        Stop
                      </button>
                    </span>
                  )}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
