// The error against the step: every run's whole curve faintly, its played part boldly, and a line at the playhead.

import { axisScale, linearTicks, logTicks, marksAlong, tickCount } from "../base/axes.js";
import { chartGround, panelHeading, sharpPen } from "../base/chart.js";
import { choiceRow, choiceSheet } from "../base/choice.js";
import { setText } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { write } from "../base/lettering.js";
import { dashOf, drawMarker } from "../base/swatch.js";
import { clippedLine, trace } from "../marks/clip.js";
import { hasNetwork, heightName } from "../maths/evaluator.js";
import { OPENING_HEAD } from "../maths/playhead.js";
import { errorOf, hasArrived, positionOf, stepOf } from "../maths/runs.js";
import { axesFor, axesWords, leavesChart, stepScale, stepTicks } from "./curveaxes.js";

const PASS_ROOM = 0.9; // letters between the words at the pass and the axis end, where the balls come to stand
const AIR = 8; // pixels by which a curve goes on beyond the axes
// Pixels across: a longer step is drawn in pieces, for between two steps the ball goes no straight line.
const PIECE = 4;
const ARROW = 6; // pixels: half the width of the sign that a run goes on above

/** @type {[Scale | "auto", string, string][]} */
const ERRORS = [
  ["auto", "auto", "Logarithmic where E spans two decades"],
  ["linear", "linear", "E on a linear axis"],
  ["log", "log", "E on a logarithmic axis"],
];
/** @type {[Scale | "auto", string, string][]} */
const STEPS = [
  ["auto", "auto", "Steps: logarithmic where all happens within the first 15 % of them"],
  ["linear", "linear", "Steps on a linear axis"],
  ["log", "log", "Steps on a logarithmic axis"],
];

/**
 * A run's errors in pixels, cut to what the axes show: an error may be 10¹³ times as large as they are high.
 * @param {Run} run
 * @param {{ x: ToPixels, y: ToPixels }} scales
 * @param {Pick<ChartBox, "left" | "top" | "right" | "bottom">} box
 */
export function curveOf(run, scales, { left, top, right, bottom }) {
  /** @type {number[]} */
  const xy = [];
  /** @type {number[]} */
  const step = [];
  /** @param {number} at */
  const add = (at) => {
    const position = positionOf(run, at);
    xy.push(scales.x(position), scales.y(Number.isInteger(at) ? run.error[at] : errorOf(run, position)));
    step.push(at);
  };
  for (let k = 0; k <= run.k; k++) {
    add(k);
    const pieces = k < run.k ? Math.ceil((scales.x(positionOf(run, k + 1)) - xy[xy.length - 2]) / PIECE) : 0;
    for (let n = 1; n < pieces; n++) add(k + n / pieces);
  }
  return clippedLine(xy, step, [left - AIR, top - AIR, right + AIR, bottom + AIR]);
}

/**
 * Where a curve first goes out over the top of the axes, in pixels; null where it does not.
 * @param {Run} run
 * @param {{ x: ToPixels, y: ToPixels }} scales
 * @param {number} top
 */
export function wayOut(run, scales, top) {
  const k = Array.prototype.findIndex.call(run.error, (error) => !(scales.y(error) >= top));
  if (k < 1) return null;
  /** @param {number} at */
  const above = (at) => !(scales.y(errorOf(run, positionOf(run, at))) >= top);
  let [below, out] = [k - 1, k];
  for (let n = 0; n < 30; n++) {
    const middle = (below + out) / 2;
    if (above(middle)) out = middle;
    else below = middle;
  }
  return scales.x(positionOf(run, out));
}

/**
 * The sign that a run goes on above the axes.
 * @param {Pen} pen
 * @param {Style} style
 * @param {number} x
 * @param {number} top
 * @param {string} paper
 */
