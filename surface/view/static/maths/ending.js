// How a run ended, where no Python is there to say it: from the points that came with the surface, in words that claim
// no more than they show. Pure.

import { windowOf } from "./arrival.js";

const RESTS = 1e-3; // of the window's width: how far the last tenth of a run that rests may reach
const AT = 5e-3; // and how near to a point it then is

/**
 * How far apart two places are, in window widths.
 * @param {Numbers} a
 * @param {Numbers} b
 * @param {Numbers} size
 */
const apart = (a, b, size) => Math.hypot((a[0] - b[0]) / size[0], (a[1] - b[1]) / size[1]);

/** @param {Numbers} w @param {{ w1: Numbers, w2: Numbers }} grid */
function isInside([a, b], { w1, w2 }) {
  return a >= w1[0] && a <= w1[w1.length - 1] && b >= w2[0] && b <= w2[w2.length - 1];
}

/** @type {Record<string, [string, string]>} */
const AT_POINTS = {
  lowest: ["reached the lowest minimum", "It rests at the lowest of the minima that are marked here."],
  minimum: ["stuck in a local minimum", "It rests at a minimum; another that is marked here lies lower."],
  saddle: ["stuck at a saddle", "It rests at a saddle: one way leads on down."],
};

/**
 * How a run ended; null for one that rests where no point is marked, of which nobody here knows what holds it.
 * @param {Pick<DecodedRun, "w" | "k" | "steps">} run
 * @param {{ surface: Surface, points: CriticalPoint[] }} scene
 * @returns {Verdict | null}
 */
export function endingOf({ w, k, steps }, { surface, points }) {
  /** @param {number} step */
  const place = (step) => w.subarray(2 * step, 2 * step + 2);
  const size = windowOf(surface);
  const end = place(k);
  if (k < steps) return said("diverged", `After ${k} steps its numbers are too large.`);
  if (!isInside(end, surface)) return said("left the window", "Its last place is outside this window.");
  const since = Math.floor(0.9 * k);
  const rests = k > 0 && [...Array(k - since).keys()].every((n) => apart(place(since + n), end, size) <= RESTS);
  const near = points.find((point) => apart(point.w, end, size) <= AT);
  const at = near && AT_POINTS[near.lowest ? "lowest" : near.kind];
  if (rests) return at ? said(...at) : null;
  return said("still moving", "It has not come to rest.");
}

/** @param {string} outcome @param {string} reason @returns {Verdict} */
const said = (outcome, reason) => ({ outcome, reason, pass_error: null });
