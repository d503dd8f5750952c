// Slices through the ball of the chosen run: the error along one weight while the other is held where it is,
// and the ball in that curve.

import { curveChart } from "../base/curvechart.js";
import { element, setText } from "../base/dom.js";
import { formatFixed } from "../base/format.js";
import { drawnEvaluatorOf, hasNetwork } from "../maths/evaluator.js";
import { stepOf, weightsOf } from "../maths/runs.js";

const FINE = 181; // samples of a curve at rest
const COARSE = 61; // while it plays
const SHARE = 12; // while it plays, a curve is worked out anew after this many times the time that it takes
const ALL_NEEDED =
  "The page holds only some of the many data points, so the cuts through the surface cannot be drawn exactly here.";
const RUN_SHARE = 1.5; // how high a slice reaches: of the run's highest error
const SURFACE_SHARE = 0.12; // and at least this of the surface's
const TANGENT_SHARE = 0.13; // of the chart's width, to each side
const DEPTH = 1e-12; // of the largest error: below it a logarithmic axis has nothing to tell

/**
 * The samples of a slice along an axis through w: { x, error }, the place of the ball itself among them.
 * @param {Evaluator} evaluator
 * @param {number[]} window
 * @param {number[]} w
 * @param {number} axis
 * @param {number} count
 */
export function sliceThrough(evaluator, [low, high], w, axis, count) {
  const x = Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
  if (w[axis] > low && w[axis] < high) x[Math.round(((w[axis] - low) / (high - low)) * (count - 1))] = w[axis];
  /** @param {number} value */
  const along = (value) => (axis ? evaluator.error(w[0], value) : evaluator.error(value, w[1]));
  return { x, error: Float64Array.from(x, along) };
}

/**
 * The errors that a run's slices show: from the lowest of the surface to somewhat above the run's highest.
 * @param {Float64Array} surface
 * @param {Run} run
 * @param {boolean} log
 */
export function sliceRange(surface, run, log) {
  /** @param {number} e */
  const inside = (e) => Number.isFinite(e);
  const low = surface.reduce((least, e) => (inside(e) && e < least ? e : least), Infinity);
  const top = surface.reduce((most, e) => (inside(e) && e > most ? e : most), -Infinity);
  const highest = run.error.reduce((most, e) => Math.max(most, Math.min(e, top)), low);
  const high = Math.min(top, low + Math.max(RUN_SHARE * (highest - low), SURFACE_SHARE * (top - low)));
  if (!(high > low)) return log ? [Math.max(low, 1) / 10, Math.max(low, 1) * 10] : [low - 1, low + 1];
  if (log) return [Math.max(low, top * DEPTH) / 1.5, Math.max(high, top * 2 * DEPTH) * 1.5];
  return [low >= 0 ? Math.max(0, low - 0.06 * (high - low)) : low - 0.06 * (high - low), high + 0.12 * (high - low)];
}

/**
 * The slope of E along an axis at the playhead, between two whole steps evenly.
 * @param {Run} run
 * @param {number} step
 * @param {number} axis
 */
function slopeAt(run, step, axis) {
  const k = Math.floor(step);
  const next = Math.min(k + 1, run.k);
  const here = run.gradient[2 * k + axis];
  return here + (step - k) * (run.gradient[2 * next + axis] - here);
}

/** @param {HTMLElement} root @param {Context} context */
export function slicesPanel(root, context) {
  const places = [0, 1].map(() => element("div", { class: "slice" }));
  const words = element("p", { class: "panel-words" });
  const pair = element("div", { class: "slice-pair" }, ...places);
  root.append(pair, words);
  const charts = places.map((place) => curveChart(place));
  /** @type {Scene} */
  let scene;
  /** @type {Head} */
  let head;
  /** @type {{ run: Run, window: number[][], log: boolean } | null} */
  let laid = null;
  let curvesKey = "";
  let cost = 0;
  let worked = 0;

  /** Whether the data that the page has are all of them, so that the curve is exact. */
  const whole = () => scene.data.count === scene.data.inputs.length;

  /** @param {Run} run */
  function layout(run) {
    const { surface, names, scale } = scene;
    const log = scale === "log";
    const window = [surface.w1, surface.w2].map((axis) => [axis[0], axis[axis.length - 1]]);
    const range = sliceRange(surface.error, run, log);
    charts.forEach((chart, axis) => {
      chart.name(`E along ${names[axis]}`, `The error along ${names[axis]}, with ${names[1 - axis]} held at the ball`);
      chart.layout({ across: names[axis], window: window[axis], heights: range, log });
    });
    laid = { run, window, log };
    curvesKey = "";
    return laid;
  }

  /** @param {Evaluator} evaluator @param {number[]} w @param {number[][]} window */
  function drawCurves(evaluator, w, window) {
    const key = `${w.join()} ${head.playing}`;
    const now = performance.now();
    if (key === curvesKey || (head.playing && curvesKey && now - worked < SHARE * cost)) return;
    curvesKey = key;
    const count = head.playing ? COARSE : FINE;
    charts.forEach((chart, axis) =>
      chart.drawCurve(sliceThrough(evaluator, window[axis], w, axis, count), context.theme().text),
    );
    worked = performance.now();
    cost = worked - now;
  }

  /** @param {Head} next */
  function draw(next) {
    head = next;
    const run = scene?.runs[head.chosen];
    root.hidden = !run || !hasNetwork(scene);
    if (root.hidden) return;
    pair.hidden = !whole();
    if (pair.hidden) return setText(words, ALL_NEEDED);
    const evaluator = drawnEvaluatorOf(scene);
    const { window, log } = laid?.run === run ? laid : layout(run);
    const step = stepOf(run, head.step);
    const w = weightsOf(run, head.step);
    drawCurves(evaluator, w, window);
    const error = evaluator.error(...w);
    const [first, second] = scene.names;
    charts.forEach((chart, axis) => {
      const ball = { x: w[axis], height: error, slope: slopeAt(run, step, axis), style: run.style };
      chart.drawBalls([ball], context.theme().background, (pen) => {
        if (!log) chart.drawTangent(pen, ball, TANGENT_SHARE);
      });
    });
    const tangent = log ? "" : " The short line is the slope there.";
    setText(
      words,
      `Cuts through the surface at the ball of ${run.title}: on the left ${second} is held at ` +
        `${formatFixed(w[1])}, on the right ${first} at ${formatFixed(w[0])}.${tangent}`,
    );
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      laid = null;
    },
    draw,
    resize() {
      laid = null;
      if (head && scene) draw(head);
    },
    destroy() {
      root.replaceChildren();
    },
  };
}
