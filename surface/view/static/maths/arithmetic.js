// Numbers put into a formula so that what is printed adds up: the result is that of the printed numbers. Pure.

import { formatNumber, formatSetting } from "../base/format.js";
import { resultOfTree, symbolsIn } from "./algebra.js";

const FEWEST_DIGITS = 6; // of a number put in
const MOST_DIGITS = 9; // of one that is worth reading
const RESULT_DIGITS = 4;
const ALL_DIGITS = 17;

const LOWERED_DIGITS = Object.fromEntries([..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"].map((digit, i) => [digit, "-0123456789"[i]]));

/**
 * The number that `formatNumber` or `formatSetting` prints, as a number again.
 * @param {string} text
 */
export function printedNumber(text) {
  if (text === "∞" || text === "−∞") return text === "∞" ? Infinity : -Infinity;
  const [, mantissa, power] = /** @type {RegExpExecArray} */ (
    /^(.*?)(?:·?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$/u.exec(text.replace("−", "-"))
  );
  const raised = power ? [...power].map((digit) => LOWERED_DIGITS[digit]).join("") : "0";
  return Number(`${/\d/.test(mantissa) ? mantissa : `${mantissa}1`}e${raised}`);
}

// A setting, or the number of a step, is printed whole and short: it is that number, and no rounding of it.
/** @param {number} value @param {number} digits @param {boolean} whole */
function printed(value, digits, whole) {
  const short = whole ? formatSetting(value) : "";
  return whole && printedNumber(short) === value ? short : formatNumber(value, digits);
}

/**
 * The texts of an expression with its numbers put in: { texts: { symbol: text }, result }. The numbers are as short as
 * they may be for the printed result to be what they give; `exact` names those that are printed whole.
 * @param {Tree} tree
 * @param {Record<string, number>} numbers
 * @param {number} result
 * @param {Set<string>} [exact]
 */
export function workedOut(tree, numbers, result, exact = new Set()) {
  const symbols = [...new Set(symbolsIn(tree))];
  /** @param {number} digits */
  const printAll = (digits) =>
    Object.fromEntries(symbols.map((name) => [name, printed(numbers[name], digits, exact.has(name))]));
  /** @param {Record<string, string>} texts @param {string} target @param {number} digits */
  const addsUp = (texts, target, digits) => {
    const values = Object.fromEntries(symbols.map((name) => [name, printedNumber(texts[name])]));
    return formatNumber(resultOfTree(tree, values), digits) === target;
  };
  for (const [most, fewestShown] of [
    [MOST_DIGITS, 1],
    [ALL_DIGITS, RESULT_DIGITS],
  ]) {
    for (let shownDigits = RESULT_DIGITS; shownDigits >= fewestShown; shownDigits--) {
      const target = formatNumber(result, shownDigits);
      for (let digits = FEWEST_DIGITS; digits <= most; digits++) {
        const texts = printAll(digits);
        if (addsUp(texts, target, shownDigits)) return { texts, result: target };
      }
    }
  }
  return { texts: printAll(FEWEST_DIGITS), result: formatNumber(result, RESULT_DIGITS) };
}
