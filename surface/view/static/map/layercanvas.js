// A layer over the map: a canvas that lies on its plot box, under the marks.

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
