// What every export carries: of what, as of when, by which engine, from which inputs. Leaves: the same facts as a line for an image, as pairs for a report and as a file name.
import { dateInWords } from '../words.ts';

export interface Provenance {
  /** Title of the scenario. */
  readonly title: string;
  /** Id of the scenario. */
  readonly scenario: string;
  /** ISO date. */
  readonly asOf: string | null;
  /** Such as `standoff 0.1.0`. */
  readonly engine: string;
  /** SHA-256 of the canonical bound base scenario. */
  readonly inputs: string;
  readonly file: string;
  /** SHA-256 of the scenario's text as it was used; null when it could not be read. */
  readonly fileHash: string | null;
  /** The reader edited the scenario's text. */
  readonly edited: boolean;
  readonly document: string;
  /** ISO 8601, UTC, to the second. */
  readonly made: string;
  /** Of what was sampled; empty: everything is exact. */
  readonly seeds: readonly number[];
}

export const disclaimer = 'model, not a forecast';

/** First characters of a hash, as the page shows it. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

export function provenanceLine(p: Provenance): string {
  const asOf = p.asOf === null ? '' : `As of ${dateInWords(p.asOf)} · `;
  return `${asOf}${p.engine} · inputs ${shortHash(p.inputs)} · ${disclaimer}`;
}

export function provenancePairs(p: Provenance): readonly (readonly [string, string])[] {
  return [
    ['What it is', `A ${disclaimer}`],
    ['As of', p.asOf === null ? 'no date given' : dateInWords(p.asOf)],
    ['Engine', p.engine],
    ['Inputs (SHA-256)', p.inputs],
    ['Scenario file', `${p.file}${p.edited ? ', edited by the reader' : ''}`],
    ['Scenario file (SHA-256)', p.fileHash ?? 'not read'],
    ['Seeds', p.seeds.length === 0 ? 'none: every figure is computed exactly' : p.seeds.join(', ')],
    ['Document', p.document],
    ['Made', p.made.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')],
  ];
}

/** `iran-2026-outcomes-13b38f54-2026-02-02.csv`: safe on every file system. */
export function fileNameOf(p: Provenance, what: string, extension: string): string {
  const parts = [p.scenario, what, shortHash(p.inputs), p.asOf ?? ''];
  const name = parts
    .map((part) =>
      part
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, 60),
    )
    .filter((part) => part !== '')
    .join('-');
  return `${name}.${extension}`;
}
