// Is the learning rate stable here? The chosen run's rate against the bound that the steepest curvature sets.

import { axisScale } from "../base/axes.js";
import { chartGround, panelHeading, sharpPen } from "../base/chart.js";
import { element, setText } from "../base/dom.js";
import { formatNumber, formatSetting, formatTick } from "../base/format.js";
import { dashOf, drawMarker } from "../base/swatch.js";
import { rateAt } from "../maths/plans.js";
import { OPENING_HEAD } from "../maths/playhead.js";
import { hasArrived, positionOf, stepOf } from "../maths/runs.js";

const ROOMY = 5; // a tick's label of so many letters leaves no room for the axis title
const REACH = 30; // how many times the rate the strip reaches upwards and downwards; a bound beyond lies at its edge

/**
 * The bound at a curvature: no step is unstable where the surface does not curve upwards.
 * @param {number} bound
 * @param {number} curvature
 */
function boundAt(bound, curvature) {
  return curvature > 0 ? bound / curvature : Infinity;
}

/**
 * What the bound is called for a rule: "2/λ"; "" where it has none.
 * @param {Run} run
 */
function boundWords(run) {
  return run.stability?.formula ?? "";
}

/**
 * What the strip says of a run at a step: { bound, unstable, words }; bound null where there is none.
 * @param {Run} run
 * @param {number} step
 */
function stabilityAt(run, step) {
  const k = Math.floor(stepOf(run, step));
  const rate = rateAt(run, k);
  const eta = `η = ${run.schedule ? formatNumber(rate) : formatSetting(rate)}`;
  if (!run.stability) {
    const now = run.schedule ? `${eta} at this step. ` : "";
    const words = `${now}${capital(run.rule)} scales its own steps: no curvature bounds η.`;
    return { bound: null, unstable: false, words };
  }
  const { curvatureAt } = run.stability; // of this very step, where the others may lie between their neighbours
  const curvature = curvatureAt ? curvatureAt(k) : run.stability.curvature[k];
  const bound = boundAt(run.stability.bound, curvature);
  const unstable = rate > bound;
  if (Number.isNaN(curvature))
    return { bound: null, unstable: true, words: "The curvature is too large for a number here." };
  const lambda = `λ = ${formatNumber(curvature)}`;
  if (!(curvature > 0))
    return { bound: null, unstable: false, words: `No bound here: no curvature is positive (${lambda}).` };
  const side = unstable ? "above" : "below";
  // as long either way
  const here = run.seen ? "the bound for all the data at this point" : "the bound at this point";
  return { bound, unstable, words: `${eta} is ${side} ${formatNumber(bound)}, ${here} (${lambda})` };
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The range of rates that the strip shows for a run; a rate that its schedule takes to nothing goes out below.
 * @param {Run} run
 */
export function stripRange(run) {
  const rate = run.settings.learning_rate;
  let [low, high] = [rate / 2, rate * 2];
  /** @param {number} value */
  const reach = (value) => {
    if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  };
  if (run.schedule) for (let k = 0; k <= run.k; k++) reach(rateAt(run, k));
  for (const curvature of run.stability?.curvature ?? []) reach(boundAt(run.stability?.bound ?? NaN, curvature));
  return [Math.max(low, rate / REACH) / 1.3, Math.min(high, rate * REACH) * 1.3];
}

/**
 * The strip's few ticks: powers of ten where there are two, else the rate itself.
 * @param {number[]} given
 * @param {number} rate
 */
function stripTicks([low, high], rate) {
  const from = Math.ceil(Math.log10(low));
  const to = Math.floor(Math.log10(high));
  const ticks = Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => 10 ** (from + n));
  /** @param {number} value */
  const label = (value) => (value < 1e-3 || value >= 1e4 ? formatSetting(value) : formatTick(value, value));
  if (ticks.length < 2) return [{ value: rate, label: formatSetting(rate) }];
  return ticks.map((value) => ({ value, label: label(value) }));
}

