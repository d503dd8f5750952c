// How wrong is it? Residuals drawn as squares beside the table that adds them up, moved by two sliders.

import { axisScale, linearTicks, marksAlong } from "../base/axes.js";
import { chartGround, panelHeading, sharpPen } from "../base/chart.js";
import { element, setText } from "../base/dom.js";
import { formatFixed } from "../base/format.js";
import { numberSlider } from "../base/handle.js";
import { evaluatorOf, outputsFor } from "../maths/evaluator.js";
import { numberTable } from "./numbertable.js";

const AIR = 0.4; // of the targets' range, above and below: room for squares
const LINE_POINTS = 61;
const LOWERED_DIGITS = "₀₁₂₃₄₅₆₇₈₉";
const FULL_BAR = 1.5; // the bar is as long as this many times the sum at the start

/** @param {any} values @param {any} air */
function rangeOf(values, air) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  return [low - air * span, high + air * span];
}

/**
 * The sums of the lesson: each unit's square, each data point's sum over its outputs, and the sum over all.
 * @param {any} units
 * @param {any} count
 */
export function squareSums(units, count) {
  const squares = units.map((/** @type {any} */ part) => (part.y - part.output) ** 2);
  const inner = Array.from({ length: count }, (_, point) =>
    units.reduce(
      (/** @type {any} */ sum, /** @type {any} */ part, /** @type {any} */ n) =>
        sum + (part.point === point ? squares[n] : 0),
      0,
    ),
  );
  return { squares, inner, outer: inner.reduce((sum, value) => sum + value, 0) };
}

