// Number of nodes → Gauss–Legendre rule on [0, 1]: exact for polynomials of degree 2n − 1, and fast for whatever is smooth. Nodes by Newton's method from Tricomi's guess.

export interface Rule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** @param n 1 to some hundred. */
export function gaussLegendre(n: number): Rule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let k = 0; k < n; k++) {
    let x = Math.cos((Math.PI * (k + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let turn = 0; turn < 100; turn++) {
      let p = 1;
      let before = 0;
      for (let m = 1; m <= n; m++) [p, before] = [((2 * m - 1) * x * p - (m - 1) * before) / m, p];
      slope = (n * (x * p - before)) / (x * x - 1);
      const change = p / slope;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    nodes.push((1 - x) / 2);
    weights.push(1 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}
