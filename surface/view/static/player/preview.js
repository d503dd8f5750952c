// What the reader moves, as the browser works it out: shown in the frame of the input, until Python's own numbers come.

import { Walk } from "../maths/descent.js";
import { endingOf } from "../maths/ending.js";
import { evaluatorOf } from "../maths/evaluator.js";

const SLICE = 8; // milliseconds of a frame for walking on
const STARTS = ["drag", "start", "restore"];
const SETTINGS = ["slide", "setting"];
/** @type {Record<string, string>} */
const ON_THE_WAY = { drag: "start", slide: "setting" }; // and what it is on the way to

/**
 * Whether an event moves a run, so that its path can be worked out here.
 * @param {string} name
 */
export const movesRuns = (name) => STARTS.includes(name) || SETTINGS.includes(name);

/**
 * Whether an event is a place on the way, of which Python does not hear: the hand has not let go yet.
 * @param {string} name
 */
export const isOnTheWay = (name) => name in ON_THE_WAY;

/**
 * The event that the page must listen to, for this one to be of use.
 * @param {string} name
 */
export const listenedAs = (name) => ON_THE_WAY[name] ?? name;

/** @typedef {{ run: number, w?: number[], name?: string, value?: number, together?: boolean }} Move */

export class Preview {
  /** @param {boolean} [judges] whether it says itself how a run ended, since nobody else will */
  constructor(judges = false) {
    this.judges = judges;
    /** @type {Map<number, { start: Pair | null, settings: Record<string, number> }>} */
    this.moved = new Map();
    /** @type {Map<number, Walk>} */
    this.walks = new Map();
    this.stale = false; // whether what is shown is older than what was moved
  }

  /** Whether any run is shown otherwise than Python sent it. */
  get active() {
    return this.moved.size > 0;
  }

  /** Whether there is more to show than is shown. */
  get pending() {
    return this.stale || [...this.walks.values()].some((walk) => !walk.done);
  }

  /**
   * Other runs, or another surface, have come: what was moved is walked again, or Python's own numbers take its place.
   * @param {boolean | null} settled whether all that was moved has been answered, or is gone
   */
  answered(settled) {
    if (settled) this.moved.clear();
    this.walks.clear();
    this.stale = this.active;
  }

  /**
   * Takes note of what was moved, in a scene as Python sent it.
   * @param {string} name
   * @param {Move} value
   * @param {Pick<DecodedScene, "runs" | "same">} scene
   */
  take(name, value, { runs, same }) {
    const together = STARTS.includes(name) && (name === "restore" ? value.together : same);
    for (const run of together ? runs.keys() : [value.run]) {
      if (!runs[run]) continue;
      const { start, settings } = this.moved.get(run) ?? { start: null, settings: {} };
      if (value.w) this.moved.set(run, { start: [value.w[0], value.w[1]], settings });
      else if (value.name !== undefined && value.value !== undefined)
        this.moved.set(run, { start, settings: { ...settings, [value.name]: value.value } });
      this.walks.delete(run);
    }
    this.stale = true;
  }

  /**
   * Where the runs of a scene start, as far as they were moved there.
   * @param {Pick<DecodedScene, "runs">} scene
   * @returns {Pair[]}
   */
  starts({ runs }) {
    return runs.map(({ w }, i) => this.moved.get(i)?.start ?? [w[0], w[1]]);
  }

  /**
   * The runs of a scene with those that were moved, each as far as a part of a frame takes it.
   * @param {DecodedScene} scene
   * @param {() => number} [now]
   */
  runs(scene, now = () => performance.now()) {
    const until = now() + SLICE;
    const late = () => now() >= until;
    this.stale = false;
    return scene.runs.map((run, i) => {
      const moved = this.moved.get(i);
      if (!moved) return run;
      const walk = this.walks.get(i) ?? walkOf(scene, run, moved);
      this.walks.set(i, walk);
      walk.advance(late);
      if (!walk.taken) return run;
      const seen = walk.seen(scene.surface);
      return this.judges && walk.done ? { ...seen, verdict: endingOf(seen, scene) } : seen;
    });
  }
}

/**
 * @param {DecodedScene} scene
 * @param {DecodedRun} run
 * @param {{ start: Pair | null, settings: Record<string, number> }} moved
 */
function walkOf(scene, run, { start, settings }) {
  const changed = { ...run, settings: { ...run.settings, ...settings } };
  return new Walk(changed, start ?? [run.w[0], run.w[1]], run.steps, evaluatorOf(scene));
}
