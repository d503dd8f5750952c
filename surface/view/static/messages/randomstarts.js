// Runs from many random starts, apart from the scene, which only names those to show.

import { arrivalOf } from "../maths/arrival.js";
import { cache } from "./cache.js";

/** @param {string} text */
function bytesOf(text) {
  const binary = atob(text);
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0)).buffer;
}

/**
 * The runs of a block: [{ step (n, growing), w (2 n), group }]. For each run the number of points,
 * then steps, then, from the next eighth byte on, weights.
 * @param {RandomStartsMessage} sent
 */
export function decodeRandomStarts(sent) {
  const { block, count, group, ...rest } = sent;
  const bytes = bytesOf(block);
  const counts = new Int32Array(bytes, 0, count);
  const total = counts.reduce((a, b) => a + b, 0);
  const steps = new Int32Array(bytes, 4 * count, total);
  const weights = new Float64Array(bytes, 8 * Math.ceil((count + total) / 2), 2 * total);
  let at = 0;
  const runs = Array.from(counts, (points, n) => {
    const run = {
      step: steps.subarray(at, at + points),
      w: weights.subarray(2 * at, 2 * (at + points)),
      group: group[n],
    };
    at += points;
    return run;
  });
  return { ...rest, count, runs };
}

export const randomStarts = cache(4, decodeRandomStarts);

/**
 * How many steps a run takes until it has arrived.
 * @param {StartedRun} run
 * @param {number[]} window
 */
function arrivalOfStart(run, window) {
  run.arrival ??= run.step[Math.min(run.step.length - 1, arrivalOf(run.w, window))];
  return run.arrival || 1;
}

/**
 * The step of a run where the playhead stands at `position` of `steps`; stretched where all arrive together.
 * @param {StartedRun} run
 * @param {number} position
 * @param {{ steps: number, pacing: string, window: number[] }} scaled
 */
export function stepOfStart(run, position, { steps, pacing, window }) {
  const pace = pacing === "arrival" ? arrivalOfStart(run, window) / (steps || 1) : 1;
  return Math.min(position * pace, run.step[run.step.length - 1]);
}
