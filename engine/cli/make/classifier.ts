// Labelled sentences of our own and vectors of words → the weights of the classifier of issues: multinomial logistic regression with a quadratic penalty, fitted by gradient steps of adapted length (AdaGrad: Duchi, Hazan, Singer 2011) in a fixed order, so that the same sentences give the same bytes.
import { featuresOf, placesOf, sharesOf, type Weights, type Words } from '../../reading/classifier.ts';
import { type Issue, issues } from '../../reading/lexicon.ts';
import { tokensOf } from '../../reading/tokens.ts';
import { sha256Hex } from '../../vocabulary/hash.ts';

export interface Labelled {
  readonly text: string;
  readonly issue: Issue;
  /** −1…+1. */
  readonly position: number;
}

/** `standoff-vectors/1`: words, the most frequent first, and their vectors. */
export interface Vectors {
  readonly dimensions: number;
  /** What a step of a byte is worth on each axis. */
  readonly scales: readonly number[];
  /** With a space between. */
  readonly words: string;
  /** Base64 of one signed byte an axis for each word. */
  readonly bytes: string;
}

/** A feature must stand in so many sentences. */
const leastCount = 3;
/** Standard deviation of the weights' prior: the penalty is w²/(2σ²) for each; on the axes of the mean vector, which are scaled to variance 1, it is tighter. */
const sigma = { named: 0.6, axis: 0.14 };
const rounds = 400;
const step = 0.35;
/** Weights that are smaller in every class are dropped. */
const leastWeight = 0.12;

/** One sentence as the model sees it: places of its named features with their values, and its mean vector. */
interface Row {
  readonly ids: Int32Array;
  readonly values: Float64Array;
  readonly mean: Float64Array;
}

/** The model: about 20 s for 2,000 sentences. Throws when there is nothing to learn from. */
export function trainedOn(sentences: readonly Labelled[], vectors: Vectors): Weights {
  if (sentences.length === 0) throw new Error('no sentences to learn from');
  const stretches = sentences.map(({ text }): Words[] => {
    const tokens = tokensOf(text).map((t) => ({ ...t, mention: -1 }));
    return [{ tokens, from: 0, to: tokens.length }];
  });
  const features = stretches.map(featuresOf);
  const counts = new Map<string, number>();
  for (const row of features) for (const name of row.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].filter(([, n]) => n >= leastCount).map(([name]) => name);
  names.sort((a, b) => (a < b ? -1 : 1));
  const at = new Map(names.map((name, i) => [name, i]));
  const { means, centre, spread } = standardised(meansOf(stretches, vectors));
  const rows = features.map((row, r): Row => {
    const found = [...row].filter(([name]) => at.has(name));
    return {
      ids: Int32Array.from(found, ([name]) => at.get(name)!),
      values: Float64Array.from(found, ([, v]) => v),
      mean: means[r]!,
    };
  });
  const wanted = sentences.map((s) => issues.indexOf(s.issue));
  const { named, axes, bias } = fitted(rows, wanted, names.length, vectors.dimensions);
  const table: Record<string, number[]> = {};
  names.forEach((name, i) => {
    const row = Array.from(named.subarray(i * classCount, (i + 1) * classCount), hundredth);
    if (row.some((w) => Math.abs(w) >= leastWeight)) table[name] = row;
  });
  const { words, offset } = wordScores(vectors, axes, centre, spread);
  return { classes: [...issues], bias: Array.from(bias, (b, c) => hundredth(b - offset[c]!)), table, words };
}

const classCount = issues.length;
const hundredth = (w: number): number => Math.round(w * 100) / 100 + 0;

const bytesOf = (base64: string): Int8Array => new Int8Array(Buffer.from(base64, 'base64'));

/** The mean vector of each text; 0 without words that the vectors know. */
function meansOf(texts: readonly (readonly Words[])[], vectors: Vectors): Float64Array[] {
  const places = placesOf(vectors.words);
  const bytes = bytesOf(vectors.bytes);
  const { dimensions, scales } = vectors;
  return texts.map((stretches) => {
    const mean = new Float64Array(dimensions);
    for (const [place, share] of sharesOf(stretches, places))
      for (let d = 0; d < dimensions; d++) mean[d]! += share * scales[d]! * bytes[place * dimensions + d]!;
    return mean;
  });
}

/** Each axis moved to mean 0 and scaled to variance 1. */
function standardised(rows: readonly Float64Array[]) {
  const centre = rows[0]!.map((_, d) => rows.reduce((sum, row) => sum + row[d]!, 0) / rows.length);
  const spread = rows[0]!.map((_, d) =>
    Math.sqrt(rows.reduce((sum, row) => sum + (row[d]! - centre[d]!) ** 2, 0) / rows.length),
  );
  return { means: rows.map((row) => row.map((x, d) => (x - centre[d]!) / spread[d]!)), centre, spread };
}

