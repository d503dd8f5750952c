// All weights let go: the error of a run in its slice, and on from where it stopped, with every weight moving.

import { curveChart } from "../base/curvechart.js";
import { element, setText } from "../base/dom.js";
import { formatFixed, formatNumber } from "../base/format.js";
import { dashOf } from "../base/swatch.js";
import { decodeNumbers } from "../messages/decode.js";
import { playback } from "../player/playback.js";

const AIR = 1.08; // over the highest error
const TRACK_AIR = 0.06; // of the range of the weights, at both ends

/** The walk with all weights free: its errors, and its weights, one row after another. */
/** @typedef {{ error: Float64Array, weights: Float64Array }} Freed */

/**
 * A row for each weight: its name, a track with where it was held and where it is now, and its value.
 * @param {string[]} names
 * @param {number[]} range
 * @param {Set<number>} free those that moved in the slice already
 */
function weightRows(names, [low, high], free) {
  /** @param {number} value */
  const share = (value) => `${(100 * (value - low)) / (high - low)}%`;
  const rows = names.map((name, n) => {
    const before = element("span", { class: "freed-before" });
    const now = element("span", { class: "freed-now" });
    const value = element("td", {});
    const track = element("div", { class: "freed-track" }, before, now);
    const words = free.has(n) ? `${name} (free before)` : name;
    const cells = [element("th", { scope: "row" }, words), element("td", { class: "freed-cell" }, track), value];
    return { row: element("tr", {}, ...cells), before, now, value };
  });
  return {
    nodes: rows.map(({ row }) => row),
    /** @param {Numbers} start @param {Numbers} here */
    show(start, here) {
      const [from, to] = [[...start], [...here]];
      for (const [n, { before, now, value }] of rows.entries()) {
        before.style.left = share(from[n]);
        now.style.left = share(to[n]);
        setText(value, formatFixed(to[n], 2));
      }
    },
  };
}

/** @param {HTMLElement} root @param {LessonContext} context @returns {LessonPicture} */
export function freedPicture(root, context) {
  /** @type {Scene} */
  let scene;
  /** @type {Freed} */
  let freed;
  /** @type {ReturnType<typeof weightRows>} */
  let rows;
  let before = 0; // steps in the slice
  let count = 1; // weights
  const place = element("div", { class: "lesson-chart" });
  const table = element("table", { class: "lesson-table freed-table" });
  const words = element("p", { class: "slope-words", "aria-live": "off" });
  const side = element("div", { class: "lesson-side" }, table);
  const split = element("div", { class: "lesson-split" }, place, side);
  const player = playback(root, draw);
  root.append(split, words, player.bar);
  const chart = curveChart(
    place,
    "The error over the steps",
    "The error over the steps, in the slice and with all weights free",
  );

  /** @param {number} step */
  const errorAt = (step) => (step <= before ? scene.runs[0].error[step] : freed.error[step - before]);

  function layout() {
    const steps = before + freed.error.length - 1;
    const errors = Float64Array.from({ length: steps + 1 }, (_, step) => errorAt(step));
    const heights = [0, AIR * errors.reduce((most, value) => Math.max(most, value), 0)];
    if (!chart.layout({ across: "step", window: [0, steps], heights })) return false;
    const x = Float64Array.from({ length: steps + 1 }, (_, step) => step);
    chart.drawCurve({ x: x.subarray(0, before + 1), error: errors.subarray(0, before + 1) }, context.theme().muted);
    return true;
  }

  /** @param {Pen} pen @param {ToPlace} at @param {number} step */
  function drawWay(pen, at, step) {
    const { style } = scene.runs[0];
    const theme = context.theme();
    const top = 1e9; // cut where the chart ends
    pen.beginPath();
    pen.moveTo(...at(before, 0));
    pen.lineTo(...at(before, top));
    pen.strokeStyle = theme.muted;
    pen.lineWidth = 1.4;
    pen.setLineDash([3, 4]);
    pen.stroke();
    pen.setLineDash(dashOf(style, 2.6));
    pen.beginPath();
    for (let k = 0; k <= step; k++) pen.lineTo(...at(k, errorAt(k)));
    pen.strokeStyle = style.colour;
    pen.lineWidth = 2.6;
    pen.stroke();
    pen.setLineDash([]);
  }

  function draw() {
    const step = Math.floor(player.head.step);
    if (player.head.atEnd) context.played();
    const { style } = scene.runs[0];
    const ball = { x: step, height: errorAt(step), style };
    chart.drawBalls([ball], context.theme().background, (pen, at) => drawWay(pen, at, step));
    const k = Math.max(0, step - before);
    rows.show(freed.weights.subarray(0, count), freed.weights.subarray(k * count, (k + 1) * count));
    const moving = step <= before ? "two weights move" : `all ${count} weights move, for ${k} steps`;
    setText(words, `step ${step}: ${moving}   E = ${formatNumber(errorAt(step), 3)}`);
  }

  return {
    update(next, given) {
      scene = next;
      freed = { error: decodeNumbers(given.freed.error), weights: decodeNumbers(given.freed.weights) };
      before = scene.runs[0].k;
      count = given.freed.names.length;
      const [low, high] = [Math.min(...freed.weights), Math.max(...freed.weights)];
      const air = TRACK_AIR * (high - low || 1);
      const free = new Set(given.freed.free);
      rows = weightRows(given.freed.names, [low - air, high + air], free);
      table.replaceChildren(element("tbody", {}, ...rows.nodes));
      player.head.last = before + freed.error.length - 1;
      player.head.seek(before);
      if (layout()) player.show();
    },
    resize() {
      if (scene && layout()) player.show();
    },
    destroy: player.end,
    hands: "Keys: space plays, ← and → step, Home, End.",
    key: "Dashed: here the other weights are let go. Rings: where each weight was then; dots: where it is.",
  };
}
