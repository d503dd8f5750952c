// What the surface is made of, as it is set here: the values of the held weights, the data points, and the window over
// the free ones. Each change gives another ground, as the change of the same name does in Python
// (surface/scenes/edits.py, dataedits.py); a test holds the two together. The map follows a hand on it from the one
// evaluator; the exact surface and its points come from Python.

import { evaluatorOf } from "../maths/evaluator.js";
import { heldWords } from "../maths/heldweights.js";
import { figuresWith } from "../maths/onepoint.js";
import { knotsOf } from "../maths/relief.js";
import { evenPlaces, Sampling, windowEdges } from "../maths/sampling.js";

const MOST_WORK = 3e5; // units that fire for a grid that is sampled in one frame: for all nodes and data points
const AT_REST = 2e7; // of those for one that may take a second, since no other will take its place
const MOST_SAID = 6; // held weights, as in surface/view/payload.py
const FEWEST = 13; // nodes along each axis: a map of fewer is none
const PATIENCE = 6; // frames, mostly a tenth of a second, for which the map may be that of an earlier place of the hand

/** All weights at the origin of the plane, the data points that the page draws, in rows, edges of another window. */
/** @typedef {{ origin: number[], inputs: number[][], targets: number[][], window: number[] | null }} Ground */
/** @typedef {{ weight?: number, value?: number, point?: number, output?: number }} ValueChange */
/** @typedef {ValueChange & { inputs?: number[], targets?: number[], edges?: number[] }} GroundChange */

/**
 * The ground of a scene.
 * @param {Pick<DecodedScene, "network" | "data">} scene
 * @returns {Ground}
 */
export const groundOf = ({ network, data: { inputs, targets } }) => ({
  origin: network.origin,
  inputs,
  targets,
  window: null,
});

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
  window: (ground, { edges }) => (edges ? { ...ground, window: edges } : ground),
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
 * Whether two grounds are the same, in the same window.
 * @param {Ground} one
 * @param {Ground} other
 */
export const sameGround = (one, other) => one === other || (sameFrame(one, other) && sameNumbers(one, other));

/** @param {Ground} one @param {Ground} other */
const sameFrame = (one, other) => String(one.window) === String(other.window);

/**
 * Whether the error is the same on two grounds, whatever the window.
 * @param {Ground} one
 * @param {Ground} other
 */
const sameNumbers = (one, other) =>
  sameRow(one.origin, other.origin) && sameRows(one.inputs, other.inputs) && sameRows(one.targets, other.targets);

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
 * The nodes of a surface in the window of a ground.
 * @param {Surface} surface
 * @param {number[] | null} window
 */
function framed({ w1, w2 }, window) {
  if (!window) return { w1, w2 };
  const [left, right, bottom, top] = window;
  return { w1: evenPlaces(left, right, w1.length), w2: evenPlaces(bottom, top, w2.length) };
}

/**
 * The nodes at which a surface is sampled: all, or as many as one frame has time for, but not so few that they are no
 * map.
 * @param {{ w1: Float64Array, w2: Float64Array }} grid
 * @param {number} cost of one node
 * @param {number} most units that fire
 */
function nodes({ w1, w2 }, cost, most) {
  const share = Math.sqrt(Math.min(1, most / (w1.length * w2.length * cost)));
  const [across, up] = [w1, w2].map(({ length }) => Math.max(Math.min(length, FEWEST), Math.floor(share * length)));
  return { w1: thinned(w1, across), w2: thinned(w2, up) };
}

let made = 0; // grounds: each has a surface of its own

/**
 * The figures of a surface in another window: its axes, and levels over the errors that are seen there.
 * @param {Surface} from
 * @param {Grid} grid
 */
function figuresIn(from, grid) {
  const { scale } = from.map.layout.meta;
  const { figure3d, map } = figuresWith(from, knotsOf(grid.error, scale));
  const meta = { ...map.layout.meta, by_area: knotsOf(grid.error, scale, "area") };
  const [left, right, bottom, top] = windowEdges(grid);
  /** @param {PlotlyValue} axis @param {number} minallowed @param {number} maxallowed */
  const over = (axis, minallowed, maxallowed) => ({
    ...axis,
    ...{ minallowed, maxallowed, range: [minallowed, maxallowed] },
  });
  const { xaxis, yaxis } = map.layout;
  const axes = { xaxis: over(xaxis, left, right), yaxis: over(yaxis, bottom, top) };
  return {
    figure3d: { ...figure3d, layout: { ...figure3d.layout, meta } },
    map: { ...map, layout: { ...map.layout, ...axes, meta } },
  };
}

/**
 * Points of a window, with its lowest minimum marked where another one was the lowest.
 * @param {CriticalPoint[]} points
 */
