// Between weights and the pixels of the map. Pure.

import { clipped, clippedLine, edgesOf } from "../marks/clip.js";
import { screenTrack } from "../marks/overlay.js";
import { windowEdges } from "../maths/sampling.js";

const EDGE = 4; // pixels by which a line goes on beyond the edge of the map, so that its end is not seen

/**
 * The plot area of the map in pixels, and the ranges of its axes.
 * @param {Plot} plot
 */
export function plotBox(plot) {
  const { xaxis, yaxis } = plot._fullLayout;
  const [left, right] = xaxis.range.map(Number);
  const [bottom, top] = yaxis.range.map(Number);
  return {
    left: xaxis._offset,
    top: yaxis._offset,
    width: xaxis._length,
    height: yaxis._length,
    range: { left, right, bottom, top },
  };
}

/**
 * The pixel [x, y] of two weights.
 * @param {Numbers} w
 * @param {PlotBox} box
 * @returns {Pair}
 */
export function pixelOf([x, y], { left, top, width, height, range }) {
  return [
    left + ((x - range.left) / (range.right - range.left)) * width,
    top + ((range.top - y) / (range.top - range.bottom)) * height,
  ];
}

/**
 * The weights at a pixel, kept inside what the map shows.
 * @param {number} x
 * @param {number} y
 * @param {PlotBox} box
 */
export function placeUnder(x, y, { left, top, width, height, range }) {
  const across = Math.min(Math.max((x - left) / width, 0), 1);
  const down = Math.min(Math.max((y - top) / height, 0), 1);
  return [range.left + across * (range.right - range.left), range.top - down * (range.top - range.bottom)];
}

/**
 * Whether a pixel is inside the plot area.
 * @param {number} x
 * @param {number} y
 * @param {Box} box
 */
export function isInside(x, y, { left, top, width, height }) {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/**
 * Whether two surfaces cover the same window, so that a zoom into one is a zoom into the other.
 * @param {Grid} a
 * @param {Grid} b
 */
export function sameWindow(a, b) {
  const edges = windowEdges(b);
  return windowEdges(a).every((value, n) => value === edges[n]);
}

/**
 * Whether a run leaves the window, so that a wider one would show more of it.
 * @param {Run} run
 * @param {{ w1: Numbers, w2: Numbers }} grid
 */
export function leavesWindow({ w }, { w1, w2 }) {
  /** @param {number} value @param {Numbers} axis */
  const outside = (value, axis) => value < axis[0] || value > axis[axis.length - 1];
  return w.some((value, n) => outside(value, n % 2 ? w2 : w1));
}

/**
 * An arrow between two places, in pixels.
 * @param {Arrow} arrow
 * @param {PlotBox} box
 */
export function mapArrow({ from, to, ...arrow }, box) {
  return { ...arrow, xy: [...pixelOf(from, box), ...pixelOf(to, box)] };
}

/**
 * A path from a random start in the map's pixels: { step, xy }.
 * @param {StartedRun} run
 * @param {PlotBox} box
 */
export function trailTrack({ step, w }, box) {
  const xy = new Float64Array(w.length);
  for (let n = 0; n < w.length; n += 2) xy.set(pixelOf([w[n], w[n + 1]], box), n);
  return clippedLine(xy, step, edgesOf(box, EDGE));
}

/**
 * A run's path in the map's pixels as far as it is drawn, with an exit wherever it crosses the edge outwards.
 * @param {Run} run
 * @param {PlotBox} box
 */
export function mapTrack(run, box) {
  const { drawn: last = run.k } = run;
  const xy = new Float64Array(2 * last + 2);
  const exits = [];
  const step = Float64Array.from({ length: last + 1 }, (_, k) => k);
  const rect = edgesOf(box, -1);
  for (let k = 0; k < step.length; k++) {
    xy.set(pixelOf([run.w[2 * k], run.w[2 * k + 1]], box), 2 * k);
    if (!k) continue;
    const segment = xy.subarray(2 * k - 2, 2 * k + 2);
    const inside = clipped(segment[0], segment[1], segment[2], segment[3], rect);
    if (!inside || inside[1] === 1) continue;
    /** @param {number} t @param {number} n */
    const at = (t, n) => segment[n] + t * (segment[n + 2] - segment[n]);
    exits.push({ step: k - 1 + inside[1], from: [segment[0], segment[1]], to: [at(inside[1], 0), at(inside[1], 1)] });
  }
  const drawn = clippedLine(xy, step, edgesOf(box, EDGE));
  return { ...screenTrack(run.style, drawn.xy, drawn.step, null, exits), k: run.k, pace: run.pace, letter: run.letter };
}
