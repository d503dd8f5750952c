// The scene as the reader has arranged it: which runs are shown,
// and whether they play by step or arrive together. Pure.

import { arrivalOf, windowOf } from "../maths/arrival.js";

/**
 * What a reader can arrange, as a scene opens. solo: the one run that is shown, or null; point: the data point, or
 * null; levels: how contour levels are spaced; axes: whether the map has one scale for both; errorAxis, stepAxis: the
 * scales of the error curve. For these null is as it is best.
 */
/** @type {View} */
export const AS_OPENED = {
  pacing: "step",
  hidden: [],
  solo: null,
  point: null,
  levels: "even",
  axes: null,
  errorAxis: null,
  stepAxis: null,
};

const ARRANGEMENTS = ["hide", "solo", "point", "levels", "axes", "errorAxis", "stepAxis"];

/**
 * Whether an event arranges the scene; how runs are paced is a command of the transport.
 * @param {string} name
 * @returns {name is Exclude<keyof Arrangement, "pacing">}
 */
export const isArrangement = (name) => ARRANGEMENTS.includes(name);

/**
 * Which runs are out of sight.
 * @param {View} view
 * @param {number} i
 */
function isAway(view, i) {
  return view.solo === null ? view.hidden.includes(i) : view.solo !== i;
}

/**
 * The view after what the reader asked for: "hide" (a run), "solo" (a run), or the name of what it holds with its
 * value.
 * @param {View} view
 * @param {keyof Arrangement} name
 * @param {Arrangement[keyof Arrangement]} value
 * @returns {View}
 */
export function rearranged(view, name, value) {
  if (name === "hide" || name === "solo") return withShown(view, name, /** @type {number} */ (value));
  return { ...view, [name]: value };
}

/**
 * The view after one run has been hidden, or shown alone, or the other way round.
 * @param {View} view
 * @param {"hide" | "solo"} name
 * @param {number} value
 * @returns {View}
 */
function withShown(view, name, value) {
  if (name === "solo") return { ...view, solo: view.solo === value ? null : value, hidden: [] };
  const away = isAway(view, value);
  const all = view.solo === null ? view.hidden : null;
  if (all === null) return { ...view, solo: null, hidden: [] };
  return { ...view, hidden: away ? all.filter((i) => i !== value) : [...all, value] };
}

/**
 * The view, where one run is gone: those after it have come a place forward.
 * @param {View} view
 * @param {number} gone
 * @returns {View}
 */
export function withoutRun(view, gone) {
  /** @param {number} i */
  const moved = (i) => i - Number(i > gone);
  const solo = view.solo === null || view.solo === gone ? null : moved(view.solo);
  return { ...view, solo, hidden: view.hidden.filter((i) => i !== gone).map(moved) };
}

/**
 * The view, where one run has come: those from there on have gone a place back.
 * @param {View} view
 * @param {number} come
 * @returns {View}
 */
function withRun(view, come) {
  /** @param {number} i */
  const moved = (i) => i + Number(i >= come);
  return { ...view, solo: view.solo === null ? null : moved(view.solo), hidden: view.hidden.map(moved) };
}

/**
 * The view, where of the runs in this order one is gone or has come, as by undo.
 * @param {View} view
 * @param {string[]} before
 * @param {string[]} after
 */
export function followed(view, before, after) {
  const [longer, shorter] = before.length > after.length ? [before, after] : [after, before];
  if (longer.length !== shorter.length + 1) return view;
  const place = longer.findIndex((run, i) => run !== shorter[i]);
  return longer === before ? withoutRun(view, place) : withRun(view, place);
}

/**
 * The view, without what this scene does not have.
 * @param {View} view
 * @param {Pick<DecodedScene, "runs" | "data">} scene
 * @returns {View}
 */
function fitting(view, { runs, data }) {
  /** @param {number | null} i @param {number} count */
  const held = (i, count) => i !== null && i < count;
  const hidden = view.hidden.filter((i) => i < runs.length);
  return {
    ...view,
    hidden,
    solo: held(view.solo, runs.length) ? view.solo : null,
    point: held(view.point, data.inputs.length) ? view.point : null,
  };
}

/**
 * The scene, arranged: its runs with `away` and `pace`, its steps, and the view itself.
 * @param {DecodedScene} scene
 * @param {View} arrangement
 * @returns {Scene}
 */
export function arranged(scene, arrangement) {
  const view = fitting(arrangement, scene);
  const together = view.pacing === "arrival";
  const size = windowOf(scene.surface);
  const runs = scene.runs.map((run, i) => ({
    ...run,
    arrival: arrivalOf(run.w, size),
    away: isAway(view, i),
    pace: 1,
  }));
  /** @param {number[]} lengths */
  const most = (lengths) => lengths.reduce((a, b) => Math.max(a, b), 0);
  const own = runs.map((run) => (together ? run.arrival : run.k));
  const steps = Math.max(most(own), together ? 0 : most([scene.random_starts?.steps ?? 0]));
  for (const run of runs) run.pace = together ? run.arrival / (steps || 1) : 1;
  return { ...scene, runs, steps, pacing: view.pacing, view };
}
