// The run as a film, by the browser's own recorder: each frame is drawn before its time comes and handed over at it, so
// that all are there, in their order, and the film is as long as was asked for.

import { bitsFor, frameCount, stepAt } from "./plan.js";
import { withDuration } from "./webmhead.js";

/** @typedef {import("./plan.js").FilmPlan} FilmPlan */

const EARLY = 2; // milliseconds: the browser's timers are no finer
const LAST = 400; // milliseconds until the last frame is in, on a busy machine too
const BUSY = 0.7; // of the time between two frames: where drawing takes longer, the recorder waits meanwhile

/** @param {number} time */
const until = (time) => new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now() - EARLY)));

/** Waits while the page is hidden: a browser lets its timers go as they like there. */
function shown() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", () => resolve(null), { once: true }));
}

/**
 * A recorder of what is drawn on a canvas, a frame at a time.
 * @param {HTMLCanvasElement} canvas
 * @param {string} mime
 * @param {number} bits a second
 */
function recorderOf(canvas, mime, bits) {
  const stream = canvas.captureStream(0);
  const [track] = /** @type {CanvasCaptureMediaStreamTrack[]} */ (stream.getVideoTracks());
  const recorder = new MediaRecorder(stream, { mimeType: mime, videoBitsPerSecond: bits });
  /** @type {Blob[]} */
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  /** @type {Promise<Blob>} */
  const whole = new Promise((resolve, reject) => {
    recorder.onstop = () => resolve(new Blob(parts, { type: mime.split(";")[0] }));
    recorder.onerror = () => reject(new Error("the browser’s recorder gave up"));
  });
  return { recorder, track, whole };
}

/**
 * Records a film; null where it was stopped.
 * @param {import("./encoder.js").Stage} stage
 * @param {FilmPlan} plan
 * @param {string} mime
 * @param {import("./encoder.js").Progress} progress
 * @returns {Promise<{ blob: Blob, seconds: number } | null>}
 */
export async function recordFilm(stage, plan, mime, { onFrame, signal }) {
  const { width, height } = stage.canvas;
  const handed = Object.assign(document.createElement("canvas"), { width, height });
  const pen = /** @type {Pen} */ (handed.getContext("2d"));
  const { recorder, track, whole } = recorderOf(handed, mime, bitsFor(stage.canvas, plan.rate));
  const count = frameCount(plan);
  const between = (1000 * plan.seconds) / count;
  let slow = false;

  /** Draws a frame, and returns for how long the recorder waited: not at all where that takes little. */
  async function prepare(/** @type {number} */ frame) {
    if (slow || document.hidden) recorder.pause();
    const from = performance.now();
    await shown();
    stage.draw(stepAt(plan, frame));
    const took = performance.now() - from;
    slow = took > BUSY * between;
    if (recorder.state !== "paused") return 0;
    recorder.resume();
    return took;
  }

  stage.draw(stepAt(plan, 0));
  recorder.start();
  let began = performance.now(); // when the first frame came, were it not for the times in which the recorder waited
  try {
    // The last frame is handed over twice: it, too, is to be seen for its time.
    for (let n = 0; n <= count && !signal.aborted; n++) {
      await until(began + n * between);
      pen.drawImage(stage.canvas, 0, 0);
      track.requestFrame();
      onFrame(Math.min(n + 1, count));
      await until(began + (n + 0.4) * between); // until the browser has taken it
      if (n + 1 < count) began += await prepare(n + 1);
    }
    await until(performance.now() + LAST);
  } finally {
    recorder.stop();
    track.stop();
  }
  const blob = await whole;
  if (signal.aborted) return null;
  return { blob: await withDuration(blob, plan.seconds), seconds: (performance.now() - began) / 1000 };
}
