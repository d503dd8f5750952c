// Many random starts while the run that they go by is changed: walked here in parts of a frame, all in one look, for
// where each ends Python says.

import { Walk } from "../maths/descent.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { keyOf } from "./runset.js";

const WORDS = "where they end is told when the run is let go";
const LOOK = { name: WORDS, short: WORDS, label: -1, colour: "#6b7280", pattern: "" };

/**
 * What starts go by of a run: its rule alone, at a constant rate and by all the data, as Python walks them.
 * @param {DecodedRun} run
 */
const ruleOf = ({ rule, settings, steps }) =>
  keyOf({ rule, settings, steps, w: [0, 0], plan: "", plan_settings: [], schedule: null, factor: null });

export class StartsPreview {
  constructor() {
    this.key = "";
    this.parts = 0; // how often more was walked, for what was drawn is drawn anew then
    /** @type {Walk[]} */
    this.walks = [];
  }

  get pending() {
    return this.walks.some((walk) => !walk.done);
  }

  clear() {
    this.key = "";
    this.walks = [];
  }

  /**
   * The starts of a scene by a run, where that is not the one by which Python sent them; walked until `late()`.
   * @param {DecodedScene} scene as Python sent it
   * @param {DecodedRun | undefined} run
   * @param {() => boolean} late
   * @returns {RandomStarts | null}
   */
  seen(scene, run, late) {
    const { random_starts: starts, runs, chosen } = scene;
    if (!starts || !run || ruleOf(run) === ruleOf(runs[chosen] ?? run)) {
      this.clear();
      return starts;
    }
    const key = `${starts.key} ${ruleOf(run)}`;
    if (key !== this.key) this.begin(key, scene, run, starts);
    for (const walk of this.walks) if (!walk.done && !late()) walk.advance(late);
    this.parts += 1;
    return this.shown(starts, run.steps);
  }

  /** @param {string} key @param {DecodedScene} scene @param {DecodedRun} run @param {RandomStarts} starts */
  begin(key, scene, run, starts) {
    const evaluator = evaluatorOf(scene);
    this.key = key;
    const alone = { ...run, inner: {}, schedule: null, factor: null, batches: null };
    this.walks = starts.runs.map(({ w }) => new Walk(alone, [w[0], w[1]], run.steps, evaluator));
  }

  /** @param {RandomStarts} starts @param {number} steps @returns {RandomStarts} */
  shown(starts, steps) {
    const runs = this.walks
      .filter(({ taken }) => taken > 0)
      .map(({ taken, w }) => ({
        step: Int32Array.from({ length: taken }, (_, k) => k),
        w: w.slice(0, 2 * taken),
        group: 0,
      }));
    const groups = [{ ...LOOK, count: runs.length }];
    return { ...starts, key: `${this.key} ${this.parts}`, title: "Fifty starts:", words: WORDS, steps, runs, groups };
  }
}
