// One step of a run, worked out from what Python sent: its gradient and each part of the rule's state, put into the
// rule's own formula. Pure.

import { resultOfTree, SPOKEN, setBy, symbolsIn, textMaker, WRITTEN } from "./algebra.js";
import { workedOut } from "./arithmetic.js";
import { rateAt, stepGradient } from "./plans.js";

/** @param {string} name @returns {Leaf} */
const symbol = (name) => ({ kind: "symbol", name });
/** @type {Line} */
const NEW_WEIGHTS = {
  target: "w",
  tree: { kind: "sum", terms: ["w", "Δw"].map((name) => ({ minus: false, node: symbol(name) })) },
};
const POWER_OF_TEN = /(·?)10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/gu;

/**
 * The lines of a rule's formula, [{ target, tree }]: each part of the state, the step Δw, the new weights.
 * @param {FormulaLines} formula
 * @returns {Line[]}
 */
export function linesOf({ state, step }) {
  return [...state, { target: "Δw", tree: step }, NEW_WEIGHTS];
}

/**
 * The same of a run that goes by a rule.
 * @param {Run} run
 */
const formulaOf = ({ formula }) => linesOf(/** @type {FormulaLines} */ (formula));

/** @param {Run} run @param {string} symbol */
function isCount(run, symbol) {
  return run.inner[symbol].length === run.k + 2;
}

/**
 * A part of a run's state along one weight as it is after `count` gradients.
 * @param {Run} run
 * @param {string} symbol
 * @param {number} count
 * @param {number} axis
 */
export function partAt(run, symbol, count, axis) {
  return isCount(run, symbol) ? run.inner[symbol][count] : run.inner[symbol][2 * count + axis];
}

/** @param {Run} run @param {number} k */
function settingsBySymbol(run, k) {
  const settings = { ...run.settings, learning_rate: rateAt(run, k) };
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [run.symbols[name], value]));
}

// In the line of that index, a part that an earlier line has renewed, or that no line renews, is the new one.
/**
 * @param {Run} run
 * @param {Line[]} lines
 * @param {number} index
 * @param {string} name
 * @param {number} k
 * @param {number} axis
 * @returns {number}
 */
function numberIn(run, lines, index, name, k, axis) {
  if (name === "g") return stepGradient(run, k, axis);
  if (name === "w") return run.w[2 * k + axis];
  if (name === "Δw") return changeAt(run, k, axis);
  const renewed = lines.findIndex((line) => line.target === name);
  return partAt(run, name, renewed === -1 || renewed < index ? k + 1 : k, axis);
}

/** @param {Run} run @param {Line[]} lines @param {number} index @param {number} k @param {number} axis */
function numbersIn(run, lines, index, k, axis) {
  const settings = settingsBySymbol(run, k);
  /** @param {string} name */
  const number = (name) => settings[name] ?? numberIn(run, lines, index, name, k, axis);
  return Object.fromEntries(symbolsIn(lines[index].tree).map((/** @type {string} */ name) => [name, number(name)]));
}

/**
 * The step that follows step k along one weight; where the path has ended, the one that would come.
 * @param {Run} run
 * @param {number} k
 * @param {number} axis
 */
export function changeAt(run, k, axis) {
  const lines = formulaOf(run);
  const index = lines.length - 2;
  return resultOfTree(lines[index].tree, numbersIn(run, lines, index, k, axis));
}

/** @param {Run} run @param {Line[]} lines @param {number} index @param {number} k @param {number} axis */
function resultOf(run, lines, index, k, axis) {
  if (index < lines.length - 2) return partAt(run, lines[index].target, k + 1, axis);
  const change = changeAt(run, k, axis);
  if (index === lines.length - 2) return change;
  return k < run.k ? run.w[2 * k + 2 + axis] : run.w[2 * k + axis] + change;
}

/**
 * Each line of a run's formula at step k with its numbers put in: [{ target, tree, sides: [{ texts, result }, …] }].
 * @param {Run} run
 * @param {number} k
 */
export function stepLines(run, k) {
  const lines = formulaOf(run);
  const whole = new Set([
    ...Object.values(run.symbols),
    ...Object.keys(run.inner).filter((symbol) => isCount(run, symbol)),
  ]);
  /** @param {number} index @param {number} axis */
  const side = (index, axis) => {
    const numbers = numbersIn(run, lines, index, k, axis);
    return workedOut(lines[index].tree, numbers, resultOf(run, lines, index, k, axis), whole);
  };
  return lines.map((line, index) => ({ ...line, sides: [side(index, 0), side(index, 1)] }));
}

/**
 * A leaf in these texts; `guard` puts one with a minus of its own between brackets.
 * @param {Record<string, string>} texts
 * @param {(text: string) => string} guard
 * @returns {(node: Leaf, guarded: boolean) => string}
 */
function leafText(texts, guard) {
  return (node, guarded) => {
    const text = node.kind === "number" ? String(node.value) : texts[node.name];
    return guarded && text.startsWith("−") ? guard(text) : text;
  };
}

/**
 * One side of a line as it is written: "0.9 × (−0.5) + 0.25 = −0.2".
 * @param {Line} line
 * @param {Side} side
 */
export function writtenSide({ tree }, { texts, result }) {
  return `${setBy(
    textMaker(
      leafText(texts, (text) => `(${text})`),
      WRITTEN,
    ),
    tree,
  )} = ${result}`;
}

/**
 * The same to be read aloud.
 * @param {Line} line
 * @param {Side} side
 * @param {string} name
 */
export function spokenSide({ target, tree }, { texts, result }, name) {
  const line = setBy(
    textMaker(
      leafText(texts, (text) => text),
      SPOKEN,
    ),
    tree,
  );
  return `${name}: ${target === "Δw" ? "the step" : `the new ${target}`} is ${line}, which is ${result}`
    .replaceAll("−", "minus ")
    .replace(POWER_OF_TEN, powerInWords);
}

/** @param {string} _ @param {string} point @param {string} power */
function powerInWords(_, point, power) {
  const digits = [...power].map((digit) => (digit === "⁻" ? "minus " : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit))).join("");
  return `${point ? " times " : ""}10 to the ${digits}`;
}
