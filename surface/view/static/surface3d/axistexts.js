// The numbers and names of the axes in 3D, upright beside the edges of their box: never two on one another, never
// outside the picture. Pure but for the drawing.

import { linearTicks, logTicks } from "../base/axes.js";
import { widthOfText, write } from "../base/lettering.js";
import { pixels } from "./projection.js";

const GAP = 7; // pixels between an edge and its numbers
const APART = 3; // pixels at least between two texts
const SHORT = 36; // pixels: an edge that is seen shorter than that says nothing
const MOST = [6, 6, 5]; // numbers about, along each axis
const LEAST_DECADES = 1.5; // for powers of ten to be enough numbers
const ALONG = [0.5, 0.38, 0.62, 0.26, 0.74, 0.14, 0.86]; // of an edge: where its name stands, the first that is free
const LEFTWARD = 0.05; // pixels down that are worth one to the left: of two edges as low the left one is taken
const LEAST_TYPE = 12; // pixels

/** @typedef {{ ranges: Pair[], ticks: Tick[][], names: string[] }} Axes3d */
/** @typedef {{ width: number, height: number, name: boolean, axis: number }} AxisSize */
/** @typedef {{ text: string, x: number, y: number } & AxisSize} AxisText */

/**
 * The axes of a surface: their ranges in units of the plot, their ticks (value in the same units) and their names.
 * @param {Ground} ground
 * @param {Scale} scale
 * @param {string[]} names
 * @returns {Axes3d}
 */
export function axesOf({ field, low, top, back }, scale, names) {
  /** @type {Pair[]} */
  const ranges = [
    [field.left, field.right],
    [field.near, field.far],
    [low, top],
  ];
  const across = ranges.slice(0, 2).map((range, n) => linearTicks(range, MOST[n]).ticks);
  return { ranges, ticks: [...across, upTicks(ranges[2], scale, back)], names };
}

/** @param {Pair} range @param {Scale} scale @param {(height: number) => number} back */
function upTicks([low, top], scale, back) {
  if (!(top > low)) return [];
  if (scale === "linear") return linearTicks([low, top], MOST[2]).ticks;
  const { ticks } = (top - low >= LEAST_DECADES ? logTicks : linearTicks)([back(low), back(top)], MOST[2]);
  return ticks.filter(({ value }) => value > 0).map(({ value, label }) => ({ value: Math.log10(value), label }));
}

/**
 * Has Plotly draw lines at these ticks, and no text of its own.
 * @param {PlotlyValue} scene of a figure's layout
 * @param {Axes3d} axes
 * @param {Scale} scale
 */
export function silenced(scene, { ticks }, scale) {
  ["xaxis", "yaxis", "zaxis"].forEach((name, n) => {
    const tickvals = ticks[n].map(({ value }) => (n === 2 && scale === "log" ? 10 ** value : value));
    scene[name] = {
      ...scene[name],
      tickmode: "array",
      tickvals,
      showticklabels: false,
      ticks: "",
      title: { text: "" },
    };
  });
}

/** @param {AxisText} a @param {AxisText} b */
const collide = (a, b) =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 + APART && Math.abs(a.y - b.y) < (a.height + b.height) / 2 + APART / 3;

/** @param {AxisText} one @param {Box} room */
const fits = ({ x, y, width, height }, { left, top, width: w, height: h }) =>
  x - width / 2 >= left && x + width / 2 <= left + w && y - height / 2 >= top && y + height / 2 <= top + h;

/**
 * The edge of the box that an axis is read at: the lowest of those below for an axis that lies, and the leftmost for
 * the upright one. { at(t), from the value's share of the range to [x, y]; out, the way out of the box }.
 * @param {Axes3d} axes
 * @param {number} axis
 * @param {CameraView} view
 */
function edgeOf({ ranges }, axis, { matrix, box }) {
  const others = [0, 1, 2].filter((n) => n !== axis);
  /** @param {number[]} ends @param {number} t */
  const point = (ends, t) => {
    const out = [0, 0, 0];
    out[axis] = ranges[axis][0] + t * (ranges[axis][1] - ranges[axis][0]);
    others.forEach((n, k) => (out[n] = ranges[n][ends[k]]));
    return [...pixels(matrix, out, box)];
  };
  const all = [0, 1].flatMap((a) => (axis === 2 ? [0, 1] : [0]).map((b) => [a, b]));
  /** @param {number[]} ends */
  const score = (ends) => {
    const [x, y] = point(ends, 0.5);
    return axis === 2 ? -x : y - LEFTWARD * x;
  };
  const ends = all.reduce((best, one) => (score(one) > score(best) ? one : best));
  const centre = pixels(
    matrix,
    ranges.map(([from, to]) => (from + to) / 2),
    box,
  );
  const [from, to, middle] = [0, 1, 0.5].map((t) => point(ends, t));
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const normal = [(to[1] - from[1]) / length, (from[0] - to[0]) / length];
  const side = Math.sign(normal[0] * (middle[0] - centre[0]) + normal[1] * (middle[1] - centre[1])) || 1;
  return { at: (/** @type {number} */ t) => point(ends, t), length, out: normal.map((v) => side * v) };
}

