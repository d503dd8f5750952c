// Data points that stand for many rows each: by how much larger they are drawn, and what is said of it.

const [SMALLEST, LARGEST] = [0.5, 2.5]; // of the size of a point that stands for as many rows as most do

/** @type {WeakMap<number[], number>} */
const means = new WeakMap();

/** @param {number[]} counts */
function meanOf(counts) {
  const mean = means.get(counts) ?? counts.reduce((sum, count) => sum + count, 0) / counts.length;
  means.set(counts, mean);
  return mean;
}

/**
 * By how much larger a data point is drawn than others: its area goes with its rows, within bounds.
 * @param {DataPoints} data
 * @param {number} point
 */
export function sizeOf({ counts }, point) {
  return counts ? Math.min(LARGEST, Math.max(SMALLEST, Math.sqrt(counts[point] / meanOf(counts)))) : 1;
}

/**
 * What the legend of a picture says of its points' size.
 * @param {DataPoints} data
 */
export const sizeWords = ({ counts }) => (counts ? ", larger for more rows" : "");
