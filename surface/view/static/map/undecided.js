// Ground of the map where it is open whether there are more critical points: hatched, so that no colour has to say it.

import { penOf } from "../base/dom.js";
import { density, inkKey } from "../base/inking.js";
import { hatchPath, layerCanvas, layOver } from "./layercanvas.js";

const GAP = 7; // pixels between two lines of the hatch
const INK = "rgba(20, 30, 42, 0.55)";
const RIM = "rgba(255, 255, 255, 0.55)";
const LEAST = 3; // pixels that a box is wide and high at least, or a thin one would not be seen

/**
 * The boxes of a surface, in pixels of the map.
 * @param {Float64Array} boxes
 * @param {PlotBox} box
 */
function rectangles(boxes, { width, height, range }) {
  const toX = width / (range.right - range.left);
  const toY = height / (range.top - range.bottom);
  const found = [];
  for (let n = 0; n < boxes.length; n += 4) {
    const x = (boxes[n] - range.left) * toX;
    const y = (range.top - boxes[n + 3]) * toY;
    const wide = Math.max(LEAST, (boxes[n + 1] - boxes[n]) * toX);
    const high = Math.max(LEAST, (boxes[n + 3] - boxes[n + 2]) * toY);
    found.push({ x, y, wide, high });
  }
  return found;
}

/**
 * A canvas over the map with the hatch; what did not change is left alone.
 * @param {HTMLElement} root
 */
export function undecidedLayer(root) {
  const canvas = layerCanvas(root, "map-undecided");
  let drawn = "";

  /** @param {Float64Array} boxes @param {PlotBox} box */
  function paint(boxes, box) {
    const ratio = density();
    layOver(canvas, box, ratio);
    const pen = penOf(canvas);
    pen.scale(ratio, ratio);
    pen.beginPath();
    for (const { x, y, wide, high } of rectangles(boxes, box)) pen.rect(x, y, wide, high);
    pen.clip();
    hatchPath(pen, box, GAP);
    for (const [ink, breadth] of /** @type {[string, number][]} */ ([
      [RIM, 3],
      [INK, 1.3],
    ])) {
      pen.strokeStyle = ink;
      pen.lineWidth = breadth;
      pen.stroke();
    }
  }

  return {
    /** @param {Scene} scene @param {PlotBox} box @param {boolean} on */
    draw({ surface }, box, on) {
      const there = on && surface.undecided.length > 0;
      const key = there ? `${surface.key} ${JSON.stringify(box)} ${inkKey()}` : "";
      if (key === drawn) return;
      drawn = key;
      canvas.hidden = !there;
      if (there && box.width >= 1 && box.height >= 1) paint(surface.undecided, box);
    },
  };
}