function lowestMarked(points) {
  if (points.some(({ lowest }) => lowest)) return points;
  const least = Math.min(...points.filter(({ kind }) => kind === "minimum").map(({ error }) => error ?? Infinity));
  return points.map((point) => ({ ...point, lowest: point.kind === "minimum" && point.error === least }));
}

/**
 * What is taken over from where a scene stood before: what is seen, what is being sampled in the same window, and for
 * how many frames it was.
 * @param {Standing | null} before
 * @param {Ground} ground
 * @param {boolean} last
 * @returns {{ surface: Surface | null, underway: Standing | null, waited: number }}
 */
function taken(before, ground, last) {
  const surface = before?.surface ?? null;
  if (!before || before.done || !sameFrame(before.ground, ground)) return { surface, underway: null, waited: 0 };
  const begun = before.sampling.taken ? before : null;
  return { surface, underway: last ? null : (before.underway ?? begun), waited: before.waited };
}

/**
 * A scene on another ground, or in another window, than the one it was sent on: its surface is sampled here. On another
 * ground it goes without what only Python knows of it, and its levels stay, so that a colour means one error as long as
 * a hand is on it; in another window its points and paths are the same, and its levels those that are seen. A surface
 * that is being sampled when the hand moves on is sampled to its end first, or a map that takes more than a frame would
 * never move.
 */
export class Standing {
  /**
   * @param {DecodedScene} sent
   * @param {Ground} ground
   * @param {Standing | null} [before] where the scene stood: what is seen until this one is sampled
   * @param {boolean} [last] whether the hand has let go, and nobody else will sample it
   */
  constructor(sent, ground, before = null, last = false) {
    this.sent = sent;
    this.from = sent.surface;
    this.ground = ground;
    this.done = false;
    const { surface, underway, waited } = taken(before, ground, last);
    this.surface = surface ?? sent.surface;
    this.underway = underway;
    this.waited = waited; // frames
    this.moved = !sameNumbers(ground, groundOf(sent));
    this.network = { ...sent.network, origin: ground.origin };
    this.data = dataOn(sent.data, ground);
    const evaluator = evaluatorOf(this);
    this.grid = nodes(framed(sent.surface, ground.window), evaluator.cost, last ? AT_REST : MOST_WORK);
    this.sampling = new Sampling(this.grid, evaluator);
  }

  /**
   * Samples on until the surface is there, or until `late()`.
   * @param {() => boolean} [late]
   */
  advance(late = () => false) {
    if (this.done) return;
    this.waited++;
    const { underway } = this;
    if (underway) {
      if (!underway.sampling.done) return underway.sampling.advance(late);
      this.surface = underway.drawn();
      this.underway = null;
      this.waited = 0;
      return;
    }
    const begun = this.sampling.taken > 0;
    if (!this.sampling.done) {
      this.sampling.advance(late);
      // To draw a map takes as long again as its share of a frame: one that took several waits for the next.
      if (begun || !this.sampling.done) return;
    }
    this.surface = this.drawn();
    this.done = true;
  }

  /**
   * The surface as it has been sampled.
   * @returns {Surface}
   */
  drawn() {
    const grid = { ...this.grid, error: this.sampling.error };
    return { ...this.from, ...grid, ...this.known, ...this.figures(grid), key: `${this.from.key} on ${++made}` };
  }

  /** What is known of the points of the surface: all as before in a part of the window before. */
  get known() {
    if (this.moved) return { points: [], proven: false, undecided: new Float64Array(0) };
    const { points, proven } = this.from;
    const [left, right, bottom, top] = windowEdges(this.grid);
    const [from, to, low, high] = windowEdges(this.from);
    /** @param {CriticalPoint} point */
    const inside = ({ w: [x, y] }) => x >= left && x <= right && y >= bottom && y <= top;
    const part = left >= from && right <= to && bottom >= low && top <= high;
    return { points: lowestMarked(points.filter(inside)), proven: proven && part };
  }

  /** @param {Grid} grid */
  figures(grid) {
    const { from, ground, moved } = this;
    const { figure3d, map } = ground.window ? figuresIn(from, grid) : from;
    if (!moved) return { figure3d, map };
    return { figure3d, map: { ...map, data: map.data.filter((trace) => trace.contours?.coloring !== "none") } };
  }

  /** What it changes of a scene. */
  get parts() {
    const { network, data, surface, moved, done, waited, ground } = this;
    const reframed = ground.window !== null;
    const seen = { surface, points: surface.points, reframed, behind: !done && waited > PATIENCE };
    if (!moved) return seen;
    const apart = { region: null, random_starts: null };
    return { ...seen, ...apart, held: heldWords(network, MOST_SAID), network, data, points: [], moved };
  }
}
