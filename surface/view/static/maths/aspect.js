// Whether a window is drawn to scale, one unit of either weight as long as one of the other. Pure.

const MOST_ASPECT = 3; // a window that is longer than so many times its width would be a sliver

/**
 * How far an axis reaches.
 * @param {Numbers} axis
 */
export const extent = (axis) => axis[axis.length - 1] - axis[0];

/**
 * Whether a window can be drawn to scale: it is at most three times as long as wide, or as wide as long.
 * @param {{ w1: Numbers, w2: Numbers }} window
 */
export function allowsEqual({ w1, w2 }) {
  const aspect = extent(w1) / extent(w2);
  return Math.max(aspect, 1 / aspect) <= MOST_ASPECT * (1 + 1e-9);
}

/**
 * Whether the map has one scale: as the reader chose, or else where the window allows it.
 * @param {Scene} scene
 */
export function isEqual({ view, surface }) {
  return view.axes === null ? allowsEqual(surface) : view.axes === "equal";
}

/**
 * The lengths of a surface's box: as its window has them where that is drawn to scale, with the same area at any rate.
 * @param {Scene} scene
 * @param {Vector} usual
 * @returns {Vector}
 */
export function boxOf(scene, { x, y, z }) {
  if (!isEqual(scene)) return { x, y, z };
  const root = Math.sqrt(extent(scene.surface.w1) / extent(scene.surface.w2));
  const side = Math.sqrt(x * y);
  return { x: side * root, y: side / root, z };
}
