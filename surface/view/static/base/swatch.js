// A run's sign: its colour, its dash and its marker, the same on every panel, so that colour is never alone.

import { svgElement } from "./dom.js";

// In pixels for a line 2.4 wide.
/** @type {Record<string, number[]>} */
const DASHES = { solid: [], longdash: [11, 4], dash: [7, 4], dot: [2.4, 4], dashdot: [9, 4, 2.4, 4] };

const ARM = 0.42;
const REACH = 1.18;

// Outlines in a circle of radius 1, all of about its area; a marker without corners is the circle itself.
/** @type {Record<string, number[][]>} */
const CORNERS = {
  circle: [],
  diamond: [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ],
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  cross: [
    [-ARM, -REACH],
    [ARM, -REACH],
    [ARM, -ARM],
    [REACH, -ARM],
    [REACH, ARM],
    [ARM, ARM],
    [ARM, REACH],
    [-ARM, REACH],
    [-ARM, ARM],
    [-REACH, ARM],
    [-REACH, -ARM],
    [-ARM, -ARM],
  ],
};

/**
 * The dash of a run in pixels for a line of this width, as canvas and SVG take it.
 * @param {Style} style
 * @param {number} [width]
 */
export function dashOf(style, width = 2) {
  return DASHES[style.dash].map((length) => (length * width) / 2.4);
}

/**
 * The outline of a run's marker as the pen's path.
 * @param {Pen} pen
 * @param {string} marker
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function symbolPath(pen, marker, x, y, radius) {
  pen.beginPath();
  const corners = CORNERS[marker];
  if (!corners.length) pen.arc(x, y, radius, 0, 2 * Math.PI);
  corners.forEach(([a, b], n) => {
    if (n) pen.lineTo(x + a * radius, y + b * radius);
    else pen.moveTo(x + a * radius, y + b * radius);
  });
  pen.closePath();
}

/**
 * A run's marker as the ball of a chart: filled with its colour, with a rim that sets it off its ground.
 * @param {Pen} pen
 * @param {Style} style
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} rim
 */
export function drawMarker(pen, style, x, y, radius, rim) {
  symbolPath(pen, style.marker, x, y, radius);
  pen.setLineDash([]);
  pen.lineWidth = 3;
  pen.strokeStyle = rim;
  pen.stroke();
  pen.fillStyle = style.colour;
  pen.fill();
}

/** @param {Style} style @param {Attributes} attributes */
function markerShape(style, attributes) {
  const corners = CORNERS[style.marker];
  if (!corners.length) return svgElement("circle", { r: 1, ...attributes });
  return svgElement("polygon", { points: corners.join(" "), ...attributes });
}

/**
 * A short piece of a run's line with its marker, for a card or a legend.
 * @param {Style} style
 */
export function runSwatch(style) {
  const stroke = { stroke: style.colour, "stroke-width": 2.6, "stroke-dasharray": dashOf(style, 2.4).join(" ") };
  const line = svgElement("path", { d: "M1 8H43", fill: "none", ...stroke });
  const place = { transform: "translate(22 8) scale(5)", fill: style.colour, class: "player-swatch-marker" };
  const box = { viewBox: "0 0 44 16", class: "player-swatch", "aria-hidden": "true" };
  return svgElement("svg", box, line, markerShape(style, place));
}
