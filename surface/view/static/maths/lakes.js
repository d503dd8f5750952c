// A level of the error and the lakes below it: the ground between the samples is bilinear, as the map draws the water.
// Pure.

export const STOPS = 200; // of the level, from the lowest to the highest of interest
const BEYOND = 0.1; // of the way to the highest saddle: the level goes on so far, so that it is seen to be passed
const FLOOR = 1e-12; // of the largest error: on a logarithmic scale nothing is drawn below
const NEAR = 2; // steps of the grid by which a saddle and the place where two lakes join lie apart at most
const RISE_SECONDS = 6;
const REST_SECONDS = 0.7; // for which rising water rests where lakes meet, to be read
const STRIDES = 10; // in which it rises where the reader wants no motion

/** @typedef {{ low: number, top: number, logarithmic: boolean }} LevelRange */
/** @typedef {{ w: number[], error: number }} Meeting */
/** @typedef {{ at: number, rest: number }} Rising */

/**
 * What there is to know of all levels at once, as errors in ascending order: where a lake begins, where two become one
 * (and in which steps of the grid), where a lake first touches the window's edge, and where two that do become one.
 * @typedef {Object} Lakes
 * @property {number[]} begun
 * @property {number[]} joined
 * @property {number[]} opened
 * @property {number[]} closed
 * @property {Pair[]} places
 */

/**
 * Cells through whose middle water passes, from a corner to the one across: [error, corner, corner, i, j], ascending.
 * @param {Numbers} error
 * @param {number} columns
 * @param {number} rows
 */
function passes(error, columns, rows) {
  const found = [];
  for (let j = 0; j + 1 < rows; j++) {
    for (let i = 0; i + 1 < columns; i++) {
      const at = j * columns + i;
      const a = error[at];
      const b = error[at + 1];
      const c = error[at + columns];
      const d = error[at + columns + 1];
      const across = Math.max(a, d) < Math.min(b, c);
      if (!across && !(Math.max(b, c) < Math.min(a, d))) continue;
      if (![a, b, c, d].every(Number.isFinite)) continue;
      const [from, to] = across ? [at, at + columns + 1] : [at + 1, at + columns];
      found.push([saddleOf(error[from], error[to], across ? b : a, across ? c : d), from, to, i + 0.5, j + 0.5]);
    }
  }
  return found.sort((one, other) => one[0] - other[0]);
}

// The error at a cell's own saddle, between two low corners and two high ones.
/** @param {number} low @param {number} other @param {number} high @param {number} higher */
function saddleOf(low, other, high, higher) {
  const [up, upper, along] = [high - low, higher - low, other - low];
  const between = low + (up / (up + upper - along)) * upper;
  return Math.max(low, other, Math.min(high, higher, between)); // rounding leads beyond no corner
}

/**
 * The lakes of a surface at every level, in one pass over its samples from the lowest to the highest.
 * @param {{ w1: Numbers, w2: Numbers, error: Numbers }} grid
 * @returns {Lakes}
 */
export function lakesOf({ w1, w2, error }) {
  const [columns, rows] = [w1.length, w2.length];
  const order = Uint32Array.from({ length: columns * rows }, (_, n) => n)
    .filter((n) => Number.isFinite(error[n]))
    .sort((one, other) => error[one] - error[other]);
  const parent = new Int32Array(columns * rows).fill(-1); // -1: dry
  const open = new Uint8Array(columns * rows);
  /** @type {Lakes} */
  const lakes = { begun: [], joined: [], opened: [], closed: [], places: [] };

  /** @param {number} n */
  function rootOf(n) {
    while (parent[n] !== n) {
      parent[n] = parent[parent[n]];
      n = parent[n];
    }
    return n;
  }

  /** @param {number} one @param {number} other @param {number} level @param {number} i @param {number} j */
  function join(one, other, level, i, j) {
    const [into, from] = [rootOf(one), rootOf(other)];
    if (into === from) return;
    parent[from] = into;
    lakes.joined.push(level);
    lakes.places.push([i, j]);
    if (open[into] && open[from]) lakes.closed.push(level);
    open[into] ||= open[from];
  }

  const waiting = passes(error, columns, rows);
  let passed = 0;
  /** @param {number} level */
  function passBelow(level) {
    for (; passed < waiting.length && waiting[passed][0] < level; passed++) {
      const [at, one, other, i, j] = waiting[passed];
      join(one, other, at, i, j);
    }
  }

  for (const n of order) {
    const [i, j, level] = [n % columns, Math.floor(n / columns), error[n]];
    passBelow(level);
    parent[n] = n;
    lakes.begun.push(level);
    open[n] = Number(i === 0 || j === 0 || i === columns - 1 || j === rows - 1);
    if (open[n]) lakes.opened.push(level);
    if (i > 0 && parent[n - 1] >= 0) join(n - 1, n, level, i, j);
    if (i < columns - 1 && parent[n + 1] >= 0) join(n + 1, n, level, i, j);
    if (j > 0 && parent[n - columns] >= 0) join(n - columns, n, level, i, j);
    if (j < rows - 1 && parent[n + columns] >= 0) join(n + columns, n, level, i, j);
  }
  passBelow(Infinity);
  return lakes;
}

