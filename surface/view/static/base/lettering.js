// Texts on a canvas. To write on one that stands on the page, or only to give it a font, has the browser lay out all of
// the page that has changed by then, in each frame that a hand moves; so a text is written once beside the page, and
// laid on as an image.

import { density, isScribed } from "./inking.js";

const MOST = 400; // images that are kept

/** How a text looks; casing: the colour of a line around it. */
/**
 * @typedef {{
 *   font: string, colour: string, align?: CanvasTextAlign, baseline?: CanvasTextBaseline, casing?: string,
 * }} Lettering
 */
/** left, top: from the text's own place, in pixels of the page. */
/** @typedef {{ canvas: HTMLCanvasElement, left: number, top: number, width: number, height: number }} Stamp */

const CASING = 4; // pixels

/** @type {Map<string, Stamp>} */
const stamps = new Map();
/** @type {Pen | null} */
let measuring = null;

/** The pen that measures; what was written before a font had come is written anew. */
function measurer() {
  if (!measuring) {
    measuring = /** @type {Pen} */ (document.createElement("canvas").getContext("2d"));
    document.fonts.addEventListener("loadingdone", () => stamps.clear());
  }
  return measuring;
}

/** @param {Pen} pen @param {Lettering} look */
function dress(pen, { font, colour, align = "center", baseline = "middle", casing }) {
  Object.assign(pen, { font, textAlign: align, textBaseline: baseline, fillStyle: colour });
  if (casing) Object.assign(pen, { strokeStyle: casing, lineWidth: CASING, lineJoin: "round" });
}

/** @param {Pen} pen @param {string} text @param {number} x @param {number} y @param {Lettering} look */
function writeWith(pen, text, x, y, look) {
  dress(pen, look);
  if (look.casing) pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

/**
 * How wide a text is in a font, in pixels.
 * @param {string} text
 * @param {string} font
 */
export function widthOfText(text, font) {
  const pen = measurer();
  pen.font = font;
  return pen.measureText(text).width;
}

/** @param {string} text @param {Lettering} look @param {number} ratio @returns {Stamp} */
function stamped(text, look, ratio) {
  const measure = measurer();
  dress(measure, look);
  const seen = measure.measureText(text);
  const air = 1 + (look.casing ? CASING : 0);
  const left = Math.ceil(seen.actualBoundingBoxLeft) + air;
  const top = Math.ceil(seen.actualBoundingBoxAscent) + air;
  const width = left + Math.ceil(seen.actualBoundingBoxRight) + air;
  const height = top + Math.ceil(seen.actualBoundingBoxDescent) + air;
  const canvas = Object.assign(document.createElement("canvas"), {
    width: Math.ceil(width * ratio),
    height: Math.ceil(height * ratio),
  });
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  writeWith(pen, text, left, top, look);
  return { canvas, left, top, width: canvas.width / ratio, height: canvas.height / ratio };
}

/**
 * Writes a text, in the middle of its place unless it says otherwise.
 * @param {Pen} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Lettering} look
 */
export function write(pen, text, x, y, look) {
  if (isScribed() || !pen.canvas?.isConnected) return writeWith(pen, text, x, y, look);
  const ratio = density();
  const key = JSON.stringify([text, look, ratio]);
  if (stamps.size > MOST) stamps.clear();
  const stamp = stamps.get(key) ?? stamped(text, look, ratio);
  stamps.set(key, stamp);
  /** @param {number} value on a pixel of the display, where the image is sharp */
  const sharp = (value) => Math.round(value * ratio) / ratio;
  pen.drawImage(stamp.canvas, sharp(x - stamp.left), sharp(y - stamp.top), stamp.width, stamp.height);
}
