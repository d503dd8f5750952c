// The drawing of a network with one hidden layer: what goes forward in ink, and below it, in colour, what comes back.

import { setAttribute, setText, svgElement } from "../base/dom.js";
import { formatFixed, formatSetting } from "../base/format.js";

const WIDTH = 640;
const ROW = 136;
const ACROSS = [44, 318, 548]; // inputs, hidden units, the output
const RADIUS = 34;
const LABEL_AT = [0.3, 0.42]; // of a line's length: where its weight stands, before and after the hidden layer

/** @typedef {ReturnType<typeof import("../maths/backprop.js").backprop>} Pass */

/** @param {number} x @param {number} y @param {string} look @param {string} [text] */
function label(x, y, look, text = "") {
  return svgElement("text", { x, y, class: look, "text-anchor": "middle", "dominant-baseline": "central" }, text);
}

/**
 * The lowered number of what is counted from 0.
 * @param {number} n
 */
export const numbered = (n) => [...String(n + 1)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");

/** @param {number} count @param {number} height */
function rowsOf(count, height) {
  return Array.from({ length: count }, (_, n) => height / 2 + ROW * (n - (count - 1) / 2));
}

/**
 * The drawing of a network of so many inputs, hidden units and one output: { node, show(pass, y, words) }.
 * @param {number} inputs
 * @param {number} hidden
 */
export function backwardDrawing(inputs, hidden) {
  const height = ROW * Math.max(inputs, hidden) + 12;
  const columns = [rowsOf(inputs, height), rowsOf(hidden, height), rowsOf(1, height)];
  /** @param {number} layer */
  const linesInto = (layer) =>
    columns[layer + 1].map((to) =>
      columns[layer].map((from) => {
        const [x1, x2] = [ACROSS[layer] + RADIUS, ACROSS[layer + 1] - RADIUS];
        const share = LABEL_AT[layer];
        const weight = label(x1 + (x2 - x1) * share, from + (to - from) * share - 11, "backward-weight");
        return { line: svgElement("path", { class: "unit-line", d: `M${x1} ${from}L${x2} ${to}` }), weight };
      }),
    );
  const lines = [linesInto(0), linesInto(1)];
  /** @param {number} layer */
  const unitsAt = (layer) =>
    columns[layer].map((y) => ({
      circle: svgElement("circle", { cx: ACROSS[layer], cy: y, r: RADIUS, class: "unit-node" }),
      value: label(ACROSS[layer], y, "backward-number"),
      above: label(ACROSS[layer], y - RADIUS - 11, "backward-weight"),
      below: label(ACROSS[layer], y + RADIUS + 12, "backward-delta"),
    }));
  const units = [unitsAt(0), unitsAt(1), unitsAt(2)];
  const all = lines.flat(2);
  const node = svgElement(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, class: "unit-drawing", role: "img" },
    ...all.map(({ line }) => line),
    ...units.flat().flatMap(({ circle, value, above, below }) => [circle, value, above, below]),
    ...all.map(({ weight }) => weight),
  );
  return {
    node,
    /** @param {Pass} pass @param {number} y @param {string} words */
    show({ layers }, y, words) {
      for (const [i, { value }] of units[0].entries()) setText(value, formatSetting(layers[0].fed[i]));
      for (const [n, { net, out, delta, units: drawn }] of layers.entries()) {
        for (const [unit, { weights, bias }] of drawn.entries()) {
          const at = units[n + 1][unit];
          setText(at.value, formatFixed(out[unit], 3));
          const number = n < layers.length - 1 ? numbered(unit) : ""; // the one output has none
          setText(at.above, `b = ${formatFixed(bias, 2)},  h${number} = ${formatFixed(net[unit], 2)}`);
          setText(at.below, `δ${number} = ${formatFixed(delta[unit], 4)}`);
          for (const [i, weight] of weights.entries()) {
            setText(lines[n][unit][i].weight, formatSetting(Number(weight.toFixed(2))));
          }
        }
      }
      for (const [n, { above }] of units[0].entries()) setText(above, `x${numbered(n)}`);
      setAttribute(node, "aria-label", `${words} (target ${formatSetting(y)})`);
    },
  };
}
