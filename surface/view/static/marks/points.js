// The marks of places: critical points, the black dot of a lowest minimum, and the point that is read out.

import { paint } from "./overlay.js";

/**
 * The critical points: [{ place: { x, y, hidden }, sort }], the marks that the map's legend explains.
 * @param {Pen} pen
 * @param {Mark[]} points
 * @param {Look} look
 */
export function drawPoints(pen, points, look) {
  const unit = look.width;
  pen.setLineDash([]);
  for (const { place, sort } of points) {
    if (!place) continue;
    pen.globalAlpha = place.hidden ? 0.25 : 1;
    pen.beginPath();
    GLYPH_PATHS[sort](pen, place.x, place.y, unit);
    if (sort !== "lowest") {
      pen.strokeStyle = "rgba(255,255,255,0.6)";
      pen.lineWidth = unit * 1.2;
      pen.stroke();
    }
    pen.strokeStyle = "#000000";
    pen.lineWidth = unit * 0.6;
    pen.stroke();
    if (sort !== "lowest") continue;
    pen.beginPath();
    pen.arc(place.x, place.y, unit * 1.7, 0, 2 * Math.PI);
    pen.fillStyle = "#000000";
    pen.fill();
  }
  pen.globalAlpha = 1;
}

/**
 * A lowest minimum's black dot once more, small, on a ball that has come to stand on it.
 * @param {Pen} pen
 * @param {Mark[]} points
 * @param {Look} look
 */
export function drawPupils(pen, points, look) {
  for (const { place, sort } of points) {
    if (!place || place.hidden || sort !== "lowest") continue;
    pen.beginPath();
    pen.arc(place.x, place.y, look.width * 1.05, 0, 2 * Math.PI);
    paint(pen, "#000000", "#ffffff", look.width * 0.35);
  }
}

/**
 * The point that is read out: a small cross, or where it is moved by keys lines across the whole `box`.
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {Box | null} [box]
 */
export function drawProbe(pen, x, y, box = null) {
  const [left, right] = box ? [box.left, box.left + box.width] : [x - 9, x + 9];
  const [top, bottom] = box ? [box.top, box.top + box.height] : [y - 9, y + 9];
  const gap = 3.5;
  pen.setLineDash([]);
  for (const [ink, width] of /** @type {[string, number][]} */ ([
    ["rgba(255,255,255,0.9)", 3.2],
    ["#10161d", 1.3],
  ])) {
    pen.strokeStyle = ink;
    pen.lineWidth = width;
    pen.beginPath();
    for (const [x0, y0, x1, y1] of [
      [left, y, x - gap, y],
      [x + gap, y, right, y],
      [x, top, x, y - gap],
      [x, y + gap, x, bottom],
    ]) {
      pen.moveTo(x0, y0);
      pen.lineTo(x1, y1);
    }
    pen.stroke();
  }
}

/** @param {Pen} pen @param {number} x @param {number} y @param {number} unit */
const ring = (pen, x, y, unit) => pen.arc(x, y, unit * 3.4, 0, 2 * Math.PI);
/** @type {Record<string, (pen: Pen, x: number, y: number, unit: number) => void>} */
const GLYPH_PATHS = {
  lowest: ring,
  minimum: ring,
  /** @param {Pen} pen @param {number} x @param {number} y @param {number} unit */
  saddle(pen, x, y, unit) {
    const arm = unit * 1.4;
    for (const side of [-1, 1]) {
      pen.moveTo(x - arm, y - side * arm);
      pen.lineTo(x + arm, y + side * arm);
    }
  },
  /** @param {Pen} pen @param {number} x @param {number} y @param {number} unit */
  maximum(pen, x, y, unit) {
    pen.moveTo(x, y - unit * 1.9);
    pen.lineTo(x + unit * 1.7, y + unit * 1.1);
    pen.lineTo(x - unit * 1.7, y + unit * 1.1);
    pen.closePath();
  },
};
