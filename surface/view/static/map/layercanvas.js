// A layer over the map: a canvas that lies on its plot box, under the marks; and the hatch that may be on it.

import { element } from "../base/dom.js";

/** @param {HTMLElement} root @param {string} name */
export function layerCanvas(root, name) {
  const canvas = element("canvas", { class: name, "aria-hidden": "true" });
  root.append(canvas);
  return canvas;
}

/**
 * Lays the canvas on the plot box, emptied, with `ratio` pixels of its own for each of the page's; returns how many it
 * has across and down.
 * @param {HTMLCanvasElement} canvas
 * @param {PlotBox} box
 * @param {number} ratio
 * @returns {Pair}
 */
export function layOver(canvas, { left, top, width, height }, ratio) {
  const [across, down] = [width, height].map((size) => Math.max(2, Math.round(size * ratio)));
  Object.assign(canvas, { width: across, height: down });
  Object.assign(canvas.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  return [across, down];
}

/**
 * The lines of a hatch over all of a box, as the pen's path.
 * @param {Pen} pen
 * @param {{ width: number, height: number }} box
 * @param {number} gap pixels between two lines
 */
export function hatchPath(pen, { width, height }, gap) {
  pen.beginPath();
  for (let x = -height; x < width; x += gap) {
    pen.moveTo(x, height);
    pen.lineTo(x + height, 0);
  }
}
