// Slices through the ball of the chosen run: the error along one weight while the other is held where it is,
// and the ball in that curve.

import { axisScale, linearTicks, logTicks, tickCount } from "../base/axes.js";
import { chartGround, panelHeading, sharpPen } from "../base/chart.js";
import { element, setText } from "../base/dom.js";
import { formatFixed } from "../base/format.js";
import { symbolPath } from "../base/swatch.js";
import { drawnEvaluatorOf } from "../maths/evaluator.js";
import { stepOf, weightsOf } from "../maths/runs.js";

const FINE = 181; // samples of a curve at rest
const COARSE = 61; // while it plays
const SHARE = 12; // while it plays, a curve is worked out anew after this many times the time that it takes
const ALL_NEEDED =
  "The page holds only some of the many data points, so the cuts through the surface cannot be drawn exactly here.";
const RUN_SHARE = 1.5; // how high a slice reaches: of the run's highest error
const SURFACE_SHARE = 0.12; // and at least this of the surface's
const DEPTH = 1e-12; // of the largest error: below it a logarithmic axis has nothing to tell

/**
 * The samples of a slice along an axis through w: { x, error }, the place of the ball itself among them.
 * @param {Evaluator} evaluator
 * @param {number[]} given2
 * @param {number[]} w
 * @param {number} axis
 * @param {number} count
 */
