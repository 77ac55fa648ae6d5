// Labelled sentences of our own → the weights of the classifier of issues: multinomial logistic regression with a quadratic penalty, fitted by gradient steps of adapted length (AdaGrad: Duchi, Hazan, Singer 2011) in a fixed order, so that the same sentences give the same bytes.
import { type Features, featuresOf, type Weights } from '../../reading/classifier.ts';
import { type Issue, issues } from '../../reading/lexicon.ts';
import { tokensOf } from '../../reading/tokens.ts';

export interface Labelled {
  readonly text: string;
  readonly issue: Issue;
  /** −1…+1. */
  readonly position: number;
}

/** A feature must stand in so many sentences. */
const leastCount = 3;
/** Standard deviation of the weights' prior: the penalty is w²/(2σ²) for each. */
const sigma = 0.7;
const rounds = 250;
const step = 0.35;
/** Weights that are smaller in every class are dropped. */
const leastWeight = 0.12;

function featuresOfText(text: string): Map<string, number> {
  const tokens = tokensOf(text).map((t) => ({ ...t, mention: -1 }));
  return featuresOf(tokens, [{ from: 0, to: tokens.length }]);
}

/** The model: about 10 s for 2,000 sentences. Throws when there is nothing to learn from. */
export function trainedOn(sentences: readonly Labelled[]): Weights {
  if (sentences.length === 0) throw new Error('no sentences to learn from');
  const features = sentences.map((s) => featuresOfText(s.text));
  return fitted(
    features,
    sentences.map((s) => s.issue),
    issues,
  );
}

function fitted(rows: readonly Features[], labels: readonly string[], classes: readonly string[]): Weights {
  const counts = new Map<string, number>();
  for (const row of rows) for (const name of row.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].filter(([, n]) => n >= leastCount).map(([name]) => name);
  names.sort((a, b) => (a < b ? -1 : 1));
  const at = new Map(names.map((name, i) => [name, i]));
  const k = classes.length;
  const size = (names.length + 1) * k;
  const weights = new Float64Array(size);
  const squares = new Float64Array(size).fill(1e-8);
  const gradient = new Float64Array(size);
  const data = rows.map((row) => {
    const found = [...row].filter(([name]) => at.has(name));
    return { ids: Int32Array.from(found, ([name]) => at.get(name)!), values: Float64Array.from(found, ([, v]) => v) };
  });
  const wanted = labels.map((label) => classes.indexOf(label));
  const bias = names.length * k;
  const p = new Float64Array(k);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < bias; i++) gradient[i] = weights[i]! / sigma ** 2;
    gradient.fill(0, bias);
    data.forEach(({ ids, values }, row) => {
      for (let c = 0; c < k; c++) p[c] = weights[bias + c]!;
      for (let j = 0; j < ids.length; j++) for (let c = 0; c < k; c++) p[c]! += values[j]! * weights[ids[j]! * k + c]!;
      const top = Math.max(...p);
      let sum = 0;
      for (let c = 0; c < k; c++) sum += p[c] = Math.exp(p[c]! - top);
      for (let c = 0; c < k; c++) {
        const error = p[c]! / sum - (wanted[row] === c ? 1 : 0);
        gradient[bias + c]! += error;
        for (let j = 0; j < ids.length; j++) gradient[ids[j]! * k + c]! += error * values[j]!;
      }
    });
    for (let i = 0; i < size; i++) {
      squares[i]! += gradient[i]! ** 2;
      weights[i]! -= (step * gradient[i]!) / Math.sqrt(squares[i]!);
    }
  }
  const round = (w: number): number => Math.round(w * 100) / 100 + 0;
  const table: Record<string, number[]> = {};
  names.forEach((name, i) => {
    const row = Array.from(weights.subarray(i * k, i * k + k), round);
    if (row.some((w) => Math.abs(w) >= leastWeight)) table[name] = row;
  });
  return { classes: [...classes], bias: Array.from(weights.subarray(bias), round), table };
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

/** The file as text. */
export function makeClassifier(jsonl: string): string {
  const sentences = labelledFrom(jsonl);
  const made = trainedOn(sentences);
  const rows = Object.entries(made.table).map(([name, row]) => `${JSON.stringify(name)}:${JSON.stringify(row)}`);
  return `{"format":"standoff-classifier/1","sentences":${sentences.length},\n"classes":${JSON.stringify(made.classes)},\n"bias":${JSON.stringify(made.bias)},\n"table":{\n${rows.join(',\n')}\n}}\n`;
}
