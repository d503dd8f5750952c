// The field of slopes over the map: arrows that point straight downhill, as long as the gradient there, to one scale.

import { penOf } from "../base/dom.js";
import { formatSetting } from "../base/format.js";
import { density, inkKey } from "../base/inking.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { layerCanvas, layOver } from "./layercanvas.js";

const SPACING = 34; // pixels between two arrows
const FULL = 0.85; // of the arrows are drawn at their true length
const LONGEST = 1.4; // of the spacing
const FIELD_INK = "#141e2a";
const FIELD_RIM = "rgba(255,255,255,0.55)";

/** @typedef {{ w: Pair[], downhill: Pair[], cell: Pair }} SlopeGrid */

/**
 * The slopes on an even grid inside a box of the map:
 * { w: [[w1, w2], …], downhill: [[d1, d2], …], cell: [width, height] }.
 * @param {Evaluator} evaluator
 * @param {PlotBox} box
 * @param {number} [spacing]
 * @returns {SlopeGrid}
 */
export function slopeGrid(evaluator, { width, height, range }, spacing = SPACING) {
  const columns = Math.max(1, Math.round(width / spacing));
  const rows = Math.max(1, Math.round(height / spacing));
  /** @type {Pair} */
  const cell = [(range.right - range.left) / columns, (range.top - range.bottom) / rows];
  /** @type {Pair[]} */
  const w = [];
  /** @type {Pair[]} */
  const downhill = [];
  const slopes = [0, 0];
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      /** @type {Pair} */
      const place = [range.left + (i + 0.5) * cell[0], range.bottom + (j + 0.5) * cell[1]];
      evaluator.gradient(...place, slopes);
      w.push(place);
      downhill.push([-slopes[0], -slopes[1]]);
    }
  }
  return { w, downhill, cell };
}

/**
 * How an arrow's length follows from its slope: { factor, most }, a round number of weight for a unit,
 * cut at `most` cells.
 * @param {Pick<SlopeGrid, "downhill" | "cell">} grid
 */
export function fieldScale({ downhill, cell }) {
  const cells = downhill
    .map(([d1, d2]) => Math.hypot(d1 / cell[0], d2 / cell[1]))
    .filter((length) => Number.isFinite(length) && length > 0)
    .sort((a, b) => a - b);
  if (!cells.length) return { factor: 1, most: LONGEST };
  const room = 1 / cells[Math.min(cells.length - 1, Math.floor(FULL * cells.length))];
  const decade = 10 ** Math.floor(Math.log10(room));
  return {
    factor: /** @type {number} */ ([5, 2, 1].find((lead) => lead * decade <= room * 1.0001)) * decade,
    most: LONGEST,
  };
}

/**
 * The scale in words.
 * @param {number} factor
 */
function fieldWords(factor) {
  return (
    `−∇E, the steepest way downhill: 1 unit of gradient is drawn as ${formatSetting(factor)} of weight; ` +
    "bold arrows are cut short."
  );
}

/**
 * A canvas over the map with the field of slopes; what did not change is left alone.
 * @param {HTMLElement} root
 */
export function fieldLayer(root) {
  const canvas = layerCanvas(root, "map-field");
  let drawn = "";
  /** @type {NetworkShape | null} */
  let network = null;
  let words = "";

  /** @param {Scene} scene @param {PlotBox} box */
  function paint(scene, box) {
    const ratio = density();
    layOver(canvas, box, ratio);
    const pen = penOf(canvas);
    const grid = slopeGrid(evaluatorOf(scene), box);
    const { factor, most } = fieldScale(grid);
    pen.scale(ratio, ratio);
    grid.w.forEach((place, n) => drawSlope(pen, place, grid.downhill[n], { factor, most, cell: grid.cell, box }));
    words = fieldWords(factor);
  }

  return {
    /**
     * Draws the field where it is switched on; returns its scale in words, "" where there is none.
     * @param {Scene} scene
     * @param {PlotBox} box
     * @param {boolean} on
     */
    draw(scene, box, on) {
      const key = on ? `${JSON.stringify(box)} ${inkKey()}` : "";
      if (key === drawn && network === scene.network) return words;
      [drawn, network, words] = [key, scene.network, ""];
      canvas.hidden = !on;
      if (on && box.width >= 1 && box.height >= 1) paint(scene, box);
      return words;
    },
  };
}

/**
 * @param {Pen} pen
 * @param {Pair} place
 * @param {Pair} downhill
 * @param {{ factor: number, most: number, cell: Pair, box: PlotBox }} scale
 */
function drawSlope(pen, [w1, w2], [d1, d2], { factor, most, cell, box }) {
  const cells = factor * Math.hypot(d1 / cell[0], d2 / cell[1]);
  const cut = cells > most;
  if (!Number.isFinite(cells)) return;
  const scale = cut ? (factor * most) / cells : factor;
  const { range, width, height } = box;
  const toX = width / (range.right - range.left);
  const toY = height / (range.top - range.bottom);
  const x = (w1 - range.left) * toX;
  const y = (range.top - w2) * toY;
  const dx = d1 * scale * toX;
  const dy = -d2 * scale * toY;
  const long = Math.hypot(dx, dy);
  const head = Math.min(7, 0.45 * long);
  pen.beginPath();
  if (long < 2.5) {
    pen.arc(x, y, 1.1, 0, 2 * Math.PI);
    pen.fillStyle = FIELD_INK;
    return void pen.fill();
  }
  const angle = Math.atan2(dy, dx);
  const tip = [x + dx / 2, y + dy / 2];
  pen.moveTo(x - dx / 2, y - dy / 2);
  pen.lineTo(tip[0] - 0.8 * head * Math.cos(angle), tip[1] - 0.8 * head * Math.sin(angle));
  for (const turn of [0, 2.68, -2.68, 0])
    pen.lineTo(
      tip[0] + (turn ? head * Math.cos(angle + turn) : 0),
      tip[1] + (turn ? head * Math.sin(angle + turn) : 0),
    );
  pen.lineJoin = "round";
  for (const [ink, width] of /** @type {[string, number][]} */ ([
    [FIELD_RIM, 2.6],
    [FIELD_INK, 0],
  ])) {
    pen.strokeStyle = ink;
    pen.lineWidth = width + (cut ? 2.2 : 1.2);
    pen.stroke();
  }
  pen.fillStyle = FIELD_INK;
  pen.fill();
}
