// Lines over the map where the basins of infinitely short steps meet.

import { svgElement } from "../base/dom.js";
import { strokeWatershed, WATERSHED_DASH } from "../marks/watershed.js";

/**
 * @param {Pen} pen
 * @param {Float64Array[]} lines each in weights, two numbers for each place
 * @param {PlotBox} box
 */
export function strokeWatersheds(pen, lines, { width, height, range }) {
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
  strokeWatershed(pen);
}

/** How such a line looks, for a legend. */
export function watershedSign() {
  const line = {
    d: "M1 8H27",
    stroke: "currentColor",
    "stroke-width": 2,
    "stroke-dasharray": WATERSHED_DASH.join(" "),
  };
  return svgElement(
    "svg",
    { viewBox: "0 0 28 16", class: "player-sign", "aria-hidden": "true" },
    svgElement("path", line),
  );
}
