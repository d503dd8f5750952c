// What a run goes by beside its rule: the schedule of its learning rate, and the data points that each step sees. Pure.

import { formatSetting } from "../base/format.js";
import { compiled } from "./compiled.js";

/** @typedef {Pick<DecodedRun, "plan" | "plan_settings" | "schedule" | "factor" | "batches">} Plan as it travels */

const BATCH = "batch"; // what the settings of batches are of; all others are the schedule's

/**
 * What the learning rate is multiplied by at each of so many steps and at a next one, by a schedule's own formula.
 * @param {Tree} factor
 * @param {PlanSetting[]} settings
 * @param {number} steps
 */
export function factorsOf(factor, settings, steps) {
  const own = settings.filter(({ of }) => of !== BATCH);
  const names = ["t", "η", ...own.map(({ knob }) => knob.symbol)];
  const numbers = Float64Array.of(0, 1, ...own.map(({ value }) => value));
  const value = compiled(factor, (name) => names.indexOf(name));
  return Float64Array.from({ length: steps + 1 }, (_, t) => {
    numbers[0] = t;
    return value(numbers);
  });
}

/**
 * A plan with another setting of its schedule; as it is where it has none of that name. Until Python says in words what
 * it is, its settings are read.
 * @template {Plan & { steps: number }} One
 * @param {One} one
 * @param {string | undefined} name
 * @param {number | undefined} value
 * @returns {One}
 */
export function planned(one, name, value) {
  const { factor, plan_settings, batches, steps } = one;
  const set = plan_settings.find(({ of, knob }) => of !== BATCH && knob.name === name);
  if (!factor || !set || value === undefined) return one;
  const settings = plan_settings.map((each) => (each === set ? { ...each, value } : each));
  const said = settings
    .filter(({ of }) => of === set.of)
    .map((each) => `${each.knob.symbol} = ${formatSetting(each.value)}`);
  const plan = [`${set.of}: ${said.join(" and ")}`, ...(batches ? [`batches of ${batches[0].length}`] : [])].join(", ");
  return { ...one, plan, plan_settings: settings, schedule: factorsOf(factor, settings, steps) };
}

/**
 * A plan over another number of steps: its schedule is known for as many.
 * @template {Plan} One
 * @param {One} one
 * @param {number} steps
 * @returns {One}
 */
export function over(one, steps) {
  const { factor, plan_settings, schedule } = one;
  if (!factor || !schedule || schedule.length > steps) return one;
  return { ...one, schedule: factorsOf(factor, plan_settings, steps) };
}

/**
 * For how many steps it is known what a run goes by.
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
