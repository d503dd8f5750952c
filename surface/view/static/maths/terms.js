// Plain gradient descent over a network's plane, and what each data point adds to a step of it. Pure.

import { drawnSteps } from "./runs.js";

/**
 * What a data point adds to ∂E/∂(the free weight on that axis): −(y − ŷ) f′(h) x.
 * @param {Part} part
 * @param {number} axis
 */
export function termOf(part, axis) {
  return -(part.y - part.output) * part.slope * part.reach[axis];
}

/**
 * A run that goes along another path, of places [w1, w2], with the errors and gradients that it meets there.
 * @param {Run} run
 * @param {number[][]} path
 * @param {Evaluator} evaluator
 * @param {Grid} surface
 * @returns {Run}
 */
export function alongPath(run, path, evaluator, surface) {
  const w = Float64Array.from(path.flat());
  const gradient = new Float64Array(w.length);
  const error = Float64Array.from(path, ([w1, w2], k) =>
    evaluator.gradient(w1, w2, gradient.subarray(2 * k, 2 * k + 2)),
  );
  return { ...run, k: path.length - 1, w, drawn: drawnSteps(w, surface), error, gradient };
}

/**
 * Plain gradient descent from `start`: k + 1 weights; only the axes named in `along` move.
 * @param {Evaluator} evaluator
 * @param {number[]} start
 * @param {number} rate
 * @param {number} steps
 * @param {number[]} [along]
 */
export function descentFrom(evaluator, start, rate, steps, along = [0, 1]) {
  const path = [[...start]];
  const slopes = new Float64Array(2);
  for (let k = 0; k < steps; k++) {
    evaluator.gradient(path[k][0], path[k][1], slopes);
    path.push(path[k].map((w, axis) => (along.includes(axis) ? w - rate * slopes[axis] : w)));
  }
  return path;
}
