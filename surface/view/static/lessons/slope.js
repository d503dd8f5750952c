// Slope: the tangent of x², the tangent of a slice through the error surface, and two slopes that make a gradient.

import { axisScale, linearTicks } from "../base/axes.js";
import { chartGround, panelHeading, sharpPen } from "../base/chart.js";
import { element, setText } from "../base/dom.js";
import { formatFixed } from "../base/format.js";
import { dragHandle } from "../base/handle.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { bandMap, drawArrow } from "./bands.js";

const AXIS_COLOURS = ["#e15211", "#6d6aeb"];
const GRADIENT_COLOUR = "#ae2f8e";
const CURVE_SAMPLES = 241;
const PARABOLA_RANGE = 3.2;
const ARROW_SHARE = 0.3; // of the window's width: how long the steepest gradient is drawn
const NUDGE_SHARE = 1 / 120;
const TANGENT_SHARE = 0.3; // of the range, to each side: how long a tangent is drawn

/**
 * A curve with a point on it and the tangent there.
 * @param {HTMLElement} root
 * @param {any} heading
 * @param {any} label
 */
function curveChart(root, heading, label) {
  panelHeading(root, heading);
  const chart = chartGround(root, label, ["curve", "point"]);
  /** @type {any} */
  let scales;
  /** @type {any} */
  let box;

  /** @param {any} curve */
  function layout(curve) {
    box = chart.box();
    if (!box.width || box.right - box.left < 20) return false;
    scales = { x: axisScale(curve.range, [box.left, box.right]), y: axisScale(curve.heights, [box.bottom, box.top]) };
    /** @param {any} ends @param {any} scale @param {any} room */
    const marks = (ends, scale, room) =>
      linearTicks(ends, room / (4 * box.em)).ticks.map(({ value, label: text }) => ({ at: scale(value), label: text }));
    chart.drawAxes(
      {
        x: { title: curve.across, marks: marks(curve.range, scales.x, box.right - box.left) },
        y: { title: curve.up, marks: marks(curve.heights, scales.y, box.bottom - box.top) },
      },
      box,
    );
    return true;
  }

  /** @param {any} curve @param {Theme} theme */
  function drawCurve(curve, theme) {
    const pen = sharpPen(chart.canvases[0]);
    if (!pen) return;
    clipped(pen);
    pen.beginPath();
    for (let n = 0; n < CURVE_SAMPLES; n++) {
      const x = curve.range[0] + ((curve.range[1] - curve.range[0]) * n) / (CURVE_SAMPLES - 1);
      pen.lineTo(scales.x(x), scales.y(curve.f(x)));
    }
    pen.strokeStyle = theme.text;
    pen.lineWidth = 2.4;
    pen.stroke();
    pen.restore();
  }

  /** @param {Pen} pen */
  function clipped(pen) {
    pen.save();
    pen.beginPath();
    pen.rect(box.left, box.top - 6, box.right - box.left, box.bottom - box.top + 6);
    pen.clip();
  }

  /** @param {Pen} pen @param {any} given2 */
  function drawTangent(pen, { x, height, slope, colour, run }) {
    const reach = scales.x.reach;
    pen.strokeStyle = colour;
    pen.lineWidth = 2.2;
    pen.beginPath();
    pen.moveTo(scales.x(x - reach), scales.y(height - reach * slope));
    pen.lineTo(scales.x(x + reach), scales.y(height + reach * slope));
    pen.stroke();
    pen.setLineDash([4, 4]);
    pen.lineWidth = 1.6;
    pen.beginPath();
    pen.moveTo(scales.x(x), scales.y(height));
    pen.lineTo(scales.x(x + run), scales.y(height));
    pen.lineTo(scales.x(x + run), scales.y(height + run * slope));
    pen.stroke();
    pen.setLineDash([]);
  }

  /** @param {Pen} pen @param {any} x @param {any} y @param {any} colour @param {any} paper */
  function drawPoint(pen, x, y, colour, paper) {
    pen.beginPath();
    pen.arc(x, y, 7, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.strokeStyle = paper;
    pen.lineWidth = 3;
    pen.stroke();
    pen.fill();
  }

  return {
    ground: chart.ground,
    /**
     * Draws a curve { f, range, heights, across, up } and a point { x, height, slope, colour, run } with its tangent.
     * @param {any} curve
     * @param {any} point
     * @param {Theme} theme
     */
    draw(curve, point, theme) {
      if (!layout(curve)) return;
      scales.x.reach = TANGENT_SHARE * (curve.range[1] - curve.range[0]);
      drawCurve(curve, theme);
      const pen = sharpPen(chart.canvases[1]);
      if (!pen) return;
      clipped(pen);
      drawTangent(pen, point);
      pen.restore();
      drawPoint(pen, scales.x(point.x), scales.y(point.height), point.colour, theme.background);
    },
    /**
     * Where a value of the curve is, in pixels.
     * @param {any} x
     * @param {any} height
     */
    place: (x, height) => (scales ? { x: scales.x(x), y: scales.y(height) } : { x: 0, y: 0 }),
    /**
     * The value at a pixel, held inside the range.
     * @param {any} px
     * @param {any} range
     */
    valueAt(px, range) {
      const share = Math.min(1, Math.max(0, (px - box.left) / (box.right - box.left)));
      return range[0] + share * (range[1] - range[0]);
    },
  };
}

/** @param {any} value @param {number[]} given2 */
const held = (value, [low, high]) => Math.min(high, Math.max(low, value));

/** @param {HTMLElement} root @param {LessonContext} context */
export function parabolaPicture(root, context) {
  let x = 2;
  const range = [-PARABOLA_RANGE, PARABOLA_RANGE];
  const place = element("div", { class: "lesson-chart lesson-tall" });
  const words = element("p", { class: "slope-words", "aria-live": "off" });
  root.append(place, words);
  const chart = curveChart(place, "f(x) = x², and its tangent", "The curve x squared with a point and its tangent");
  /** @param {any} next */
  const move = (next) => {
    x = held(Math.round(next * 100) / 100, range);
    draw();
  };
  const handle = dragHandle(chart.ground, {
    label: "The point on the curve",
    colour: AXIS_COLOURS[0],
    /** @param {any} px */
    drag: (px) => move(chart.valueAt(px, range)),
    /** @param {any} right @param {any} up */
    nudge: (right, up) => move(x + 0.1 * (right + up)),
    drop: () => context.played(),
  });

  function draw() {
    const curve = {
      f: (/** @type {any} */ value) => value * value,
      range,
      heights: [-1.2, 10.2],
      across: "x",
      up: "f(x) = x²",
    };
    chart.draw(curve, { x, height: x * x, slope: 2 * x, colour: AXIS_COLOURS[0], run: 1 }, context.theme());
    const text =
      `x = ${formatFixed(x, 2)}   f(x) = ${formatFixed(x * x, 2)}   slope f′(x) = 2x = ` + `${formatFixed(2 * x, 2)}`;
    setText(words, text);
    handle.show({ ...chart.place(x, x * x), now: x, low: range[0], high: range[1], text });
  }

  return {
    update() {
      draw();
    },
    resize: draw,
    hands: "Drag the point along the curve, or focus it and press the arrow keys.",
    key: "Dashed: one to the right, and how much the tangent rises there.",
  };
}

/**
 * Slices through the surface along its axes and the map they are cut from; `both` shows two slices and the gradient.
 * @param {HTMLElement} root
 * @param {LessonContext} context
 * @param {any} both
 */
function sliceView(root, context, both) {
  /** @type {any} */
  let data;
  let w = [0, 0];
  const column = element("div", { class: "lesson-stack" });
  const ground = element("div", { class: "lesson-chart" });
  const words = element("p", { class: "slope-words", "aria-live": "off" });
  root.append(element("div", { class: "lesson-split" }, column, ground), words);
  panelHeading(ground, both ? "Two slopes make the gradient" : "Where the slice is cut");
  const map = bandMap(ground, "Map of the error with the point and the slopes");
  const slices = (both ? [0, 1] : [0]).map((axis) => sliceOf(axis));
  const point = dragHandle(map.ground, {
    label: "The point on the map",
    /** @param {any} x @param {any} y */
    drag: (x, y) => move(map.weightsAtPixel(x, y)),
    /** @param {any} right @param {any} up */
    nudge: (right, up) => move([w[0] + right * small(0), w[1] + up * small(1)]),
    drop: letGo,
  });

  /** @param {any} axis */
  function sliceOf(axis) {
    const place = element("div", { class: "lesson-chart" });
    column.append(place);
    const chart = curveChart(
      place,
      axis ? "Slice along the second weight" : "Slice along the first weight",
      "A slice of the error surface with its tangent",
    );
    /** @param {any} value */
    const along = (value) => move(w.map((old, i) => (i === axis ? value : old)));
    const handle = dragHandle(chart.ground, {
      label: `The point on the slice along weight ${axis + 1}`,
      colour: AXIS_COLOURS[axis],
      /** @param {any} px */
      drag: (px) => along(chart.valueAt(px, data.window[axis])),
      /** @param {any} right @param {any} up */
      nudge: (right, up) => along(w[axis] + (right + up) * small(axis)),
      drop: letGo,
    });
    return { axis, chart, handle };
  }

  /** @param {any} axis */
  const small = (axis) => (data.window[axis][1] - data.window[axis][0]) * NUDGE_SHARE;

  /** @param {any} next */
  function move(next) {
    w = next.map((/** @type {any} */ value, /** @type {any} */ axis) => held(value, data.window[axis]));
    draw();
  }

  function letGo() {
    context.moved("start", { run: 0, w: [...w] });
    context.played();
  }

  function draw() {
    const slope = [0, 0];
    const error = evaluatorOf(data).gradient(...w, slope);
    for (const { axis, chart, handle } of slices) drawSlice(axis, chart, handle, error, slope[axis]);
    map.draw((/** @type {Pen} */ pen, /** @type {any} */ place) => drawMap(pen, place, slope));
    const [x, y] = [map.area?.x(w[0]) ?? 0, map.area?.y(w[1]) ?? 0];
    setText(words, sentence(slope, error));
    point.show({ x, y, now: w[0], low: data.window[0][0], high: data.window[0][1], text: sentence(slope, error) });
  }

  /** @param {any} slope @param {any} error */
  function sentence(slope, error) {
    const at = data.names
      .map((/** @type {any} */ name, /** @type {any} */ axis) => `${name} = ${formatFixed(w[axis], 2)}`)
      .join("   ");
    const slopes = (both ? [0, 1] : [0])
      .map((axis) => `slope along ${data.names[axis]}: ${formatFixed(slope[axis], 3)}`)
      .join("   ");
    const whole = both ? `   ∇E = (${slope.map((/** @type {any} */ value) => formatFixed(value, 3)).join(", ")})` : "";
    return `${at}   E = ${formatFixed(error, 3)}   ${slopes}${whole}`;
  }

  /** @param {any} axis @param {any} chart @param {any} handle @param {any} error @param {any} slope */
  function drawSlice(axis, chart, handle, error, slope) {
    const range = data.window[axis];
    /** @param {any} value */
    const f = (value) => evaluatorOf(data).error(...w.map((old, i) => (i === axis ? value : old)));
    const curve = { f, range, heights: data.heights, across: data.names[axis], up: "error E" };
    chart.draw(
      curve,
      { x: w[axis], height: error, slope, colour: AXIS_COLOURS[axis], run: (range[1] - range[0]) / 8 },
      context.theme(),
    );
    const text =
      `${data.names[axis]} = ${formatFixed(w[axis], 2)}, error ${formatFixed(error, 3)}, ` +
      `slope ${formatFixed(slope, 3)}`;
    handle.show({ ...chart.place(w[axis], error), now: w[axis], low: range[0], high: range[1], text });
  }

  /** @param {Pen} pen @param {any} place @param {any} slope */
  function drawMap(pen, place, slope) {
    const [x, y] = place(w);
    const { left, right, top, bottom } = map.area;
    pen.setLineDash([6, 4]);
    pen.lineWidth = 2;
    for (const { axis } of slices) {
      pen.strokeStyle = AXIS_COLOURS[axis];
      pen.beginPath();
      const [from, to] =
        axis === 0
          ? [
              [left, y],
              [right, y],
            ]
          : [
              [x, top],
              [x, bottom],
            ];
      pen.moveTo(from[0], from[1]);
      pen.lineTo(to[0], to[1]);
      pen.stroke();
    }
    pen.setLineDash([]);
    const reach = slope.map((/** @type {any} */ value) => value * data.arrow);
    drawArrow(pen, [x, y], place([w[0] + reach[0], w[1]]), AXIS_COLOURS[0]);
    if (both) {
      drawArrow(pen, [x, y], place([w[0], w[1] + reach[1]]), AXIS_COLOURS[1]);
      drawArrow(pen, [x, y], place([w[0] + reach[0], w[1] + reach[1]]), GRADIENT_COLOUR, 4);
    }
    pen.beginPath();
    pen.arc(x, y, 6, 0, 2 * Math.PI);
    pen.fillStyle = GRADIENT_COLOUR;
    pen.strokeStyle = "#ffffff";
    pen.lineWidth = 2.5;
    pen.fill();
    pen.stroke();
  }

  return {
    /** @param {any} next */
    update(next) {
      data = { ...next, arrow: (ARROW_SHARE * (next.window[0][1] - next.window[0][0])) / next.steepest };
      data.heights = [
        0,
        1.06 *
          next.surface.error.reduce((/** @type {any} */ most, /** @type {any} */ value) => Math.max(value, most), 0),
      ];
      w = [...next.start];
      map.show({ surface: next.surface, names: next.names, knots: next.knots, colours: next.colours });
      draw();
    },
    resize() {
      if (!data) return;
      map.layout();
      draw();
    },
    hands: "Drag a point, on the curve or on the map, or focus it and press the arrow keys.",
    key:
      "The arrows point uphill; an arrow is as long as its slope, to one scale. Darker bands: " +
      "larger errors. Black dot: the lowest minimum found here; circles: other minima; crosses: saddles; " +
      "triangles: maxima.",
  };
}

/** @param {HTMLElement} root @param {LessonContext} context */
export function slicePicture(root, context) {
  return sliceView(root, context, false);
}

/** @param {HTMLElement} root @param {LessonContext} context */
export function slopesPicture(root, context) {
  return sliceView(root, context, true);
}
