// The sampled surface as a landscape to walk on: heights between its samples, paths laid upon it,
// and what it hides. Pure.

import { clipped } from "../marks/clip.js";

const LOOKED_AT = 6000; // points of a path
const LAID = 2500; // pieces of a path that follow the surface from cell to cell: of more, each spans several cells

/**
 * Heights on a grid: axes x (nx) and y (ny), z with index j * nx + i, all in the units of the plot's axes.
 * @param {Numbers} x
 * @param {Numbers} y
 * @param {Float64Array} z
 */
export function heightField(x, y, z) {
  return { x, y, z, left: x[0], right: x[x.length - 1], near: y[0], far: y[y.length - 1] };
}

/**
 * The height at (x, y), bilinear in its cell; NaN outside the window.
 * @param {HeightField} field
 * @param {number} x
 * @param {number} y
 */
export function heightAt(field, x, y) {
  const nx = field.x.length;
  const ny = field.y.length;
  const u = ((x - field.left) / (field.right - field.left)) * (nx - 1);
  const v = ((y - field.near) / (field.far - field.near)) * (ny - 1);
  if (!(u >= 0 && u <= nx - 1 && v >= 0 && v <= ny - 1)) return NaN;
  const i = Math.min(u | 0, nx - 2);
  const j = Math.min(v | 0, ny - 2);
  const a = u - i;
  const b = v - j;
  const at = j * nx + i;
  const z = field.z;
  return (1 - b) * ((1 - a) * z[at] + a * z[at + 1]) + b * ((1 - a) * z[at + nx] + a * z[at + nx + 1]);
}

/**
 * How many cells a path crosses within a window, step by step.
 * @param {Numbers} path
 * @param {number[]} rect
 * @param {number} cellX
 * @param {number} cellY
 */
function crossed(path, rect, cellX, cellY) {
  let cells = 0;
  for (let n = 0; n + 3 < path.length; n += 2) {
    const inside = clipped(path[n], path[n + 1], path[n + 2], path[n + 3], rect);
    const [across, up] = [Math.abs(path[n + 2] - path[n]) / cellX, Math.abs(path[n + 3] - path[n + 1]) / cellY];
    if (inside && Number.isFinite(across + up)) cells += (inside[1] - inside[0]) * Math.max(across, up);
  }
  return cells;
}

/**
 * A path (2 (k + 1)) with true heights (k + 1) laid on the surface: at its steps the true height, in between the
 * surface's shape, so that a long step neither sinks nor floats. Clipped to the window, a NaN between two parts;
 * `step` counts along. `exits` are the places where it leaves: { step, from: [x, y, z], to: [x, y, z] },
 * to being the place on the edge.
 * @param {HeightField} field
 * @param {Numbers} path
 * @param {Numbers} heights
 * @param {number} lift
 */
export function draped(field, path, heights, lift) {
  /** @type {number[]} */
  const xyz = [];
  /** @type {number[]} */
  const step = [];
  const exits = [];
  const rect = [field.left, field.near, field.right, field.far];
  const cellX = (field.right - field.left) / (field.x.length - 1);
  const cellY = (field.far - field.near) / (field.y.length - 1);
  const span = Math.max(1, crossed(path, rect, cellX, cellY) / LAID);
  /** @param {number} k */
  const miss = (k) => {
    const gap = heights[k] - heightAt(field, path[2 * k], path[2 * k + 1]);
    return Number.isFinite(gap) ? gap : 0;
  };
  /** @param {number} x @param {number} y @param {number} z @param {number} s */
  const add = (x, y, z, s) => {
    xyz.push(x, y, z + lift);
    step.push(s);
  };
  /** @param {number} s */
  const cut = (s) => {
    if (step.length && !Number.isNaN(xyz[xyz.length - 1])) {
      xyz.push(NaN, NaN, NaN);
      step.push(s);
    }
  };
  const last = heights.length - 1;
  if (!Number.isNaN(heightAt(field, path[0], path[1]))) add(path[0], path[1], heights[0], 0);
  for (let k = 0; k < last; k++) {
    const x0 = path[2 * k];
    const y0 = path[2 * k + 1];
    const x1 = path[2 * k + 2];
    const y1 = path[2 * k + 3];
    const inside = clipped(x0, y0, x1, y1, rect);
    if (!inside || !Number.isFinite(x1 + y1)) {
      cut(k);
      continue;
    }
    const [t0, t1] = inside;
    const pieces = Math.min(
      400,
      Math.max(1, Math.ceil(((t1 - t0) / span) * Math.max(Math.abs(x1 - x0) / cellX, Math.abs(y1 - y0) / cellY))),
    );
    const miss0 = miss(k);
    const miss1 = miss(k + 1);
    if (t0 > 0) cut(k);
    for (let n = t0 > 0 || !step.length ? 0 : 1; n <= pieces; n++) {
      const t = n === pieces ? t1 : t0 + ((t1 - t0) * n) / pieces;
      const x = Math.min(Math.max(x0 + t * (x1 - x0), rect[0]), rect[2]);
      const y = Math.min(Math.max(y0 + t * (y1 - y0), rect[1]), rect[3]);
      add(x, y, heightAt(field, x, y) + (1 - t) * miss0 + t * miss1, k + t);
    }
    if (t1 < 1) {
      const n = xyz.length;
      const from = n >= 6 && !Number.isNaN(xyz[n - 6]) ? xyz.slice(n - 6, n - 3) : [x0, y0, xyz[n - 1]];
      exits.push({ step: k + t1, from, to: xyz.slice(n - 3) });
      cut(k + t1);
    }
  }
  return { xyz: Float64Array.from(xyz), step: Float64Array.from(step), exits };
}