// How many of these ascending numbers lie below a level.
/** @param {number[]} ascending @param {number} level */
function below(ascending, level) {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < level) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * How many lakes there are where all ground with an error below the level is water, and how many touch the edge.
 * @param {Lakes} lakes
 * @param {number} level
 */
export function lakesAt({ begun, joined, opened, closed }, level) {
  return { count: below(begun, level) - below(joined, level), open: below(opened, level) - below(closed, level) };
}

/**
 * The saddles at which two lakes meet.
 * @param {Lakes} lakes
 * @param {{ w1: Numbers, w2: Numbers }} grid
 * @param {CriticalPoint[]} points
 * @returns {Meeting[]}
 */
export function meetingsOf({ places }, { w1, w2 }, points) {
  /** @param {Numbers} axis @param {number} value */
  const stepsAlong = (axis, value) => ((value - axis[0]) / (axis[axis.length - 1] - axis[0])) * (axis.length - 1);
  return saddles(points).filter(({ w }) => {
    const [i, j] = [stepsAlong(w1, w[0]), stepsAlong(w2, w[1])];
    return places.some(([across, up]) => Math.abs(across - i) <= NEAR && Math.abs(up - j) <= NEAR);
  });
}

/** @param {CriticalPoint[]} points */
const saddles = (points) =>
  points.flatMap(({ kind, w, error }) => (kind === "saddle" && error !== null ? [{ w, error }] : []));

/**
 * The levels of interest: from the lowest sample to a little above the highest saddle, or to the largest sample.
 * @param {Numbers} error
 * @param {CriticalPoint[]} points
 * @param {Scale} scale
 * @returns {LevelRange}
 */
export function levelRange(error, points, scale) {
  let [low, least, largest] = [Infinity, Infinity, -Infinity]; // least: above 0
  for (const e of error) {
    if (!Number.isFinite(e)) continue;
    low = Math.min(low, e);
    largest = Math.max(largest, e);
    if (e > 0) least = Math.min(least, e);
  }
  if (low > largest) return { low: 0, top: 0, logarithmic: false };
  const logarithmic = scale === "log" && least < Infinity;
  const range = { low: logarithmic ? Math.max(least, FLOOR * largest) : low, top: largest, logarithmic };
  const highest = Math.max(...saddles(points).map((saddle) => saddle.error));
  if (highest > range.low) range.top = Math.min(largest, between({ ...range, top: highest }, 1 + BEYOND));
  return range;
}

/** @param {LevelRange} range @param {number} share */
function between({ low, top, logarithmic }, share) {
  return logarithmic ? low * (top / low) ** share : low + share * (top - low);
}

/**
 * The level at a stop: even in the error, or in its logarithm.
 * @param {LevelRange} range
 * @param {number} stop
 */
export const levelAt = (range, stop) => (stop === STOPS ? range.top : between(range, stop / STOPS));

/**
 * The stop nearest to a level.
 * @param {LevelRange} range
 * @param {number} level
 */
export function stopAt({ low, top, logarithmic }, level) {
  if (!(top > low)) return 0;
  const held = Math.min(top, Math.max(low, level));
  const share = logarithmic ? Math.log(held / low) / Math.log(top / low) : (held - low) / (top - low);
  return Math.round(STOPS * share);
}

/**
 * Rising water some seconds later: at which stop, with a fraction, and how long it still rests there.
 * @param {Rising} rising
 * @param {number} seconds
 * @param {number[]} stops at which lakes meet
 * @returns {Rising}
 */
export function risen({ at, rest }, seconds, stops) {
  if (rest > 0) return { at, rest: rest - seconds };
  const next = Math.min(STOPS, at + (seconds * STOPS) / RISE_SECONDS);
  const met = Math.min(...stops.filter((stop) => stop > at && stop <= next));
  return Number.isFinite(met) ? { at: met, rest: REST_SECONDS } : { at: next, rest: 0 };
}

/**
 * The stop that is shown of rising water: every one, or, in strides, a few of them and those at which lakes meet.
 * @param {Rising} rising
 * @param {boolean} inStrides
 */
export function shownStop({ at, rest }, inStrides) {
  if (rest > 0 || !inStrides) return Math.floor(at);
  const stride = STOPS / STRIDES;
  return stride * Math.floor(at / stride);
}
