// Plain gradient descent over a network's plane, and what each data point adds to a step of it. Pure.

/**
 * What a data point adds to ∂E/∂(the free weight on that axis): −(y − ŷ) f′(h) x.
 * @param {Part} part
 * @param {number} axis
 */
export function termOf(part, axis) {
  return -(part.y - part.output) * part.slope * part.reach[axis];
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
