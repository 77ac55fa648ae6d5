// "Image: SVG, PNG" under a figure: saves the drawing with title, date, version and hash inside. The work itself is loaded on the first press.
import { useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import './chart-export.css';

interface Properties {
  /** The drawing as it stands on the page (several become one picture); null: there is none yet. Left out: that of the figure or card around the buttons. */
  readonly figure?: () => SVGElement | readonly SVGElement[] | null;
  readonly title: string;
  /** What it shows: variant, outcome, dates. */
  readonly caption: string;
}

const formats = { svg: 'SVG', png: 'PNG' } as const;

export function ChartExport({ figure, title, caption }: Properties) {
  const bench = useBench();
  const [failed, setFailed] = useState('');
  const save = async (format: 'svg' | 'png', button: Element): Promise<void> => {
    const drawings = [figure === undefined ? drawingAround(button) : figure()].flat().filter((svg) => svg !== null);
    if (drawings.length === 0) return setFailed('There is nothing drawn here to save.');
    setFailed('');
    try {
      const { saveImage } = await import('./save-image.ts');
      await saveImage(drawings, { title, caption, format }, bench);
    } catch (error) {
      setFailed(`The picture could not be saved: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these are two ways to save one picture
    <span class="chart-export" role="group" aria-label={`Save an image: ${title}`}>
      <span aria-hidden="true">Image</span>
      {(['svg', 'png'] as const).map((format) => (
        <button
          key={format}
          type="button"
          class="link"
          aria-label={`Save as ${formats[format]}: ${title}`}
          onClick={(e) => void save(format, e.currentTarget)}
        >
          {formats[format]}
        </button>
      ))}
      {failed !== '' && <span role="alert">{failed}</span>}
    </span>
  );
}

function drawingAround(button: Element): SVGElement | null {
  return button.closest('figure, .card, [data-cell]')?.querySelector<SVGElement>('.plot svg, svg[role="img"]') ?? null;
}
