// A curve in a chart of its own, and what stands on it.

import { axisScale, linearTicks, logTicks, marksAlong, tickCount } from "./axes.js";
import { chartGround, panelHeading, sharpPen } from "./chart.js";
import { setText } from "./dom.js";
import { drawMarker } from "./swatch.js";

const AIR = 8; // pixels by which a curve goes on over the axes

/**
 * The chart in `root`; `name` says later what it is of where that changes.
 * @param {HTMLElement} root
 */
export function curveChart(root, heading = "", label = "") {
  const words = panelHeading(root, heading);
  const chart = chartGround(root, label, ["curve", "marks"]);
  const [still, moving] = chart.canvases;
  /** @type {ChartBox} */
  let box;
  /** @type {{ x: ToPixels, y: ToPixels } | null} */
  let scales = null;
  /** @type {Numbers} */
  let range;

  /** @param {Pen} pen */
  function clip(pen) {
    pen.save();
    pen.beginPath();
    pen.rect(box.left - 1, box.top - AIR, box.right - box.left + 2, box.bottom - box.top + AIR + 1);
    pen.clip();
  }

  /** @type {ToPlace} */
  const place = (x, height) => (scales ? [scales.x(x), scales.y(height)] : [0, 0]);

  return {
    ground: chart.ground,
    /** @param {string} text @param {string} description */
    name(text, description) {
      setText(words, text);
      chart.ground.setAttribute("aria-label", description);
    },
    /**
     * Lays the axes, `across` × `up`, over two ranges; false where there is no room for them.
     * @param {{ across: string, up?: string, window: Numbers, heights: Numbers, log?: boolean }} axes
     */
    layout({ across, up = "error E", window, heights, log = false }) {
      box = chart.box();
      range = window;
      scales = null;
      if (box.right - box.left < 40 || box.bottom - box.top < 30) return false;
      scales = { x: axisScale(window, [box.left, box.right]), y: axisScale(heights, [box.bottom, box.top], log) };
      const along = linearTicks(window, tickCount(box.right - box.left, 2.8 * box.em));
      const upwards = (log ? logTicks : linearTicks)(heights, tickCount(box.bottom - box.top, 2 * box.em));
      chart.drawAxes(
        {
          x: { title: across, marks: marksAlong(along, scales.x) },
          y: { title: up, marks: marksAlong(upwards, scales.y) },
        },
        box,
      );
      return true;
    },
    /**
     * Draws the curve through samples; what is not finite is left out.
     * @param {Sampled} samples
     * @param {string} ink
     */
    drawCurve({ x, error }, ink) {
      const pen = scales && sharpPen(still, box);
      if (!pen) return;
      clip(pen);
      pen.beginPath();
      for (const [i, value] of x.entries()) if (Number.isFinite(error[i])) pen.lineTo(...place(value, error[i]));
      pen.strokeStyle = ink;
      pen.lineWidth = 2.4;
      pen.lineJoin = "round";
      pen.stroke();
      pen.restore();
    },
    /**
     * Draws what moves: `paint(pen, place)` inside the axes, then a ball for each of `balls`.
     * @param {ChartPoint[]} balls
     * @param {string} paper
     * @param {(pen: Pen, place: ToPlace) => void} paint
     */
    drawBalls(balls, paper, paint) {
      const pen = scales && sharpPen(moving, box);
      if (!pen) return;
      clip(pen);
      paint(pen, place);
      pen.restore();
      for (const { x, height, style } of balls) {
        const [across, up] = place(x, height);
        drawMarker(pen, style, across, Math.max(box.top - 4, up), 6.5, paper);
      }
    },
    /**
     * Draws a tangent as long on the screen as this share of the chart is wide, so that a steep one is as plain to see.
     * @param {Pen} pen
     * @param {ChartPoint & { slope: number }} point
     * @param {number} share
     */
    drawTangent(pen, { x, height, slope, style }, share) {
      const [across, up] = place(x, height);
      const ahead = place(x + 1, height + slope);
      const [run, rise] = [ahead[0] - across, ahead[1] - up];
      const part = (share * (box.right - box.left)) / Math.hypot(rise, run);
      pen.beginPath();
      pen.moveTo(across - part * run, up - part * rise);
      pen.lineTo(across + part * run, up + part * rise);
      pen.strokeStyle = style.colour;
      pen.lineWidth = 1.8;
      pen.stroke();
    },
    /**
     * Where a value of the curve is, in pixels, for a handle.
     * @param {number} x
     * @param {number} height
     */
    placeOf(x, height) {
      const [across, up] = place(x, height);
      return { x: across, y: up };
    },
    /**
     * The value at a pixel, held inside the range.
     * @param {number} px
     */
    valueAt(px) {
      const share = Math.min(1, Math.max(0, (px - box.left) / (box.right - box.left)));
      return range[0] + share * (range[1] - range[0]);
    },
  };
}
