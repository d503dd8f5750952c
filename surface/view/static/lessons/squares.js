// How wrong is it? Residuals drawn as squares beside the table that adds them up, moved by two sliders.

import { element, setText } from "../base/dom.js";
import { formatFixed } from "../base/format.js";
import { numberSlider } from "../base/handle.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { squaresChart } from "./squareschart.js";
import { squaresTable } from "./squarestable.js";

/** @typedef {import("./squarestable.js").SquareSums} SquareSums */

const FULL_BAR = 1.5; // the bar is as long as this many times the sum at the start

/**
 * The sums of the lesson: each unit's square, each data point's sum over its outputs, and the sum over all.
 * @param {Part[]} units
 * @param {number} count
 * @returns {SquareSums}
 */
export function squareSums(units, count) {
  const squares = units.map((part) => (part.y - part.output) ** 2);
  const inner = Array.from({ length: count }, (_, point) =>
    units.reduce((sum, part, n) => sum + (part.point === point ? squares[n] : 0), 0),
  );
  return { squares, inner, outer: inner.reduce((sum, value) => sum + value, 0) };
}

/**
 * The error as half of the bar in which the squares of all data points stand one behind another.
 * @param {number} count
 * @param {number} full
 */
function errorBar(count, full) {
  const parts = Array.from({ length: count }, (_, point) =>
    element("span", { class: "squares-part", title: `data point ${point + 1}` }),
  );
  const half = element("span", { class: "squares-half" });
  const label = "The squares of all data points in one bar; E is half of it";
  const bar = element("div", { class: "squares-bar", role: "img", "aria-label": label }, ...parts, half);
  const number = element("output", { class: "big-number", "aria-live": "off" });
  const words = element("span", { class: "panel-words" });
  return {
    nodes: [element("div", { class: "big-line" }, element("span", {}, "E = "), number, words), bar],
    /** @param {SquareSums} sums */
    show({ inner, outer }) {
      setText(number, formatFixed(outer / 2, 3));
      setText(words, ` = ½ · ${formatFixed(outer, 3)}`);
      const scale = 100 / Math.max(full, outer);
      for (const [point, part] of parts.entries()) part.style.width = `${inner[point] * scale}%`;
      half.style.width = `${(outer / 2) * scale}%`;
    },
  };
}

/**
 * A slider for each weight: `move(axis, value)` hears it move, `letGo(axis)` hears it let go.
 * @param {Scene} scene
 * @param {number[]} w
 * @param {(axis: number, value: number) => void} move
 * @param {(axis: number) => void} letGo
 */
function weightSliders({ surface, names }, w, move, letGo) {
  return [surface.w1, surface.w2].map((values, axis) => {
    const [low, high] = [values[0], values[values.length - 1]];
    const slider = numberSlider({
      label: names[axis],
      low,
      high,
      step: (high - low) / 500,
      value: w[axis],
      onInput: (value) => move(axis, value),
      onChange: () => letGo(axis),
      spell: (value) => formatFixed(value, 2),
    });
    return slider.node;
  });
}

/** @param {HTMLElement} root @param {LessonContext} context @returns {LessonPicture} */
export function squaresPicture(root, context) {
  /** @type {Scene} */
  let scene;
  let colour = ""; // of the squares
  let w = [0, 0];
  /** @type {number | null} */
  let marked = null; // the data point whose row the pointer is on
  /** @type {Set<number>} */
  let touched = new Set(); // the sliders that have been moved
  /** @type {ReturnType<typeof squaresChart>[]} */
  let charts = [];
  /** @type {ReturnType<typeof errorBar>} */
  let bar;
  const plots = element("div", { class: "squares-plots" });
  const sliders = element("div", { class: "lesson-controls" });
  const table = squaresTable(mark);
  const sums = element("div", { class: "squares-sums" });
  const side = element("div", { class: "lesson-side" }, sliders, sums, table.node);
  root.append(element("div", { class: "lesson-split" }, plots, side));

  /** @param {number | null} point */
  function mark(point) {
    marked = point;
    draw();
  }

  /** @param {number} axis @param {number} value */
  function move(axis, value) {
    w[axis] = value;
    draw();
  }

  /** @param {number} axis */
  function letGo(axis) {
    context.moved("start", { run: 0, w: [...w] });
    touched.add(axis);
    if (touched.size === scene.names.length) context.played();
  }

  function build() {
    const count = scene.data.inputs.length;
    plots.replaceChildren();
    charts = scene.data.targets[0].map((_, unit) => squaresChart(plots, scene, unit));
    table.build(scene.data);
    bar = errorBar(count, FULL_BAR * squareSums(evaluatorOf(scene).parts(w[0], w[1]), count).outer);
    sums.replaceChildren(...bar.nodes);
    sliders.replaceChildren(...weightSliders(scene, w, move, letGo));
  }

  function draw() {
    const parts = evaluatorOf(scene).parts(w[0], w[1]);
    const added = squareSums(parts, scene.data.inputs.length);
    table.show(parts, added);
    bar.show(added);
    for (const chart of charts) chart.draw({ w, parts, marked, colour, theme: context.theme() });
  }

  return {
    update(next, { styles }) {
      scene = next;
      colour = styles[0].colour;
      w = [...scene.runs[0].w.subarray(0, 2)];
      marked = null;
      touched = new Set();
      build();
      draw();
    },
    resize: () => scene && draw(),
    key:
      "Open circles: targets y. Dots and line: outputs ŷ. Shaded squares: (y − ŷ)², " +
      "drawn to the scale of the upright axis.",
  };
}