function drawWayOut(pen, style, x, top, paper) {
  pen.beginPath();
  pen.moveTo(x - ARROW, top + 2);
  pen.lineTo(x, top - ARROW);
  pen.lineTo(x + ARROW, top + 2);
  pen.closePath();
  pen.setLineDash([]);
  pen.fillStyle = style.colour;
  pen.strokeStyle = paper;
  pen.lineWidth = 1.5;
  pen.stroke();
  pen.fill();
}

/**
 * @param {Pen} pen
 * @param {Run} run
 * @param {{ x: ToPixels, y: ToPixels }} scales
 * @param {ChartBox} box
 * @param {number} width
 */
function drawCurve(pen, run, scales, box, width) {
  pen.beginPath();
  trace(pen, curveOf(run, scales, box));
  pen.setLineDash(dashOf(run.style, width));
  pen.lineWidth = width;
  pen.strokeStyle = run.style.colour;
  pen.lineJoin = "round";
  pen.stroke();
}

/**
 * The pass that a stuck run would have to climb: the chosen run's, or else that of the first run with one; else null.
 * @param {Run[]} runs
 * @param {number} chosen
 */
export function passOf(runs, chosen) {
  const stuck = [runs[chosen], ...runs].find((run) => run && !run.away && typeof run.verdict?.pass_error === "number");
  return stuck ? { run: stuck, error: /** @type {number} */ (stuck.verdict?.pass_error) } : null;
}

