// A chart of the variants with its own view, outcome and day, so that it stays as it is while the workbench above looks elsewhere.
import { useMemo } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { Chart } from '../cells/chart.tsx';
import type { BodyProperties } from './bodies.tsx';
import { VariantPicker } from './variant-picker.tsx';

export function CompareCell({ cell, onChange }: BodyProperties<'compare'>) {
  const { model, document, knownOf, base } = useBench();
  const shown = useMemo(() => {
    const wanted = document.variants.filter((v) => cell.variants === null || cell.variants.includes(v.id));
    // Differences need base.
    const variants = wanted.some((v) => v.id === base.id) ? wanted : [base, ...wanted];
    return { ...document, variants, view: cell.view, outcome: cell.outcome, day: cell.day };
  }, [document, cell]);
  return (
    <>
      <Chart
        view={model.view}
        race={model.race}
        bands={model.bands}
        document={shown}
        targets={model.targets}
        knownOf={knownOf}
        before={null}
        scope={cell.id}
        onLook={(look) =>
          onChange(
            {
              ...cell,
              view: look.view ?? cell.view,
              outcome: look.outcome ?? cell.outcome,
              day: look.day ?? cell.day,
            },
            'looking',
          )
        }
      />
      <VariantPicker chosen={cell.variants} onChange={(variants) => onChange({ ...cell, variants })} />
    </>
  );
}
