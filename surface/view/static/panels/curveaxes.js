// How the axes of the error curve go: as the reader chose, or so that what happens is seen. Pure.

import { axisScale, padded } from "../base/axes.js";
import { positionOf } from "../maths/runs.js";

const LEAVES = 4; // times the largest error at a start: a run that goes higher leaves the chart
const WAY_OUT = { linear: 1.3, log: 10 }; // how far above the others' errors it is still drawn
const LOG_DEPTH = 1e-12; // of the largest error: below, there is nothing to tell
const DECADES = 2; // that errors span where they ask for a logarithmic axis
const STILL = 0.02; // of the axis: a curve that moves no further has come to rest
const SOON = 0.15; // of the steps: where all curves rest by then, the steps ask for a logarithmic axis

/** @typedef {{ errors: Scale, steps: Scale, range: Pair }} CurveAxes */

/** @param {Run} run */
const greatest = (run) => run.error.reduce((top, error) => (error > top || isLost(run, error) ? error : top), 0);

/**
 * Whether a rule has led where there is no number; a path that was made elsewhere has a gap there.
 * @param {Run} run
 * @param {number} error
 */
const isLost = ({ formula }, error) => formula !== null && Number.isNaN(error);

/** @param {Run[]} runs */
const goBelowZero = (runs) => runs.some((run) => run.error.some((error) => error < 0));

/**
 * The range of a function that may be below zero, with a little air.
 * @param {Run[]} runs
 * @returns {Pair}
 */
function wholeRange(runs) {
  const errors = runs.flatMap((run) => [...run.error]).filter(Number.isFinite);
  const [low, high] = padded([errors.reduce((a, b) => Math.min(a, b)), errors.reduce((a, b) => Math.max(a, b))]);
  return [low, high];
}

/** @param {Run[]} runs */
function leaveLine(runs) {
  const start = Math.max(...runs.map((run) => run.error[0]));
  return start > 0 ? LEAVES * start : Infinity;
}

/**
 * Whether a run goes so high among these that the chart does not follow it.
 * @param {Run} run
 * @param {Run[]} runs
 */
export const leavesChart = (run, runs) => !(greatest(run) <= leaveLine(runs));

/**
 * The range of errors to show: of a run that leaves only the start counts, so that it does not flatten the others.
 * @param {Run[]} runs
 * @param {boolean} log
 * @returns {Pair}
 */
export function errorRange(runs, log) {
  if (!log && goBelowZero(runs)) return wholeRange(runs);
  const leaving = runs.filter((run) => leavesChart(run, runs));
  const tops = runs.map((run) => (leaving.includes(run) ? run.error[0] : greatest(run)));
  const high = Math.max(0, ...tops.filter(Number.isFinite));
  const room = leaving.length ? WAY_OUT[log ? "log" : "linear"] : 1;
  if (!(high > 0)) return [log ? 0.1 : 0, 1];
  if (!log) return [0, high * Math.max(room, 1.05)];
  const least = runs.reduce((low, run) => run.error.reduce((l, e) => (e > 0 && e < l ? e : l), low), high);
  return [Math.max(least, high * LOG_DEPTH) / 1.4, high * Math.max(room, 1.4)];
}

/**
 * Whether errors ask for a logarithmic axis: what is shown of them, above zero, spans two decades or more.
 * @param {Run[]} runs
 */
function spansDecades(runs) {
  if (goBelowZero(runs)) return false;
  const [low, high] = errorRange(runs, true);
  return high / low / (1.4 * 1.4) >= 10 ** DECADES;
}

/**
 * The last step from which on a curve goes no further than a hair of its axis, as it is cut off at the axis' ends.
 * @param {Run} run
 * @param {ToPixels} place from errors to shares of the axis
 */
function restingStep(run, place) {
  /** @param {number} k */
  const height = (k) => {
    const share = place(run.error[k]);
    return Number.isNaN(share) ? 1 : Math.min(1, Math.max(0, share));
  };
  const end = height(run.k);
  let k = run.k;
  while (k > 0 && Math.abs(height(k - 1) - end) <= STILL) k -= 1;
  return k;
}

/**
 * How much of the steps it takes until all curves rest, from 0 to 1.
 * @param {Run[]} runs
 * @param {number} steps
 * @param {boolean} log whether errors are on a logarithmic axis
 */
export function restingShare(runs, steps, log) {
  const place = axisScale(errorRange(runs, log), [0, 1], log);
  return Math.max(0, ...runs.map((run) => positionOf(run, restingStep(run, place)))) / (steps || 1);
}

/**
 * The axes for a scene: as the reader chose, for the whole view or for this chart; or else errors are logarithmic where
 * they span two decades, and steps where all curves rest within the first 15 % of them.
 * @param {Scene} scene
 * @returns {CurveAxes}
 */
export function axesFor({ runs, steps, scale, pacing, view }) {
  const shown = runs.filter((run) => !run.away);
  const seen = shown.length ? shown : runs;
  const errors = view.errorAxis ?? (scale === "log" || spansDecades(seen) ? "log" : "linear");
  const log = errors === "log";
  const range = errorRange(seen, log);
  if (pacing === "arrival") return { errors, steps: "linear", range };
  const soon = steps > 1 && restingShare(seen, steps, log) <= SOON;
  return { errors, steps: view.stepAxis ?? (soon ? "log" : "linear"), range };
}

/**
 * From steps to pixels, and back; on a logarithmic axis a step counts from one, so that the start has its place.
 * @param {number} last
 * @param {Numbers} pixels
 * @param {boolean} log
 */
export function stepScale(last, [from, to], log) {
  const up = log ? Math.log1p : (/** @type {number} */ step) => step;
  const down = log ? Math.expm1 : (/** @type {number} */ value) => value;
  const whole = up(last) || 1;
  return {
    /** @type {ToPixels} */
    x: (step) => from + (up(step) / whole) * (to - from),
    /** @param {number} px */
    step: (px) => down(Math.min(1, Math.max(0, (px - from) / (to - from))) * whole),
  };
}

/**
 * Whole steps to write at a logarithmic axis: the start, and 1, 2, 5 times powers of ten as far as there is room.
 * @param {number} last
 * @param {ToPixels} x
 * @param {number} room pixels that a number needs
 */
export function stepTicks(last, x, room) {
  const values = [0];
  for (let decade = 1; decade <= last; decade *= 10)
    for (const lead of [1, 2, 5]) if (lead * decade <= last) values.push(lead * decade);
  /** @param {number} value */
  const isWhole = (value) => value === 0 || Number.isInteger(Math.log10(value));
  const chosen = values.filter(isWhole);
  /** @param {number} value */
  const fits = (value) => chosen.every((other) => Math.abs(x(other) - x(value)) >= room);
  for (const value of values) if (!isWhole(value) && fits(value)) chosen.push(value);
  return thinned(
    chosen.sort((a, b) => a - b),
    x,
    room,
  ).map((value) => ({ at: x(value), label: String(value) }));
}

// From the start on, without those that would stand on the one before.
/** @param {number[]} values @param {ToPixels} x @param {number} room */
function thinned(values, x, room) {
  /** @type {number[]} */
  const out = [];
  for (const value of values) if (!out.length || x(value) - x(out[out.length - 1]) >= room) out.push(value);
  return out;
}

/** @param {CurveAxes} axes */
export function axesWords({ errors, steps }) {
  if (errors === "log") return steps === "log" ? "log E, log steps" : "log E";
  return steps === "log" ? "log steps" : "linear";
}
