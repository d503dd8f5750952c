// How a watershed is drawn, on the map and on the surface: dark in a light rim, to be seen on any ground.

const RIM = "rgba(255, 255, 255, 0.85)";
const INK = "#1f2933";

export const WATERSHED_DASH = [9, 3, 2, 3];

/**
 * Strokes the pen's path as a watershed.
 * @param {Pen} pen
 */
export function strokeWatershed(pen) {
  pen.lineJoin = "round";
  pen.setLineDash([]);
  pen.strokeStyle = RIM;
  pen.lineWidth = 5;
  pen.stroke();
  pen.strokeStyle = INK;
  pen.lineWidth = 2;
  pen.setLineDash(WATERSHED_DASH);
  pen.stroke();
  pen.setLineDash([]);
}
