// Slope: the tangent of x², the tangent of a slice through the error surface, and two slopes that make a gradient.

import { curveChart } from "../base/curvechart.js";
import { element, setText } from "../base/dom.js";
import { formatFixed } from "../base/format.js";
import { dragHandle } from "../base/handle.js";
import { dashOf } from "../base/swatch.js";
import { slopeGrid } from "../map/field.js";
import { pixelOf } from "../map/mapping.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { alongPath } from "../maths/terms.js";
import { sliceThrough } from "../panels/slices.js";
import { lessonMap } from "./lessonmap.js";

const SAMPLES = 241;
const PARABOLA = [-3.2, 3.2];
const ARROW_SHARE = 0.3; // of the window's width: how long the steepest gradient is drawn
const NUDGE_SHARE = 1 / 120;
const TANGENT_SHARE = 0.3; // of the axis, to each side
const AIR = 1.06; // over the highest error

/** @param {number} value @param {Numbers} given */
const held = (value, [low, high]) => Math.min(high, Math.max(low, value));

/**
 * Draws a curve, a point on it with the tangent there, and how much that rises over a `run` to the right.
 * @param {CurveChart} chart
 * @param {Sampled} curve
 * @param {ChartPoint & { slope: number }} point
 * @param {{ run: number, reach: number }} along
 * @param {Theme} theme
 */
function drawSlope(chart, curve, point, { run, reach }, theme) {
  chart.drawCurve(curve, theme.text);
  const { x, height, slope, style } = point;
  chart.drawBalls([point], theme.background, (pen, place) => {
    pen.strokeStyle = style.colour;
    pen.lineWidth = 2.2;
    pen.beginPath();
    pen.moveTo(...place(x - reach, height - reach * slope));
    pen.lineTo(...place(x + reach, height + reach * slope));
    pen.stroke();
    pen.setLineDash(dashOf({ ...style, dash: "dash" }, 1.6));
    pen.lineWidth = 1.6;
    pen.beginPath();
    pen.moveTo(...place(x, height));
    pen.lineTo(...place(x + run, height));
    pen.lineTo(...place(x + run, height + run * slope));
    pen.stroke();
    pen.setLineDash([]);
  });
}

/** @param {HTMLElement} root @param {LessonContext} context @returns {LessonPicture} */
export function parabolaPicture(root, context) {
  let x = 2;
  /** @type {Style} */
  let style;
  const place = element("div", { class: "lesson-chart" });
  const words = element("p", { class: "slope-words", "aria-live": "off" });
  root.append(place, words);
  const chart = curveChart(place, "f(x) = x², and its tangent", "The curve x squared with a point and its tangent");
  const [first, last] = PARABOLA;
  const across = Float64Array.from({ length: SAMPLES }, (_, n) => first + ((last - first) * n) / (SAMPLES - 1));
  const curve = { x: across, error: across.map((value) => value * value) };
  /** @param {number} next */
  const move = (next) => {
    x = held(Math.round(next * 100) / 100, PARABOLA);
    draw();
  };
  const handle = dragHandle(chart.ground, {
    label: "The point on the curve",
    /** @param {number} px */
    drag: (px) => move(chart.valueAt(px)),
    /** @param {number} right @param {number} up */
    nudge: (right, up) => move(x + 0.1 * (right + up)),
    drop: () => context.played(),
  });

  function draw() {
    const axes = { across: "x", up: "f(x) = x²", window: PARABOLA, heights: [-1.2, 10.2] };
    if (!style || !chart.layout(axes)) return;
    drawSlope(
      chart,
      curve,
      { x, height: x * x, slope: 2 * x, style },
      { run: 1, reach: TANGENT_SHARE * (last - first) },
      context.theme(),
    );
    const slope = `slope f′(x) = 2x = ${formatFixed(2 * x, 2)}`;
    const text = `x = ${formatFixed(x, 2)}   f(x) = ${formatFixed(x * x, 2)}   ${slope}`;
    setText(words, text);
    handle.show({
      ...chart.placeOf(x, x * x),
      now: x,
      low: PARABOLA[0],
      high: PARABOLA[1],
      text,
      colour: style.colour,
    });
  }

  return {
    update(_, { styles }) {
      style = styles[0];
      draw();
    },
    resize: draw,
    hands: "Drag the point along the curve, or focus it and press the arrow keys.",
    key: "Dashed: one to the right, and how much the tangent rises there.",
  };
}

