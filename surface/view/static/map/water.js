// Water over the map: all ground whose error lies below a level, with its shore, bilinear between the samples.

import { WATER } from "../base/colours.js";
import { element, penOf } from "../base/dom.js";
import { density, inkKey } from "../base/inking.js";
import { layOver } from "./layercanvas.js";

const MOST_PIXELS = 400; // across and down: the page scales the picture up
const FILL = [...WATER, 0.45]; // red, green, blue and how much they cover
const SHORE = [13, 48, 87, 0.95];
const SHORE_PIXELS = 1.3;
const RIPPLE = [214, 232, 250, 0.6];
const TONES = 64; // between dry ground and open water
const [DRY, DEEP] = [-0.5, SHORE_PIXELS + 0.5]; // pixels from the shore

const FLAT = 1e-300; // of the error between two pixels: no less is divided by

/** @typedef {{ level: Float64Array, perLevel: Float64Array }} Depths */

/**
 * Where the pixels of an axis lie between its samples: the sample before, and the share of the way to the next; the
 * sample is -1 outside the window.
 * @param {Numbers} axis
 * @param {number} from
 * @param {number} to
 * @param {number} size
 */
function placesOn(axis, from, to, size) {
  const last = axis.length - 1;
  const sample = new Int32Array(size);
  const share = new Float64Array(size);
  for (let n = 0; n < size; n++) {
    const place = ((from + ((n + 0.5) / size) * (to - from) - axis[0]) / (axis[last] - axis[0])) * last;
    sample[n] = place >= 0 && place <= last ? Math.min(Math.floor(place), last - 1) : -1;
    share[n] = place - sample[n];
  }
  return { sample, share };
}

/**
 * The error at every pixel over the range { left, right, bottom, top }: infinite where there is none.
 * @param {Grid} grid
 * @param {Edges} range
 * @param {number} width
 * @param {number} height
 */
export function errorsOver({ w1, w2, error }, range, width, height) {
  const across = placesOn(w1, range.left, range.right, width);
  const down = placesOn(w2, range.top, range.bottom, height);
  const columns = w1.length;
  const values = new Float64Array(width * height).fill(Infinity);
  for (let y = 0; y < height; y++) {
    const row = down.sample[y] * columns;
    const up = down.share[y];
    if (row < 0) continue;
    for (let x = 0; x < width; x++) {
      if (across.sample[x] < 0) continue;
      const at = row + across.sample[x];
      const low = error[at] + across.share[x] * (error[at + 1] - error[at]);
      const high = error[at + columns] + across.share[x] * (error[at + columns + 1] - error[at + columns]);
      const value = low + up * (high - low);
      if (Number.isFinite(value)) values[y * width + x] = value;
    }
  }
  return values;
}

// As Math.hypot, which takes its time.
/** @param {number} dx @param {number} dy */
function lengthOf(dx, dy) {
  const [a, b] = [Math.abs(dx), Math.abs(dy)];
  const [long, short] = a > b ? [a, b] : [b, a];
  return long > 0 ? long * Math.sqrt(1 + (short / long) ** 2) : 0;
}

/**
 * What turns a level into pixels from the shore, at every pixel: the error there, and pixels for a unit of it.
 * @param {Grid} grid
 * @param {Edges} range
 * @param {number} width
 * @param {number} height
 * @returns {Depths}
 */
export function depthsOver(grid, range, width, height) {
  const level = errorsOver(grid, range, width, height);
  const perLevel = new Float64Array(width * height);
  /** @param {number} here @param {number} there */
  const rise = (here, there) => (Number.isFinite(level[there]) ? level[there] - level[here] : 0);
  for (let y = 0, n = 0; y < height; y++) {
    for (let x = 0; x < width; x++, n++) {
      const dx = rise(n, x + 1 < width ? n + 1 : n - 1);
      const dy = rise(n, y + 1 < height ? n + width : n - width);
      perLevel[n] = 1 / Math.max(lengthOf(dx, dy), FLAT);
    }
  }
  return { level, perLevel };
}

/** What covers a pixel, from dry to deep: red, green, blue and how much, four bytes each; the last are a ripple. */
const tones = Uint8ClampedArray.from({ length: 4 * (TONES + 2) }, (_, n) => {
  if (n >= 4 * (TONES + 1)) return n % 4 === 3 ? 255 * RIPPLE[3] : RIPPLE[n % 4];
  const depth = DRY + (Math.floor(n / 4) / TONES) * (DEEP - DRY);
  const shore = Math.min(1, Math.max(0, DEEP - depth));
  const mixed = FILL.map((fill, c) => fill + shore * (SHORE[c] - fill));
  return n % 4 === 3 ? 255 * mixed[3] * Math.min(1, depth - DRY) : mixed[n % 4];
});

// Ripples are what tells water without colour.
/** @param {number} x @param {number} y */
const isRipple = (x, y) => y % 12 === 6 && (x + 17 * ((y / 12) | 0)) % 30 < 11;

/**
 * The picture of the water at a level, into the pixels of an image.
 * @param {Depths} depths
 * @param {number} level
 * @param {Uint8ClampedArray} pixels
 * @param {number} width of the image
 */
export function fillWater({ level: errors, perLevel }, level, pixels, width) {
  const colours = new Uint32Array(tones.buffer);
  const out = new Uint32Array(pixels.buffer);
  const scale = TONES / (DEEP - DRY);
  for (let y = 0, n = 0; n < out.length; y++) {
    for (let x = 0; x < width; x++, n++) {
      const depth = (level - errors[n]) * perLevel[n];
      if (depth >= DEEP) out[n] = colours[isRipple(x, y) ? TONES + 1 : TONES];
      else out[n] = depth <= DRY ? 0 : colours[Math.round((depth - DRY) * scale)];
    }
  }
}

/**
 * A canvas over the map with the water; what did not change is left alone.
 * @param {HTMLElement} root
 */
export function waterLayer(root) {
  const canvas = element("canvas", { class: "map-water", "aria-hidden": "true", hidden: true });
  root.append(canvas);
  let drawn = "";
  let fitted = "";
  /** @type {Float64Array | null} */
  let errors = null;
  /** @type {Depths} */
  let depths;
  /** @type {ImageData} */
  let image;

  /** @param {Scene} scene @param {PlotBox} box */
  function fit({ surface }, box) {
    const { width, height, range } = box;
    const [inner, outer] = layOver(canvas, box, Math.min(density(), MOST_PIXELS / width, MOST_PIXELS / height));
    depths = depthsOver(surface, range, inner, outer);
    image = new ImageData(inner, outer);
  }

  return {
    /**
     * Draws the water up to a level, or none.
     * @param {Scene} scene
     * @param {PlotBox} box
     * @param {number | null} level
     */
    draw(scene, box, level) {
      const place = level === null ? "" : `${JSON.stringify(box)} ${inkKey()}`;
      const key = `${level} ${place}`;
      const same = errors === scene.surface.error;
      if (key === drawn && (same || level === null)) return;
      canvas.hidden = level === null;
      drawn = key;
      if (level === null || box.width < 1 || box.height < 1) return;
      if (place !== fitted || !same) fit(scene, box);
      [errors, fitted] = [scene.surface.error, place];
      fillWater(depths, level, image.data, image.width);
      penOf(canvas).putImageData(image, 0, 0);
    },
  };
}
