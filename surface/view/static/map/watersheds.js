// Lines over the map: where the basins of infinitely short steps meet, or a training as the plane has it.

import { svgElement } from "../base/dom.js";
import { LINE_DASHES, strokeLine } from "../marks/watershed.js";

/**
 * @param {Pen} pen
 * @param {Pick<Overlay, "lines" | "line">} overlay its lines are in weights, two numbers for each place
 * @param {PlotBox} box
 */
export function strokeLines(pen, { lines, line: kind }, { width, height, range }) {
  const toX = width / (range.right - range.left);
  const toY = height / (range.top - range.bottom);
  pen.beginPath();
  for (const line of lines) {
    for (let n = 0; n < line.length; n += 2) {
      const place = /** @type {Pair} */ ([(line[n] - range.left) * toX, (range.top - line[n + 1]) * toY]);
      if (n) pen.lineTo(...place);
      else pen.moveTo(...place);
    }
  }
  strokeLine(pen, kind);
}

/**
 * How a line of a kind looks, for a legend.
 * @param {import("../marks/watershed.js").LineKind} kind
 */
export function lineSign(kind) {
  const line = {
    d: "M1 8H27",
    stroke: "currentColor",
    "stroke-width": 2,
    "stroke-dasharray": LINE_DASHES[kind].join(" ") || "none",
  };
  return svgElement(
    "svg",
    { viewBox: "0 0 28 16", class: "player-sign", "aria-hidden": "true" },
    svgElement("path", line),
  );
}
