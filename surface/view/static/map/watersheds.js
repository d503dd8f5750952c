// Lines over the map where the basins of infinitely short steps meet: dark in a light rim, to be seen on any ground.

import { svgElement } from "../base/dom.js";

const RIM = "rgba(255, 255, 255, 0.85)";
const INK = "#1f2933";
const DASH = [9, 3, 2, 3];

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
  pen.lineJoin = "round";
  pen.strokeStyle = RIM;
  pen.lineWidth = 5;
  pen.stroke();
  pen.strokeStyle = INK;
  pen.lineWidth = 2;
  pen.setLineDash(DASH);
  pen.stroke();
  pen.setLineDash([]);
}

/** How such a line looks, for a legend. */
export function watershedSign() {
  const line = { d: "M1 8H27", stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": DASH.join(" ") };
  return svgElement(
    "svg",
    { viewBox: "0 0 28 16", class: "player-sign", "aria-hidden": "true" },
    svgElement("path", line),
  );
}
