// Where a line of sight meets the surface: from a pixel back to the weights that are seen there. Pure.

import { heightAt } from "./hidden.js";
import { eyeOf, solved } from "./projection.js";

const PACE = 0.5; // of a cell: how far the line is followed between two looks at the ground

/**
 * The part [from, to] of a line x + t·dx that lies between low and high.
 * @param {number} x
 * @param {number} dx
 * @param {number} low
 * @param {number} high
 * @param {number[]} part
 */
function between(x, dx, low, high, [from, to]) {
  if (dx === 0) return x >= low && x <= high ? [from, to] : [1, 0];
  const [a, b] = [(low - x) / dx, (high - x) / dx];
  return [Math.max(from, Math.min(a, b)), Math.min(to, Math.max(a, b))];
}

/**
 * The weights [w1, w2] seen at a pixel, or null: `ground` is { field, low, top }, `box` the plot's place in pixels.
 * @param {Matrix} matrix
 * @param {Box} box
 * @param {Ground} ground
 * @param {number} x
 * @param {number} y
 */
export function seenAt(matrix, box, { field, low, top }, x, y) {
  const eye = eyeOf(matrix);
  const across = (2 * (x - box.left)) / box.width - 1;
  const up = 1 - (2 * (y - box.top)) / box.height;
  const point = solved(matrix, [across, up, 0, 1]);
  if (!eye || !point) return null;
  // From the eye through the pixel's point: p + t·d, both as plain coordinates; an eye at infinity gives a direction.
  const p = point.slice(0, 3).map((v) => v / point[3]);
  const d = eye[3] ? p.map((v, n) => v - eye[n] / eye[3]) : eye.slice(0, 3).map((v) => -v);
  let part = between(p[0], d[0], field.left, field.right, [eye[3] ? -1 : -1e9, 1e9]); // at -1 is the eye itself
  part = between(p[1], d[1], field.near, field.far, part);
  part = between(p[2], d[2], low, top, part);
  return part[0] <= part[1] ? followed(field, p, d, part) : null;
}

/** @param {HeightField} field @param {number[]} p @param {number[]} d @param {number[]} part */
function followed(field, p, d, [from, to]) {
  const cellX = (field.right - field.left) / (field.x.length - 1);
  const cellY = (field.far - field.near) / (field.y.length - 1);
  const pace = PACE / Math.max(Math.abs(d[0]) / cellX, Math.abs(d[1]) / cellY, PACE / (to - from || 1));
  /** @param {number} t */
  const over = (t) => p[2] + t * d[2] - heightAt(field, p[0] + t * d[0], p[1] + t * d[1]);
  let last = from;
  let above = over(from);
  for (let t = from + pace; t < to + pace; t += pace) {
    const here = Math.min(t, to);
    const gap = over(here);
    if (above >= 0 !== gap >= 0 && Number.isFinite(above + gap)) return crossing(over, above >= 0, last, here, p, d);
    [last, above] = [here, gap];
  }
  return null;
}

/**
 * @param {(t: number) => number} over
 * @param {boolean} down
 * @param {number} near
 * @param {number} far
 * @param {number[]} p
 * @param {number[]} d
 */
function crossing(over, down, near, far, p, d) {
  for (let n = 0; n < 40; n++) {
    const middle = (near + far) / 2;
    if (over(middle) >= 0 === down) near = middle;
    else far = middle;
  }
  return [p[0] + near * d[0], p[1] + near * d[1]];
}
