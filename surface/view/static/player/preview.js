// What the reader changes of the runs, as the browser works it out: shown in the frame of the input, until Python's own
// numbers come.

import { quoted } from "../base/typed.js";
import { Walk } from "../maths/descent.js";
import { endingOf } from "../maths/ending.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { knownSteps } from "../maths/plans.js";
import { drawnSteps } from "../maths/runs.js";
import { changesGround, dataOn, groundAfter, groundOf, Standing, sameGround } from "./ground.js";
import { changed, changesRuns, keyOf, setOf } from "./runset.js";

const MOST_REMEMBERED = 100; // changes that can be taken back
const SLICE = 8; // milliseconds of a frame for walking on
const SHARED = 4; // of those where the frame has a surface to sample and to draw as well
const SAMPLED = 38; // milliseconds of a frame for a surface: what it has no time for comes in the next
const SAMPLED_MOVING = 8; // of those for one that moves with the hand, under paths that are drawn in the same frame
/** @type {Record<string, string>} */
const ON_THE_WAY = {
  ...{
    drag: "start",
    slide: "setting",
    tune: "plan",
    hold: "weight",
    aim: "target",
    carry: "move_point",
    zoom: "window",
  }, // to what
};

/** @typedef {import("./runset.js").SetRun} SetRun */
/** @typedef {import("./ground.js").Ground} Ground */
/** @typedef {{ runs: SetRun[], ground: Ground }} SetScene */
/** @typedef {import("./runset.js").Change & import("./ground.js").GroundChange} Change */

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

/**
 * Whether an event of this name changes what is worked out here.
 * @param {string} name
 */
export const changesScene = (name) => changesRuns(listenedAs(name)) || changesGround(listenedAs(name));

export class Preview {
  /** @param {boolean} [judges] whether it says itself how a run ended, since nobody else will */
  constructor(judges = false) {
    this.judges = judges;
    this.clear();
  }

  /** Nothing is changed, and nothing was. */
  clear() {
    /** @type {SetScene | null} */
    this.set = null; // the runs and the ground as they are set here; null as Python sent them
    /** @type {SetScene | null} */
    this.rest = null; // the same as they were last let go
    /** @type {SetScene[]} */
    this.past = [];
    /** @type {SetScene[]} */
    this.future = [];
    /** @type {Standing | null} */
    this.stood = null; // on the ground that was worked out last
    /** @type {Map<string, Walk>} */
    this.walks = new Map();
    this.stale = false; // whether what is shown is older than what was changed
    this.count = 0; // data points that batches were drawn of
  }

  /** Whether any run is shown otherwise than Python sent it. */
  get active() {
    return this.set !== null;
  }

  /** Whether there is more to show than is shown. */
  get pending() {
    return this.stale || this.stood?.done === false || [...this.walks.values()].some((walk) => !walk.done);
  }

  /**
   * Other runs, or another surface, have come: what was changed is walked again, or Python's own numbers take its
   * place.
   * @param {boolean | null} settled whether all that was changed has been answered, or is gone
   */
  answered(settled) {
    if (settled) return this.clear();
    this.walks.clear();
    this.stale = this.active;
  }

  /**
   * Takes note of a change, in a scene as Python sent it; where nobody else will, it says why one cannot be.
   * @param {string} name
   * @param {Change} value
   * @param {DecodedScene} scene
   */
  take(name, value, scene) {
    this.count = scene.data.count;
    if (!this.set) this.rest = this.set = { runs: setOf(scene), ground: groundOf(scene) };
    const { runs, ground } = this.set;
    const event = listenedAs(name);
    if (changesGround(event)) this.stand(groundAfter(ground, event, value));
    else this.set = { runs: changed(runs, event, value, scene), ground };
    this.stale = true;
    if (isOnTheWay(name)) return "";
    const refusal = this.judges ? refusalOf(this.set, scene) : "";
    if (refusal) this.letBe();
    else if (!sameSet(this.set, /** @type {SetScene} */ (this.rest))) {
      this.past = [...this.past, /** @type {SetScene} */ (this.rest)].slice(-MOST_REMEMBERED);
      this.future = [];
      this.rest = this.set;
    }
    return refusal;
  }

  /**
   * Puts the runs on another ground, where each goes another way.
   * @param {Ground} ground
   */
  stand(ground) {
    this.set = { runs: this.set?.runs ?? [], ground };
    this.walks.clear();
  }

  /** Takes back what was moved and not let go. */
  cancel() {
    if (this.set) this.letBe();
  }

  letBe() {
    this.set = this.past.length || this.future.length ? this.rest : null;
    this.walks.clear();
    this.stale = true;
  }

  /** Takes back what was let go last; whether there was anything. */
  undo() {
    return this.travel(this.past, this.future);
  }

  redo() {
    return this.travel(this.future, this.past);
  }

  /** @param {SetScene[]} from @param {SetScene[]} to */
  travel(from, to) {
    const set = from.pop();
    if (!set) return false;
    to.push(/** @type {SetScene} */ (this.rest));
    this.rest = this.set = set;
    this.walks.clear();
    this.stale = true;
    return true;
  }

  /**
   * The scene on the ground that is set here: as Python sent it, or with a surface that is worked out here.
   * @param {DecodedScene} sent
   * @param {() => number} [now]
   * @returns {DecodedScene}
   */
  standing(sent, now = () => performance.now()) {
    const on = this.set && !sameGround(this.set.ground, groundOf(sent)) ? this.set.ground : null;
    if (!on) this.stood = null;
    else if (this.stood?.from !== sent.surface || this.stood.ground !== on)
      this.stood = new Standing(sent, on, this.stood, this.judges && this.set === this.rest);
    if (!this.stood) return sent;
    const until = now() + (this.stood.moved && this.set !== this.rest ? SAMPLED_MOVING : SAMPLED);
    this.stood.advance(() => now() >= until);
    return { ...sent, ...this.stood.parts };
  }