/** Weights of the named features and of the axes, one a class each, and the classes' biases. */
function fitted(rows: readonly Row[], wanted: readonly number[], names: number, dimensions: number) {
  const k = classCount;
  const axesAt = names * k;
  const biasAt = axesAt + dimensions * k;
  const size = biasAt + k;
  const weights = new Float64Array(size);
  const squares = new Float64Array(size).fill(1e-8);
  const gradient = new Float64Array(size);
  const p = new Float64Array(k);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < axesAt; i++) gradient[i] = weights[i]! / sigma.named ** 2;
    for (let i = axesAt; i < biasAt; i++) gradient[i] = weights[i]! / sigma.axis ** 2;
    gradient.fill(0, biasAt);
    rows.forEach(({ ids, values, mean }, row) => {
      for (let c = 0; c < k; c++) p[c] = weights[biasAt + c]!;
      for (let j = 0; j < ids.length; j++) for (let c = 0; c < k; c++) p[c]! += values[j]! * weights[ids[j]! * k + c]!;
      for (let d = 0; d < dimensions; d++) for (let c = 0; c < k; c++) p[c]! += mean[d]! * weights[axesAt + d * k + c]!;
      const top = Math.max(...p);
      let sum = 0;
      for (let c = 0; c < k; c++) sum += p[c] = Math.exp(p[c]! - top);
      for (let c = 0; c < k; c++) {
        const error = p[c]! / sum - (wanted[row] === c ? 1 : 0);
        gradient[biasAt + c]! += error;
        for (let j = 0; j < ids.length; j++) gradient[ids[j]! * k + c]! += error * values[j]!;
        for (let d = 0; d < dimensions; d++) gradient[axesAt + d * k + c]! += error * mean[d]!;
      }
    });
    for (let i = 0; i < size; i++) {
      squares[i]! += gradient[i]! ** 2;
      weights[i]! -= (step * gradient[i]!) / Math.sqrt(squares[i]!);
    }
  }
  return {
    named: weights.subarray(0, axesAt),
    axes: weights.subarray(axesAt, biasAt),
    bias: weights.subarray(biasAt),
  };
}

/** A word's score for a class: its vector times the weights of the axes; `offset` is what the mean of all sentences scores. */
function wordScores(vectors: Vectors, axes: Float64Array, centre: Float64Array, spread: Float64Array) {
  const { dimensions, scales } = vectors;
  const bytes = bytesOf(vectors.bytes);
  const score = (c: number, at: (d: number) => number): number => {
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum += (at(d) / spread[d]!) * axes[d * classCount + c]!;
    return sum;
  };
  const count = bytes.length / dimensions;
  const scores = new Float64Array(count * classCount);
  for (let w = 0; w < count; w++)
    for (let c = 0; c < classCount; c++)
      scores[w * classCount + c] = score(c, (d) => scales[d]! * bytes[w * dimensions + d]!);
  const scale = Number((scores.reduce((most, x) => Math.max(most, Math.abs(x)), 0) / 127).toPrecision(4));
  const rounded = Int8Array.from(scores, (x) => Math.round(x / scale));
  return {
    words: { list: vectors.words, scale, bytes: Buffer.from(rounded.buffer).toString('base64') },
    offset: Float64Array.from(issues, (_, c) => score(c, (d) => centre[d]!)),
  };
}

/** Lines of sentences.jsonl. Throws on a line that is none. */
export function labelledFrom(text: string): Labelled[] {
  return text
    .trim()
    .split('\n')
    .map((line, i) => {
      const { text: words, issue, position } = JSON.parse(line) as Labelled;
      if (typeof words !== 'string' || !issues.includes(issue) || !(Math.abs(position) <= 1))
        throw new Error(`line ${i + 1} is no labelled sentence`);
      return { text: words, issue, position };
    });
}

/** SHA-256 of what the file was made from: a test compares them, for making it anew takes too long there. */
export const classifierSources = (jsonl: string, vectorFile: string) => ({
  sentences: sha256Hex(jsonl),
  vectors: sha256Hex(vectorFile),
});

/** The file as text, from sentences.jsonl and vectors.json. */
export function makeClassifier(jsonl: string, vectorFile: string): string {
  const sentences = labelledFrom(jsonl);
  const made = trainedOn(sentences, JSON.parse(vectorFile) as Vectors);
  const rows = Object.entries(made.table).map(([name, row]) => `${JSON.stringify(name)}:${JSON.stringify(row)}`);
  return `{"format":"standoff-classifier/2","sentences":${sentences.length},\n"from":${JSON.stringify(classifierSources(jsonl, vectorFile))},\n"classes":${JSON.stringify(made.classes)},\n"bias":${JSON.stringify(made.bias)},\n"words":${JSON.stringify(made.words)},\n"table":{\n${rows.join(',\n')}\n}}\n`;
}
