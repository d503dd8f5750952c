// Where the gradient comes from: one data point forward through a hidden layer, its δ back, and all points' terms.

import { element, setAttribute, setText } from "../base/dom.js";
import { formatFixed, formatSetting } from "../base/format.js";
import { numberSlider } from "../base/handle.js";
import { backprop, weightsAt } from "../maths/backprop.js";
import { backwardDrawing, numbered } from "./backwarddrawing.js";
import { numberTable } from "./numbertable.js";

/** @typedef {ReturnType<typeof backprop>} Pass */

/** @param {string} letter @param {number} count */
const each = (letter, count) => Array.from({ length: count }, (_, n) => `${letter}${numbered(n)}`);
/** @param {number} value */
const bracketed = (value) => (value < 0 ? `(${formatFixed(value, 2)})` : formatFixed(value, 2));
/** @param {number} value */
const blame = (value) => formatFixed(value, 4);

/**
 * The passes of all data points at a place of the plane.
 * @param {{ network: NetworkShape, data: { inputs: number[][], targets: number[][] } }} scene
 * @param {number[]} w
 */
export function passesAt({ network, data }, w) {
  const flat = weightsAt(network, w);
  return data.inputs.map((x, n) => backprop(network, flat, x, data.targets[n]));
}

/**
 * One data point's pass, spelled out for a network with one hidden layer and one output.
 * @param {Pass} pass
 * @param {{ number: number, y: number, names: string[] }} of
 */
function spelled({ layers: [hidden, last], terms }, { number, y, names }) {
  const [out, delta] = [last.out[0], last.delta[0]];
  const products = last.units[0].weights.map((w, j) => `${bracketed(w)} · ${formatFixed(hidden.out[j], 3)}`);
  const sum = [...products, bracketed(last.units[0].bias)].join(" + ");
  const forward = `h = ${sum} = ${formatFixed(last.net[0], 2)},  ŷ = f(h) = ${formatFixed(out, 3)}`;
  const missed = `${formatFixed(y, 2)} − ${formatFixed(out, 3)}`;
  const back = `δ = (y − ŷ) · f′(h) = (${missed}) · ${formatFixed(last.slope[0], 3)} = ${blame(delta)}`;
  const shares = hidden.delta.map((share, j) => {
    const factors = `${formatFixed(hidden.slope[j], 4)} · ${bracketed(last.units[0].weights[j])} · ${blame(delta)}`;
    return `δ${numbered(j)} = f′(h${numbered(j)}) · w · δ = ${factors} = ${blame(share)}`;
  });
  return [`Data point ${number}:  ${forward}`, back, ...shares, example(hidden, terms, names)].join("\n");
}

/**
 * How the largest term of a weight into the hidden layer is made.
 * @param {Pass["layers"][number]} hidden
 * @param {number[]} terms
 * @param {string[]} names
 */
function example({ units, fed, delta }, terms, names) {
  const into = units.flatMap(({ at }, unit) => fed.map((signal, i) => ({ k: at + i, unit, i, signal })));
  const { k, unit, i, signal } = into.reduce((a, b) => (Math.abs(terms[b.k]) > Math.abs(terms[a.k]) ? b : a));
  const product = `−(${blame(delta[unit])}) · ${formatSetting(signal)}`;
  return `It adds for ${names[k]}:  −δ${numbered(unit)} · x${numbered(i)} = ${product} = ${blame(terms[k])}`;
}

