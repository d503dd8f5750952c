// The error against the step: every run's whole curve faintly, its played part boldly, and a line at the playhead.

import { axisScale, linearTicks, logTicks, marksAlong, tickCount } from "../base/axes.js";
import { chartGround, panelHeading, sharpPen } from "../base/chart.js";
import { formatNumber } from "../base/format.js";
import { dashOf, drawMarker } from "../base/swatch.js";
import { clippedLine, trace } from "../marks/clip.js";
import { OPENING_HEAD } from "../maths/playhead.js";
import { errorOf, hasArrived, positionOf, stepOf } from "../maths/runs.js";

// How far the axis goes, as shares of the largest error at a start: a run that diverges may not flatten all the others,
// and below twelve decades there is nothing to tell.
const LINEAR_REACH = 4;
const LOG_REACH = 1e4;
const LOG_DEPTH = 1e-12;
const PASS_ROOM = 0.9; // letters between the words at the pass and the axis end, where the balls come to stand
const AIR = 8; // pixels by which a curve goes on beyond the axes

/**
 * The range of errors to show.
 * @param {Run[]} runs
 * @param {boolean} log
 */
export function errorRange(runs, log) {
  const start = Math.max(...runs.map((run) => run.error[0]));
  const reach = start > 0 ? start * (log ? LOG_REACH : LINEAR_REACH) : Infinity;
  let [low, high] = [Infinity, 0];
  for (const run of runs) {
    for (const error of run.error) {
      if (error > high) high = Math.min(error, reach);
      if (error < low && error > 0) low = error;
    }
  }
  if (!(high > 0)) return [log ? 0.1 : 0, 1];
  if (!log) return [0, high * 1.05];
  return [Math.max(low, (start > 0 ? start : high) * LOG_DEPTH) / 1.4, high * 1.4];
}

/**
 * A run's errors in pixels, cut to what the axes show: an error may be 10¹³ times as large as they are high.
 * @param {Run} run
 * @param {{ x: ToPixels, y: ToPixels }} scales
 * @param {Pick<ChartBox, "left" | "top" | "right" | "bottom">} box
 */
export function curveOf(run, scales, { left, top, right, bottom }) {
  const places = Array.from({ length: run.k + 1 }, (_, k) => [scales.x(positionOf(run, k)), scales.y(run.error[k])]);
  return clippedLine(places.flat(), [...places.keys()], [left - AIR, top - AIR, right + AIR, bottom + AIR]);
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
  /** @type {ChartBox} */
  let box;
  let head = /** @type {Head} */ (OPENING_HEAD);

  const log = () => scene.scale === "log";
  panelHeading(root, "Error over the steps");
  const chart = chartGround(root, "The error of each run against the step", ["faint", "bold", "balls"]);
  const [faint, bold, balls] = chart.canvases;
  chart.ground.addEventListener("pointerdown", scrub);
  chart.ground.addEventListener("pointermove", (event) => event.buttons === 1 && scrub(event));

  /** @param {PointerEvent} event */
  function scrub(event) {
    if (!scales || !event.isPrimary) return;
    const x = event.clientX - chart.ground.getBoundingClientRect().left;
    context.emit("seek", Math.round(((x - box.left) / (box.right - box.left)) * scene.steps));
  }

  function layout() {
    if (!scene) return;
    box = chart.box();
    const steps = [0, scene.steps || 1];
    const range = errorRange(scene.runs, log());
    scales = { x: axisScale(steps, [box.left, box.right]), y: axisScale(range, [box.bottom, box.top], log()) };
    drawAxes(steps, range);
    drawCurves(faint, 1.6);
    drawCurves(bold, 2.6);
    draw(head);
  }

  /** @param {number[]} steps @param {number[]} range */
  function drawAxes(steps, range) {
    const { ticks } = linearTicks(steps, tickCount(box.right - box.left, 5 * box.em));
    const room = tickCount(box.bottom - box.top, 2.4 * box.em);
    const up = (log() ? logTicks : linearTicks)(range, room);
    const whole = { ticks: ticks.filter((tick) => Number.isInteger(tick.value)) };
    const x = scene.pacing === "arrival" ? arrivalAxis() : { title: "step", marks: marksAlong(whole, scales.x) };
    chart.drawAxes({ x, y: { title: "error E", marks: marksAlong(up, scales.y) } }, box);
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
    pen.beginPath();
    pen.rect(box.left - 1, 0, box.right - box.left + 2, box.bottom + 1);
    pen.clip();
    for (const run of scene.runs) if (!run.away) drawCurve(pen, run, scales, box, width);
  }

  // How high the pass out of a stuck run's hollow lies: beside it one sees which run carries itself over it.
  /** @param {Pen} pen @param {Theme} theme */
  function drawPass(pen, theme) {
    const told = scene.runs.map((run) => (hasArrived(run, head) ? run : { ...run, verdict: null }));
    const pass = passOf(told, head.chosen);
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
    pen.font = `${0.85 * box.em}px ${theme.font}`;
    pen.textAlign = "right";
    pen.textBaseline = Number(y) > box.top + 1.2 * box.em ? "bottom" : "top";
    pen.fillStyle = theme.text;
    pen.fillText(`pass ${formatNumber(pass.error, 3)}`, box.right - PASS_ROOM * box.em, Number(y) - 1);
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
      const height = Math.max(box.top, scales.y(errorOf(run, head.step)));
      drawMarker(pen, run.style, at, height, 5.5, theme.background);
    }
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      layout();
    },
    draw,
    resize: layout,
    destroy() {
      root.replaceChildren();
    },
  };
}
