// Downhill: steps against the gradient, one at a time, each with its numbers,
// and one data point's term followed through.

import { element, setAttribute, setText } from "../base/dom.js";
import { formatFixed, formatSetting } from "../base/format.js";
import { numberSlider } from "../base/handle.js";
import { scaleIn, scaleWords } from "../marks/vectors.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { weightsOf } from "../maths/runs.js";
import { alongPath, descentFrom, termOf } from "../maths/terms.js";
import { numbersList } from "../panels/runcard.js";
import { playback } from "../player/playback.js";
import { lessonMap } from "./lessonmap.js";
import { numberTable } from "./numbertable.js";

const NUMBERS = {
  w: ["w", "the weights"],
  error: ["E", "the error"],
  slope: ["∇E", "the gradient"],
  move: ["−η ∇E", "the next step"],
};

/** @param {number[]} values @param {number} [digits] */
const pair = (values, digits = 3) => `(${values.map((value) => formatFixed(value, digits)).join(", ")})`;
/** @param {number} value */
const twoDigits = (value) => Number(value.toPrecision(2));

/**
 * Which part, a data point's for one output, says most.
 * @param {Part[]} parts
 */
function largestTerm(parts) {
  const sizes = parts.map((part) => Math.abs(termOf(part, 0)) + Math.abs(termOf(part, 1)));
  return sizes.indexOf(Math.max(...sizes));
}

/** @typedef {{ row: HTMLElement, choose: HTMLElement, numbers: HTMLElement[] }} TermRow */

