// The frames of a GIF, for Python, which puts it together: each as PNG, with what is as it was before left transparent,
// so that they are few bytes.

import { frameCount, stepAt } from "./plan.js";

/** @typedef {import("./plan.js").FilmPlan} FilmPlan */

/** What Python is sent; delay: milliseconds for which a frame is seen. */
/** @typedef {{ width: number, height: number, delay: number, frames: string[] }} GifFrames */

/**
 * Leaves only the pixels that are other than those before; returns all of them as they are.
 * @param {Uint32Array} pixels
 * @param {Uint32Array | null} before
 */
export function onlyChanges(pixels, before) {
  const whole = pixels.slice();
  if (before) for (let n = 0; n < pixels.length; n++) if (pixels[n] === before[n]) pixels[n] = 0;
  return whole;
}

/** A canvas as PNG in letters. */
function lettersOf(/** @type {HTMLCanvasElement} */ canvas) {
  return canvas.toDataURL("image/png").split(",")[1];
}

/**
 * Draws the frames; null where that was stopped.
 * @param {import("./encoder.js").Stage} stage
 * @param {FilmPlan} plan
 * @param {import("./encoder.js").Progress} progress
 * @returns {Promise<GifFrames | null>}
 */
export async function gifFrames(stage, plan, { onFrame, signal }) {
  const { width, height } = stage.canvas;
  const pen = /** @type {Pen} */ (stage.canvas.getContext("2d"));
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  const copied = /** @type {Pen} */ (copy.getContext("2d"));
  /** @type {Uint32Array | null} */
  let before = null;
  const frames = [];
  for (let n = 0; n < frameCount(plan); n++) {
    stage.draw(stepAt(plan, n));
    const image = pen.getImageData(0, 0, width, height);
    before = onlyChanges(new Uint32Array(image.data.buffer), before);
    copied.putImageData(image, 0, 0);
    frames.push(lettersOf(copy));
    onFrame(n + 1);
    await new Promise((resolve) => setTimeout(resolve)); // the page has its turn
    if (signal.aborted) return null;
  }
  return { width, height, delay: Math.round(1000 / plan.rate), frames };
}
