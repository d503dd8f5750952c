// Which run gets down to a given error first. Pure.

const NEARLY = 0.01; // of the way from a start down to the least error reached

/**
 * The first step at which a run's error is at most `target`, or null where it never is.
 * @param {Run} run
 * @param {number} target
 */
export function stepsTo(run, target) {
  const step = run.error.findIndex((error) => error <= target);
  return step < 0 ? null : step;
}

/**
 * An error worth asking for: 99 % of the way from the highest start down to the least error reached, in two digits.
 * @param {Run[]} runs
 * @param {boolean} [signed] whether it may be below zero, as the values of a function
 */
export function usualTarget(runs, signed = false) {
  const least = Math.min(
    ...runs.map((run) => run.error.filter((error) => !Number.isNaN(error)).reduce((a, b) => Math.min(a, b), Infinity)),
  );
  const start = Math.max(...runs.map((run) => run.error[0]));
  const goal = least + NEARLY * (start - least);
  if (signed && goal < 0 && Number.isFinite(goal)) return roundedUp(goal);
  if (!(goal > 0) || !Number.isFinite(goal)) return Math.max(0, least) || 0;
  return roundedUp(goal);
}

/**
 * A number in two digits, not below it.
 * @param {number} goal
 */
function roundedUp(goal) {
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(goal))) - 1);
  return Number((Math.ceil(goal / unit - 1e-9) * unit).toPrecision(2));
}

/**
 * The runs, by number, that get there in the fewest steps; of those that are out of sight none counts.
 * @param {Run[]} runs
 * @param {number} target
 */
export function fastestOf(runs, target) {
  const steps = runs.map((run) => (run.away ? null : stepsTo(run, target)));
  const least = Math.min(...steps.map((step) => step ?? Infinity));
  return runs.flatMap((_, i) => (steps[i] !== null && steps[i] === least ? [i] : []));
}
