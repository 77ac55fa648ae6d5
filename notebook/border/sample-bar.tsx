// The button that samples, how far it is, and what the sample is worth.
import { plural } from '../words.ts';
import { type Sampling, seed } from './use-sample.ts';
import '../styles/progress.css';

interface Properties {
  /** Of base, and of the selected variant where it is another. */
  readonly samples: readonly Sampling[];
  readonly runs: number;
}

export function SampleBar({ samples, runs }: Properties) {
  const running = samples.some((s) => s.running);
  const done = samples.reduce((sum, s) => sum + (s.running ? s.done : s.summary === null ? 0 : 1), 0) / samples.length;
  const failed = samples.flatMap((s) => s.failed ?? []);
  const paths = samples.map((s) => s.summary?.paths ?? 0);
  return (
    <div class="sample-bar">
      <p class="progress-line">
        <progress max={1} value={done} aria-label="Sampled runs" />
        <span class="count">
          {Math.round(done * runs * samples.length).toLocaleString('en-GB')} of{' '}
          {(runs * samples.length).toLocaleString('en-GB')} runs
        </span>
        <button
          type="button"
          disabled={!running && done >= 1}
          onClick={() => {
            for (const s of samples) {
              if (running) s.cancel();
              else if (s.summary === null) s.start();
            }
          }}
        >
          {running ? 'Cancel' : 'Sample quantiles'}
        </button>
      </p>
      {failed.length > 0 && <p class="problem">{failed.join('; ')}</p>}
      <p class="fine">
        Means and standard deviations are exact given the inputs.
        {paths.some((n) => n > 0)
          ? ` Quantiles are sampled: ${plural(Math.max(...paths), 'run')} a variant, seed ${seed}, over the whole horizon. Thick: from the 5th to the 95th of 100 runs, by chance alone; stroke: median; diamond: exact mean; thin: to the 99th. The inputs stay at their values.`
          : ' Their distribution has a long tail, so a mean alone misleads: sample the quantiles to see it.'}
      </p>
    </div>
  );
}
