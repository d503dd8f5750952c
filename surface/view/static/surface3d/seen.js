// What lies on the surface as the camera sees it: tracks, marks, arrows and the point that is read out, in pixels.

import { clippedLine, edgesOf } from "../marks/clip.js";
import { screenTrack } from "../marks/overlay.js";
import { heightsOf } from "../messages/hydrate.js";
import { laidPath } from "./camera.js";
import { heightAt, heightField, hiddenAlong, hiddenPoints } from "./hidden.js";
import { eyeOf, pixels } from "./projection.js";

const SCENE_LIFT = 0.006;
const MARKS_APART = 14; // pixels between two marks of critical points
const RANKS = ["lowest", "minimum", "saddle", "maximum"];
const EDGE = 8; // pixels by which a line goes on beyond the picture, so that its end is not seen

/**
 * The surface as heights in the units of the upright axis (its logarithm where the axis is logarithmic).
 * @param {Surface} surface
 * @returns {Ground}
 */
export function groundOf(surface) {
  const { scale } = surface.figure3d.layout.meta;
  const up = scale === "log" ? Math.log10 : (/** @type {number} */ e) => e;
  const z = heightsOf(surface.error, scale).map((e) => up(e));
  let low = Infinity;
  let top = -Infinity;
  for (const e of z)
    if (Number.isFinite(e)) {
      low = Math.min(low, e);
      top = Math.max(top, e);
    }
  /** @type {ToPixels} */
  const back = scale === "log" ? (height) => 10 ** height : (height) => height;
  return { field: heightField(surface.w1, surface.w2, z), low, top, lift: SCENE_LIFT * (top - low || 1), up, back };
}

/** @type {WeakMap<Float64Array, { eye: string, hidden: Uint8Array }>} */
const known = new WeakMap();

/**
 * Which points of a path are behind the surface, worked out once for each place of the eye.
 * @param {Ground["field"]} field
 * @param {Float64Array} xyz
 * @param {Numbers} eye
 * @param {number} top
 */
function hiddenOnce(field, xyz, eye, top) {
  const from = `${[...eye].join()} ${top}`;
  const before = known.get(xyz);
  if (before?.eye === from) return before.hidden;
  const hidden = hiddenAlong(field, xyz, eye, top);
  known.set(xyz, { eye: from, hidden });
  return hidden;
}

/** @param {Laid} laid @param {CameraView} view @param {Numbers | null} eye @param {Ground} ground @returns {Track} */
export function seenTrack({ run, xyz, step, exits }, { matrix, box }, eye, { field, top }) {
  const hidden = eye ? hiddenOnce(field, xyz, eye, top) : null;
  /** @param {Numbers} point */
  const flat = (point) => pixels(matrix, point, box);
  const left = exits.map((exit) => ({ step: exit.step, from: flat(exit.from), to: flat(exit.to) }));
  const line = clippedLine(pixels(matrix, xyz, box), step, edgesOf(box, EDGE));
  const sides = hidden && line.of.map((n) => hidden[n]);
  return { ...screenTrack(run.style, line.xy, line.step, sides, left), k: run.k, pace: run.pace, letter: run.letter };
}

/**
 * A path from a random start on the surface, in pixels; NaN outside the window.
 * @param {StartedRun} run
 * @param {CameraView} view
 * @param {Ground} ground
 */
export function seenTrail({ step, w }, { matrix, box }, { field, top, lift }) {
  const xyz = new Float64Array(1.5 * w.length);
  for (let n = 0; n < step.length; n++)
    xyz.set([w[2 * n], w[2 * n + 1], heightAt(field, w[2 * n], w[2 * n + 1]) + lift], 3 * n);
  const eye = eyeOf(matrix);
  const hidden = eye ? hiddenPoints(field, xyz, eye, top) : null;
  return { step, xy: pixels(matrix, xyz, box), hidden };
}

/**
 * Arrows laid upon the surface, from the ball's own height.
 * @param {Arrow[]} arrows
 * @param {number} error
 * @param {CameraView} view
 * @param {Ground} ground
 * @returns {DrawnArrow[]}
 */
export function seenArrows(arrows, error, { matrix, box }, ground) {
  const eye = eyeOf(matrix);
  return arrows.flatMap(({ from, to, ...look }) => {
    const { xyz } = laidPath({ w: [...from, ...to], error: [error, NaN] }, ground);
    const last = xyz.findLastIndex(Number.isFinite);
    if (last < 3) return [];
    const hidden = eye && hiddenPoints(ground.field, xyz.slice(last - 2, last + 1), eye, ground.top)[0];
    const cut = Math.hypot(xyz[last - 2] - to[0], xyz[last - 1] - to[1]) > 1e-9 * (1 + Math.hypot(...to));
    return [{ ...look, xy: pixels(matrix, xyz.slice(0, last + 1), box), hidden, cut }];
  });
}

/**
 * The critical points where they are seen, each with the mark of its kind.
 * @param {CriticalPoint[]} points
 * @param {CameraView} view
 * @param {Numbers | null} eye
 * @param {Ground} ground
 * @returns {Mark[]}
 */
export function seenMarks(points, { matrix, box }, eye, { field, top, up, low, lift }) {
  return points.map(({ w, error, kind, lowest }) => {
    const point = [w[0], w[1], Math.max(up(error ?? NaN), low) + lift]; // no place where the error is no number
    const [x, y] = pixels(matrix, point, box);
    const hidden = Boolean(eye && hiddenPoints(field, point, eye, top)[0]);
    return { place: Number.isFinite(x) ? { x, y, hidden } : null, sort: lowest ? "lowest" : kind };
  });
}

/**
 * The marks that have room: of those that would stand on one another the deeper hollow stays, then a saddle, then a
 * maximum; what is seen stays before what is hidden. The map shows them all.
 * @param {Mark[]} marks
 * @param {Pick<CriticalPoint, "error">[]} points of which they are
 * @param {number} apart pixels between two
 */
export function thinnedMarks(marks, points, apart = MARKS_APART) {
  /** @param {number} n */
  const rank = (n) => RANKS.indexOf(marks[n].sort) + (marks[n].place?.hidden ? RANKS.length : 0);
  /** @param {number} a @param {number} b */
  const before = (a, b) => rank(a) - rank(b) || Number(points[a].error) - Number(points[b].error);
  /** @type {Mark[]} */
  const kept = [];
  for (const n of [...marks.keys()].sort(before)) {
    const { place } = marks[n];
    /** @param {Mark} other */
    const far = (other) =>
      Math.hypot(Number(other.place?.x) - Number(place?.x), Number(other.place?.y) - Number(place?.y));
    if (place && kept.every((other) => far(other) >= apart)) kept.push(marks[n]);
  }
  return kept;
}

/**
 * Where the point that is read stands on the surface: its pixel, or null where the surface hides it.
 * @param {Probe} probe
 * @param {CameraView} view
 * @param {Ground} ground
 */
export function seenProbe({ w }, { matrix, box }, ground) {
  const point = [w[0], w[1], heightAt(ground.field, w[0], w[1]) + ground.lift];
  const eye = eyeOf(matrix);
  const [x, y] = pixels(matrix, point, box);
  return Number.isFinite(x) && !(eye && hiddenPoints(ground.field, point, eye, ground.top)[0]) ? [x, y] : null;
}
