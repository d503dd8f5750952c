// The table of the data points with their squared differences, which adds them up.

import { element, setText } from "../base/dom.js";
import { formatFixed } from "../base/format.js";
import { numberTable } from "./numbertable.js";

const LOWERED_DIGITS = "₀₁₂₃₄₅₆₇₈₉";

/** @typedef {Record<"y" | "output" | "residual" | "square" | "inner", HTMLElement>} NumberCells */

/** Each unit's square, each data point's sum over its outputs, and the sum over all. */
/** @typedef {{ squares: number[], inner: number[], outer: number }} SquareSums */

/**
 * The names of the columns; the sum over its outputs has one where a data point has several.
 * @param {DataPoints} data
 */
function columnNames({ inputs, targets }) {
  const numbered = inputs[0].map((_, i) => `x${LOWERED_DIGITS[i + 1] ?? i + 1}`);
  const inputNames = numbered.length === 1 ? ["x"] : numbered;
  const [unit, inner] = targets[0].length > 1 ? [["j"], ["Σⱼ"]] : [[], []];
  return ["μ", ...inputNames, ...unit, "y", "ŷ", "y − ŷ", "(y − ŷ)²", ...inner];
}

/**
 * The cells of a row whose numbers follow the weights.
 * @param {Attributes} group
 * @returns {NumberCells}
 */
function numberCells(group) {
  return {
    y: element("td", {}),
    output: element("td", {}),
    residual: element("td", {}),
    square: element("td", {}),
    inner: element("td", { ...group, class: "inner-sum" }),
  };
}

/**
 * The row of a data point's output number `unit`; the cells that a data point has once span all its outputs.
 * @param {DataPoints} data
 * @param {number} point
 * @param {number} unit
 */
function tableRow(data, point, unit) {
  const outputs = data.targets[0].length;
  const first = unit === 0;
  const group = outputs > 1 ? { rowspan: outputs } : {};
  const cells = numberCells(group);
  const { y, output, residual, square, inner } = cells;
  const number = element("th", { scope: "row", ...group }, String(point + 1));
  const inputs = data.inputs[point].map((x) => element("td", group, formatFixed(x, 1)));
  const row = element(
    "tr",
    { class: first ? "first-of-point" : "" },
    ...(first ? [number, ...inputs] : []),
    ...(outputs > 1 ? [element("td", {}, String(unit + 1))] : []),
    ...[y, output, residual, square],
    ...(outputs > 1 && first ? [inner] : []),
  );
  return { row, cells };
}

/**
 * The table; `mark` hears which data point's row the pointer is on, null for none.
 * @param {(point: number | null) => void} mark
 */
export function squaresTable(mark) {
  const table = numberTable("Table of the data points", "squares-table");
  /** @type {NumberCells[]} */
  let cells = [];
  const total = element("td", {});

  return {
    node: table.node,
    /** @param {DataPoints} data */
    build(data) {
      const outputs = data.targets[0].length;
      const made = data.inputs.flatMap((_, point) =>
        Array.from({ length: outputs }, (_, unit) => {
          const { row, cells } = tableRow(data, point, unit);
          row.addEventListener("pointerenter", () => mark(point));
          row.addEventListener("pointerleave", () => mark(null));
          return { row, cells };
        }),
      );
      cells = made.map((each) => each.cells);
      const rows = made.map(({ row }) => row);
      table.fill(columnNames(data), rows, "sum over the data points, Σ over μ", [total]);
    },
    /** @param {Part[]} units @param {SquareSums} sums */
    show(units, { squares, inner, outer }) {
      for (const [n, part] of units.entries()) {
        setText(cells[n].y, formatFixed(part.y, 2));
        setText(cells[n].output, formatFixed(part.output, 2));
        setText(cells[n].residual, formatFixed(part.y - part.output, 2));
        setText(cells[n].square, formatFixed(squares[n], 3));
        setText(cells[n].inner, formatFixed(inner[part.point], 3));
      }
      setText(total, formatFixed(outer, 3));
    },
  };
}