/**
 * Whether the surface hides a point from the homogeneous eye [x, y, z, h], 1 for hidden: the line of sight is walked,
 * about a cell at a time, until it leaves the window or rises above the highest place.
 * @param {HeightField} field
 * @param {Numbers} points (3 n)
 * @param {number} n
 * @param {Numbers} eye
 * @param {number} top
 */
function hiddenAt(field, points, n, eye, top) {
  const [x, y, z] = [points[3 * n], points[3 * n + 1], points[3 * n + 2]];
  if (Number.isNaN(x)) return 0;
  const cellX = (field.right - field.left) / (field.x.length - 1);
  const cellY = (field.far - field.near) / (field.y.length - 1);
  const dx = eye[0] - eye[3] * x;
  const dy = eye[1] - eye[3] * y;
  const dz = eye[2] - eye[3] * z;
  const pace = Math.max(Math.abs(dx) / cellX, Math.abs(dy) / cellY);
  if (pace === 0) return 0;
  const stepX = dx / pace;
  const stepY = dy / pace;
  const stepZ = dz / pace;
  for (let s = 0.75; s < 4096; s += 0.75) {
    const height = z + s * stepZ;
    if (stepZ > 0 && height > top) return 0;
    const atX = x + s * stepX;
    const atY = y + s * stepY;
    if (atX < field.left || atX > field.right || atY < field.near || atY > field.far) return 0;
    if (height < heightAt(field, atX, atY)) return 1;
  }
  return 0;
}

/**
 * Which points (3 n) the surface hides from the eye: 1 for hidden.
 * @param {HeightField} field
 * @param {Numbers} points
 * @param {Numbers} eye
 * @param {number} top
 */
export function hiddenPoints(field, points, eye, top) {
  return Uint8Array.from({ length: points.length / 3 }, (_, n) => hiddenAt(field, points, n, eye, top));
}

/**
 * The same along a path. Of a very long one, as of a run that zigzags through the whole window, some points are looked
 * at, and those between two of them only where one is hidden and the other is not: it is drawn while a hand moves.
 * @param {HeightField} field
 * @param {Numbers} points
 * @param {Numbers} eye
 * @param {number} top
 * @param {number} [most] points that are all looked at
 */
export function hiddenAlong(field, points, eye, top, most = LOOKED_AT) {
  const count = points.length / 3;
  if (count <= most) return hiddenPoints(field, points, eye, top);
  const out = new Uint8Array(count);
  /** @param {number} n */
  const look = (n) => (out[n] = hiddenAt(field, points, n, eye, top));
  /** @param {number} from @param {number} to both looked at */
  const between = (from, to) => {
    if (to - from < 2) return;
    let whole = out[from] === out[to];
    for (let n = from; whole && n <= to; n++) whole = !Number.isNaN(points[3 * n]);
    if (whole) return void out.fill(out[from], from, to);
    const middle = (from + to) >> 1;
    look(middle);
    between(from, middle);
    between(middle, to);
  };
  const stride = Math.ceil(count / most);
  look(0);
  for (let from = 0; from < count - 1; from += stride) {
    const to = Math.min(from + stride, count - 1);
    look(to);
    between(from, to);
  }
  return out;
}
