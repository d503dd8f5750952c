// From data coordinates to pixels, with the camera's own matrices: 4 x 4, column-major, as WebGL has them. Pure.

/** @param {Numbers} a @param {Numbers} b */
function multiplied(a, b) {
  const out = new Float64Array(16);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += a[4 * k + row] * b[4 * column + k];
      out[4 * column + row] = sum;
    }
  }
  return out;
}

/**
 * A matrix's columns scaled, so that it takes unscaled data.
 * @param {Matrix} matrix
 * @param {Numbers} scale
 */
function scaledColumns(matrix, scale) {
  const out = Float64Array.from(matrix);
  for (let column = 0; column < 3; column++) {
    for (let row = 0; row < 4; row++) out[4 * column + row] *= scale[column];
  }
  return out;
}

/**
 * The matrix that takes data (x, y, z, 1) to clip space.
 * @param {{ projection: Matrix, view: Matrix, model: Matrix }} camera
 * @param {Numbers} dataScale
 */
export function clipMatrix(camera, dataScale) {
  return scaledColumns(multiplied(multiplied(camera.projection, camera.view), camera.model), dataScale);
}

/**
 * The solution of matrix · x = rhs, or null where the matrix is singular.
 * @param {Matrix} matrix
 * @param {Numbers} rhs
 */
export function solved(matrix, rhs) {
  const n = rhs.length;
  const rows = Array.from({ length: n }, (_, r) => [...Array.from({ length: n }, (_, c) => matrix[n * c + r]), rhs[r]]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(rows[r][c]) > Math.abs(rows[pivot][c])) pivot = r;
    if (!(Math.abs(rows[pivot][c]) > 1e-300)) return null;
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = rows[r][c] / rows[c][c];
      for (let k = c; k <= n; k++) rows[r][k] -= factor * rows[c][k];
    }
  }
  return rows.map((row, r) => row[n] / row[r]);
}

/**
 * The homogeneous eye (x, y, z, h) in data coordinates: the point that every line of sight comes from. It is what the
 * clip matrix sends to nearer than near, (0, 0, -1, 0); h is 0 for a parallel projection, whose eye is infinitely far.
 * @param {Matrix} matrix
 */
export function eyeOf(matrix) {
  return solved(matrix, [0, 0, -1, 0]);
}

/**
 * Pixels (2 n) of points (3 n): `box` is the plot's { left, top, width, height }; NaN for what lies behind the camera.
 * @param {Matrix} matrix
 * @param {Numbers} points
 * @param {Box} box
 * @param {Float64Array} [out]
 */
export function pixels(matrix, points, box, out = new Float64Array((points.length / 3) * 2)) {
  const m = matrix;
  for (let p = 0, q = 0; p < points.length; p += 3, q += 2) {
    const x = points[p];
    const y = points[p + 1];
    const z = points[p + 2];
    const w = m[3] * x + m[7] * y + m[11] * z + m[15];
    const inFront = w > 0;
    out[q] = inFront ? box.left + ((1 + (m[0] * x + m[4] * y + m[8] * z + m[12]) / w) / 2) * box.width : NaN;
    out[q + 1] = inFront ? box.top + ((1 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / w) / 2) * box.height : NaN;
  }
  return out;
}
