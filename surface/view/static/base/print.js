// Paper: before a page is printed, its pictures are drawn in light colours, then held at the size that they have on the
// screen and only scaled; and what WebGL has drawn is copied where a printer sees it.

import { penOf } from "./dom.js";
import { dressForPaper } from "./paper.js";

const PAPER_WIDTH = 690; // CSS pixels between the margins of a page
const NARROW = 640; // CSS pixels: below, the plots of a player stand one above the other, on paper side by side
const HELD = [".player-stage", ".player-over", ".lesson-ground", ".lesson-split", ".lesson-thirds"];

const DRAWN = "canvas.overlay, canvas.chart-layer, canvas.map-regions";

/** @type {(() => void)[]} */
let undo = [];

/**
 * Has something done once the page is given back to the screen; what was asked for first is done last.
 * @param {() => void} step
 */
export function onRelease(step) {
  undo.push(step);
}

/**
 * Sets a style until what is on paper is given back to the screen.
 * @param {HTMLElement} node @param {string} name @param {string} value
 */
export function setStyle(node, name, value) {
  const before = node.style.getPropertyValue(name);
  node.style.setProperty(name, value);
  undo.push(() => node.style.setProperty(name, before));
}

/**
 * Adds a class until what is on paper is given back to the screen.
 * @param {HTMLElement} node @param {string} name
 */
export function setClass(node, name) {
  node.classList.add(name);
  undo.push(() => node.classList.remove(name));
}

/**
 * Keeps a node as high as it is, and the tracks of a grid as wide and as high as they are.
 * @param {HTMLElement} node
 */
function holdSize(node) {
  const style = getComputedStyle(node);
  const { height, gridTemplateColumns, gridTemplateRows } = style;
  setStyle(node, "height", height);
  setStyle(node, "min-height", "0");
  if (style.display !== "grid") return;
  setStyle(node, "grid-template-columns", gridTemplateColumns);
  setStyle(node, "grid-template-rows", gridTemplateRows);
}

/**
 * Lays what stands in `row` side by side, each as large as it is, and scales them to room that is at most so large.
 * @param {HTMLElement} row
 * @param {{ width: number, height: number }} room in CSS pixels
 */
export function layInRow(row, room) {
  const parts = /** @type {HTMLElement[]} */ ([...row.children]).filter((part) => part.offsetWidth);
  const sizes = parts.map(({ offsetWidth, offsetHeight }) => ({ width: offsetWidth, height: offsetHeight }));
  const gap = Number.parseFloat(getComputedStyle(row).columnGap);
  setStyle(row, "font-size", getComputedStyle(row).fontSize);
  for (const part of parts) holdSize(part);
  parts.forEach((part, n) => {
    setStyle(part, "flex", "none");
    setStyle(part, "width", `${sizes[n].width}px`);
  });
  const width = sizes.reduce((sum, size) => sum + size.width + gap, -gap);
  const height = Math.max(...sizes.map((size) => size.height));
  setStyle(row, "display", "flex");
  setStyle(row, "height", `${height}px`);
  setStyle(row, "zoom", String(Math.min(room.width / width, room.height / height)));
}

// What was cleared and drawn again just now would be printed on an opaque ground: a copy of it is not.
/** @param {HTMLCanvasElement} canvas */
function copyDrawing(canvas) {
  if (!canvas.width || !canvas.height) return;
  const copy = Object.assign(/** @type {HTMLCanvasElement} */ (canvas.cloneNode()), {
    width: canvas.width,
    height: canvas.height,
  });
  penOf(copy).drawImage(canvas, 0, 0);
  canvas.after(copy);
  setStyle(canvas, "visibility", "hidden");
  undo.push(() => copy.remove());
}

// The surface and what moves on it, as one picture on top of both: the layers of WebGL do not reach the paper.
/** @param {Plot} plot */
function copyWebgl(plot) {
  const drawn = /** @type {HTMLCanvasElement | null} */ (plot.querySelector(".gl-container canvas"));
  const place = plot.parentElement;
  if (!drawn?.width || !place) return;
  plot._fullLayout?.scene?._scene?.glplot?.redraw?.();
  const whole = Object.assign(document.createElement("canvas"), {
    width: drawn.width,
    height: drawn.height,
    className: "paper-copy",
  });
  const pen = /** @type {Pen} */ (whole.getContext("2d", { willReadFrequently: true }));
  pen.drawImage(drawn, 0, 0);
  const layers = /** @type {NodeListOf<HTMLCanvasElement>} */ (place.querySelectorAll("canvas.overlay"));
  for (const layer of layers) pen.drawImage(layer, 0, 0, drawn.width, drawn.height);
  const [width, height] = [`${drawn.clientWidth}px`, `${drawn.clientHeight}px`];
  Object.assign(whole.style, {
    position: "absolute",
    left: "0",
    top: "0",
    width,
    height,
    maxWidth: "none",
    background: "var(--player-paper)",
  });
  place.append(whole);
  undo.push(() => whole.remove());
}

/** @param {HTMLElement} player @param {string} selector */
function within(player, selector) {
  return /** @type {NodeListOf<HTMLElement>} */ (player.querySelectorAll(selector));
}

/** Draws the players on the page in the colours of paper, until they are given back to the screen; returns them. */
export function dressPlayers() {
  const players = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".surface-player"));
  dressForPaper(players, true);
  undo.push(() => dressForPaper(players, false));
  return players;
}

/**
 * Has what a canvas shows where a printer sees it.
 * @param {HTMLElement} player
 */
export function copyDrawings(player) {
  for (const plot of within(player, ".js-plotly-plot")) copyWebgl(/** @type {Plot} */ (plot));
  for (const canvas of within(player, DRAWN)) copyDrawing(/** @type {HTMLCanvasElement} */ (canvas));
}

/** Makes every picture on the page ready for paper, each scaled as a whole to the width of a page. */
export function holdForPaper() {
  releaseFromPaper();
  for (const player of dressPlayers()) {
    const width = player.offsetWidth;
    if (!width) continue;
    const rows = width < NARROW ? within(player, ".player-stage") : [];
    for (const node of within(player, HELD.join(","))) holdSize(node);
    for (const row of rows) layInRow(row, { width: PAPER_WIDTH, height: PAPER_WIDTH / 2 });
    setStyle(player, "width", `${rows.length ? PAPER_WIDTH : width}px`);
    setStyle(player, "zoom", String(Math.min(1, PAPER_WIDTH / width)));
    copyDrawings(player);
  }
}

/** Gives every picture back to the screen. */
export function releaseFromPaper() {
  for (const step of undo.reverse()) step();
  undo = [];
}