/** @param {number[]} out @param {{ width: number, height: number }} size */
const reachOf = (out, { width, height }) => (Math.abs(out[0]) * width + Math.abs(out[1]) * height) / 2;

/**
 * Where the texts stand, in pixels, by their middles: names first, then the numbers that have room.
 * @param {Axes3d} axes
 * @param {CameraView} view
 * @param {Box} room
 * @param {number} size of the type, in pixels
 * @param {(text: string) => number} widthOf
 * @returns {AxisText[]}
 */
export function axisTexts(axes, view, room, size, widthOf) {
  /** @type {AxisText[]} */
  const placed = [];
  const edges = [0, 1, 2].map((axis) => edgeOf(axes, axis, view));
  /** @param {string} text @param {number} axis @param {boolean} name */
  const sized = (text, axis, name) => ({ text, axis, name, x: 0, y: 0, width: widthOf(text), height: size });
  /** @param {AxisText} text @param {number[]} at @param {number[]} out @param {number} far */
  const moved = (text, at, out, far) => ({ ...text, x: at[0] + far * out[0], y: at[1] + far * out[1] });
  const free = (/** @type {AxisText} */ one) => fits(one, room) && !placed.some((other) => collide(one, other));
  const usable = [2, 0, 1].filter((axis) => edges[axis].length >= SHORT); // what is not a number is not
  const numbers = axes.ticks.map((ticks, axis) => ticks.map(({ label }) => sized(label, axis, false)));
  for (const axis of usable) {
    const { at, out } = edges[axis];
    const name = sized(axes.names[axis], axis, true);
    const widest = Math.max(0, ...numbers[axis].map((one) => 2 * reachOf(out, one)));
    const far = GAP + widest + APART + reachOf(out, name);
    const places =
      axis === 2
        ? [moved(name, at(1), [0, -1], GAP + size / 2)]
        : ALONG.map((t) => moved(name, at(t), out, far)).map((one) => heldIn(one, room));
    const found = places.map((one) => (axis === 2 ? heldIn(one, room) : one)).find(free);
    if (found) placed.push(found);
  }
  for (const axis of usable) {
    const { at, out } = edges[axis];
    const [low, high] = axes.ranges[axis];
    axes.ticks[axis].forEach(({ value }, n) => {
      const one = numbers[axis][n];
      const text = moved(one, at((value - low) / (high - low)), out, GAP + reachOf(out, one));
      if (free(text)) placed.push(text);
    });
  }
  return placed;
}

/** @param {AxisText} text @param {Box} room */
function heldIn(text, { left, top, width, height }) {
  /** @param {number} value @param {number} low @param {number} high */
  const held = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));
  const x = held(text.x, left + text.width / 2, left + width - text.width / 2);
  return { ...text, x, y: held(text.y, top + text.height / 2, top + height - text.height / 2) };
}

/** What draws the texts of the axes; they are placed anew only where the key of what is seen is another. */
export function axisWriter() {
  /** @type {AxisText[]} */
  let texts = [];
  let placed = "";

  return {
    /**
     * @param {Pen} pen
     * @param {Axes3d} axes
     * @param {CameraView} view
     * @param {Box} room
     * @param {Theme} theme
     * @param {string} seen
     */
    draw(pen, axes, view, room, theme, seen) {
      const size = LEAST_TYPE * Math.max(1, theme.enlarged);
      const font = `${size}px ${theme.font}`;
      const key = `${seen} ${Object.values(room)} ${font} ${axes.names} ${axes.ranges}`;
      if (key !== placed) texts = axisTexts(axes, view, room, size, (text) => widthOfText(text, font));
      placed = key;
      for (const { text, x, y, name } of texts)
        write(pen, text, x, y, { font, colour: name ? theme.text : theme.muted });
    },
  };
}