/**
 * Slices through the surface along `axes`, and the map that they are cut from.
 * @param {HTMLElement} root
 * @param {LessonContext} context
 * @param {number[]} axes
 * @param {string} heading
 * @returns {LessonPicture}
 */
function sliceView(root, context, axes, heading) {
  /** @type {Scene} */
  let scene;
  /** @type {Style[]} */
  let styles;
  let w = [0, 0];
  let slope = [0, 0];
  let arrow = 1; // how much weight a slope of 1 is drawn as
  let heights = [0, 1];
  /** @type {Pair[]} */
  let windows;
  const column = element("div", { class: "lesson-stack" });
  const ground = element("div", { class: "lesson-chart" }, element("div", { class: "panel-heading" }, heading));
  const words = element("p", { class: "slope-words", "aria-live": "off" });
  root.append(element("div", { class: "lesson-split" }, column, ground), words);
  const slices = axes.map((axis) => sliceOf(axis));
  const map = lessonMap(ground, context, {
    label: "Map of the error with the point and the slopes",
    paintBelow: drawCuts,
    arrows: () => axes.map((axis) => partial(axis)).concat(axes.length > 1 ? gradient() : []),
    point: { label: "The point on the map", moved: move, drop: letGo },
  });

  /** @param {number} axis */
  function sliceOf(axis) {
    const place = element("div", { class: "lesson-chart" });
    column.append(place);
    const chart = curveChart(
      place,
      axis ? "Slice along the second weight" : "Slice along the first weight",
      "A slice of the error surface with its tangent",
    );
    /** @param {number} value */
    const along = (value) => move(w.map((old, i) => (i === axis ? value : old)));
    const handle = dragHandle(chart.ground, {
      label: `The point on the slice along weight ${axis + 1}`,
      /** @param {number} px */
      drag: (px) => along(chart.valueAt(px)),
      /** @param {number} right @param {number} up */
      nudge: (right, up) => along(w[axis] + (right + up) * small(axis)),
      drop: letGo,
    });
    return { axis, chart, handle };
  }

  /** @param {number} axis */
  const styleOf = (axis) => styles[2 * axis];
  /** @param {number} axis */
  const small = (axis) => (windows[axis][1] - windows[axis][0]) * NUDGE_SHARE;

  /** @param {number[]} next */
  function move(next) {
    w = next.map((value, axis) => held(value, windows[axis]));
    draw();
  }

  function letGo() {
    context.moved("start", { run: 0, w: [...w] });
    context.played();
  }

  function draw() {
    const here = alongPath({ ...scene.runs[0], style: styles[1] }, [w], evaluatorOf(scene), scene.surface);
    const error = here.error[0];
    slope = [...here.gradient];
    for (const slice of slices) drawSlice(slice, error);
    const text = sentence(error);
    setText(words, text);
    map.hold({ w, small: [small(0), small(1)], text });
    map.show({ ...scene, runs: [here] });
  }

  /** @param {number} error */
  function sentence(error) {
    const at = scene.names.map((name, axis) => `${name} = ${formatFixed(w[axis], 2)}`).join("   ");
    const slopes = axes.map((axis) => `slope along ${scene.names[axis]}: ${formatFixed(slope[axis], 3)}`).join("   ");
    const both = axes.length > 1 ? `   ∇E = (${slope.map((value) => formatFixed(value, 3)).join(", ")})` : "";
    return `${at}   E = ${formatFixed(error, 3)}   ${slopes}${both}`;
  }

  /** @param {ReturnType<typeof sliceOf>} slice @param {number} error */
  function drawSlice({ axis, chart, handle }, error) {
    const window = windows[axis];
    if (!chart.layout({ across: scene.names[axis], window, heights })) return;
    const point = { x: w[axis], height: error, slope: slope[axis], style: styleOf(axis) };
    const curve = sliceThrough(evaluatorOf(scene), window, w, axis, SAMPLES);
    const wide = window[1] - window[0];
    drawSlope(chart, curve, point, { run: wide / 8, reach: TANGENT_SHARE * wide }, context.theme());
    const text =
      `${scene.names[axis]} = ${formatFixed(w[axis], 2)}, error ${formatFixed(error, 3)}, ` +
      `slope ${formatFixed(slope[axis], 3)}`;
    handle.show({
      ...chart.placeOf(w[axis], error),
      now: w[axis],
      low: window[0],
      high: window[1],
      text,
      colour: point.style.colour,
    });
  }

  /**
   * Where the slices are cut: a line across the map for each, in dashes that tell them apart without their colours.
   * @param {Pen} pen
   * @param {PlotBox} box
   */
  function drawCuts(pen, box) {
    const [x, y] = pixelOf(w, box);
    pen.lineWidth = 2;
    for (const axis of axes) {
      pen.strokeStyle = styleOf(axis).colour;
      pen.setLineDash(dashOf({ ...styleOf(axis), dash: axis ? "dot" : "dash" }, 2.4));
      pen.beginPath();
      pen.moveTo(axis ? x : box.left, axis ? box.top : y);
      pen.lineTo(axis ? x : box.left + box.width, axis ? box.top + box.height : y);
      pen.stroke();
    }
    pen.setLineDash([]);
  }

  /** @param {number[]} along @returns {Arrow} */
  const reach = (along) => ({ kind: "step", from: w, to: w.map((value, axis) => value + arrow * along[axis]) });
  /** @param {number} axis @returns {Arrow} */
  const partial = (axis) => ({
    ...reach([axis ? 0 : slope[0], axis ? slope[1] : 0]),
    ink: styleOf(axis).colour,
    sign: `∂E/∂${scene.names[axis]}`,
    side: (axis ? -1 : 1) * Math.sign(slope[0] * slope[1]), // away from the gradient
  });
  const gradient = () => ({ ...reach(slope), ink: styles[1].colour, sign: "∇E" });

  return {
    update(next, given) {
      const { w1, w2, error } = next.surface;
      windows = [w1, w2].map((axis) => [axis[0], axis[axis.length - 1]]);
      scene = next;
      styles = given.styles;
      arrow = (ARROW_SHARE * (windows[0][1] - windows[0][0])) / steepest(scene, windows);
      heights = [0, AIR * error.reduce((most, value) => Math.max(most, value), 0)];
      w = [...scene.runs[0].w.subarray(0, 2)];
      draw();
    },
    resize() {
      if (!scene) return;
      draw();
      map.resize();
    },
    destroy: map.destroy,
    signs: true,
    hands: "Drag a point, on the curve or on the map, or focus it and press the arrow keys.",
    key: "The arrows point uphill; an arrow is as long as its slope, to one scale.",
  };
}

/**
 * The largest slope in the window, as a grid of places has it.
 * @param {Scene} scene
 * @param {Pair[]} windows
 */
function steepest(scene, [[left, right], [bottom, top]]) {
  const box = { left: 0, top: 0, width: 60, height: 60, range: { left, right, bottom, top } };
  return Math.max(...slopeGrid(evaluatorOf(scene), box, 1).downhill.map((slope) => Math.hypot(...slope)));
}

/** @param {HTMLElement} root @param {LessonContext} context */
export function slicePicture(root, context) {
  return sliceView(root, context, [0], "Where the slice is cut");
}

/** @param {HTMLElement} root @param {LessonContext} context */
export function slopesPicture(root, context) {
  return sliceView(root, context, [0, 1], "Two slopes make the gradient");
}