// Everything above the bound, hatched: who cannot tell its colour sees the lines.
/** @param {Pen} pen @param {string} colour @param {ChartBox} box */
function hatch(pen, colour, { left, right, top, bottom }) {
  pen.globalAlpha = 0.16;
  pen.fillStyle = colour;
  pen.fillRect(left, top, right - left, bottom - top);
  pen.globalAlpha = 0.55;
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (let x = left - (bottom - top); x < right; x += 7) {
    pen.moveTo(x, bottom);
    pen.lineTo(x + bottom - top, top);
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

/** @typedef {{ x: ToPixels, y: ToPixels }} BoundScales */

/** @param {HTMLElement} root @param {Context} context */
export function stripPanel(root, context) {
  /** @type {Scene} */
  let scene;
  /** @type {ChartBox} */
  let box;
  /** @type {BoundScales | null} */
  let scales = null;
  let drawn = -1;
  let head = /** @type {Head} */ (OPENING_HEAD);
  const heading = panelHeading(root, "");
  const label = "The learning rate of the chosen run against the largest stable one at each step";
  const chart = chartGround(root, label, ["bound", "plan", "rate"]);
  const [ground, plan, moving] = chart.canvases;
  const words = element("p", { class: "panel-words strip-words" });
  root.append(words);

  const run = () => scene?.runs[head.chosen];

  function layout() {
    drawn = head.chosen;
    root.hidden = !run()?.formula; // a path that was made elsewhere has no learning rate
    if (root.hidden) return;
    const bounded = Boolean(run()?.stability);
    setText(heading, bounded ? `Learning rate η and its bound ${boundWords(run())}` : "Learning rate η");
    chart.ground.hidden = !bounded && !run()?.schedule;
    scales = null;
    if (chart.ground.hidden) return;
    const room = chart.box(context.theme());
    if (!room.width) return;
    box = { ...room, top: 3, bottom: room.height - 3 };
    const range = stripRange(run());
    const along = [0, scene.steps || 1];
    const laid = { x: axisScale(along, [box.left, box.right]), y: axisScale(range, [box.bottom, box.top], true) };
    scales = laid;
    const ticks = stripTicks(range, run().settings.learning_rate);
    const marks = ticks.map((tick) => ({ at: laid.y(tick.value), label: tick.label }));
    /** @param {{ at: number }} mark */
    const clear = ({ at }) => at > box.top + 0.4 * box.em && at < box.bottom - 0.4 * box.em;
    const roomy = marks.every((mark) => mark.label.length < ROOMY); // the heading names the axis as well
    chart.drawAxes({ x: { title: "", marks: [] }, y: { title: roomy ? "η" : "", marks: marks.filter(clear) } }, box);
    drawGround(laid);
    drawPlan(laid);
  }

  /** @param {Pen} pen @param {BoundScales} laid @param {boolean} close */
  function traceBound(pen, laid, close) {
    const { curvature, bound } = /** @type {NonNullable<Run["stability"]>} */ (run().stability);
    /** @param {number} k */
    const height = (k) => {
      const at = Number.isNaN(curvature[k]) ? box.bottom : laid.y(Math.min(boundAt(bound, curvature[k]), 1e300));
      return Math.min(box.bottom, Math.max(box.top, at));
    };
    pen.beginPath();
    /** @param {number} k */
    const across = (k) => Math.min(box.right, laid.x(positionOf(run(), k)));
    for (let k = 0; k <= run().k; k++) pen.lineTo(across(k), height(k));
    if (!close) return;
    pen.lineTo(across(run().k), box.top - 1);
    pen.lineTo(box.left, box.top - 1);
    pen.closePath();
  }

  /**
   * The rate of a step, where it is seen: one that is next to nothing lies at the edge.
   * @param {BoundScales} laid
   * @param {number} k
   */
  const rateHeight = (laid, k) => Math.min(box.bottom, laid.y(rateAt(run(), k)));

  /** @param {Pen} pen @param {BoundScales} laid */
  function traceRate(pen, laid) {
    pen.beginPath();
    pen.moveTo(box.left, rateHeight(laid, 0));
    if (run().schedule)
      for (let k = 1; k <= run().k; k++) pen.lineTo(laid.x(positionOf(run(), k)), rateHeight(laid, k));
    else pen.lineTo(box.right, rateHeight(laid, 0));
  }

  /** @param {BoundScales} laid */
  function drawGround(laid) {
    const pen = sharpPen(ground, box);
    if (!pen) return;
    if (run().stability) {
      pen.save();
      traceBound(pen, laid, true);
      pen.clip();
      hatch(pen, context.theme().bad, box);
      pen.restore();
      traceBound(pen, laid, false);
      pen.lineWidth = 1.6;
      pen.strokeStyle = context.theme().text;
      pen.stroke();
    }
  }

  /** @param {BoundScales} laid */
  function drawPlan(laid) {
    const pen = sharpPen(plan, box);
    if (!pen) return;
    traceRate(pen, laid);
    pen.lineWidth = 2.2;
    pen.setLineDash(dashOf(run().style, 2.2));
    pen.strokeStyle = run().style.colour;
    pen.stroke();
    pen.setLineDash([]);
  }

  /**
   * The bound is an outcome: it shows as far as the run has come, or all of it where the reader looks ahead.
   * @param {number} x of the playhead
   */
  function uncover(x) {
    const covered = head.ahead ? 0 : Math.max(0, box.width - x);
    ground.style.clipPath = covered ? `inset(0 ${covered.toFixed(1)}px 0 0)` : "";
  }

  function drawHead() {
    const pen = scales && sharpPen(moving, box);
    if (!pen || !scales) return;
    const theme = context.theme();
    const x = scales.x(Math.min(head.step, scene.steps));
    uncover(hasArrived(run(), head) ? Infinity : x);
    pen.fillStyle = theme.muted;
    pen.fillRect(x - 0.5, box.top, 1, box.bottom - box.top);
    const at = scales.x(positionOf(run(), stepOf(run(), head.step)));
    const height = rateHeight(scales, Math.floor(stepOf(run(), head.step)));
    drawMarker(pen, run().style, at, height, 5, theme.background);
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      head = { ...head, chosen: Math.min(head.chosen, scene.runs.length - 1) };
      layout();
    },
    /** @param {Head} next */
    draw(next) {
      head = next;
      if (drawn !== head.chosen) layout();
      if (!run()?.formula) return;
      const stability = stabilityAt(run(), head.step);
      setText(words, stability.words);
      words.classList.toggle("strip-unstable", stability.unstable);
      drawHead();
    },
    resize: layout,
    destroy() {
      root.replaceChildren();
    },
  };
}
