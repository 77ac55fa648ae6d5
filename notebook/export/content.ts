// Everything that an export may speak of, as plain values: the document, the model, figures, evidence, provenance, and what the page's cells show. The makers of reports and tables read this and nothing else.
import type { Story } from '../../engine/index.ts';
import type { Bench } from '../bench.ts';
import { type AnswerInputs, baseSentence, type Part, variantSentence } from '../cells/answer.tsx';
import type { EvidenceRecord } from '../evidence.ts';
import { bandOf, type Figure, type Target } from '../figures.ts';
import type { Model } from '../model.ts';
import { finePercent } from '../words.ts';
import type { Driver } from './drivers.ts';
import type { Provenance } from './provenance.ts';

/** What a cell shows on the page, beyond what the document says. */
export interface CellOutput {
  /** A value or a message, in words. */
  readonly text?: string;
  /** `data:image/png;base64,…` or `data:image/svg+xml;base64,…` */
  readonly picture?: string;
  readonly story?: Story;
}

export interface Content extends Pick<Bench, 'document' | 'selected' | 'base' | 'knownOf'> {
  readonly model: Pick<Model, 'view' | 'targets' | 'race' | 'bands' | 'inputs' | 'keys' | 'labelOf'>;
  readonly provenance: Provenance;
  readonly evidence: ReadonlyMap<string, EvidenceRecord>;
  readonly outputs: ReadonlyMap<string, CellOutput>;
  /** What moves the paths most; empty where that was not computed. */
  readonly drivers: readonly Driver[];
  /** The chart of the paths as an SVG element with colours by name (`var(--cause-1)`); null where there is none. */
  readonly chart: string | null;
  /** What the page says that it is not: the lines that never hide. */
  readonly limits: readonly string[];
  readonly language: { readonly tag: string; readonly direction: 'ltr' | 'rtl' };
}

export function titleOf(c: Content): string {
  return c.document.title.trim() || c.model.view.title;
}

/** The paths of the scenario's first race, "none of them yet" last; empty without a race. */
export function pathsOf(c: Pick<Content, 'model'>): readonly Target[] {
  return c.model.targets.filter((t) => t.outcome === c.model.race?.id && t.group !== null);
}

/** The answer in one sentence, base first; the selected variant's own when it is another. */
export function sentencesOf(c: Content): readonly (readonly Part[])[] {
  const { view, race, bands } = c.model;
  const inputs: AnswerInputs = {
    view,
    race,
    bands,
    day: c.document.day,
    base: c.knownOf(c.base),
    variant: c.selected,
    known: c.knownOf(c.selected),
  };
  return c.selected.id === c.base.id ? [baseSentence(inputs)] : [baseSentence(inputs), variantSentence(inputs)];
}

/** "already so", or the probability with one decimal. */
export function figureText(figure: Figure, say: (p: number | null) => string = finePercent): string {
  return figure.already ? 'already so' : say(figure.p);
}

/** 5–95 per cent of base; null for other variants, for which none is computed. */
export function bandIn(c: Content, variant: Content['base'], target: Target, day: number): readonly number[] | null {
  return variant.id === c.base.id ? bandOf(c.model.bands, target.id, day) : null;
}
