// The ziggurat of the exponential law with mean 1 (Marsaglia and Tsang, J. Stat. Software 5(8), 2000): 256 layers of equal area; 98.9 per cent of draws cost one product and one comparison.

const layers = 256;
/** Right end of the lowest layer that is not the tail, and the area of each; chosen so that the topmost layer ends at x = 0. */
const r = 7.69711747013105;
const area = 0.003949659822581557;
const scale = 2 ** 53;

/**
 * Four numbers a layer, of a draw u of 53 bits: factor to x; u below which x is taken at once; height at the layer's right and left end.
 * Layer 0 has the tail: where it begins stands last.
 */
export function zigguratOf(): Float64Array {
  const x = new Float64Array(layers + 1);
  const height = Math.exp(-r);
  x[0] = area / height;
  x[1] = r;
  for (let k = 2; k < layers; k++) x[k] = -Math.log(area / x[k - 1]! + Math.exp(-x[k - 1]!));
  const table = new Float64Array(4 * layers);
  for (let k = 0; k < layers; k++)
    table.set([x[k]! / scale, (x[k + 1]! / x[k]!) * scale, Math.exp(-x[k]!), Math.exp(-x[k + 1]!)], 4 * k);
  table[3] = r;
  return table;
}
