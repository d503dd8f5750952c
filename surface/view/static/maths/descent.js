// Runs as the browser walks them: a rule by its formula, as Python sends its structure, over the evaluator's gradient.
// A walk can be taken in parts, so that none of them holds a frame up. Pure.

import { compiled } from "./compiled.js";
import { knownSteps } from "./plans.js";
import { drawnSteps } from "./runs.js";
import { timesAtOnce } from "./sampling.js";

const GRADIENT = "g";
const WEIGHT = "w";
const COUNT = "t";
const MOST_STEPS = 16; // between two looks at the clock
const MOST_CURVED = 5e4; // units that fire for the curvatures along a path: of more, some lie between others

/**
 * The c of a rule's bound c / λ at these settings, by their symbols.
 * @param {Tree} tree
 * @param {Record<string, number>} settings
 */
export function boundOf(tree, settings) {
  const names = [...Object.keys(settings), "λ"];
  return compiled(tree, (name) => names.indexOf(name))(Float64Array.of(...Object.values(settings), 1));
}

/** A run's settings by the symbols of its formula. */
/** @param {Pick<Run, "settings" | "symbols">} run */
export function bySymbol({ settings, symbols }) {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [symbols[name], value]));
}

/** The state of a rule along both weights, moved on by a formula. */
class Stepper {
  /**
   * @param {FormulaLines} formula
   * @param {Record<string, number>} settings by symbol
   * @param {string} rate its symbol
   */
  constructor(formula, settings, rate) {
    const names = [GRADIENT, WEIGHT, COUNT, ...Object.keys(settings), ...formula.state.map(({ target }) => target)];
    /** @param {string} name */
    const placeOf = (name) => names.indexOf(name);
    const numbers = Float64Array.from(names, (name) => settings[name] ?? 0);
    this.axes = [numbers, numbers.slice()];
    this.parts = formula.state.map(({ target, tree }) => ({
      target,
      place: placeOf(target),
      value: compiled(tree, placeOf),
    }));
    this.step = compiled(formula.step, placeOf);
    this.rate = { place: placeOf(rate), value: settings[rate] };
  }

  /**
   * Takes the gradient at (w1, w2) for the step of that number, from 1 on; the step is left in `step`.
   * @param {number} count
   * @param {Numbers} w
   * @param {Numbers} gradient
   * @param {Float64Array} step
   * @param {number} factor of the learning rate
   */
  take(count, w, gradient, step, factor) {
    for (const [axis, numbers] of this.axes.entries()) {
      numbers[this.rate.place] = this.rate.value * factor;
      numbers[0] = gradient[axis];
      numbers[1] = w[axis];
      numbers[2] = count;
      for (const { place, value } of this.parts) numbers[place] = value(numbers);
      step[axis] = this.step(numbers);
    }
  }
}

/** A run on its way: taken on in parts, and shown as far as it has come; by a schedule or batches as far as sent. */
export class Walk {
  /**
   * @param {DecodedRun} run its rule, its settings and its look; where it went before is not kept
   * @param {Pair} start
   * @param {number} steps
   * @param {Evaluator} evaluator
   */
  constructor(run, start, steps, evaluator) {
    this.run = run;
    this.steps = Math.min(steps, knownSteps(run));
    this.evaluator = evaluator;
    const formula = /** @type {FormulaLines} */ (run.formula); // a path that was made elsewhere is never walked
    this.stepper = new Stepper(formula, bySymbol(run), run.symbols.learning_rate);
    this.w = new Float64Array(2 * (this.steps + 1));
    this.error = new Float64Array(this.steps + 1);
    this.gradient = new Float64Array(2 * (this.steps + 1));
    this.seenGradient = run.batches && new Float64Array(2 * (this.steps + 1));
    this.inner = Object.fromEntries(Object.keys(run.inner).map((name) => [name, this.room(name)]));
    this.at = Float64Array.of(...start);
    this.move = new Float64Array(2);
    this.taken = 0; // places with an error and a gradient, and the state after it
    this.done = false;
  }

  /** @param {string} name */
  room(name) {
    return new Float64Array((name === COUNT ? 1 : 2) * (this.steps + 2));
  }

  /** Looks round at the place where it is, and goes on; the last finite place is where it ends. */
  next() {
    const k = this.taken;
    const slopes = this.gradient.subarray(2 * k, 2 * k + 2);
    const error = this.evaluator.gradient(this.at[0], this.at[1], slopes);
    if (!Number.isFinite(error)) {
      this.done = true;
      return;
    }
    this.w.set(this.at, 2 * k);
    this.error[k] = error;
    this.stepper.take(k + 1, this.at, this.batchSlopes(k) ?? slopes, this.move, this.run.schedule?.[k] ?? 1);
    this.note(k + 1);
    this.taken = k + 1;
    this.at[0] += this.move[0];
    this.at[1] += this.move[1];
    this.done = k === this.steps || !Number.isFinite(this.at[0]) || !Number.isFinite(this.at[1]);
  }

