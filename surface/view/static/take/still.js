// A picture of the player as it is seen: as PNG at twice its density, and where it is flat as SVG.

import { element, svgElement } from "../base/dom.js";
import { density, drawnAt } from "../base/inking.js";
import { themeOf } from "../base/theme.js";
import { hasNetwork } from "../maths/evaluator.js";
import { PANELS } from "../player/panels.js";
import { cutOff, drawCanvas, drawSeen, glplotIn, redrawn3d } from "./flat.js";
import { pictureFrame } from "./frame.js";
import { SvgPath, SvgPen } from "./svgpen.js";

/** @typedef {import("../player/live.js").LivePlayer} LivePlayer */

const SHARPER = 2; // times as dense as the display
const LARGEST = 16_384; // pixels that a canvas has across and down at most

/** What can be taken, by the names of panels; flat: whether it can be drawn as SVG, ground: whether it shows that. */
/** @type {{ name: string, label: string, flat: boolean, ground: boolean }[]} */
export const PICTURES = [
  { name: "view", label: "the whole view", flat: false, ground: true },
  { name: "surface", label: "the surface in 3D", flat: false, ground: true },
  { name: "map", label: "the map", flat: true, ground: true },
  { name: "curve", label: "the error over the steps", flat: true, ground: false },
  { name: "output", label: "the network’s output", flat: true, ground: false },
];

/**
 * Whether a scene has what a picture shows: a function has no network, and a scene that was given no runs has no error
 * over the steps.
 * @param {string} name
 * @param {Scene} scene
 */
export function isMet(name, scene) {
  const needs = PANELS.find((panel) => panel.name === name)?.needs;
  return (needs !== "network" || hasNetwork(scene)) && (needs !== "runs" || scene.runs.length > 0);
}

/**
 * The pictures that a scene can be taken as, as a control offers them.
 * @param {Scene | null} scene
 */
export const offered = (scene) =>
  PICTURES.filter(({ name }) => !scene || isMet(name, scene)).map(({ name, label }) =>
    element("option", { value: name }, scene && !hasNetwork(scene) ? label.replace("error", "value") : label),
  );

/** @param {string} name */
export const pictureNamed = (name) => PICTURES.find((one) => one.name === name) ?? PICTURES[0];

/** @param {LivePlayer} player @param {string} name */
function partOf({ root, panels }, name) {
  return name === "view" ? /** @type {HTMLElement} */ (root.querySelector(".player-stage")) : panels.places[name];
}

/** Has the panels draw themselves anew, as densely and by the pens that are asked for. */
function redraw(/** @type {LivePlayer} */ player) {
  player.panels.resize();
  player.draw();
}

/**
 * Draws a picture with its frame: the part of the page in its room.
 * @param {Pen} pen
 * @param {ReturnType<typeof pictureFrame>} frame
 * @param {HTMLElement} part
 * @param {import("./flat.js").DrawCanvas} canvas
 */
function drawPicture(pen, frame, part, canvas) {
  const parts = { drawings: true, canvas };
  const [whole, room] = [frame.node, frame.room].map((node) => node.getBoundingClientRect());
  pen.fillStyle = themeOf(frame.node).background;
  pen.fillRect(0, 0, Math.ceil(whole.width), Math.ceil(whole.height));
  drawSeen(pen, frame.node, parts);
  pen.save();
  pen.translate(room.left - whole.left, room.top - whole.top);
  drawSeen(pen, part, parts);
  pen.restore();
}

/** @typedef {{ width: number, height: number }} PartSize */
/**
 * Frames a part of the player, hands it to `draw`, and has all as it was before.
 * @template T
 * @param {LivePlayer} player
 * @param {string} name
 * @param {(frame: ReturnType<typeof pictureFrame>, part: HTMLElement, size: PartSize) => T} draw
 */
function framed(player, name, draw) {
  const part = partOf(player, name);
  const { width, height } = part.getBoundingClientRect();
  const frame = pictureFrame(player, { width, ground: pictureNamed(name).ground });
  frame.room.style.height = `${height}px`;
  const { step } = player.playhead;
  frame.show({ step, ahead: player.kept.ahead, suspense: player.suspense });
  try {
    const { width, height } = frame.node.getBoundingClientRect();
    return draw(frame, part, { width: Math.ceil(width), height: Math.ceil(height) });
  } finally {
    frame.end();
    redraw(player);
  }
}

/**
 * A canvas with a picture of the player, twice as dense as it is seen.
 * @param {LivePlayer} player
 * @param {string} name
 */
export function canvasOf(player, name) {
  return framed(player, name, (frame, part, { width, height }) => {
    const pixels = Math.min(SHARPER * density(), LARGEST / Math.max(width, height));
    const size = { width: Math.round(pixels * width), height: Math.round(pixels * height) };
    const canvas = Object.assign(document.createElement("canvas"), size);
    const pen = /** @type {Pen} */ (canvas.getContext("2d"));
    pen.scale(pixels, pixels);
    drawnAt(pixels, () => {
      redraw(player);
      drawPicture(pen, frame, part, (to, from, place) => {
        const glplot = glplotIn(from);
        if (glplot) redrawn3d(glplot, () => drawCanvas(to, from, place));
        else drawCanvas(to, from, place);
      });
    });
    return canvas;
  });
}

/**
 * A picture of the player as PNG.
 * @param {LivePlayer} player
 * @param {string} name
 * @returns {Promise<Blob>}
 */
export async function pngOf(player, name) {
  const canvas = canvasOf(player, name);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large for this browser")))),
  );
}

/** Who draws SVG in place of the canvases, with what has been drawn so far. */
function svgScribe() {
  /** @type {Map<HTMLCanvasElement, SvgPen>} */
  const pens = new Map();
  return {
    pens,
    /** @param {HTMLCanvasElement} canvas */
    penOf(canvas) {
      const pen = pens.get(canvas) ?? new SvgPen();
      pens.set(canvas, pen);
      return /** @type {Pen} */ (/** @type {unknown} */ (pen));
    },
    outline: () => /** @type {Path2D} */ (/** @type {unknown} */ (new SvgPath())),
  };
}

/**
 * A picture of the player as the text of an SVG file.
 * @param {LivePlayer} player
 * @param {string} name of a picture that is flat
 */
export function svgOf(player, name) {
  return framed(player, name, (frame, part, { width, height }) => {
    const scribe = svgScribe();
    const whole = new SvgPen();
    const pen = /** @type {Pen} */ (/** @type {unknown} */ (whole));
    drawnAt(
      1,
      () => {
        redraw(player);
        drawPicture(pen, frame, part, (_, canvas, { style, ...box }) => {
          const drawing = scribe.pens.get(canvas);
          const blend = style.mixBlendMode === "normal" ? {} : { style: `mix-blend-mode: ${style.mixBlendMode}` };
          const look = { ...blend, ...(Number(style.opacity) < 1 && { opacity: style.opacity }) };
          if (drawing && box.width && box.height) whole.putDrawing(drawing, canvas, box, cutOff(style), look);
        });
      },
      scribe,
    );
    const svg = svgElement("svg", { width, height, viewBox: `0 0 ${width} ${height}` }, whole.group());
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
  });
}
