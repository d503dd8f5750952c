// What the surface is at one point: its two weights, the error and the length of the gradient,
// in a line that never jumps.

import { element, setAttribute, setText } from "../base/dom.js";
import { formatFixed, formatNumber } from "../base/format.js";
import { evaluatorOf, hasNetwork, heightName } from "../maths/evaluator.js";
import { heightAt, heightField } from "../surface3d/hidden.js";

/** @type {Record<string, string>} */
const POINT_KINDS = { lowest: "lowest minimum", minimum: "local minimum", saddle: "saddle", maximum: "maximum" };
const ABOUT = "≈ "; // read between the samples of a function, which the page cannot work out

/**
 * The decimals that tell a thousandth of a width.
 * @param {number} width
 */
function decimalsFor(width) {
  return 2 - Math.floor(Math.log10(width));
}

/**
 * A number with that many decimals; below zero, with so many zeros before its point.
 * @param {number} value
 * @param {number} decimals
 */
function roundedTo(value, decimals) {
  if (decimals >= 0) return Number(value.toFixed(Math.min(decimals, 20)));
  return Math.round(value / 10 ** -decimals) * 10 ** -decimals;
}

/**
 * A place on the surface, rounded to what is printed of it: [w1, w2].
 * @param {{ w1: Numbers, w2: Numbers }} grid
 * @param {number[]} w
 * @returns {Pair}
 */
export function printedPlace({ w1, w2 }, w) {
  /** @param {Numbers} axis @param {number} value */
  const printed = (axis, value) => roundedTo(value, decimalsFor(axis[axis.length - 1] - axis[0]));
  return [printed(w1, w[0]), printed(w2, w[1])];
}

/**
 * What is read at a place as it is printed: { w: texts, error, slope }, exact for those very weights; of a function,
 * which the page cannot work out, about the error and no slope.
 * @param {Scene} scene
 * @param {number[]} w
 */
function readingAt(scene, w) {
  const place = printedPlace(scene.surface, w);
  const decimals = [scene.surface.w1, scene.surface.w2].map((axis) =>
    Math.max(0, decimalsFor(axis[axis.length - 1] - axis[0])),
  );
  return { w: place.map((value, n) => formatFixed(value, decimals[n])), ...heightAndSlope(scene, place) };
}

/** @param {Scene} scene @param {Pair} place */
function heightAndSlope(scene, place) {
  if (!hasNetwork(scene)) {
    const { w1, w2, error } = scene.surface;
    return { error: ABOUT + formatNumber(heightAt(heightField(w1, w2, error), ...place)), slope: "" };
  }
  const slopes = [0, 0];
  const error = evaluatorOf(scene).gradient(...place, slopes);
  return { error: formatNumber(error), slope: formatNumber(Math.hypot(...slopes)) };
}

/**
 * The line above the map. `show(scene, probe)`: a probe is { w } or { w, point }, a critical point that is pointed at.
 */
export function readoutLine() {
  const cells = Object.fromEntries(["w1", "w2", "error", "slope"].map((name) => [name, cell()]));
  const kind = element("span", { class: "readout-kind" });
  const numbers = element("span", { class: "readout-numbers" }, ...Object.values(cells).map(({ node }) => node), kind);
  const hint = element("span", { class: "readout-hint" });
  const line = element("p", { class: "map-readout" }, numbers, hint);
  let drawnKey = "";
  /** @type {DataPoints | null} */
  let data = null;

  function cell() {
    const name = element("span", { class: "readout-name" });
    const value = element("span", { class: "readout-value" });
    return { node: element("span", { class: "readout-cell" }, name, " = ", value), name, value };
  }

  /** @param {Scene} scene @param {Probe} probe */
  function fill(scene, { w, point }) {
    const read = point
      ? { w: point.w.map((value) => formatNumber(value)), error: formatNumber(point.error ?? NaN), slope: "" }
      : readingAt(scene, w);
    /** @param {string} name @param {string} sign @param {string} text */
    const put = (name, sign, text) => {
      setText(cells[name].name, sign);
      setText(cells[name].value, text);
    };
    put("w1", scene.names[0], read.w[0]);
    put("w2", scene.names[1], read.w[1]);
    put("error", "E", read.error);
    put("slope", "|∇E|", read.slope);
    cells.slope.node.hidden = !read.slope;
    setText(kind, point ? POINT_KINDS[point.lowest ? "lowest" : point.kind] : "");
  }

  return {
    line,
    /** @param {Scene} scene @param {Probe | null} probe */
    show(scene, probe) {
      const key = probe ? `${probe.w} ${probe.point?.w ?? ""}` : "";
      if (key === drawnKey && data === scene.data) return;
      [drawnKey, data] = [key, scene.data];
      numbers.hidden = !probe;
      hint.hidden = Boolean(probe);
      setText(hint, `Point at the map or surface to read the ${heightName(scene)}.`);
      if (probe) fill(scene, probe);
      setAttribute(line, "data-reading", Boolean(probe));
    },
    /**
     * Whether what is read is also said: where the crosshair is moved by keys.
     * @param {boolean} aloud
     */
    speak(aloud) {
      setAttribute(line, "aria-live", aloud ? "polite" : "off");
    },
  };
}
