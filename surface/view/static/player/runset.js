// The runs as they are set: what each goes by, from where, and for how many steps. Each change gives another set, as
// the change of the same name does in Python (surface/scenes/edits.py); a test holds the two together. Pure.

import { over, planned } from "../maths/plans.js";

/** @typedef {{ rule: string, settings: Record<string, number>, w: Pair, steps: number } & Plan} SetRun */
/** @typedef {import("../maths/plans.js").Plan} Plan */
/** What a set is changed by: the rules that there are, how many runs there can be, and whether they start together. */
/** @typedef {Pick<DecodedScene, "rules" | "styles" | "same">} Means */
/** What a change is about, by its name: of which run, and what it becomes. */
/** @typedef {{ run?: number, w?: number[], name?: string, value?: number, rule?: string, steps?: number }} Change */

/**
 * The runs of a scene as they are set.
 * @param {Pick<DecodedScene, "runs">} scene
 * @returns {SetRun[]}
 */
export function setOf({ runs }) {
  return runs.map(({ rule, settings, w, steps, plan, plan_settings, schedule, factor, batches }) => ({
    ...{ rule, settings, w: [w[0], w[1]], steps },
    ...{ plan, plan_settings, schedule, factor, batches },
  }));
}

/**
 * What tells one run from another, whatever its place in the set. A schedule without a formula may have no settings,
 * and goes by its words.
 * @param {Omit<SetRun, "batches">} run
 */
export function keyOf({ rule, settings, w, steps, plan, plan_settings, schedule, factor }) {
  const set = plan_settings.map(({ of, knob, value }) => [of, knob.name, value]);
  return JSON.stringify([rule, Object.entries(settings), w[0], w[1], steps, set, schedule && !factor ? plan : ""]);
}

/**
 * The set with one run put in the place of another, as `make` has it.
 * @param {SetRun[]} set
 * @param {number | undefined} index
 * @param {(run: SetRun) => SetRun} make
 */
const withRun = (set, index, make) => set.map((run, i) => (i === index ? make(run) : run));

/**
 * A run that goes by a rule at the settings that the scene gives it; as it is where it goes by that rule already.
 * @param {SetRun} run
 * @param {string | undefined} name
 * @param {Means} means
 * @returns {SetRun}
 */
function ruled(run, name, { rules }) {
  const shape = rules.find((rule) => rule.name === name);
  return shape && shape.name !== run.rule ? { ...run, rule: shape.name, settings: shape.settings } : run;
}

/** @param {SetRun[]} set @param {SetRun | undefined} run @param {Means} means */
function withMore(set, run, { styles }) {
  return run && set.length < styles.length ? [...set, run] : set;
}

/** @type {Record<string, (set: SetRun[], change: Change, means: Means) => SetRun[]>} */
const CHANGES = {
  start: (set, { run, w }, { same }) => {
    if (!w) return set;
    /** @param {SetRun} one @returns {SetRun} */
    const moved = (one) => ({ ...one, w: [w[0], w[1]] });
    return same ? set.map(moved) : withRun(set, run, moved);
  },
  setting: (set, { run, name, value }) =>
    withRun(set, run, (one) =>
      name !== undefined && value !== undefined && name in one.settings
        ? { ...one, settings: { ...one.settings, [name]: value } }
        : one,
    ),
  rule: (set, { run, rule }, means) => withRun(set, run, (one) => ruled(one, rule, means)),
  plan: (set, { run, name, value }) => withRun(set, run, (one) => planned(one, name, value)),
  steps: (set, { steps }) => (steps === undefined ? set : set.map((run) => ({ ...over(run, steps), steps }))),
  add: (set, _, means) => {
    const free = means.rules.find(({ name }) => !set.some(({ rule }) => rule === name));
    return withMore(set, ruled(set[set.length - 1], free?.name, means), means);
  },
  duplicate: (set, { run }, means) => (run === undefined ? set : withMore(set, set[run], means)),
  remove: (set, { run }) => (set.length < 2 ? set : set.filter((_, i) => i !== run)),
};

/**
 * Whether an event of this name changes the runs.
 * @param {string} name
 */
export const changesRuns = (name) => name in CHANGES;

/**
 * The set after a change.
 * @param {SetRun[]} set
 * @param {string} name
 * @param {Change} change
 * @param {Means} means
 */
export function changed(set, name, change, means) {
  return CHANGES[name](set, change, means);
}