export function sliceThrough(evaluator, [low, high], w, axis, count) {
  const x = Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
  if (w[axis] > low && w[axis] < high) x[Math.round(((w[axis] - low) / (high - low)) * (count - 1))] = w[axis];
  const at = axis
    ? (/** @type {any} */ value) => evaluator.error(w[0], value)
    : (/** @type {any} */ value) => evaluator.error(value, w[1]);
  return { x, error: Float64Array.from(x, at) };
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

/** @param {HTMLElement} root @param {number} axis */
function sliceChart(root, axis) {
  const heading = panelHeading(root, "");
  const chart = chartGround(root, "", ["curve", "ball"]);
  /** @type {any} */
  let box;
  /** @type {any} */
  let scales;

  /** @param {string[]} names @param {number[][]} window @param {number[]} range @param {boolean} log */
  function layout(names, window, range, log) {
    setText(heading, `E along ${names[axis]}`);
    chart.ground.setAttribute("aria-label", `The error along ${names[axis]}, with ${names[1 - axis]} held at the ball`);
    box = chart.box();
    scales = null;
    if (box.right - box.left < 40 || box.bottom - box.top < 30) return;
    scales = { x: axisScale(window[axis], [box.left, box.right]), y: axisScale(range, [box.bottom, box.top], log) };
    const across = linearTicks(window[axis], tickCount(box.right - box.left, 2.8 * box.em));
    const room = tickCount(box.bottom - box.top, 2 * box.em);
    const up = log ? logTicks(range, room) : linearTicks(range, room);
    /** @param {any} given @param {any} scale */
    const marks = ({ ticks }, scale) =>
      ticks.map((/** @type {any} */ { value, label }) => ({ at: scale(value), label }));
    chart.drawAxes(
      {
        x: { title: names[axis], marks: marks(across, scales.x) },
        y: { title: "error E", marks: marks(up, scales.y) },
      },
      box,
    );
  }

  /** @param {Pen} pen */
  function clip(pen) {
    pen.save();
    pen.beginPath();
    pen.rect(box.left - 1, box.top - 8, box.right - box.left + 2, box.bottom - box.top + 9);
    pen.clip();
  }

  /** @param {{ x: Float64Array, error: Float64Array }} slice @param {Theme} theme */
  function drawCurve(slice, theme) {
    const pen = scales && sharpPen(chart.canvases[0], box);
    if (!pen) return;
    clip(pen);
    pen.beginPath();
    slice.x.forEach((x, i) => Number.isFinite(slice.error[i]) && pen.lineTo(scales.x(x), scales.y(slice.error[i])));
    pen.strokeStyle = theme.text;
    pen.lineWidth = 2.4;
    pen.lineJoin = "round";
    pen.stroke();
    pen.restore();
  }

  /** @param {any} given @param {Theme} theme @param {boolean} log */
  function drawBall({ w, error, slope, style }, theme, log) {
    const pen = scales && sharpPen(chart.canvases[1], box);
    if (!pen) return;
    clip(pen);
    const x = scales.x(w[axis]);
    const y = Math.max(box.top - 4, scales.y(error));
    if (!log) drawTangent(pen, w[axis], error, slope, style.colour);
    symbolPath(pen, style.marker, x, y, 6.5);
    pen.lineWidth = 3;
    pen.strokeStyle = theme.background;
    pen.stroke();
    pen.fillStyle = style.colour;
    pen.fill();
    pen.restore();
  }

  // A tangent of a fixed length on the screen, so that a steep one is as plain to see as a level one.
  /** @param {Pen} pen @param {number} at @param {number} error @param {number} slope @param {string} colour */
  function drawTangent(pen, at, error, slope, colour) {
    const long = 0.13 * (box.right - box.left);
    const rise = scales.y(error + slope) - scales.y(error);
    const run = scales.x(at + 1) - scales.x(at);
    const part = long / Math.hypot(rise, run);
    pen.beginPath();
    pen.moveTo(scales.x(at) - part * run, scales.y(error) - part * rise);
    pen.lineTo(scales.x(at) + part * run, scales.y(error) + part * rise);
    pen.strokeStyle = colour;
    pen.lineWidth = 1.8;
    pen.stroke();
  }

  return { layout, drawCurve, drawBall };
}

/** @param {HTMLElement} root @param {Context} context */
export function slicesPanel(root, context) {
  const places = [0, 1].map(() => element("div", { class: "slice" }));
  const words = element("p", { class: "panel-words" });
  const pair = element("div", { class: "slice-pair" }, ...places);
  root.append(pair, words);
  const charts = places.map((place, axis) => sliceChart(place, axis));
  /** @type {Scene} */
  let scene;
  /** @type {Head} */
  let head;
  /** @type {any} */
  let laid;
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
    for (const chart of charts) chart.layout(names, window, range, log);
    laid = { run, window, log };
    curvesKey = "";
  }

  /** @param {Evaluator} evaluator @param {number[]} w */
  function drawCurves(evaluator, w) {
    const key = `${w.join()} ${head.playing}`;
    const now = performance.now();
    if (key === curvesKey || (head.playing && curvesKey && now - worked < SHARE * cost)) return;
    curvesKey = key;
    const count = head.playing ? COARSE : FINE;
    charts.forEach((chart, axis) =>
      chart.drawCurve(sliceThrough(evaluator, laid.window[axis], w, axis, count), context.theme()),
    );
    worked = performance.now();
    cost = worked - now;
  }

  /** @param {any} next */
  function draw(next) {
    head = next;
    const run = scene?.runs[head.chosen];
    root.hidden = !run;
    if (root.hidden) return;
    pair.hidden = !whole();
    if (pair.hidden) return setText(words, ALL_NEEDED);
    const evaluator = drawnEvaluatorOf(scene);
    if (laid?.run !== run) layout(run);
    const step = stepOf(run, head.step);
    const w = weightsOf(run, head.step);
    drawCurves(evaluator, w);
    const error = evaluator.error(...w);
    const [first, second] = scene.names;
    charts.forEach((chart, axis) =>
      chart.drawBall({ w, error, slope: slopeAt(run, step, axis), style: run.style }, context.theme(), laid.log),
    );
    const tangent = laid.log ? "" : " The short line is the slope there.";
    setText(
      words,
      `Cuts through the surface at the ball of ${run.title}: on the left ${second} is held at ` +
        `${formatFixed(w[1])}, on the right ${first} at ${formatFixed(w[0])}.${tangent}`,
    );
  }

  return {
    /** @param {any} next */
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