  /**
   * The runs of a scene as they are set, on the ground that it stands on, each as far as a part of a frame takes it.
   * @param {DecodedScene} scene
   * @param {() => number} [now]
   * @returns {DecodedRun[]}
   */
  runs(scene, now = () => performance.now()) {
    this.stale = false;
    if (!this.set) return scene.runs;
    const until = now() + (scene.moved ? SHARED : SLICE);
    const late = () => now() >= until;
    const set = this.set.runs;
    // On another ground every run goes another way than the one that was sent.
    const sent = new Map(scene.moved ? [] : setOf(scene).map((run, i) => [keyOf(run), scene.runs[i]]));
    /** @type {Map<string, Walk>} */
    const walks = new Map();
    const drawn = scene.data.count === this.count;
    const seen = set.map((run, i) => {
      const known = sent.get(keyOf(run));
      if (known) return placed(within(known, scene), i, set.length, scene);
      const own = runOf(scene, drawn ? run : withoutBatches(run), i);
      const walk = this.walks.get(keyOf(run)) ?? new Walk(own, run.w, run.steps, evaluatorOf(scene));
      walks.set(keyOf(run), walk);
      if (!walk.begun || !late()) walk.advance(late); // all share the time that there is
      const shown = placed(walk.seen(scene.surface, this.judges && this.set === this.rest), i, set.length, scene);
      return this.judges && walk.done ? { ...shown, verdict: endingOf(shown, scene) } : shown;
    });
    this.walks = walks;
    return seen;
  }
}

/** @param {SetScene} one @param {SetScene} other */
const sameSet = (one, other) =>
  one.runs.map(keyOf).join() === other.runs.map(keyOf).join() && sameGround(one.ground, other.ground);

/**
 * Why a set cannot be, in the words of surface/scenes/edits.py; "" where each of its runs can start.
 * @param {SetScene} set
 * @param {DecodedScene} scene
 */
function refusalOf({ runs, ground }, { network, data }) {
  const short = runs.findIndex((run) => knownSteps(run) < run.steps);
  if (short >= 0) {
    const known = knownSteps(runs[short]);
    return `Run ${short + 1} must take at most ${known} steps here: for more, its ${planWords(runs[short])} not known.`;
  }
  const own = dataOn(data, ground);
  const batched = runs.findIndex(({ batches }) => batches && own.count !== data.count);
  if (batched >= 0)
    return `Run ${batched + 1} must have batches of ${data.count} data points here: of ${own.count} none are known.`;
  const evaluator = evaluatorOf({ network: { ...network, origin: ground.origin }, data: own });
  const errors = runs.map(({ w }) => evaluator.error(w[0], w[1]));
  const first = errors.findIndex((error) => !Number.isFinite(error));
  if (first < 0) return "";
  const [a, b] = runs[first].w;
  return (
    `Run ${first + 1} must start where the error is finite, got ${quoted(errors[first])} ` +
    `at (${quoted(a)}, ${quoted(b)}).`
  );
}

/**
 * A run as far as it is known where data points have come or gone since its batches were drawn: at its start.
 * @param {SetRun} run
 * @returns {SetRun}
 */
const withoutBatches = (run) => (run.batches ? { ...run, batches: [[0]] } : run);

/** @param {SetRun} run */
const planWords = ({ batches }) => (batches ? "batches are" : "schedule is");

/**
 * A run as far as it is drawn in a window that was chosen here.
 * @param {DecodedRun} run
 * @param {DecodedScene} scene
 */
const within = (run, { reframed, surface }) => (reframed ? { ...run, drawn: drawnSteps(run.w, surface) } : run);

/**
 * A run at its place among the others: in its colour, and with its number where there are several.
 * @param {DecodedRun} run
 * @param {number} i
 * @param {number} count
 * @param {DecodedScene} scene
 * @returns {DecodedRun}
 */
function placed(run, i, count, { styles }) {
  return { ...run, style: styles[i], title: count > 1 ? `${i + 1} · ${run.label}` : run.label };
}

/**
 * A run that has not been walked: what Python sent of the one in its place, where that goes by the same rule.
 * @param {DecodedScene} scene
 * @param {SetRun} run
 * @param {number} i
 * @returns {DecodedRun}
 */
function runOf({ runs, rules, styles }, { rule, settings, steps, w, ...planned }, i) {
  const like = runs[i]?.rule === rule ? runs[i] : runs.find((one) => one.rule === rule);
  const past = runs[i]?.verdict ?? null;
  if (like) return { ...like, settings, steps, ...planned, verdict: null, past };
  const { name, bound, inner, ...shape } = /** @type {RuleShape} */ (rules.find((one) => one.name === rule));
  const none = new Float64Array(0);
  return {
    ...shape,
    rule: name,
    label: name,
    title: name,
    settings,
    formula: /** @type {FormulaLines} */ (shape.formula),
    style: styles[i],
    steps,
    k: 0,
    w: Float64Array.of(...w),
    drawn: 0,
    error: Float64Array.of(Number.NaN),
    gradient: Float64Array.of(Number.NaN, Number.NaN),
    inner: Object.fromEntries(inner.map((symbol) => [symbol, none])),
    stability: bound && { formula: bound.formula, tree: /** @type {Tree} */ (bound.tree), bound: 0, curvature: none },
    verdict: null,
    past,
    ...planned,
    seen: null,
    weights: null,
  };
}
