// How lines over the ground are drawn, on the map and on the surface: dark in a light rim, to be seen on any of it.

const RIM = "rgba(255, 255, 255, 0.85)";
const INK = "#1f2933";

/** @typedef {OverlayMessage["line"]} LineKind */
/** @type {Record<LineKind, number[]>} */
export const LINE_DASHES = { watershed: [9, 3, 2, 3], training: [] };

/**
 * Strokes the pen's path as a line of a kind.
 * @param {Pen} pen
 * @param {LineKind} kind
 */
export function strokeLine(pen, kind) {
  pen.lineJoin = "round";
  pen.setLineDash([]);
  pen.strokeStyle = RIM;
  pen.lineWidth = 5;
  pen.stroke();
  pen.strokeStyle = INK;
  pen.lineWidth = 2;
  pen.setLineDash(LINE_DASHES[kind]);
  pen.stroke();
  pen.setLineDash([]);
}