/** @param {HTMLElement} root @param {LessonContext} context @returns {LessonPicture} */
export function downhillPicture(root, context) {
  /** @type {Scene} */
  let scene;
  /** @type {Run} */
  let run;
  let chosen = 0;
  /** @type {TermRow[]} */
  let rows = [];
  let uphill = "";
  const ground = element(
    "div",
    { class: "lesson-chart" },
    element("div", { class: "panel-heading" }, "The error over two weights, from above"),
  );
  const slider = element("div", { class: "lesson-controls" });
  const { list, cells } = numbersList(NUMBERS, "step-numbers");
  const table = numberTable("Terms of the data points", "terms-table");
  const sums = [element("td", {}), element("td", {})];
  const formula = element("p", { class: "term-formula", "aria-live": "polite" });
  const scale = element("p", { class: "panel-words" });
  const player = playback(root, draw);
  const side = element("div", { class: "lesson-side" }, player.bar, slider, list, table.node, formula);
  root.append(element("div", { class: "lesson-split lesson-even" }, ground, side), scale);
  const label = "Map of the error with the steps taken so far";
  const map = lessonMap(ground, context, { label, arrows: () => [gradientArrow()] });

  /** @param {number} rate */
  function walk(rate) {
    const evaluator = evaluatorOf(scene);
    const start = [scene.runs[0].w[0], scene.runs[0].w[1]];
    const settings = { ...scene.runs[0].settings, learning_rate: rate };
    const path = descentFrom(evaluator, start, rate, scene.steps);
    run = alongPath({ ...scene.runs[0], settings }, path, evaluator, scene.surface);
    const walked = { ...scene, runs: [run] };
    setText(scale, scaleWords(walked, run, scaleIn(walked, run)));
    map.show(walked, { arrows: { step: true } });
    player.show();
  }

  /**
   * The gradient where the ball is, as long beside the step as the scale of the run's own arrows has it.
   * @returns {Arrow}
   */
  function gradientArrow() {
    const from = weightsOf(run, player.head.step);
    const slopes = [0, 0];
    evaluatorOf(scene).gradient(...from, slopes);
    const { slope } = scaleIn(scene, run);
    return { kind: "step", sign: "∇E", ink: uphill, from, to: from.map((w, axis) => w + slope * slopes[axis]) };
  }

  /** @param {Part[]} parts */
  function buildTable(parts) {
    // Two lines for each: nine columns of one line are wider than the picture's half.
    const columns = ["x", "term"].flatMap((words) => scene.names.map((name) => `${words} for\n${name}`));
    rows = parts.map(({ point }, n) => termRow(point, n));
    const names = ["μ", "y", "h", "ŷ", "y − ŷ", "f′(h)", ...columns];
    table.fill(
      names,
      rows.map(({ row }) => row),
      "sum = ∇E",
      sums,
    );
  }

  /** @param {Pair} ends @param {number} rate */
  function buildSlider([low, high], rate) {
    const made = numberSlider({
      label: "learning rate η",
      low,
      high,
      step: (high - low) / 150,
      value: rate,
      /** @param {number} value */
      onInput: (value) => walk(twoDigits(value)),
      /** @param {number} value */
      onChange: (value) => context.moved("setting", { run: 0, name: "learning_rate", value: twoDigits(value) }),
      /** @param {number} value */
      spell: (value) => formatSetting(twoDigits(value)),
    });
    slider.replaceChildren(made.node);
  }

  /** @param {number} point @param {number} n */
  function termRow(point, n) {
    const name = { type: "button", class: "row-choice", "aria-label": `Follow data point ${point + 1}` };
    const choose = element("button", { ...name, onclick: () => follow(n) }, String(point + 1));
    const numbers = Array.from({ length: 9 }, () => element("td", {}));
    const row = element("tr", { onclick: () => follow(n) }, element("th", { scope: "row" }, choose), ...numbers);
    return { row, choose, numbers };
  }

  /** @param {number} n */
  function follow(n) {
    chosen = n;
    draw();
  }

  function draw() {
    const { step, playing, atEnd } = player.head;
    if (atEnd) context.played();
    map.draw({ step, playing });
    const k = Math.floor(step);
    const [first, second] = run.w.subarray(2 * k, 2 * k + 2);
    const slope = [...run.gradient.subarray(2 * k, 2 * k + 2)];
    setText(cells.w, pair([first, second]));
    setText(cells.error, formatFixed(run.error[k], 4));
    setText(cells.slope, pair(slope, 4));
    const change = slope.map((value) => -run.settings.learning_rate * value);
    setText(cells.move, pair(change, 4));
    const parts = evaluatorOf(scene).parts(first, second);
    for (const [n, part] of parts.entries()) showTerm(part, rows[n], n === chosen);
    for (const [axis, cell] of sums.entries()) setText(cell, formatFixed(slope[axis], 4));
    showFormula(parts[chosen]);
  }

  /** @param {Part} part @param {TermRow} shown @param {boolean} isChosen */
  function showTerm(part, { row, choose, numbers }, isChosen) {
    const texts = [
      formatSetting(part.y),
      formatFixed(part.net, 2),
      ...[part.output, part.y - part.output, part.slope].map((value) => formatFixed(value, 3)),
      ...part.reach.map(formatSetting),
      ...[0, 1].map((axis) => formatFixed(termOf(part, axis), 4)),
    ];
    for (const [n, text] of texts.entries()) setText(numbers[n], text);
    setAttribute(row, "class", isChosen ? "chosen-row" : "");
    setAttribute(choose, "aria-pressed", isChosen);
  }

  /** @param {Part} part */
  function showFormula(part) {
    const spelled = scene.names.map(
      (name, axis) =>
        `for ${name}:  −(${formatFixed(part.y, 2)} − ${formatFixed(part.output, 3)}) · ` +
        `${formatFixed(part.slope, 3)} · ${formatSetting(part.reach[axis])} = ${formatFixed(termOf(part, axis), 4)}`,
    );
    const here = `h = ${formatFixed(part.net, 2)},  ŷ = f(h) = ${formatFixed(part.output, 3)}`;
    const heading = `Data point ${part.point + 1}:  ${here}\nIt adds −(y − ŷ) · f′(h) · x`;
    setText(formula, `${heading}\n${spelled.join("\n")}`);
  }

  return {
    update(next, { rates, styles }) {
      scene = next;
      const { settings, w } = scene.runs[0];
      uphill = styles[1].colour;
      const parts = evaluatorOf(scene).parts(w[0], w[1]);
      chosen = largestTerm(parts);
      buildTable(parts);
      buildSlider(rates, settings.learning_rate);
      player.head.last = scene.steps;
      player.head.seek(0);
      walk(settings.learning_rate);
    },
    resize() {
      map.resize();
    },
    destroy() {
      player.end();
      map.destroy();
    },
    signs: true,
    hands: "Keys: → steps, ← goes back, space plays, Home, End.",
    key: "∇E: the gradient, straight uphill. Δw: the step from here, against it.",
  };
}