/** @param {HTMLElement} root @param {LessonContext} context @returns {LessonPicture} */
export function backwardPicture(root, context) {
  /** @type {Scene} */
  let scene;
  let w = [0, 0];
  let chosen = 1;
  /** @type {ReturnType<typeof backwardDrawing>} */
  let drawing;
  /** @type {{ row: HTMLElement, choose: HTMLElement, cells: HTMLElement[] }[]} */
  let passes = [];
  /** @type {{ row: HTMLElement, cells: HTMLElement[] }[]} */
  let terms = [];
  /** @type {HTMLElement[]} */
  let sums = [];
  const plot = element("div", { class: "lesson-chart unit-chart" });
  const worked = element("p", { class: "term-formula", "aria-live": "off" });
  const sliders = element("div", { class: "lesson-controls" });
  const passTable = numberTable("The data points, forward and back", "terms-table pass-table");
  const termTable = numberTable("What each data point adds to each slope", "terms-table slopes-table");
  const left = element("div", { class: "lesson-stack" }, plot, worked);
  const side = element("div", { class: "lesson-side" }, sliders, passTable.node, termTable.node);
  root.append(element("div", { class: "lesson-split lesson-even" }, left, side));

  /** @param {number} n */
  function follow(n) {
    chosen = n;
    draw();
  }

  /** @param {number} n @param {number} width @param {Child} head */
  function rowOf(n, width, head) {
    const cells = Array.from({ length: width }, () => element("td", {}));
    return { row: element("tr", { onclick: () => follow(n) }, element("th", { scope: "row" }, head), ...cells), cells };
  }

  /** @param {number} n @param {number} width */
  function passRow(n, width) {
    const words = { type: "button", class: "row-choice", "aria-label": `Follow data point ${n + 1}` };
    const choose = element("button", words, String(n + 1)); // its click is also one of the row
    return { choose, ...rowOf(n, width, choose) };
  }

  function buildTables() {
    const { network, data } = scene;
    const [inputs, hidden] = [network.layers[0].inputs, network.layers[0].outputs];
    const columns = [...each("x", inputs), ...each("z", hidden), "ŷ", "y − ŷ", "δ", ...each("δ", hidden)];
    passes = data.inputs.map((_, n) => passRow(n, columns.length));
    passTable.fill(
      ["μ", ...columns],
      passes.map(({ row }) => row),
      "forward to ŷ, and back from y − ŷ",
      [],
    );
    terms = data.inputs.map((_, n) => rowOf(n, network.names.length, String(n + 1)));
    sums = network.names.map((name) => element("td", { class: scene.names.includes(name) ? "free-slope" : "" }));
    termTable.fill(
      ["μ", ...network.names],
      terms.map(({ row }) => row),
      "sum",
      sums,
    );
  }

  function buildSliders() {
    const made = [scene.surface.w1, scene.surface.w2].map((values, axis) => {
      const [low, high] = [values[0], values[values.length - 1]];
      return numberSlider({
        label: scene.names[axis],
        low,
        high,
        step: (high - low) / 240,
        value: w[axis],
        /** @param {number} value */
        onInput: (value) => {
          w[axis] = value;
          draw();
        },
        onChange: letGo,
        /** @param {number} value */
        spell: (value) => formatFixed(value, 2),
      }).node;
    });
    sliders.replaceChildren(...made);
  }

  function letGo() {
    context.moved("start", { run: 0, w: [...w] });
    context.played();
  }

  function draw() {
    const made = passesAt(scene, w);
    for (const [n, pass] of made.entries()) showPoint(n, pass);
    for (const [k, cell] of sums.entries()) {
      setText(
        cell,
        formatFixed(
          made.reduce((sum, pass) => sum + pass.terms[k], 0),
          3,
        ),
      );
    }
    const y = scene.data.targets[chosen][0];
    const words = spelled(made[chosen], { number: chosen + 1, y, names: scene.network.names });
    setText(worked, words);
    drawing.show(made[chosen], y, words);
  }

  /** @param {number} n @param {Pass} pass */
  function showPoint(n, { layers: [hidden, last], terms: added }) {
    const y = scene.data.targets[n][0];
    const texts = [
      ...hidden.fed.map(formatSetting),
      ...hidden.out.map((value) => formatFixed(value, 3)),
      formatFixed(last.out[0], 3),
      formatFixed(y - last.out[0], 3),
      ...[last.delta[0], ...hidden.delta].map(blame),
    ];
    for (const [k, text] of texts.entries()) setText(passes[n].cells[k], text);
    for (const [k, term] of added.entries()) setText(terms[n].cells[k], formatFixed(term, 3));
    for (const { row } of [passes[n], terms[n]]) setAttribute(row, "class", n === chosen ? "chosen-row" : "");
    setAttribute(passes[n].choose, "aria-pressed", n === chosen);
  }

  return {
    update(next) {
      scene = next;
      w = [...scene.runs[0].w.subarray(0, 2)];
      chosen = Math.min(chosen, scene.data.inputs.length - 1);
      const [first] = scene.network.layers;
      drawing = backwardDrawing(first.inputs, first.outputs);
      plot.replaceChildren(drawing.node);
      buildTables();
      buildSliders();
      draw();
    },
    resize() {},
    hands: "Choose a data point in a table, and move the sliders.",
    key:
      "In the circles: the inputs and what each unit puts out; below, in colour, its δ. Second table: what each " +
      "point adds to the slope along each weight, −δ times what goes into it.",
  };
}
