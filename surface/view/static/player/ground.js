// What the surface is made of, as it is set here: the values of the held weights, and the targets. Each change gives
// another ground, as the change of the same name does in Python (surface/scenes/edits.py); a test holds the two
// together. The map follows a hand on it from the one evaluator; the exact surface and its points come from Python.

import { evaluatorOf } from "../maths/evaluator.js";
import { heldWords } from "../maths/heldweights.js";
import { sampledPoint } from "../maths/onepoint.js";

const MOST_WORK = 1e6; // data points × nodes of a grid that is sampled in one frame
const MOST_SAID = 6; // held weights, as in surface/view/payload.py
const FEWEST = 21; // nodes along each axis: a map of fewer is none

/** All weights at the origin of the plane, and the targets of the data points that the page draws, in rows. */
/** @typedef {{ origin: number[], targets: number[][] }} Ground */
/** @typedef {{ weight?: number, value?: number, point?: number, output?: number }} GroundChange */

/**
 * The ground of a scene.
 * @param {Pick<DecodedScene, "network" | "data">} scene
 * @returns {Ground}
 */
export const groundOf = ({ network, data }) => ({ origin: network.origin, targets: data.targets });

/** @type {Record<string, (ground: Ground, change: GroundChange) => Ground>} */
const CHANGES = {
  weight: (ground, { weight = -1, value }) =>
    value === undefined || !(weight in ground.origin)
      ? ground
      : { ...ground, origin: ground.origin.map((w, i) => (i === weight ? value : w)) },
  target: (ground, { point = -1, output = -1, value }) =>
    value === undefined || !(output in (ground.targets[point] ?? []))
      ? ground
      : { ...ground, targets: ground.targets.map((row, i) => (i === point ? replaced(row, output, value) : row)) },
};

/** @param {number[]} row @param {number} at @param {number} value */
const replaced = (row, at, value) => row.map((one, i) => (i === at ? value : one));

/**
 * Whether an event of this name changes the ground.
 * @param {string} name
 */
export const changesGround = (name) => name in CHANGES;

/**
 * The ground after a change.
 * @param {Ground} ground
 * @param {string} name
 * @param {GroundChange} change
 */
export const groundAfter = (ground, name, change) => CHANGES[name](ground, change);

/**
 * Whether two grounds are the same.
 * @param {Ground} one
 * @param {Ground} other
 */
export function sameGround(one, other) {
  if (one === other) return true;
  const isSame = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a.every((value, i) => value === b[i]);
  return (
    isSame(one.origin, other.origin) &&
    (one.targets === other.targets || one.targets.every((row, i) => isSame(row, other.targets[i])))
  );
}

/**
 * Every so many of the places along an axis, both ends included.
 * @param {Float64Array} places
 * @param {number} count
 */
function thinned(places, count) {
  const last = places.length - 1;
  return Float64Array.from({ length: count }, (_, i) => places[Math.round((i * last) / (count - 1))]);
}

/**
 * The nodes at which a scene's surface is sampled in one frame: all, or fewer of them where there are many data points.
 * @param {DecodedScene} scene
 */
function nodes({ surface: { w1, w2 }, data }) {
  const share = Math.sqrt(Math.min(1, MOST_WORK / (w1.length * w2.length * data.count)));
  const [across, up] = [w1, w2].map(({ length }) => Math.max(Math.min(length, FEWEST), Math.floor(share * length)));
  return { w1: thinned(w1, across), w2: thinned(w2, up) };
}

let made = 0; // grounds: each has a surface of its own

/**
 * A scene as it stands on another ground: its surface sampled here, without what only Python knows of it. Its levels
 * stay, so that a colour means one error as long as a hand is on it.
 * @param {DecodedScene} sent
 * @param {Ground} ground
 * @returns {DecodedScene}
 */
export function standingOn(sent, ground) {
  const network = { ...sent.network, origin: ground.origin };
  const data = { ...sent.data, targets: ground.targets };
  const grid = nodes({ ...sent, data });
  const error = sampledPoint(grid, evaluatorOf({ network, data }));
  const key = `${sent.surface.key} on ${++made}`;
  const unknown = { points: [], proven: false, undecided: new Float64Array(0) };
  const surface = { ...sent.surface, ...grid, ...unknown, error, key };
  const map = { ...surface.map, data: surface.map.data.filter((trace) => trace.contours?.coloring !== "none") };
  return { ...sent, held: heldWords(network, MOST_SAID), network, data, points: [], surface: { ...surface, map } };
}
