// One unit from its inputs to its output, with the numbers of one data point: what a network is before it has an error.

import { element, setAttribute, setText, svgElement } from "../base/dom.js";
import { formatFixed, formatSetting } from "../base/format.js";
import { numberSlider } from "../base/handle.js";
import { ACTIVATIONS } from "../maths/activations.js";
import { weightsAt } from "../maths/backprop.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { numberTable } from "./numbertable.js";

const FORMULAS = /** @type {Record<string, string>} */ ({
  identity: "h",
  sigmoid: "1 / (1 + e⁻ʰ)",
  tanh: "tanh h",
  relu: "max(0, h)",
  softplus: "ln(1 + eʰ)",
  sin: "sin h",
  gaussian: "e^(−h²)",
});
const LOWERED_DIGITS = "₀₁₂₃₄₅₆₇₈₉";
const REACH = 6; // of h, to each side, in the small chart of f
const WIDTH = 620;
const ROW = 92;
const CURVE = { left: 356, width: 120, height: 84 };

/** @param {number} n */
const lowered = (n) => [...String(n)].map((digit) => LOWERED_DIGITS[Number(digit)]).join("");
/** @param {number} value */
const bracketed = (value) => (value < 0 ? `(${formatSetting(value)})` : formatSetting(value));
/** @param {number} value */
const rounded = (value) => Number(value.toFixed(2));

/**
 * The weights of the one unit at a place of the plane, and its bias, null where it has none.
 * @param {Scene} scene
 * @param {number[]} w
 */
export function unitAt({ network }, w) {
  const all = weightsAt(network, w);
  return network.layers[0].bias
    ? { weights: all.slice(0, -1), bias: all[all.length - 1] }
    : { weights: all, bias: null };
}

/**
 * A text in the drawing.
 * @param {number} x
 * @param {number} y
 * @param {string} look
 * @param {string} text
 */
function label(x, y, look, text = "") {
  return svgElement("text", { x, y, class: look, "text-anchor": "middle", "dominant-baseline": "central" }, text);
}

/**
 * The drawing of a unit with so many inputs: { node, show(numbers) }.
 * @param {number} inputs
 * @param {string} activation
 */
function unitDrawing(inputs, activation) {
  const height = ROW * inputs + 20;
  const middle = height / 2;
  const places = Array.from({ length: inputs }, (_, n) => 10 + ROW * (n + 0.5));
  const line = { class: "unit-line" };
  const xs = places.map((y) => label(50, y, "unit-words"));
  const ws = places.map((y) => label(172, y + (middle - y) * 0.4 - 20, "unit-words"));
  const h = label(262, middle + 44, "unit-words");
  const bias = label(262, middle - 44, "unit-words");
  const output = label(560, middle, "unit-number");
  const dot = svgElement("circle", { r: 6, class: "unit-dot" });
  const top = middle - CURVE.height / 2;
  const values = new Float64Array(3);
  /** @param {number} at */
  const activated = (at) => {
    ACTIVATIONS[/** @type {keyof typeof ACTIVATIONS} */ (activation)](at, values);
    return values[0];
  };
  const along = Array.from({ length: 61 }, (_, n) => -REACH + (2 * REACH * n) / 60);
  const heights = along.map(activated);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  /** @param {number} at */
  const place = (at) => [
    CURVE.left + (CURVE.width * (Math.min(REACH, Math.max(-REACH, at)) + REACH)) / (2 * REACH),
    top + CURVE.height * (1 - (Math.min(high, Math.max(low, activated(at))) - low) / (high - low || 1)),
  ];
  const box = { x: CURVE.left - 8, y: top - 8, width: CURVE.width + 16, height: CURVE.height + 16, rx: 6 };
  const node = svgElement(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, class: "unit-drawing", role: "img" },
    ...places.map((y) => svgElement("path", { ...line, d: `M96 ${y}L236 ${middle}` })),
    svgElement("path", { ...line, d: `M288 ${middle}H${box.x}M${box.x + box.width} ${middle}H524` }),
    ...places.map((y) => svgElement("rect", { x: 4, y: y - 22, width: 92, height: 44, rx: 22, class: "unit-node" })),
    svgElement("circle", { cx: 262, cy: middle, r: 26, class: "unit-node" }),
    svgElement("rect", { ...box, class: "unit-node" }),
    svgElement("circle", { cx: 560, cy: middle, r: 34, class: "unit-node" }),
    svgElement("polyline", { class: "unit-curve", points: along.map((at) => place(at).join()).join(" ") }),
    label(262, middle, "unit-number", "Σ"),
    label(CURVE.left + CURVE.width / 2, top - 22, "unit-words", "f"),
    label(560, middle + 50, "unit-words", "ŷ"),
    ...[...xs, ...ws, h, bias, output, dot],
  );
  return {
    node,
    /** @param {{ x: number[], weights: number[], bias: number | null, net: number, out: number, words: string }} now */
    show({ x, weights, bias: held, net, out, words }) {
      for (const [n, text] of xs.entries()) setText(text, `x${lowered(n + 1)} = ${formatSetting(x[n])}`);
      for (const [n, text] of ws.entries())
        setText(text, `w${lowered(n + 1)}₁ = ${formatSetting(rounded(weights[n]))}`);
      setText(bias, held === null ? "" : `b = ${formatSetting(held)}`);
      setText(h, `h = ${formatFixed(net, 2)}`);
      setText(output, formatFixed(out, 3));
      const [cx, cy] = place(net);
      setAttribute(dot, "cx", cx);
      setAttribute(dot, "cy", cy);
      setAttribute(node, "aria-label", words);
    },
  };
}

