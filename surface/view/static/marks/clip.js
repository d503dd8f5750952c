// Lines cut to a rectangle before they are stroked: a canvas walks along every dash of a line, however far outside it
// lies, and a run that diverges is 10¹³ pixels long. Pure.

/**
 * The part [t0, t1] of a segment that lies in the rectangle, or null; `rect` is [left, top, right,
 * bottom] in its units.
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 * @param {Numbers} rect
 */
export function clipped(x0, y0, x1, y1, rect) {
  let t0 = 0;
  let t1 = 1;
  const dx = x1 - x0;
  const dy = y1 - y0;
  const edges = [
    [-dx, x0 - rect[0]],
    [dx, rect[2] - x0],
    [-dy, y0 - rect[1]],
    [dy, rect[3] - y0],
  ];
  for (const [slope, room] of edges) {
    if (slope === 0) {
      if (!(room >= 0)) return null;
    } else if (slope < 0) {
      t0 = Math.max(t0, room / slope);
    } else {
      t1 = Math.min(t1, room / slope);
    }
  }
  return t0 <= t1 ? [t0, t1] : null;
}

/**
 * A line of points (2 n), each with its step (n, growing), cut to a rectangle: { xy, step, of }, a NaN between two
 * parts. What lies inside keeps its points; where the line crosses the edge it gets one of its own. `of` says of which
 * point of the whole line each is: a crossing is the later one's.
 * @param {Numbers} xy
 * @param {Numbers} step
 * @param {Numbers} rect
 */
export function clippedLine(xy, step, rect) {
  const [left, top, right, bottom] = rect;
  /** @type {number[]} */
  const outXY = [];
  /** @type {number[]} */
  const outStep = [];
  /** @type {number[]} */
  const of = [];
  const isOpen = () => outStep.length > 0 && !Number.isNaN(outXY[outXY.length - 1]);
  /** @param {number} x @param {number} y @param {number} at @param {number} n */
  const add = (x, y, at, n) => {
    // Rounding may not carry it outside.
    outXY.push(Math.min(Math.max(x, left), right), Math.min(Math.max(y, top), bottom));
    outStep.push(at);
    of.push(n);
  };
  /** @param {number} at @param {number} n */
  const cut = (at, n) => {
    if (!isOpen()) return;
    outXY.push(NaN, NaN);
    outStep.push(at);
    of.push(n);
  };
  /** @param {number} x @param {number} y */
  const isInside = (x, y) => x >= left && x <= right && y >= top && y <= bottom;
  for (let n = 0; n < step.length; n++) {
    const x1 = xy[2 * n];
    const y1 = xy[2 * n + 1];
    const x0 = n ? xy[2 * n - 2] : NaN;
    const y0 = n ? xy[2 * n - 1] : NaN;
    const part = Number.isFinite(x0 + y0 + (x1 - x0) + (y1 - y0)) ? clipped(x0, y0, x1, y1, rect) : null;
    /** @param {number} t @returns {Triple} */
    const at = (t) => [x0 + t * (x1 - x0), y0 + t * (y1 - y0), step[n - 1] + t * (step[n] - step[n - 1])];
    if (!part) {
      if (n) cut(step[n - 1], n);
      if (isInside(x1, y1)) add(x1, y1, step[n], n);
      continue;
    }
    if (!isOpen() || part[0] > 0) {
      cut(step[n - 1], n);
      add(...at(part[0]), n);
    }
    if (part[1] === 1) add(x1, y1, step[n], n);
    else {
      add(...at(part[1]), n);
      cut(at(part[1])[2], n);
    }
  }
  return { xy: Float64Array.from(outXY), step: Float64Array.from(outStep), of: Int32Array.from(of) };
}

/**
 * The edges [left, top, right, bottom] of a box with so much air around.
 * @param {Box} given
 * @param {number} [air]
 */
export function edgesOf({ left, top, width, height }, air = 0) {
  return [left - air, top - air, left + width + air, top + height + air];
}

/**
 * Which points (n) of a line lead to where an earlier part of it led already, from the same place, on the screen: a
 * run that goes to and fro for thousands of steps is stroked once. The first of them are 0, the others 1.
 * @param {Numbers} xy
 */
export function repeated(xy) {
  const out = new Uint8Array(xy.length / 2);
  const seen = new Set();
  /** @param {number} n */
  const pixel = (n) => (Math.round(xy[2 * n]) & 8191) * 8192 + (Math.round(xy[2 * n + 1]) & 8191);
  for (let n = 1; n < out.length; n++) {
    const [from, to] = [pixel(n - 1), pixel(n)];
    const key = Math.min(from, to) * 67108864 + Math.max(from, to);
    if (seen.has(key)) out[n] = 1;
    else seen.add(key);
  }
  return out;
}

/**
 * The pixels of line that are stroked of points (2 n), but for the parts that are `again` there.
 * @param {Numbers} xy
 * @param {Uint8Array} again
 */
export function lengthOf(xy, again) {
  let length = 0;
  for (let n = 1; n < again.length; n++) {
    const part = Math.hypot(xy[2 * n] - xy[2 * n - 2], xy[2 * n + 1] - xy[2 * n - 1]);
    if (!again[n] && part > 0) length += part;
  }
  return length;
}

/**
 * Adds a cut line to the path under the pen, without what is `again` there.
 * @param {Pen | Path2D} pen
 * @param {{ xy: Numbers, step: Numbers, again?: Uint8Array }} line
 */
export function trace(pen, { xy, step, again }) {
  for (let n = 0, open = false; n < step.length; n++) {
    const x = xy[2 * n];
    const y = xy[2 * n + 1];
    if (!open || Number.isNaN(x) || again?.[n]) pen.moveTo(x, y);
    else pen.lineTo(x, y);
    open = !Number.isNaN(x);
  }
}
