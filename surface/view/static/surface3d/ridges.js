// Lines on the surface, where the camera sees them.

import { clippedLine, edgesOf, trace } from "../marks/clip.js";
import { strokeLine } from "../marks/watershed.js";
import { draped, heightAt, hiddenPoints } from "./hidden.js";
import { eyeOf, pixels } from "./projection.js";

const EDGE = 8; // pixels by which a line goes on beyond the picture

/**
 * A line of weights (2 n) laid on the ground, in pixels (2 m), NaN where it is hidden or outside.
 * @param {Float64Array} line
 * @param {CameraView} view
 * @param {Ground} ground
 */
export function ridgeSeen(line, { matrix, box }, { field, top, lift }) {
  const heights = Float64Array.from({ length: line.length / 2 }, (_, n) =>
    heightAt(field, line[2 * n], line[2 * n + 1]),
  );
  const { xyz } = draped(field, line, heights, lift);
  const eye = eyeOf(matrix);
  const hidden = eye && hiddenPoints(field, xyz, eye, top);
  return pixels(matrix, xyz, box).map((value, n) => (hidden?.[n >> 1] ? NaN : value));
}

/** What draws the lines of an overlay; they are laid anew only where what is seen, or the lines, are others. */
export function ridgeDrawer() {
  /** @type {ReturnType<typeof clippedLine>[]} */
  let seen = [];
  /** @type {Float64Array[] | null} */
  let laid = null;
  let from = "";

  return {
    /**
     * @param {Pen} pen
     * @param {Pick<Overlay, "lines" | "line">} overlay
     * @param {CameraView} view
     * @param {Ground} ground
     * @param {string} key of what is seen
     */
    draw(pen, { lines, line: kind }, view, ground, key) {
      if (lines !== laid || key !== from) {
        [laid, from] = [lines, key];
        seen = lines.map((line) => {
          const xy = ridgeSeen(line, view, ground);
          return clippedLine(xy, [...Array(xy.length / 2).keys()], edgesOf(view.box, EDGE));
        });
      }
      if (!seen.length) return;
      pen.beginPath();
      for (const line of seen) trace(pen, line);
      strokeLine(pen, kind);
    },
  };
}
