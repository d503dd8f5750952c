// Figures as they come from Python, made ready: the samples put in, the colours of the theme put on.

import { readColour } from "../base/colours.js";
import { bandOf } from "../maths/relief.js";

/**
 * The figure with the sampled arrays, sent only once, put into the trace that was left without them.
 * @param {Figure} figure
 * @param {Surface} surface
 */
export function hydrated(figure, surface) {
  const data = figure.data.map((trace) =>
    trace.meta === "grid" && !trace.z ? { ...trace, ...gridArrays(trace, figure, surface) } : trace,
  );
  return { data, layout: structuredClone(figure.layout) };
}

/** @param {PlotlyValue} trace @param {Figure} figure @param {Grid} grid */
function gridArrays(trace, figure, { w1, w2, error }) {
  const { knots, hollows, scale } = figure.layout.meta;
  if (trace.contours?.coloring === "none")
    return { x: w1, y: w2, z: rowsOf(shade(error, [knots[0], ...hollows, knots[knots.length - 1]]), w1.length) };
  const shades = rowsOf(shade(error, knots), w1.length);
  const heights = () => rowsOf(heightsOf(error, scale), w1.length);
  if (trace.type === "surface") return { x: w1, y: w2, z: heights(), surfacecolor: shades };
  return { x: w1, y: w2, z: shades, customdata: rowsOf(error, w1.length) };
}

/**
 * Whether there is any surface to draw: four samples next to each other at which the error is finite.
 * @param {Grid} given
 */
export function hasGround({ w1, error }) {
  const width = w1.length;
  const corners = [0, 1, width, width + 1];
  return error.some((_, n) => n % width < width - 1 && corners.every((corner) => Number.isFinite(error[n + corner])));
}

/** The ground of the map where samples are not finite: as the legend has it, and no shade of the error. */
const MISSING_ERROR = "#c9a9b4";

/**
 * How many levels lie below each error, with fractions; NaN where the error is not finite. As figures.shade has it.
 * @param {Float64Array} error
 * @param {Numbers} knots
 */
export function shade(error, knots) {
  const last = knots.length - 1;
  return Float64Array.from(error).map((e) => {
    if (!Number.isFinite(e)) return NaN;
    if (e <= knots[0] || last < 1) return 0;
    if (e >= knots[last]) return last;
    const low = bandOf(e, knots);
    return low + (e - knots[low]) / (knots[low + 1] - knots[low]);
  });
}

/**
 * What is drawn upwards: the error, NaN where it is not finite, held above a floor where the axis is logarithmic.
 * @param {Float64Array} error
 * @param {Scale} scale
 */
export function heightsOf(error, scale) {
  const floor =
    scale === "log" ? 1e-12 * (error.reduce((top, e) => (Number.isFinite(e) && e > top ? e : top), 0) || 1) : -Infinity;
  return Float64Array.from(error).map((e) => (Number.isFinite(e) ? Math.max(e, floor) : NaN));
}

/** @param {Float64Array} flat @param {number} width */
function rowsOf(flat, width) {
  return Array.from({ length: flat.length / width }, (_, j) => flat.subarray(j * width, (j + 1) * width));
}

/**
 * The figure in the colours of the theme, and as large; the map's plot area keeps its light ground.
 * @param {Figure} given
 * @param {Theme} theme
 */
export function dressed({ data, layout }, theme) {
  if (theme.enlarged > 1) return dressed(enlarged({ data, layout }, theme.enlarged), { ...theme, enlarged: 1 });
  const text = plainColour(theme.text);
  const grid = plainColour(theme.grid);
  layout.modebar = { bgcolor: "rgba(0,0,0,0)", color: text, activecolor: text, orientation: "h" };
  layout.font = { ...layout.font, color: text, family: theme.font };
  if (
    layout.xaxis &&
    data.some((trace) => trace.customdata?.some((/** @type {number[]} */ row) => !row.every(Number.isFinite)))
  )
    layout.plot_bgcolor = MISSING_ERROR;
  for (const axis of [layout.xaxis, layout.yaxis]) if (axis) Object.assign(axis, { tickcolor: grid, color: text });
  for (const name of ["xaxis", "yaxis", "zaxis"]) {
    if (layout.scene) Object.assign(layout.scene[name], { color: text, gridcolor: grid });
  }
  layout.showlegend = false; // the page around explains the marks in words of its own
  return { data, layout };
}

/**
 * The figure without its own labels, colour bar and points: the view reads out and draws them itself.
 * @param {Figure} given
 */
export function quiet({ data, layout }) {
  const grids = data.filter((trace) => trace.meta === "grid");
  return {
    data: grids.map((trace) => ({ ...trace, hoverinfo: "skip", hovertemplate: null, showscale: false })),
    layout,
  };
}

/**
 * The figure with larger labels.
 * @param {Figure} given
 * @param {number} factor
 */
function enlarged({ data, layout }, factor) {
  /** @param {PlotlyValue} font @param {number} usual */
  const grow = (font, usual) => ({ ...font, size: factor * (font?.size ?? usual) });
  layout.font = grow(layout.font, 13);
  const { xaxis, yaxis, zaxis } = layout.scene ?? layout;
  for (const axis of [xaxis, yaxis, zaxis]) if (axis) axis.tickfont = grow(axis.tickfont, 12);
  layout.margin.l *= factor;
  return { data, layout };
}

/**
 * Any colour that CSS knows as rgba(), which is all that Plotly knows.
 * @param {string} colour
 */
function plainColour(colour) {
  const [red, green, blue, alpha] = readColour(colour);
  return `rgba(${red},${green},${blue},${(alpha / 255).toFixed(3)})`;
}
