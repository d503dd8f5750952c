// What a run goes by beside its rule: the schedule of its learning rate, and the data points that each step sees. Pure.

/** @typedef {Pick<DecodedRun, "plan" | "plan_settings" | "schedule" | "batches">} Plan as it travels */

/**
 * For how many steps it is known what a run goes by: all that were sent, and no more.
 * @param {Pick<Plan, "schedule" | "batches">} plan
 */
export function knownSteps({ schedule, batches }) {
  return Math.min(schedule?.length ?? Infinity, batches?.length ?? Infinity) - 1; // one more than steps is sent
}

/**
 * The learning rate of a step.
 * @param {Pick<Run, "settings" | "schedule">} run
 * @param {number} k
 */
export function rateAt({ settings, schedule }, k) {
  return settings.learning_rate * (schedule ? schedule[k] : 1);
}

/**
 * The gradient along an axis that a step goes by: of its batch, or of all the data.
 * @param {Pick<Run, "gradient" | "seen">} run
 * @param {number} k
 * @param {number} axis
 */
export function stepGradient({ gradient, seen }, k, axis) {
  return (seen ?? gradient)[2 * k + axis];
}
