// What the surface is made of, as it is set here: the values of the held weights, and the data points. Each change
// gives another ground, as the change of the same name does in Python (surface/scenes/edits.py, dataedits.py); a test
// holds the two together. The map follows a hand on it from the one evaluator; the exact surface and its points come
// from Python.

import { evaluatorOf } from "../maths/evaluator.js";
import { heldWords } from "../maths/heldweights.js";
import { Sampling } from "../maths/sampling.js";

const MOST_WORK = 1e6; // units that fire for a grid that is sampled in one frame: for all nodes and data points
const MOST_SAID = 6; // held weights, as in surface/view/payload.py
const FEWEST = 21; // nodes along each axis: a map of fewer is none

/** All weights at the origin of the plane, and the data points that the page draws, in rows. */
/** @typedef {{ origin: number[], inputs: number[][], targets: number[][] }} Ground */
/** @typedef {{ weight?: number, value?: number, point?: number, output?: number }} ValueChange */
/** @typedef {ValueChange & { inputs?: number[], targets?: number[] }} GroundChange */

/**
 * The ground of a scene.
 * @param {Pick<DecodedScene, "network" | "data">} scene
 * @returns {Ground}
 */
export const groundOf = ({ network, data: { inputs, targets } }) => ({ origin: network.origin, inputs, targets });

/**
 * The data on a ground: all of them, where the page draws only some.
 * @param {DataPoints} data
 * @param {Ground} ground
 * @returns {DataPoints}
 */
export const dataOn = (data, { inputs, targets }) => ({
  ...data,
  inputs,
  targets,
  count: data.whole ? data.count : inputs.length,
});

/** @type {Record<string, (ground: Ground, change: GroundChange) => Ground>} */
const CHANGES = {
  weight: (ground, { weight = -1, value }) =>
    value === undefined || !(weight in ground.origin)
      ? ground
      : { ...ground, origin: ground.origin.map((w, i) => (i === weight ? value : w)) },
  target: (ground, { point = -1, output = -1, value }) =>
    value === undefined || !(output in (ground.targets[point] ?? []))
      ? ground
      : { ...ground, targets: replacedRow(ground.targets, point, replaced(ground.targets[point], output, value)) },
  add_point: (ground, { inputs, targets }) =>
    inputs && targets
      ? { ...ground, inputs: [...ground.inputs, inputs], targets: [...ground.targets, targets] }
      : ground,
  move_point: (ground, { point = -1, inputs, targets }) =>
    inputs && targets && point in ground.inputs
      ? {
          ...ground,
          inputs: replacedRow(ground.inputs, point, inputs),
          targets: replacedRow(ground.targets, point, targets),
        }
      : ground,
  remove_point: (ground, { point = -1 }) =>
    point in ground.inputs && ground.inputs.length > 1
      ? { ...ground, inputs: ground.inputs.toSpliced(point, 1), targets: ground.targets.toSpliced(point, 1) }
      : ground,
};

/** @param {number[][]} rows @param {number} at @param {number[]} row */
const replacedRow = (rows, at, row) => rows.map((one, i) => (i === at ? row : one));

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
  return (
    one === other ||
    (sameRow(one.origin, other.origin) && sameRows(one.inputs, other.inputs) && sameRows(one.targets, other.targets))
  );
}

/** @param {number[]} a @param {number[]} b */
const sameRow = (a, b) => a.every((value, i) => value === b[i]);

/** @param {number[][]} a @param {number[][]} b */
const sameRows = (a, b) => a === b || (a.length === b.length && a.every((row, i) => sameRow(row, b[i])));

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
 * The nodes at which a surface is sampled: all, or as many as one frame has time for, but not so few that they are no
 * map.
 * @param {Surface} surface
 * @param {number} cost of one node
 */
function nodes({ w1, w2 }, cost) {
  const share = Math.sqrt(Math.min(1, MOST_WORK / (w1.length * w2.length * cost)));
  const [across, up] = [w1, w2].map(({ length }) => Math.max(Math.min(length, FEWEST), Math.floor(share * length)));
  return { w1: thinned(w1, across), w2: thinned(w2, up) };
}

let made = 0; // grounds: each has a surface of its own

/**
 * A scene on another ground than the one it was sent on: its surface is sampled here, without what only Python knows of
 * it. Its levels stay, so that a colour means one error as long as a hand is on it.
 */
export class Standing {
  /** @param {DecodedScene} sent @param {Ground} ground @param {Surface} before what is seen until it is sampled */
  constructor(sent, ground, before) {
    this.from = sent.surface;
    this.ground = ground;
    this.network = { ...sent.network, origin: ground.origin };
    this.data = dataOn(sent.data, ground);
    this.surface = before;
    const evaluator = evaluatorOf(this);
    this.grid = nodes(sent.surface, evaluator.cost);
    this.sampling = new Sampling(this.grid, evaluator);
    this.done = false;
  }

  /**
   * Samples on until the surface is there, or until `late()`.
   * @param {() => boolean} [late]
   */
  advance(late) {
    if (this.done) return;
    this.sampling.advance(late);
    this.done = this.sampling.done;
    if (!this.done) return;
    const { from, grid, sampling } = this;
    const unknown = { points: [], proven: false, undecided: new Float64Array(0) };
    const map = { ...from.map, data: from.map.data.filter((trace) => trace.contours?.coloring !== "none") };
    this.surface = { ...from, ...grid, ...unknown, error: sampling.error, map, key: `${from.key} on ${++made}` };
  }

  /** What it changes of a scene. */
  get parts() {
    const { network, data, surface, done } = this;
    return { held: heldWords(network, MOST_SAID), network, data, points: [], surface, moved: true, behind: !done };
  }
}
