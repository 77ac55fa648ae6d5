// One sampled run as a cell: it keeps its variant, seed and path, so that the same story is there tomorrow.
import ReplaySection from '../replay/section.tsx';
import type { BodyProperties } from './bodies.tsx';

export function ReplayCell({ cell, onChange }: BodyProperties<'replay'>) {
  return (
    <ReplaySection
      variant={cell.variant}
      seed={cell.seed}
      path={cell.path}
      onChange={({ variant, seed, path }) => onChange({ ...cell, variant, seed, path })}
    />
  );
}
