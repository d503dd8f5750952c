// What is seen of a part of the page, drawn by a pen: its texts and SVG drawings as they stand there, and its canvases.

import { density } from "../base/inking.js";
import { glplotOf } from "../surface3d/plotted.js";
import { drawShapes, fontOf, isThere } from "./shapes.js";

/** What only makes sense where it can be used, or is there for who does not see. */
const LEFT_OUT = [
  "button:not(.share-row), input, select, textarea, dialog, audio, video",
  ".player-hidden, .modebar-container, .map-readout, .choice-holder, .view-buttons, .map-crosshair",
].join();

/** @typedef {{ left: number, top: number, width: number, height: number, style: CSSStyleDeclaration }} CanvasPlace */
/** @typedef {(pen: Pen, canvas: HTMLCanvasElement, place: CanvasPlace) => void} DrawCanvas */
/** Which of it is drawn: texts and drawings, and each canvas by what is given. */
/** @typedef {{ drawings: boolean, canvas: DrawCanvas }} Parts */

/** @param {Element} node @param {Pair} origin */
function boxOn(node, [left, top]) {
  const box = node.getBoundingClientRect();
  return { left: box.left - left, top: box.top - top, width: box.width, height: box.height };
}

/** @param {Element} node */
const isCut = ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
  scrollWidth > clientWidth || scrollHeight > clientHeight + 1;

/** @param {Pen} pen @param {Box} box @param {CSSStyleDeclaration} style */
function drawGround(pen, box, style) {
  if (isThere(style.backgroundColor)) {
    pen.fillStyle = style.backgroundColor;
    pen.fillRect(box.left, box.top, box.width, box.height);
  }
  const width = parseFloat(style.borderTopWidth);
  if (!(width > 0) || style.borderBottomStyle === "none" || !isThere(style.borderTopColor)) return;
  pen.strokeStyle = style.borderTopColor;
  pen.lineWidth = width;
  pen.setLineDash([]);
  pen.strokeRect(box.left + width / 2, box.top + width / 2, box.width - width, box.height - width);
}

/**
 * The lines into which the page has broken a text, each with its place on the screen.
 * @param {Text} text
 */
function linesOf(text) {
  const range = document.createRange();
  /** @type {{ words: string, left: number, top: number, bottom: number }[]} */
  const lines = [];
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const { left, top, bottom, width } = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (!width) continue;
    if (last && Math.abs(last.top - top) < 2) last.words += ` ${word}`;
    else lines.push({ words: word, left, top, bottom });
  }
  return lines;
}

/**
 * Words in as much room as there is for them.
 * @param {Pen} pen
 * @param {string} words
 * @param {number} room
 */
function shortened(pen, words, room) {
  let kept = words;
  while (kept && pen.measureText(`${kept}…`).width > room) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

/** @param {Pen} pen @param {Text} text @param {CSSStyleDeclaration} style @param {Pair} origin */
function write(pen, text, style, [left, top]) {
  const within = /** @type {Element} */ (text.parentElement);
  const right = style.textOverflow === "ellipsis" && isCut(within) ? within.getBoundingClientRect().right : 0;
  pen.font = fontOf(style);
  pen.fillStyle = style.color;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  for (const line of linesOf(text)) {
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText(line.words);
    const words = right ? shortened(pen, line.words, right - line.left) : line.words;
    pen.fillText(words, line.left - left, (line.top + line.bottom + up - down) / 2 - top);
  }
}

/**
 * Draws an element and all that it holds; `origin` is where the pen's zero lies on the screen.
 * @param {Pen} pen
 * @param {Element} node
 * @param {Pair} origin
 * @param {Parts} parts
 */
function drawNode(pen, node, origin, parts) {
  if (node.matches(LEFT_OUT)) return;
  const style = getComputedStyle(node);
  if (style.display === "none" || style.visibility === "hidden") return;
  const box = boxOn(node, origin);
  if (node instanceof HTMLCanvasElement) return parts.canvas(pen, node, { ...box, style });
  if (node instanceof SVGSVGElement) {
    if (parts.drawings) drawShapes(pen, node, origin);
    return;
  }
  pen.save();
  pen.globalAlpha = 1;
  if (parts.drawings) drawGround(pen, box, style);
  if (style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && isCut(node)) {
    pen.beginPath();
    pen.rect(box.left, box.top, box.width, box.height);
    pen.clip();
  }
  for (const child of node.childNodes) {
    if (child instanceof Element) drawNode(pen, child, origin, parts);
    else if (child instanceof Text && parts.drawings) write(pen, child, style, origin);
  }
  pen.restore();
}

/**
 * Draws what is seen of a part of the page, with the pen's zero at its own corner.
 * @param {Pen} pen
 * @param {Element} root
 * @param {Parts} parts
 */
export function drawSeen(pen, root, parts) {
  const { left, top } = root.getBoundingClientRect();
  drawNode(pen, root, [left, top], parts);
}

/**
 * What is cut off a canvas, in pixels from its edges: [top, right, bottom, left].
 * @param {CSSStyleDeclaration} style
 */
export function cutOff({ clipPath }) {
  const cuts = /^inset\((.*)\)$/.exec(clipPath)?.[1].split(" ").map(parseFloat);
  if (!cuts) return null;
  const [top, right = top, bottom = top, left = right] = cuts;
  return [top, right, bottom, left];
}

/** Draws a canvas of the page as it covers what lies under it. */
/** @type {DrawCanvas} */
export function drawCanvas(pen, canvas, { left, top, width, height, style }) {
  if (!canvas.width || !canvas.height || !width || !height) return;
  pen.save();
  const cuts = cutOff(style);
  if (cuts) {
    pen.beginPath();
    pen.rect(left + cuts[3], top + cuts[0], Math.max(0, width - cuts[1] - cuts[3]), height - cuts[0] - cuts[2]);
    pen.clip();
  }
  pen.globalAlpha = Number(style.opacity);
  if (style.mixBlendMode === "multiply") pen.globalCompositeOperation = "multiply";
  putPixels(pen, canvas, { left, top, width, height });
  pen.restore();
}

/**
 * Puts a canvas at its place: pixel for pixel where it is as dense as the picture, and so as sharp as it is.
 * @param {Pen} pen
 * @param {HTMLCanvasElement} canvas
 * @param {Box} box
 */
function putPixels(pen, canvas, { left, top, width, height }) {
  const { a, d, e, f } = pen.getTransform();
  const alike = Math.abs(a * width - canvas.width) <= 1 && Math.abs(d * height - canvas.height) <= 1;
  if (!alike) return void pen.drawImage(canvas, left, top, width, height);
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.drawImage(canvas, Math.round(a * left + e), Math.round(d * top + f));
}

/**
 * Plotly's own picture in 3D that a canvas holds, if it does.
 * @param {HTMLCanvasElement} canvas
 */
export function glplotIn(canvas) {
  const plot = /** @type {Plot | null} */ (canvas.closest(".js-plotly-plot"));
  return plot && glplotOf(plot);
}

/**
 * Has Plotly draw its picture anew, as densely as is asked for, and calls back before the browser forgets its pixels.
 * @param {PlotlyValue} glplot
 * @param {() => void} taken
 */
export function redrawn3d(glplot, taken) {
  const before = glplot.pixelRatio;
  glplot.pixelRatio = density();
  glplot.redraw();
  taken();
  glplot.pixelRatio = before;
  if (before !== density()) glplot.redraw();
}
