// Lines of equal value over a square grid: marching squares. Pure.

// Where a value between two corners is reached, as a share of the way.
/** @param {number} from @param {number} to @param {number} level */
const share = (from, to, level) => (level - from) / (to - from);

/**
 * The pieces of the line on which the values (n × n, row by row) reach a level: flat [x0, y0, x1, y1, …] in cells.
 * @param {Numbers} values
 * @param {number} n
 * @param {number} level
 */
export function isoline(values, n, level) {
  const out = [];
  for (let j = 0; j + 1 < n; j++) {
    for (let i = 0; i + 1 < n; i++) {
      const at = j * n + i;
      const a = values[at];
      const b = values[at + 1];
      const c = values[at + n + 1];
      const d = values[at + n];
      if (a < level === b < level && b < level === c < level && c < level === d < level) continue;
      if (![a, b, c, d].every(Number.isFinite)) continue;
      /** @type {number[][]} */
      const crossings = [];
      if (a < level !== b < level) crossings.push([i + share(a, b, level), j]);
      if (b < level !== c < level) crossings.push([i + 1, j + share(b, c, level)]);
      if (c < level !== d < level) crossings.push([i + 1 - share(c, d, level), j + 1]);
      if (d < level !== a < level) crossings.push([i, j + 1 - share(d, a, level)]);
      // At a saddle of the cell the middle decides which corners belong together.
      if (crossings.length === 4 && (a + b + c + d) / 4 < level === a < level)
        crossings.push(...crossings.splice(0, 1));
      for (let k = 0; k + 1 < crossings.length; k += 2) out.push(...crossings[k], ...crossings[k + 1]);
    }
  }
  return out;
}
