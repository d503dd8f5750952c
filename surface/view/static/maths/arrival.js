// When a run arrives, and how all runs are stretched so that they arrive together. Pure.

const ARRIVED = 0.01; // of the window's width, as basins have it

/**
 * The first step from which a path (2 (k + 1)) stays within 1 % of the window's width of its end; at least 1.
 * @param {Numbers} w
 * @param {Numbers} size
 */
export function arrivalOf(w, [width, height]) {
  const last = w.length / 2 - 1;
  for (let k = last - 1; k >= 0; k--) {
    const away = Math.hypot((w[2 * k] - w[2 * last]) / width, (w[2 * k + 1] - w[2 * last + 1]) / height);
    if (!(away <= ARRIVED)) return k + 1;
  }
  return Math.min(1, last) || 1;
}

/**
 * The window's width and height.
 * @param {{ w1: Numbers, w2: Numbers }} grid
 */
export function windowOf({ w1, w2 }) {
  return [w1[w1.length - 1] - w1[0], w2[w2.length - 1] - w2[0]];
}
