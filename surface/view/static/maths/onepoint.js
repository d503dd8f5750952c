// What the two big pictures show of a scene: its contour levels as the reader chose, and the error of all data or of
// one data point alone, ½ Σ (y − ŷ)² over its outputs, with the runs laid upon it.

import { channelsOf, cssColour, mixed } from "../base/colours.js";
import { drawnEvaluatorOf } from "./evaluator.js";
import { knotsOf } from "./relief.js";
import { sampled } from "./sampling.js";

/** @typedef {{ surface: Surface, data: DataPoints }} OnePoint */

/** @type {WeakMap<Float64Array, Map<string, OnePoint>>} */
const cache = new WeakMap(); // by the sampled errors of the whole surface: point and scale -> what it is alone

/** A colour scale of Plotly's: shares from 0 to 1, each with its colour. */
/** @typedef {[number, string][]} ColourScale */

/** @param {DataPoints} data @param {number} point */
const pointData = (data, point) => ({
  ...data,
  inputs: [data.inputs[point]],
  targets: [data.targets[point]],
  counts: data.counts && [data.counts[point]],
  unexplained: 0,
  whole: null,
  count: 1,
});

/** @param {ColourScale} scale @param {number} at */
function colourAt(scale, at) {
  const n = Math.max(
    1,
    scale.findIndex(([place]) => place >= at),
  );
  const [[from, low], [to, high]] = [scale[n - 1], scale[n]];
  return cssColour(mixed(channelsOf(low), channelsOf(high), (at - from) / (to - from)));
}

/**
 * A colour scale in `count` bands of one colour each.
 * @param {ColourScale} scale
 * @param {number} count
 */
export function bandedScale(scale, count) {
  /** @param {number} n */
  const fill = (n) => colourAt(scale, (n + 0.5) / count);
  return Array.from({ length: count }, (_, n) => [
    [n / count, fill(n)],
    [(n + 1) / count, fill(n)],
  ]).flat();
}

/** @param {PlotlyValue} trace */
const isGround = (trace) => trace.meta === "grid" && trace.contours?.coloring !== "none";

/**
 * A figure with other contour levels: without the dashed lines and the marks, which belong to its own.
 * @param {Figure} figure
 * @param {number[]} knots
 * @param {ColourScale} colours
 * @returns {Figure}
 */
function withLevels({ data, layout }, knots, colours) {
  const count = Math.max(knots.length - 1, 1);
  /** @param {PlotlyValue} trace */
  const dress = (trace) =>
    trace.type === "surface"
      ? { ...trace, cmax: count, colorscale: bandedScale(colours, count) }
      : { ...trace, zmax: count, contours: { ...trace.contours, end: Math.max(count - 1, 1) } };
  return {
    data: data.filter(isGround).map(dress),
    layout: { ...layout, meta: { ...layout.meta, knots, hollows: [] } },
  };
}

/** @param {Surface} surface @returns {ColourScale} */
const coloursOf = (surface) => surface.map.data.find(isGround).colorscale;

/**
 * The two figures of a surface with other levels.
 * @param {Surface} surface
 * @param {number[]} knots
 */
export function figuresWith(surface, knots) {
  const colours = coloursOf(surface);
  return { figure3d: withLevels(surface.figure3d, knots, colours), map: withLevels(surface.map, knots, colours) };
}

/** @type {WeakMap<Surface, Surface>} */
const byArea = new WeakMap();

/**
 * A surface with its levels spaced as the reader chose.
 * @param {Surface} surface
 * @param {Spacing} levels
 */
function spaced(surface, levels) {
  if (levels === "even") return surface;
  const knots = surface.map.layout.meta.by_area;
  const other = byArea.get(surface) ?? { ...surface, ...figuresWith(surface, knots), key: `${surface.key} ${levels}` };
  byArea.set(surface, other);
  return other;
}

/**
 * A data point by itself: { surface, data }, the surface of the same window.
 * @param {Scene} scene
 * @param {number} point
 * @returns {OnePoint}
 */
export function alone(scene, point) {
  const { surface, scale } = scene;
  const { levels } = scene.view;
  const key = `${point} ${scale} ${levels}`;
  const made = cache.get(surface.error) ?? new Map();
  cache.set(surface.error, made);
  const known = made.get(key);
  if (known) return known;
  const data = pointData(scene.data, point);
  const error = sampled(surface, drawnEvaluatorOf({ network: scene.network, data }));
  const figures = figuresWith(surface, knotsOf(error, scale, levels));
  const { scene: axes } = figures.figure3d.layout;
  const zaxis = { ...axes.zaxis, title: { ...axes.zaxis.title, text: "its error" } };
  figures.figure3d.layout.scene = { ...axes, zaxis };
  const own = { surface: { ...surface, ...figures, error, key: `${surface.key} point ${point} ${levels}` }, data };
  made.set(key, own);
  return own;
}

/**
 * The scene as the two big pictures show it: the whole error, or that of the data point that the reader chose.
 * @param {Scene} scene
 */
export function pictured(scene) {
  const { point, levels } = scene.view;
  if (point === null) return levels === "even" ? scene : { ...scene, surface: spaced(scene.surface, levels) };
  const own = alone(scene, point);
  const evaluator = drawnEvaluatorOf({ network: scene.network, data: own.data });
  /** @param {Run} run */
  const laid = (run) => ({
    ...run,
    error: Float64Array.from(run.error, (_, k) => evaluator.error(run.w[2 * k], run.w[2 * k + 1])),
  });
  return { ...scene, ...own, points: [], region: null, runs: scene.runs.map(laid) };
}
