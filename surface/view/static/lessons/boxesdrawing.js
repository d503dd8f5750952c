// The boxes of a proof on the map: each painted over the one that it was cut from, and only what is new is painted.

import { penOf } from "../base/dom.js";
import { hatchPath } from "../map/layercanvas.js";

const OPEN = 0;
const ONE = 2;
const FLAT = 3;
const RIM = 1.125; // a box is looked at with this much of a rim
const GAP = 6; // pixels between two lines of a hatch
const PAPER = "rgba(255, 255, 255, 0.66)";
const INK = "rgba(20, 30, 42, 0.6)";
const FOUND = "#0b6e4f";

/**
 * Whether a box, by its four corners in turn, holds some weights, its rim included.
 * @param {Numbers} corners
 * @param {Numbers} w
 */
export function holds(corners, w) {
  const [ax, ay, bx, by, cx, cy, dx, dy] = corners;
  const across = [bx - ax, by - ay];
  const up = [dx - ax, dy - ay];
  const [x, y] = [w[0] - (ax + cx) / 2, w[1] - (ay + cy) / 2];
  const area = across[0] * up[1] - across[1] * up[0];
  const shares = [(x * up[1] - y * up[0]) / area, (across[0] * y - across[1] * x) / area];
  return shares.every((share) => Math.abs(share) <= RIM / 2);
}

/** @param {Pen} pen @param {PlotBox} box */
function hatch(pen, box) {
  hatchPath(pen, box, GAP);
  pen.lineWidth = 1;
  pen.strokeStyle = INK;
  pen.stroke();
}

/** A drawing that is kept from one frame to the next. */
export function boxesDrawing() {
  const canvas = document.createElement("canvas");
  let drawn = 0; // boxes on the canvas
  let placed = ""; // where the map was then

  /** @param {Pen} pen @param {number[][]} outline @param {number} fate @param {PlotBox} box */
  function paintBox(pen, outline, fate, box) {
    pen.save();
    pen.beginPath();
    for (const [x, y] of outline) pen.lineTo(x, y);
    pen.closePath();
    pen.globalCompositeOperation = "destination-out";
    pen.fillStyle = "#000";
    pen.fill();
    pen.globalCompositeOperation = "source-over";
    pen.save();
    pen.clip();
    if (fate !== OPEN) {
      pen.fillStyle = fate === FLAT ? INK : PAPER;
      pen.fill();
    } else hatch(pen, box);
    pen.restore();
    pen.beginPath();
    for (const [x, y] of outline) pen.lineTo(x, y);
    pen.closePath();
    pen.lineWidth = fate === ONE ? 3 : 0.5;
    pen.strokeStyle = fate === ONE ? FOUND : INK;
    pen.stroke();
    pen.restore();
  }

  /** @param {PlotBox} box @param {BoxTrace} trace @param {number} upTo @param {number} ratio */
  function paintOn(box, { corners, fate }, upTo, ratio) {
    const { width, height, range } = box;
    const pen = penOf(canvas);
    if (upTo < drawn) {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      drawn = 0;
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const toX = width / (range.right - range.left);
    const toY = height / (range.top - range.bottom);
    for (; drawn < upTo; drawn++) {
      const outline = [0, 2, 4, 6].map((k) => [
        (corners[8 * drawn + k] - range.left) * toX,
        (range.top - corners[8 * drawn + k + 1]) * toY,
      ]);
      paintBox(pen, outline, fate[drawn], box);
    }
  }

  return {
    forget() {
      placed = "";
    },
    /** @param {Pen} pen @param {PlotBox} box @param {BoxTrace} trace @param {number} upTo */
    paint(pen, box, trace, upTo) {
      const ratio = window.devicePixelRatio || 1;
      const at = JSON.stringify([box, ratio]);
      if (at !== placed) {
        Object.assign(canvas, { width: Math.ceil(box.width * ratio), height: Math.ceil(box.height * ratio) });
        placed = at;
        drawn = 0;
      }
      if (!canvas.width || !canvas.height) return;
      paintOn(box, trace, upTo, ratio);
      pen.drawImage(canvas, box.left, box.top, canvas.width / ratio, canvas.height / ratio);
    },
  };
}