  /**
   * The slopes that the batch of a step gives for all the data, where it is; null where a step sees them all.
   * @param {number} k
   */
  batchSlopes(k) {
    const batch = this.run.batches?.[k];
    if (!batch || !this.seenGradient) return null;
    const slopes = this.seenGradient.subarray(2 * k, 2 * k + 2);
    this.evaluator.gradient(this.at[0], this.at[1], slopes, batch);
    const share = this.evaluator.count / batch.length;
    for (const axis of [0, 1]) slopes[axis] *= share;
    return slopes;
  }

  /** @param {number} count gradients that have been taken */
  note(count) {
    const { axes, parts } = this.stepper;
    if (this.inner[COUNT]) this.inner[COUNT][count] = count;
    for (const { target, place } of parts) {
      const kept = this.inner[target];
      if (!kept) continue;
      kept[2 * count] = axes[0][place];
      kept[2 * count + 1] = axes[1][place];
    }
  }

  /** Whether there is anything to show of it, or never will be. */
  get begun() {
    return this.taken > 0 || this.done;
  }

  /**
   * Goes on until it is there, or until `late()`; at least a step.
   * @param {() => boolean} late
   */
  advance(late = () => false) {
    const many = Math.min(MOST_STEPS, timesAtOnce(this.evaluator.cost));
    while (!this.done) {
      for (let n = 0; n < many && !this.done; n++) this.next();
      if (late()) return;
    }
  }

  /**
   * The run as far as it has come: of what it did before, only its looks are left, and nothing is said of its end.
   * @param {Grid} surface
   * @param {boolean} [resting] whether the hand has let go: then each step has its own curvature, whatever it costs
   * @returns {DecodedRun}
   */
  seen(surface, resting = false) {
    const { run, taken, evaluator } = this;
    if (!taken) return { ...run, verdict: null, past: run.verdict ?? run.past }; // no error to start from: as it was
    const w = this.w.slice(0, 2 * taken);
    const inner = Object.entries(this.inner).map(([name, values]) => [
      name,
      values.slice(0, (name === COUNT ? 1 : 2) * (taken + 1)),
    ]);
    return {
      ...run,
      k: taken - 1,
      w,
      drawn: drawnSteps(w, surface),
      error: this.error.slice(0, taken),
      gradient: this.gradient.slice(0, 2 * taken),
      seen: this.seenGradient?.slice(0, 2 * taken) ?? null,
      inner: Object.fromEntries(inner),
      stability:
        run.stability && stabilityAlong(run.stability, bySymbol(run), w, evaluator, resting ? Infinity : MOST_CURVED),
      verdict: null,
      past: run.verdict ?? run.past,
    };
  }
}

/**
 * The bound of a rule along a path; its curvatures are worked out where they are asked for.
 * @param {NonNullable<Run["stability"]>} stability
 * @param {Record<string, number>} settings
 * @param {Float64Array} w
 * @param {Evaluator} evaluator
 * @param {number} most units that fire for them
 * @returns {NonNullable<Run["stability"]>}
 */
function stabilityAlong({ formula, tree }, settings, w, evaluator, most) {
  /** @type {Float64Array | null} */
  let known = null;
  const count = w.length / 2;
  const every = Math.ceil((count * evaluator.cost) / most);
  /** @param {number} k */
  const curvatureAt = (k) => largestCurvature(evaluator, w[2 * k], w[2 * k + 1]);
  return {
    formula,
    tree,
    bound: boundOf(tree, settings),
    get curvature() {
      known ??= everySo(count, Math.max(1, every), curvatureAt);
      return known;
    },
    curvatureAt,
  };
}

/**
 * Values at every so many of `count` steps and at the last one, and straight lines between them.
 * @param {number} count
 * @param {number} every
 * @param {(k: number) => number} value
 */
export function everySo(count, every, value) {
  const values = new Float64Array(count);
  for (let to = 0, from = 0; to < count; from = to, to = to === count - 1 ? count : Math.min(to + every, count - 1)) {
    values[to] = value(to);
    const rise = (values[to] - values[from]) / (to - from);
    for (let k = from + 1; k < to; k++) values[k] = values[from] + (k - from) * rise;
  }
  return values;
}

/** @param {Evaluator} evaluator @param {number} a @param {number} b */
function largestCurvature(evaluator, a, b) {
  const [aa, ab, bb] = evaluator.curvatures(a, b);
  const largest = (aa + bb) / 2 + Math.hypot((aa - bb) / 2, ab);
  return Number.isFinite(largest) ? largest : Number.NaN;
}
