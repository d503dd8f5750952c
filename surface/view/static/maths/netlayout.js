// Where a picture of a network has its units and its lines, of which each is a weight, and how thick a line is. Pure.

import { shortNames, textWidth } from "./shortnames.js";

/** The width that a picture is laid out for, in pixels; it is as high as it needs. */
export const WIDTH = 232;

const HIGH = 200; // pixels, for a column that is not long
export const LINE = 13.5; // pixels from one line of a name to the next
const [CLOSEST, WIDEST] = [15, 44]; // pixels from one unit of a column to the next
const [SHORTEST_NAME, LONGEST_NAME] = [28, 88]; // pixels
const NARROW = 40; // pixels between two columns, which no name takes away
const BESIDE = [0.3, 0.5, 0.7]; // where along its line a label may stand
const CROWD = 60; // lines: of more all are thinner
const THINNEST = 0.6;

/** A weight as a line: from a unit of the column before, or from the constant input 1 (−1), whose weight is a bias. */
/** @typedef {{ place: number, layer: number, from: number, to: number }} Link */
/** one: where the constant input 1 of the next layer's biases stands, null where it has none. */
/** @typedef {{ x: number, units: number[], one: number | null }} Column */
/** gap: between two columns; inputs, outputs: of each name the lines that there is room for. */
/**
 * @typedef {{
 *   height: number, radius: number, gap: number, columns: Column[], inputs: string[][], outputs: string[][],
 * }} Layout
 */
/** @typedef {[number, number, number, number]} Segment */

/**
 * The weights in the order of their names: for each unit those of its inputs, and then its bias.
 * @param {LayerShape[]} layers
 * @returns {Link[]}
 */
export function linksOf(layers) {
  let place = 0;
  return layers.flatMap(({ inputs, outputs, bias }, layer) =>
    Array.from({ length: outputs }, (_, to) =>
      [...Array(inputs).keys(), ...(bias ? [-1] : [])].map((from) => ({ place: place++, layer, from, to })),
    ).flat(),
  );
}

/**
 * The names of inputs and outputs as there is room beside the columns, one more than there are layers.
 * @param {number} layers
 * @param {number} air pixels from the middle of a unit to its name
 * @param {{ names: string[], pitch: number }[]} sides the inputs and the outputs
 */
function namesBeside(layers, air, sides) {
  const room = WIDTH - NARROW * layers - 2 * air;
  const widths = sides.map(({ names }) => Math.min(LONGEST_NAME, Math.max(...names.map(textWidth))));
  const shares = widths.map((width, n) =>
    Math.max(SHORTEST_NAME, Math.min(width, room - Math.min(widths[1 - n], room / 2))),
  );
  return shortNames(
    sides.map(({ names, pitch }, n) => ({
      names,
      room: { width: shares[n], lines: Math.floor(pitch / LINE) > 1 ? 2 : 1 },
    })),
  );
}

/**
 * Where the units stand: a column for the inputs and for each layer.
 * @param {LayerShape[]} layers
 * @param {string[]} inputs
 * @param {string[]} outputs
 * @returns {Layout}
 */
export function layoutOf(layers, inputs, outputs) {
  const counts = [layers[0].inputs, ...layers.map((layer) => layer.outputs)];
  const rows = counts.map((count, n) => count + Number(Boolean(layers[n]?.bias)));
  const longest = Math.max(...rows);
  const height = Math.max(longest * CLOSEST, Math.min(HIGH, longest * WIDEST));
  const radius = Math.min(10, 0.38 * (height / longest));
  const air = radius + 5;
  const pitches = rows.map((count) => Math.min(height / count, 1.2 * WIDEST));
  const sides = [
    { names: inputs, pitch: pitches[0] },
    { names: outputs, pitch: pitches[layers.length] },
  ];
  const cut = namesBeside(layers.length, air, sides);
  const [left, right] = cut.map((names) => air + Math.max(...names.flat().map(textWidth)));
  const gap = (WIDTH - left - right) / layers.length;
  const columns = counts.map((count, n) => {
    const pitch = pitches[n];
    const top = (height - pitch * (rows[n] - 1)) / 2;
    const units = Array.from({ length: count }, (_, row) => top + row * pitch);
    return { x: left + n * gap, units, one: rows[n] > count ? top + count * pitch : null };
  });
  return { height, radius, gap, columns, inputs: cut[0], outputs: cut[1] };
}

/**
 * The two ends of a weight's line.
 * @param {Layout} layout
 * @param {Link} link
 * @returns {Segment}
 */
export function segmentOf({ columns }, { layer, from, to }) {
  const [before, after] = [columns[layer], columns[layer + 1]];
  return [before.x, from < 0 ? (before.one ?? 0) : before.units[from], after.x, after.units[to]];
}

/**
 * How far a place is from a line.
 * @param {Segment} segment
 * @param {number} x
 * @param {number} y
 */
function distance([x1, y1, x2, y2], x, y) {
  const [right, down] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * right + (y - y1) * down) / (right * right + down * down);
  const held = Math.min(1, Math.max(0, along));
  return Math.hypot(x - x1 - held * right, y - y1 - held * down);
}

/**
 * The line nearest to a place, −1 where none is within reach.
 * @param {Segment[]} segments
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function nearest(segments, x, y, reach) {
  let [found, least] = [-1, reach];
  segments.forEach((segment, n) => {
    const away = distance(segment, x, y);
    if (away <= least) [found, least] = [n, away];
  });
  return found;
}

/**
 * Where the labels of two lines stand, as far from each other as they can.
 * @param {Segment[]} segments
 */
export function labelPlaces(segments) {
  const choices = segments.map(([x1, y1, x2, y2]) => BESIDE.map((t) => [x1 + t * (x2 - x1), y1 + t * (y2 - y1)]));
  if (choices.length < 2) return choices.map((places) => places[1]);
  const [first, second] = choices;
  const pairs = first.flatMap((one) => second.map((other) => [one, other]));
  const apart = ([[x1, y1], [x2, y2]] = pairs[0]) => Math.hypot((x1 - x2) / 2, y1 - y2); // words are wide
  return pairs.reduce((best, pair) => (apart(pair) > apart(best) + 1e-9 ? pair : best));
}

/**
 * How thick the line of a weight is, by its size against the largest; the root, so that small ones are seen beside it.
 * @param {number} value
 * @param {number} largest
 * @param {number} count of all the lines
 */
export function thickness(value, largest, count) {
  const thickest = count > CROWD ? 2.8 : 5.5;
  if (Number.isNaN(value) || value === 0) return THINNEST;
  const share = Math.min(1, Math.sqrt(Math.abs(value) / largest));
  return THINNEST + (thickest - THINNEST) * (Number.isNaN(share) ? 1 : share);
}
