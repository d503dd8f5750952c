// Scales and ticks of a small chart. Pure.

import { formatTick, raised } from "./format.js";

const MOST_TICKS = 8;

/**
 * How many ticks there is room for along these pixels, at one in so many.
 * @param {number} pixels
 * @param {number} spacing
 */
export function tickCount(pixels, spacing) {
  return Math.max(1, Math.min(MOST_TICKS, pixels / spacing));
}

/**
 * Round tick values inside [low, high], about `count` of them, and their spacing.
 * @param {Numbers} range
 * @param {number} count
 */
export function linearTicks([low, high], count) {
  const rough = (high - low) / Math.max(1, count);
  const decade = 10 ** Math.floor(Math.log10(rough));
  const spacing = decade * ([1, 2, 5].find((lead) => lead * decade >= rough * 0.999) ?? 10);
  const values = [];
  for (let i = Math.ceil(low / spacing - 1e-9); i * spacing <= high + 1e-9 * spacing; i++) values.push(i * spacing);
  return { spacing, ticks: values.map((value) => ({ value, label: formatTick(value, spacing) })) };
}

/**
 * Ticks at powers of ten inside [low, high], about `count` of them.
 * @param {Numbers} range
 * @param {number} count
 */
export function logTicks([low, high], count) {
  const from = Math.ceil(Math.log10(low) - 1e-9);
  const to = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((to - from + 1) / Math.max(1, count)));
  const ticks = [];
  for (let exponent = from; exponent <= to; exponent += stride) {
    const label = exponent === 0 ? "1" : exponent === 1 ? "10" : `10${raised(exponent)}`;
    ticks.push({ value: 10 ** exponent, label });
  }
  return { ticks };
}

/**
 * Ticks as the marks of a chart's axis: [{ at, label }], in pixels.
 * @param {{ ticks: Tick[] }} ticked
 * @param {ToPixels} scale
 */
export function marksAlong({ ticks }, scale) {
  return ticks.map(({ value, label }) => ({ at: scale(value), label }));
}

/**
 * A map from [low, high] to pixels [from, to]; with `log` even in the logarithm, what is not positive at the low end.
 * @param {Numbers} range
 * @param {Numbers} pixels
 * @param {boolean} [log]
 * @returns {ToPixels}
 */
export function axisScale([low, high], [from, to], log = false) {
  /** @type {ToPixels} */
  const along = log ? (value) => Math.log10(Math.max(value, low)) : (value) => value;
  const start = along(low);
  const span = along(high) - start || 1;
  return (value) => from + ((along(value) - start) / span) * (to - from);
}

/**
 * An interval with a little air at both ends, and never without width.
 * @param {Numbers} range
 * @param {number} [share]
 */
export function padded([low, high], share = 0.06) {
  const air = (high - low) * share || Math.abs(low) * share || 1;
  return [low - air, high + air];
}
