// The statechart on a day of its own.
import StatechartSection from '../statechart/section.tsx';
import type { BodyProperties } from './bodies.tsx';

export function StatechartCell({ cell, onChange }: BodyProperties<'statechart'>) {
  return <StatechartSection day={cell.day} onDay={(day) => onChange({ ...cell, day }, 'scrubbing')} />;
}
