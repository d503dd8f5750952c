// The error of one data point alone, ½ Σ (y − ŷ)² over its outputs: its own surface, with the runs laid upon it.

import { channelsOf, cssColour, mixed } from "../base/colours.js";
import { formatSetting } from "../base/format.js";
import { drawnEvaluatorOf } from "./evaluator.js";
import { knotsOf } from "./relief.js";

/** @typedef {{ surface: Surface, data: DataPoints }} OnePoint */

/** @type {WeakMap<Float64Array, Map<string, OnePoint>>} */
const cache = new WeakMap(); // by the sampled errors of the whole surface: point and scale -> what it is alone

/** A colour scale of Plotly's: shares from 0 to 1, each with its colour. */
/** @typedef {[number, string][]} ColourScale */

/**
 * The error of one data point, sampled where a surface is.
 * @param {{ w1: Numbers, w2: Numbers }} grid
 * @param {Evaluator} evaluator
 */
export function sampledPoint({ w1, w2 }, evaluator) {
  const error = new Float64Array(w1.length * w2.length);
  for (let j = 0, n = 0; j < w2.length; j++)
    for (let i = 0; i < w1.length; i++, n++) error[n] = evaluator.error(w1[i], w2[j]);
  return error;
}

/** @param {DataPoints} data @param {number} point */
const pointData = (data, point) => ({
  ...data,
  inputs: [data.inputs[point]],
  targets: [data.targets[point]],
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

/** @param {number[]} knots */
function barTicks(knots) {
  const stride = Math.max(1, Math.floor(knots.length / 7));
  const places = knots.map((_, n) => n).filter((n) => n % stride === 0);
  return { tickvals: places, ticktext: places.map((n) => formatSetting(Number(knots[n].toPrecision(3)))) };
}

// A figure of the whole surface, for other levels; the marks of its critical points are not this surface's.
/** @param {Figure} figure @param {number[]} knots @param {ColourScale} colours @param {string} name */
function figureFor({ data, layout }, knots, colours, name) {
  const count = Math.max(knots.length - 1, 1);
  /** @param {PlotlyValue} trace */
  const dress = (trace) => {
    if (trace.type === "surface") return { ...trace, cmax: count, colorscale: bandedScale(colours, count) };
    const contours = { ...trace.contours, end: Math.max(count - 1, 1) };
    return {
      ...trace,
      zmax: count,
      contours,
      colorbar: {
        ...trace.colorbar,
        title: { ...trace.colorbar.title, text: `${name}<br>dark = large` },
        ...barTicks(knots),
      },
    };
  };
  const grids = data.filter((trace) => trace.meta === "grid").map(dress);
  const own = { data: grids, layout: { ...layout, meta: { ...layout.meta, knots } } };
  if (layout.scene)
    own.layout.scene = {
      ...layout.scene,
      zaxis: { ...layout.scene.zaxis, title: { ...layout.scene.zaxis.title, text: "its error" } },
    };
  return own;
}

/**
 * A data point by itself: { surface, data }, the surface of the same window.
 * @param {Scene} scene
 * @param {number} point
 * @returns {OnePoint}
 */
export function alone(scene, point) {
  const { surface, scale } = scene;
  const key = `${point} ${scale}`;
  const name = `error of point ${point + 1}`;
  const made = cache.get(surface.error) ?? new Map();
  cache.set(surface.error, made);
  const known = made.get(key);
  if (known) return known;
  const data = pointData(scene.data, point);
  const error = sampledPoint(surface, drawnEvaluatorOf({ network: scene.network, data }));
  const knots = knotsOf(error, scale);
  const colours = surface.map.data.find((trace) => trace.meta === "grid").colorscale;
  const figures = {
    figure3d: figureFor(surface.figure3d, knots, colours, name),
    map: figureFor(surface.map, knots, colours, name),
  };
  const own = { surface: { ...surface, ...figures, error, key: `${surface.key} point ${point}` }, data };
  made.set(key, own);
  return own;
}

/**
 * The scene as the two big pictures show it: the whole error, or that of the data point that the reader chose.
 * @param {Scene} scene
 */
export function pictured(scene) {
  const { point } = scene.view;
  if (point === null) return scene;
  const own = alone(scene, point);
  const evaluator = drawnEvaluatorOf({ network: scene.network, data: own.data });
  /** @param {Run} run */
  const laid = (run) => ({
    ...run,
    error: Float64Array.from(run.error, (_, k) => evaluator.error(run.w[2 * k], run.w[2 * k + 1])),
  });
  return { ...scene, ...own, points: [], region: null, runs: scene.runs.map(laid) };
}
