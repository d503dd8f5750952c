// What a run is at a step. Between two steps the ball moves on a straight line; numbers are those of the whole step.

const ROUNDING = 1e-9;

/**
 * The step of a run under the playhead, which stands at `position`.
 * Where runs are stretched to arrive together, each has a pace of its own.
 * @param {Run} run
 * @param {number} position
 */
export function stepOf(run, position) {
  const step = position * (run.pace ?? 1);
  const whole = Math.round(step);
  return Math.min(run.k, Math.max(0, Math.abs(step - whole) < ROUNDING * whole ? whole : step));
}

/**
 * Whether a run's end can be told: it has been played to it, or the reader looks ahead.
 * @param {Run} run
 * @param {Pick<Head, "step" | "ahead">} head
 */
export function hasArrived(run, { step, ahead }) {
  return ahead || stepOf(run, step) >= run.k;
}

/**
 * Where the playhead stands when a run is at a step.
 * @param {Run} run
 * @param {number} step
 */
export function positionOf(run, step) {
  return step / (run.pace ?? 1);
}

/** @param {Numbers} values @param {number} stride @param {number} offset @param {number} step */
function between(values, stride, offset, step) {
  const whole = Math.floor(step);
  const here = values[whole * stride + offset];
  if (whole === step) return here;
  return here + (step - whole) * (values[(whole + 1) * stride + offset] - here);
}

/**
 * The weights [w1, w2] under the playhead.
 * @param {Run} run
 * @param {number} position
 * @returns {Pair}
 */
export function weightsOf(run, position) {
  const held = stepOf(run, position);
  return [between(run.w, 2, 0, held), between(run.w, 2, 1, held)];
}

/**
 * The error under the playhead.
 * @param {Run} run
 * @param {number} position
 */
export function errorOf(run, position) {
  return between(run.error, 1, 0, stepOf(run, position));
}

/**
 * The numbers of the whole step at or before the playhead.
 * @param {Run} run
 * @param {number} position
 */
export function numbersOf(run, position) {
  const k = Math.floor(stepOf(run, position));
  const [g1, g2] = [run.gradient[2 * k], run.gradient[2 * k + 1]];
  return { step: k, w1: run.w[2 * k], w2: run.w[2 * k + 1], error: run.error[k], slope: Math.hypot(g1, g2) };
}

/**
 * How many of its steps a run is drawn for: to the first one from which it is outside the window for good. What comes
 * after would cross the window from edge to edge without a stop in it;
 * one that is never inside is drawn for its first step.
 * @param {Numbers} w
 * @param {{ w1: Numbers, w2: Numbers }} grid
 */
export function drawnSteps(w, { w1, w2 }) {
  /** @param {number} x @param {Numbers} axis */
  const isInside = (x, axis) => x >= axis[0] && x <= axis[axis.length - 1];
  const last = w.length / 2 - 1;
  let k = last;
  while (k >= 0 && !(isInside(w[2 * k], w1) && isInside(w[2 * k + 1], w2))) k -= 1;
  return Math.min(Math.max(k, 0) + 1, last);
}