/** @param {HTMLElement} root @param {Context} context */
export function curvePanel(root, context) {
  /** @type {Scene} */
  let scene;
  /** @type {{ x: ToPixels, y: ToPixels }} */
  let scales;
  /** @type {ReturnType<typeof stepScale>} */
  let along;
  /** @type {import("./curveaxes.js").CurveAxes} */
  let axes;
  /** @type {ChartBox} */
  let box;
  let head = /** @type {Head} */ (OPENING_HEAD);

  /** @param {Scale | "auto"} value */
  const chosen = (value) => (value === "auto" ? null : value);
  const errors = choiceRow("Error", ERRORS, (value) => context.emit("errorAxis", chosen(value)));
  const steps = choiceRow("Steps", STEPS, (value) => context.emit("stepAxis", chosen(value)));
  const choice = choiceSheet("How the curve is drawn", [errors.row, steps.row]);
  const heading = panelHeading(root, "Error over the steps", choice.holder);
  const chart = chartGround(root, "E of each run against the step", ["faint", "bold", "balls"]);
  const [faint, bold, balls] = chart.canvases;
  chart.ground.addEventListener("pointerdown", scrub);
  chart.ground.addEventListener("pointermove", (event) => event.buttons === 1 && scrub(event));

  /** @param {PointerEvent} event */
  function scrub(event) {
    if (!scales || !event.isPrimary) return;
    const x = event.clientX - chart.ground.getBoundingClientRect().left;
    context.emit("seek", Math.round(along.step(x)));
  }

  function layout() {
    if (!scene) return;
    box = chart.box(context.theme());
    axes = axesFor(scene);
    along = stepScale(scene.steps || 1, [box.left, box.right], axes.steps === "log");
    scales = { x: along.x, y: axisScale(axes.range, [box.bottom, box.top], axes.errors === "log") };
    drawAxes();
    drawCurves(faint, 1.6);
    drawCurves(bold, 2.6);
    draw(head);
  }

  function drawAxes() {
    const room = tickCount(box.bottom - box.top, 2.4 * box.em);
    const up = (axes.errors === "log" ? logTicks : linearTicks)(axes.range, room);
    const x = scene.pacing === "arrival" ? arrivalAxis() : stepAxis();
    chart.drawAxes({ x, y: { title: `${heightName(scene)} E`, marks: marksAlong(up, scales.y) } }, box);
  }

  function stepAxis() {
    const last = scene.steps || 1;
    if (axes.steps === "log")
      return { title: "step, logarithmic", marks: stepTicks(last, along.x, (1 + String(last).length) * 0.62 * box.em) };
    const { ticks } = linearTicks([0, last], tickCount(box.right - box.left, 5 * box.em));
    const whole = { ticks: ticks.filter((tick) => Number.isInteger(tick.value)) };
    return { title: "step", marks: marksAlong(whole, scales.x) };
  }

  // Where all arrive together, the axis counts each run's own way.
  function arrivalAxis() {
    /** @param {number} percent */
    const share = (percent) => ({ at: scales.x((percent / 100) * (scene.steps || 1)), label: `${percent} %` });
    return { title: "share of each run’s way", marks: [0, 50, 100].map(share) };
  }

  /** @param {HTMLCanvasElement} canvas @param {number} width */
  function drawCurves(canvas, width) {
    const pen = sharpPen(canvas, box);
    if (!pen) return;
    const shown = scene.runs.filter((run) => !run.away);
    pen.save();
    pen.beginPath();
    pen.rect(box.left - 1, box.top - AIR, box.right - box.left + 2, box.bottom - box.top + AIR + 1);
    pen.clip();
    for (const run of shown) drawCurve(pen, run, scales, box, width);
    pen.restore();
    for (const run of shown) {
      const x = leavesChart(run, shown) ? wayOut(run, scales, box.top) : null;
      if (x !== null) drawWayOut(pen, run.style, x, box.top, context.theme().background);
    }
  }

  // How high the pass out of a stuck run's hollow lies: beside it one sees which run carries itself over it.
  /** @param {Pen} pen @param {Theme} theme */
  function drawPass(pen, theme) {
    const arrived = scene.runs.map((run) => (hasArrived(run, head) ? run : { ...run, verdict: null }));
    const pass = passOf(arrived, head.chosen);
    const y = pass && scales.y(pass.error);
    if (!pass || !(Number(y) >= box.top && Number(y) <= box.bottom)) return;
    pen.beginPath();
    pen.moveTo(box.left, Number(y));
    pen.lineTo(box.right, Number(y));
    pen.setLineDash([2, 3]);
    pen.lineWidth = 1.5;
    pen.strokeStyle = theme.text;
    pen.stroke();
    pen.setLineDash([]);
    write(pen, `pass ${formatNumber(pass.error, 3)}`, box.right - PASS_ROOM * box.em, Number(y) - 1, {
      font: `${0.85 * box.em}px ${theme.font}`,
      colour: theme.text,
      align: "right",
      baseline: Number(y) > box.top + 1.2 * box.em ? "bottom" : "top",
    });
  }

  /** @param {Head} next */
  function draw(next) {
    head = next;
    const pen = scales && sharpPen(balls, box);
    if (!pen) return;
    const x = scales.x(Math.min(head.step, scene.steps));
    faint.hidden = !head.ahead;
    bold.style.clipPath = `inset(0 ${Math.max(0, box.width - x)}px 0 0)`;
    const theme = context.theme();
    pen.fillStyle = theme.muted;
    pen.fillRect(x - 0.5, box.top, 1, box.bottom - box.top);
    drawPass(pen, theme);
    for (const run of scene.runs) {
      if (run.away) continue;
      const at = scales.x(positionOf(run, stepOf(run, head.step)));
      const height = scales.y(errorOf(run, head.step));
      if (height >= box.top - 1) drawMarker(pen, run.style, at, height, 5.5, theme.background);
      else drawWayOut(pen, run.style, at, box.top, theme.background);
    }
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      setText(heading, hasNetwork(scene) ? "Error over the steps" : "Value over the steps");
      layout();
      if (axes) choice.say(axesWords(axes));
      errors.show(scene.view.errorAxis ?? "auto");
      steps.show(scene.view.stepAxis ?? "auto");
      steps.row.hidden = scene.pacing === "arrival";
    },
    draw,
    resize: layout,
    destroy() {
      choice.end();
      root.replaceChildren();
    },
  };
}