/** @param {HTMLElement} root @param {LessonContext} context @returns {LessonPicture} */
export function unitPicture(root, context) {
  /** @type {Scene} */
  let scene;
  let w = [0, 0];
  let chosen = 1;
  /** @type {ReturnType<typeof unitDrawing>} */
  let drawing;
  /** @type {{ row: HTMLElement, choose: HTMLElement, net: HTMLElement, out: HTMLElement }[]} */
  let rows = [];
  const plot = element("div", { class: "lesson-chart unit-chart" });
  const worked = element("p", { class: "term-formula", "aria-live": "off" });
  const sliders = element("div", { class: "lesson-controls" });
  const table = numberTable("Table of the data points", "terms-table unit-table");
  const total = element("td", {});
  const left = element("div", { class: "lesson-stack" }, plot, worked);
  const side = element("div", { class: "lesson-side" }, sliders, table.node);
  root.append(element("div", { class: "lesson-split" }, left, side));

  /** @param {number} axis @param {number} value */
  function move(axis, value) {
    w[axis] = value;
    draw();
  }

  /** @param {number} n */
  function follow(n) {
    chosen = n;
    draw();
  }

  /** @param {number} n */
  function pointRow(n) {
    const { inputs, targets } = scene.data;
    const words = { type: "button", class: "row-choice", "aria-label": `Follow data point ${n + 1}` };
    const choose = element("button", { ...words, onclick: () => follow(n) }, String(n + 1));
    const [net, out] = [element("td", {}), element("td", {})];
    const given = inputs[n].map((x) => element("td", {}, formatSetting(x)));
    const cells = [...given, net, out, element("td", {}, formatSetting(targets[n][0]))];
    const row = element("tr", { onclick: () => follow(n) }, element("th", { scope: "row" }, choose), ...cells);
    return { row, choose, net, out };
  }

  function letGo() {
    context.moved("start", { run: 0, w: [...w] });
    context.played();
  }

  function build() {
    const { network, data, surface, names } = scene;
    drawing = unitDrawing(data.inputs[0].length, network.layers[0].activation);
    plot.replaceChildren(drawing.node);
    rows = data.inputs.map((_, n) => pointRow(n));
    const columns = ["μ", ...data.inputs[0].map((_, n) => `x${lowered(n + 1)}`), "h", "ŷ = f(h)", "y"];
    table.fill(
      columns,
      rows.map(({ row }) => row),
      "E = ½ Σ over μ of (y − ŷ)²",
      [total],
    );
    const axes = [surface.w1, surface.w2].map((values, axis) => {
      const [low, high] = [values[0], values[values.length - 1]];
      const step = (high - low) / 240;
      const slider = { label: names[axis], low, high, step, value: w[axis] };
      /** @param {number} value */
      const onInput = (value) => move(axis, value);
      /** @param {number} value */
      const spell = (value) => formatFixed(value, 2);
      return numberSlider({ ...slider, onInput, onChange: letGo, spell }).node;
    });
    sliders.replaceChildren(...axes);
  }

  function draw() {
    const parts = evaluatorOf(scene).parts(w[0], w[1]);
    const unit = unitAt(scene, w);
    for (const [n, { row, choose, net, out }] of rows.entries()) {
      setText(net, formatFixed(parts[n].net, 2));
      setText(out, formatFixed(parts[n].output, 3));
      setAttribute(row, "class", n === chosen ? "chosen-row" : "");
      setAttribute(choose, "aria-pressed", n === chosen);
    }
    const half = parts.reduce((sum, { y, output }) => sum + (y - output) ** 2 / 2, 0);
    setText(total, formatFixed(half, 3));
    const words = workedOut(unit, parts[chosen]);
    setText(worked, words);
    const { net, output } = parts[chosen];
    drawing.show({ x: scene.data.inputs[chosen], ...unit, net, out: output, words });
  }

  /** @param {{ weights: number[], bias: number | null }} unit @param {Part} part */
  function workedOut({ weights, bias }, part) {
    const products = scene.data.inputs[chosen].map((x, n) => `${bracketed(rounded(weights[n]))} · ${formatSetting(x)}`);
    const sum = [...products, ...(bias === null ? [] : [bracketed(bias)])].join(" + ");
    const f = FORMULAS[scene.network.layers[0].activation];
    return [
      `Data point ${chosen + 1}:  h = ${sum} = ${formatFixed(part.net, 2)}`,
      `ŷ = f(h) = ${f} = ${formatFixed(part.output, 3)}`,
    ].join("\n");
  }

  return {
    update(next) {
      scene = next;
      w = [...scene.runs[0].w.subarray(0, 2)];
      chosen = Math.min(chosen, scene.data.inputs.length - 1);
      build();
      draw();
    },
    resize() {},
    hands: "Choose a data point in the table, and move the sliders.",
    key: "Σ adds what comes in, each input times its weight, and the bias; f makes the output of it.",
  };
}
