// This step, in numbers: the rule of the chosen run with the numbers of the step at the playhead put in.

import { element, mathElement, setAttribute, setText } from "../base/dom.js";
import { formatNumber, formatSetting } from "../base/format.js";
import { runSwatch } from "../base/swatch.js";
import { hasNetwork, heightName } from "../maths/evaluator.js";
import { rateAt, stepGradient } from "../maths/plans.js";
import { numbersOf } from "../maths/runs.js";
import { linesOf, spokenSide, stepLines } from "../maths/stepwork.js";
import { mathNumbers, mathStatement, mathSymbol } from "./mathml.js";

const DIGITS = 6;
/** @typedef {{ words: string, symbol: string, at(run: Run, k: number, axis: number): number }} GivenNumber */

/** @param {Run} run @param {string} places what two of them are called @returns {GivenNumber[]} */
const givenOf = ({ seen }, places) => [
  { words: places, symbol: "w", at: (run, k, axis) => run.w[2 * k + axis] },
  { words: seen ? "gradient of the batch" : "gradient ∇E", symbol: "g", at: stepGradient },
];
const ownWords = (/** @type {string} */ places) => ({ Δw: "step", w: `new ${places}` });

/** @param {string} symbol */
function symbolMath(symbol) {
  return mathElement("math", {}, mathSymbol(symbol));
}

/** @param {string} words @param {Element} math */
function rowHead(words, math) {
  return element("th", { scope: "row" }, element("span", { class: "formula-words" }, words), math);
}

/**
 * A row of what is given: a symbol with its two numbers.
 * @param {GivenNumber} number
 * @param {string[]} names
 */
function givenRow({ words, symbol, at }, names) {
  const cells = names.map((name) => element("td", { "data-label": name }));
  /** @param {Run} run @param {number} k */
  const show = (run, k) => cells.forEach((cell, axis) => setText(cell, formatNumber(at(run, k, axis), DIGITS)));
  return { row: element("tr", {}, rowHead(words, symbolMath(symbol)), ...cells), show };
}

/**
 * A row of what is worked out: a line of the formula, and for each weight its numbers.
 * @param {Line} line
 * @param {string} words
 * @param {string[]} names
 */
function lineRow(line, words, names) {
  const sides = names.map(() => mathNumbers(line));
  const cells = sides.map(({ node }, axis) => element("td", { "data-label": names[axis] }, node));
  /** @param {WorkedLine} worked */
  const show = (worked) =>
    sides.forEach(({ node, show: put }, axis) => {
      put(worked.sides[axis]);
      setAttribute(node, "aria-label", spokenSide(worked, worked.sides[axis], names[axis]));
    });
  return { row: element("tr", {}, rowHead(words, mathStatement(line)), ...cells), show };
}

/** @param {Run} run */
function settingsWords(run) {
  const settings = Object.entries(run.settings).map(
    ([name, value]) => `${name.replaceAll("_", " ")} ${run.symbols[name]} = ${formatSetting(value)}`,
  );
  return [...settings, ...(run.plan ? [run.plan] : [])].join(", ");
}

/**
 * Which step is worked out, in words.
 * @param {Run} run
 * @param {number} k
 * @param {string} height what E is
 */
function stepWords(run, k, height) {
  const rate = run.schedule ? `, with η = ${formatNumber(rateAt(run, k), DIGITS)} by the schedule` : "";
  const error = `${height} E = ${formatNumber(run.error[k], DIGITS)}${rate}`;
  if (k < run.k) return `from step ${k} to step ${k + 1}, beginning at ${error}`;
  return `after its last step, ${k}, at ${error}: the step that would come next`;
}

/** @param {HTMLElement} root */
export function formulaPanel(root) {
  /** @type {Scene} */
  let scene;
  let builtKey = "";
  /** @type {{ given: ReturnType<typeof givenRow>[], worked: ReturnType<typeof lineRow>[] }} */
  let rows;
  let drawnStep = "";
  const title = element("span", { class: "formula-run" });
  const where = element("span", { class: "formula-where" });
  const settings = element("p", { class: "panel-words" });
  const holder = element("div", { class: "formula-holder" });
  root.append(element("p", { class: "formula-title" }, title, where), holder, settings);

  /** @param {Run} run */
  function build(run) {
    const formula = /** @type {FormulaLines} */ (run.formula);
    const lines = linesOf(formula);
    const places = hasNetwork(scene) ? "weights" : "values";
    /** @type {Record<string, string>} */
    const words = { ...run.meanings, ...ownWords(places) };
    const given = givenOf(run, places).map((one) => givenRow(one, scene.names));
    const worked = lines.map((line) => lineRow(line, words[line.target] ?? "", scene.names));
    const head = element(
      "tr",
      {},
      element("th", { scope: "col" }, "this step"),
      ...scene.names.map((name) => element("th", { scope: "col" }, name)),
    );
    const body = element("tbody", {}, ...given.map(({ row }) => row), ...worked.map(({ row }) => row));
    const caption = element(
      "caption",
      { class: "player-hidden" },
      `The rule ${run.rule} with the numbers of this step`,
    );
    holder.replaceChildren(element("table", { class: "formula-table" }, caption, element("thead", {}, head), body));
    title.replaceChildren(runSwatch(run.style), element("strong", {}, run.title));
    const extra = Object.entries(run.meanings)
      .filter(([symbol]) => !lines.some(({ target }) => target === symbol))
      .map(([symbol, text]) => `${symbol}: ${text}`);
    setText(
      settings,
      [
        settingsWords(run),
        ...extra,
        `The two ${places} move side by side, each with its own numbers. ` +
          "The results are those of the printed numbers, rounded.",
      ]
        .join(". ")
        .replace(/\.\.$/u, "."),
    );
    root.classList.toggle("formula-wide", formula.text.includes("/")); // fractions need the room of both columns
    rows = { given, worked };
  }

  // The table stays as long as only its numbers change, and with it where a screen reader stands in it.
  /** @param {Run} run */
  function buildWhereNew(run) {
    const { rule, formula, meanings, title: name, style, settings: values, plan } = run;
    const key = JSON.stringify([scene.names, rule, formula, meanings, name, style, values, plan]);
    if (builtKey === key) return;
    build(run);
    builtKey = key;
    drawnStep = "";
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      drawnStep = "";
    },
    /** @param {Head} head */
    draw(head) {
      const run = scene?.runs[head.chosen];
      root.hidden = !run?.formula; // a path that was made elsewhere has none
      if (root.hidden) return;
      buildWhereNew(run);
      const { step: k } = numbersOf(run, head.step);
      if (drawnStep === String(k)) return;
      drawnStep = String(k);
      setText(where, stepWords(run, k, heightName(scene)));
      for (const { show } of rows.given) show(run, k);
      stepLines(run, k).forEach((line, i) => rows.worked[i].show(line));
      setAttribute(root, "data-step", k);
    },
    resize() {},
    destroy() {
      root.replaceChildren();
    },
  };
}