/** @param {HTMLElement} root @param {LessonContext} context @returns {LessonPicture} */
export function squaresPicture(root, context) {
  /** @type {Scene} */
  let scene;
  let colour = ""; // of the squares
  let w = [0, 0];
  /** @type {number | null} */
  let marked = null;
  let fullBar = 1;
  let touched = new Set(); // the sliders that have been moved
  /** @type {any} */
  let cells = [];
  const plots = element("div", { class: "squares-plots" });
  const sliders = element("div", { class: "lesson-controls" });
  const table = numberTable("Table of the data points", "squares-table");
  const sums = element("div", { class: "squares-sums" });
  const side = element("div", { class: "lesson-side" }, sliders, sums, table.node);
  root.append(element("div", { class: "lesson-split" }, plots, side));
  /** @type {any[]} */
  const charts = [];
  const many = () => scene.data.targets[0].length > 1;

  function buildPlots() {
    plots.replaceChildren();
    charts.length = 0;
    scene.data.targets[0].forEach((/** @type {any} */ _, /** @type {any} */ unit) => {
      const place = element("div", { class: "lesson-chart" });
      panelHeading(place, many() ? `Output ${unit + 1}: each miss as a square` : "Each miss as a square");
      const chart = chartGround(place, `Targets, outputs and squared differences of output ${unit + 1}`, ["squares"]);
      plots.append(place);
      charts.push(chart);
    });
  }

  function buildTable() {
    const { inputs, targets } = scene.data;
    const outputs = targets[0].length;
    const numbered = inputs[0].map((_, i) => `x${LOWERED_DIGITS[i + 1] ?? i + 1}`);
    const inputNames = numbered.length === 1 ? ["x"] : numbered;
    const [unit, inner] = many() ? [["j"], ["Σⱼ"]] : [[], []];
    const names = ["μ", ...inputNames, ...unit, "y", "ŷ", "y − ŷ", "(y − ŷ)²", ...inner];
    cells = [];
    const rows = Array.from({ length: inputs.length * outputs }, (_, n) => tableRow(n, outputs));
    cells.foot = element("td", {});
    table.fill(names, rows, "sum over the data points, Σ over μ", [cells.foot]);
  }

  /** @param {any} n @param {any} outputs */
  function tableRow(n, outputs) {
    const [point, unit] = [Math.floor(n / outputs), n % outputs];
    const first = unit === 0;
    const group = outputs > 1 ? { rowspan: outputs } : {};
    const live = {
      y: element("td", {}),
      output: element("td", {}),
      residual: element("td", {}),
      square: element("td", {}),
      inner: element("td", { ...group, class: "inner-sum" }),
    };
    cells.push(live);
    const fixed = first
      ? [
          element("th", { scope: "row", ...group }, String(point + 1)),
          ...scene.data.inputs[point].map((/** @type {any} */ x) => element("td", group, formatFixed(x, 1))),
        ]
      : [];
    const row = element(
      "tr",
      { class: first ? "first-of-point" : "" },
      ...fixed,
      ...(outputs > 1 ? [element("td", {}, String(unit + 1))] : []),
      live.y,
      live.output,
      live.residual,
      live.square,
      ...(outputs > 1 && first ? [live.inner] : []),
    );
    row.addEventListener("pointerenter", () => mark(point));
    row.addEventListener("pointerleave", () => mark(null));
    return row;
  }

  /** @param {any} point */
  function mark(point) {
    marked = point;
    draw();
  }

  function buildSums() {
    const bar = element("div", {
      class: "squares-bar",
      role: "img",
      "aria-label": "The squares of all data points in one bar; E is half of it",
    });
    const parts = scene.data.inputs.map((/** @type {any} */ _, /** @type {any} */ point) =>
      element("span", { class: "squares-part", title: `data point ${point + 1}` }),
    );
    const half = element("span", { class: "squares-half" });
    bar.append(...parts, half);
    const number = element("output", { class: "big-number", "aria-live": "off" });
    const words = element("span", { class: "panel-words" });
    sums.replaceChildren(element("div", { class: "big-line" }, element("span", {}, "E = "), number, words), bar);
    Object.assign(cells, { parts, half, number, words });
  }

  function buildSliders() {
    const { w1, w2 } = scene.surface;
    const made = [w1, w2].map((values, axis) => {
      const [low, high] = [values[0], values[values.length - 1]];
      /** @param {any} value */
      const onInput = (value) => {
        w[axis] = value;
        draw();
      };
      return numberSlider({
        label: scene.names[axis],
        low,
        high,
        step: (high - low) / 500,
        value: w[axis],
        onInput,
        onChange: () => letGo(axis),
        /** @param {any} value */
        spell: (value) => formatFixed(value, 2),
      });
    });
    sliders.replaceChildren(...made.map((/** @type {any} */ { node }) => node));
  }

  /** @param {any} axis */
  function letGo(axis) {
    context.moved("start", { run: 0, w: [...w] });
    touched.add(axis);
    if (touched.size === scene.names.length) context.played();
  }

  function draw() {
    const units = evaluatorOf(scene).parts(w[0], w[1]);
    const { squares, inner, outer } = squareSums(units, scene.data.inputs.length);
    units.forEach((/** @type {any} */ part, /** @type {any} */ n) => {
      setText(cells[n].y, formatFixed(part.y, 2));
      setText(cells[n].output, formatFixed(part.output, 2));
      setText(cells[n].residual, formatFixed(part.y - part.output, 2));
      setText(cells[n].square, formatFixed(squares[n], 3));
      setText(cells[n].inner, formatFixed(inner[part.point], 3));
    });
    setText(cells.foot, formatFixed(outer, 3));
    setText(cells.number, formatFixed(outer / 2, 3));
    setText(cells.words, ` = ½ · ${formatFixed(outer, 3)}`);
    const scale = 100 / Math.max(fullBar, outer);
    inner.forEach((value, point) => (cells.parts[point].style.width = `${value * scale}%`));
    cells.half.style.width = `${(outer / 2) * scale}%`;
    charts.forEach((chart, unit) =>
      drawChart(
        chart,
        unit,
        units.filter((/** @type {any} */ part) => part.unit === unit),
      ),
    );
  }

  /** @param {any} chart @param {any} unit @param {Part[]} parts */
  function drawChart(chart, unit, parts) {
    const box = chart.box();
    const pen = box.width && sharpPen(chart.canvases[0]);
    if (!pen) return;
    const one = scene.data.inputs[0].length === 1;
    const places = one
      ? scene.data.inputs.map((/** @type {any} */ [x]) => x)
      : scene.data.inputs.map((/** @type {any} */ _, /** @type {any} */ i) => i + 1);
    const range = rangeOf(scene.data.targets.flat(), AIR);
    const across = rangeOf(places, 0.12);
    const x = axisScale([across[0], across[1] + (across[1] - across[0]) * 0.12], [box.left, box.right]);
    const y = axisScale(range, [box.bottom, box.top]);
    const { ticks } = linearTicks([places[0], places.at(-1)], places.length);
    const visible = { ticks: ticks.filter(({ value }) => one || Number.isInteger(value)) };
    chart.drawAxes(
      {
        x: { title: one ? scene.data.input_names[0] : "data point μ", marks: marksAlong(visible, x) },
        y: { title: `target y and output ŷ`, marks: marksAlong(linearTicks(range, 6), y) },
      },
      box,
    );
    pen.save();
    pen.beginPath();
    pen.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    pen.clip();
    parts.forEach((part) => drawSquare(pen, part, x(places[part.point]), y, [box.left, box.right]));
    if (one) drawLine(pen, unit, across, x, y);
    parts.forEach((part) => drawEnds(pen, part, x(places[part.point]), y));
    pen.restore();
  }

  /** @param {Pen} pen @param {any} part @param {any} x @param {any} y @param {any} given5 */
  function drawSquare(pen, part, x, y, [from, edge]) {
    const [top, bottom] = [y(Math.max(part.y, part.output)), y(Math.min(part.y, part.output))];
    const faint = marked !== null && marked !== part.point;
    pen.fillStyle = pen.strokeStyle = colour;
    pen.lineWidth = 1.6;
    const side = bottom - top;
    const left = x + side > edge && x - side >= from ? x - side : x;
    pen.globalAlpha = 0.22 * (faint ? 0.25 : 1);
    pen.fillRect(left, top, side, side);
    pen.globalAlpha = faint ? 0.25 : 1;
    pen.strokeRect(left, top, side, side);
    pen.globalAlpha = 1;
  }

  /** @param {Pen} pen @param {any} unit @param {any} across @param {any} x @param {any} y */
  function drawLine(pen, unit, across, x, y) {
    /** @param {any} n */
    const at = (n) => across[0] + ((across[1] - across[0]) * 1.12 * n) / (LINE_POINTS - 1);
    const inputs = Array.from({ length: LINE_POINTS }, (_, n) => [at(n)]);
    const outputs = outputsFor(scene.network, inputs).outputs(w[0], w[1]);
    pen.beginPath();
    inputs.forEach(([input], n) => pen.lineTo(x(input), y(outputs[n * charts.length + unit])));
    pen.strokeStyle = context.theme().text;
    pen.lineWidth = 2.4;
    pen.stroke();
  }

  /** @param {Pen} pen @param {any} part @param {any} x @param {any} y */
  function drawEnds(pen, part, x, y) {
    const theme = context.theme();
    pen.lineWidth = 2.4;
    pen.strokeStyle = theme.text;
    pen.fillStyle = theme.background;
    pen.beginPath();
    pen.arc(x, y(part.y), 5, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
    pen.fillStyle = theme.text;
    pen.beginPath();
    pen.arc(x, y(part.output), 3.6, 0, 2 * Math.PI);
    pen.fill();
  }

  return {
    update(next, { styles }) {
      scene = next;
      colour = styles[0].colour;
      w = [...scene.runs[0].w.subarray(0, 2)];
      marked = null;
      touched = new Set();
      fullBar = FULL_BAR * squareSums(evaluatorOf(scene).parts(w[0], w[1]), scene.data.inputs.length).outer;
      buildPlots();
      buildTable();
      buildSums();
      buildSliders();
      draw();
    },
    resize: () => scene && draw(),
    key:
      "Open circles: targets y. Dots and line: outputs ŷ. Shaded squares: (y − ŷ)², " +
      "drawn to the scale of the upright axis.",
  };
}
