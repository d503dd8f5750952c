// Downhill: steps against the gradient, one at a time, each with its numbers,
// and one data point's term followed through.

import { panelHeading } from "../base/chart.js";
import { element, setAttribute, setText } from "../base/dom.js";
import { formatFixed, formatSetting } from "../base/format.js";
import { numberSlider } from "../base/handle.js";
import { listenToKeys } from "../base/keys.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { descentFrom, termOf } from "../maths/terms.js";
import { bandMap, drawArrow } from "./bands.js";

const PATH_COLOUR = "#e15211";
const UPHILL_COLOUR = "#ae2f8e";
const GRADIENT_REACH = 0.15; // of the window's width: how long the steepest gradient along the path is drawn

/**
 * The data point that says most at the start.
 * @param {Evaluator} evaluator
 * @param {any} start
 */
function largestTerm(evaluator, start) {
  const sizes = evaluator
    .parts(start[0], start[1])
    .map((part) => Math.abs(termOf(part, 0)) + Math.abs(termOf(part, 1)));
  return sizes.indexOf(Math.max(...sizes));
}

/** @param {HTMLElement} root @param {LessonContext} context */
export function downhillPicture(root, context) {
  /** @type {any} */
  let data;
  /** @type {any} */
  let path = [];
  let step = 0;
  let rate = 1;
  let chosen = 0;
  /** @type {any} */
  let rows = [];
  const ground = element("div", { class: "lesson-chart" });
  panelHeading(ground, "The error over two weights, from above");
  const map = bandMap(ground, "Map of the error with the steps taken so far");
  const buttons = element("div", { class: "lesson-buttons", role: "group", "aria-label": "Steps" });
  const count = element("output", { class: "player-count" });
  const slider = element("div", { class: "lesson-controls" });
  const numbers = element("dl", { class: "step-numbers" });
  const table = element("table", { class: "lesson-table terms-table" });
  const formula = element("p", { class: "term-formula", "aria-live": "polite" });
  const side = element(
    "div",
    { class: "lesson-side" },
    element("div", { class: "lesson-bar" }, buttons, count),
    slider,
    numbers,
    element(
      "div",
      { class: "lesson-scroll", role: "region", tabindex: "0", "aria-label": "Terms of the data points" },
      table,
    ),
    formula,
  );
  root.append(element("div", { class: "lesson-split lesson-even" }, ground, side));

  /** @type {Commands} */
  const commands = {
    first: () => go(0),
    back: () => go(step - 1),
    toggle: () => go(step + 1),
    forward: () => go(step + 1),
    last: () => go(Infinity),
  };
  const made = [
    ["Start", "first"],
    ["Back", "back"],
    ["Step", "forward"],
    ["To the end", "last"],
  ].map(([text, command]) =>
    element(
      "button",
      {
        type: "button",
        class: command === "forward" ? "lesson-button lesson-main" : "lesson-button",
        onclick: () => commands[command](),
      },
      text,
    ),
  );
  buttons.append(...made);
  const endKeys = listenToKeys(root, commands);

  /** @param {any} next */
  function go(next) {
    step = Math.min(path.length - 1, Math.max(0, next));
    draw();
    if (step === path.length - 1) context.played();
  }

  function walk() {
    path = descentFrom(evaluatorOf(data), data.start, rate, data.steps);
    step = Math.min(step, path.length - 1);
    draw();
  }

  /** @param {any} term @param {any} words */
  function numberRow(term, words) {
    const value = element("dd", {});
    numbers.append(element("div", {}, element("dt", {}, term, element("small", {}, words)), value));
    return value;
  }

  function build() {
    numbers.replaceChildren();
    rows = Object.assign([], {
      w: numberRow("w", "the weights"),
      error: numberRow("E", "the error"),
      slope: numberRow("∇E", "the gradient"),
      move: numberRow("−η ∇E", "the next step"),
    });
    const [first, second] = data.names;
    const names = [
      "μ",
      "y",
      "ŷ",
      "y − ŷ",
      "f′(h)",
      `x for ${first}`,
      `x for ${second}`,
      `term for ${first}`,
      `term for ${second}`,
    ];
    const head = element("thead", {}, element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name))));
    const body = element(
      "tbody",
      {},
      ...evaluatorOf(data)
        .parts(...data.start)
        .map((/** @type {any} */ part, /** @type {any} */ n) => termRow(part, n)),
    );
    const sums = [element("td", {}), element("td", {})];
    const foot = element(
      "tfoot",
      {},
      element("tr", {}, element("th", { scope: "row", colspan: 7 }, "sum = ∇E"), ...sums),
    );
    table.replaceChildren(head, body, foot);
    rows.sums = sums;
    const [low, high] = data.rates;
    /** @param {any} value */
    const spell = (value) => formatSetting(Number(value.toPrecision(2)));
    /** @param {any} value */
    const onInput = (value) => {
      rate = Number(value.toPrecision(2));
      walk();
    };
    const onChange = () => context.moved("setting", { run: 0, name: "learning_rate", value: rate });
    slider.replaceChildren(
      numberSlider({
        label: "learning rate η",
        low,
        high,
        step: (high - low) / 150,
        value: rate,
        onInput,
        onChange,
        spell,
      }).node,
    );
  }

  /** @param {any} part @param {any} n */
  function termRow(part, n) {
    const choose = element(
      "button",
      {
        type: "button",
        class: "row-choice",
        "aria-label": `Follow data point ${part.point + 1}`,
        onclick: () => follow(n),
      },
      String(part.point + 1),
    );
    const cells = Array.from({ length: 8 }, () => element("td", {}));
    const row = element("tr", { onclick: () => follow(n) }, element("th", { scope: "row" }, choose), ...cells);
    rows.push({ row, choose, cells });
    return row;
  }

  /** @param {any} n */
  function follow(n) {
    chosen = n;
    draw();
  }

  function draw() {
    const w = path[step];
    const slope = [0, 0];
    const error = evaluatorOf(data).gradient(...w, slope);
    /** @param {any} values @param {any} [digits] */
    const pair = (values, digits = 3) =>
      `(${values.map((/** @type {any} */ value) => formatFixed(value, digits)).join(", ")})`;
    setText(count, `step ${step} of ${path.length - 1}`);
    setText(rows.w, pair(w));
    setText(rows.error, formatFixed(error, 4));
    setText(rows.slope, pair(slope, 4));
    setText(
      rows.move,
      pair(
        slope.map((value) => -rate * value),
        4,
      ),
    );
    const parts = evaluatorOf(data).parts(...w);
    parts.forEach((/** @type {any} */ part, /** @type {any} */ n) => showTerm(part, rows[n], n === chosen));
    rows.sums.forEach((/** @type {any} */ cell, /** @type {any} */ axis) => setText(cell, formatFixed(slope[axis], 4)));
    showFormula(parts[chosen]);
    made[0].disabled = made[1].disabled = step === 0;
    made[2].disabled = made[3].disabled = step === path.length - 1;
    map.draw((/** @type {Pen} */ pen, /** @type {any} */ place) => drawPath(pen, place, slope));
  }

  /** @param {any} part @param {any} given2 @param {any} isChosen */
  function showTerm(part, { row, choose, cells }, isChosen) {
    const values = [
      part.y,
      part.output,
      part.y - part.output,
      part.slope,
      part.reach[0],
      part.reach[1],
      termOf(part, 0),
      termOf(part, 1),
    ];
    values.forEach((value, n) =>
      setText(cells[n], n === 0 || n === 4 || n === 5 ? formatSetting(value) : formatFixed(value, n > 5 ? 4 : 3)),
    );
    setAttribute(row, "class", isChosen ? "chosen-row" : "");
    setAttribute(choose, "aria-pressed", isChosen);
  }

  /** @param {any} part */
  function showFormula(part) {
    const spelled = data.names.map((/** @type {any} */ name, /** @type {any} */ axis) => {
      const x = formatSetting(part.reach[axis]);
      return (
        `for ${name}:  −(${formatFixed(part.y, 2)} − ${formatFixed(part.output, 3)}) · ` +
        `${formatFixed(part.slope, 3)} · ${x} = ${formatFixed(termOf(part, axis), 4)}`
      );
    });
    setText(formula, `Data point ${part.point + 1} adds −(y − ŷ) · f′(h) · x\n${spelled.join("\n")}`);
  }

  /** @param {Pen} pen @param {any} place @param {any} slope */
  function drawPath(pen, place, slope) {
    const places = path.slice(0, step + 1).map(place);
    const { left, right, top, bottom } = map.area;
    pen.save();
    pen.beginPath();
    pen.rect(left, top, right - left, bottom - top);
    pen.clip();
    for (const [style, width] of /** @type {[string, number][]} */ ([
      ["rgba(255,255,255,0.9)", 5],
      [PATH_COLOUR, 2.4],
    ])) {
      pen.beginPath();
      places.forEach((/** @type {any} */ [x, y]) => pen.lineTo(x, y));
      pen.strokeStyle = style;
      pen.lineWidth = width;
      pen.stroke();
    }
    pen.fillStyle = PATH_COLOUR;
    for (const [x, y] of places) {
      pen.beginPath();
      pen.arc(x, y, 3, 0, 2 * Math.PI);
      pen.fill();
    }
    const w = path[step];
    /** @param {any} factor */
    const reach = (factor) =>
      place(w.map((/** @type {any} */ value, /** @type {any} */ axis) => value + factor * data.arrow * slope[axis]));
    drawArrow(pen, places.at(-1), reach(1), UPHILL_COLOUR);
    drawArrow(pen, places.at(-1), reach(-1), PATH_COLOUR);
    pen.restore();
    drawBall(pen, places.at(-1));
  }

  /** @param {Pen} pen @param {any} given2 */
  function drawBall(pen, [x, y]) {
    pen.beginPath();
    pen.arc(x, y, 7, 0, 2 * Math.PI);
    pen.fillStyle = PATH_COLOUR;
    pen.strokeStyle = "#ffffff";
    pen.lineWidth = 3;
    pen.stroke();
    pen.fill();
  }

  return {
    /** @param {any} next */
    update(next) {
      rate = next.rate;
      step = 0;
      const evaluator = evaluatorOf(next);
      chosen = largestTerm(evaluator, next.start);
      path = descentFrom(evaluator, next.start, rate, next.steps);
      const slope = [0, 0];
      const steepest = Math.max(
        ...path.map((/** @type {any} */ w) => {
          evaluator.gradient(w[0], w[1], slope);
          return Math.hypot(...slope);
        }),
      );
      data = { ...next, arrow: (GRADIENT_REACH * (next.window[0][1] - next.window[0][0])) / steepest };
      build();
      map.show({ surface: next.surface, names: next.names, knots: next.knots, colours: next.colours });
      draw();
    },
    resize() {
      if (!data) return;
      map.layout();
      draw();
    },
    destroy: endKeys,
    hands: "Keys: → step, ← back, Home, End.",
    key:
      "Darker bands: larger errors. Black dot: the lowest minimum found here. Purple arrow: " +
      "the gradient ∇E, uphill; orange arrow: against it. The arrows are as long as the slope, " +
      "to one scale: the orange one shows the direction of the next step, not its length.",
  };
}
