// The runs in a table: one row each, to compare and to copy, with the steps that each takes to an error one may set.

import { element, setAttribute, setText } from "../base/dom.js";
import { formatNumber, formatSetting } from "../base/format.js";
import { icon } from "../base/icons.js";
import { runSwatch } from "../base/swatch.js";
import { hasNetwork, heightName } from "../maths/evaluator.js";
import { fastestOf, stepsTo, usualTarget } from "../maths/race.js";
import { outcomeBadge, startText } from "./runcard.js";

const RACE = "steps to E";

/** @param {Run} run */
function otherSettings(run) {
  const others = Object.entries(run.settings).filter(([name]) => name !== "learning_rate" && name !== "momentum");
  const words = others.map(([name, value]) => `${run.symbols[name]} = ${formatSetting(value)}`);
  return [...words, ...(run.plan ? [run.plan] : [])].join(", ") || "–";
}

/** @param {Run} run */
function runName(run) {
  const name = run.away ? `${run.title} (hidden)` : run.title;
  return element("span", { class: "player-row-name" }, runSwatch(run.style), name);
}

/** The name of a column, and what stands in it for a run. */
/** @typedef {[string, (run: Run) => Child]} Column */

/** @param {Scene} scene @param {Column} raced */
function columnsOf(scene, raced) {
  /** @param {string} name */
  const has = (name) => scene.runs.some((run) => name in run.settings);
  /** @param {string} name */
  const setting = (name) => (/** @type {Run} */ run) =>
    name in run.settings ? formatSetting(run.settings[name]) : "–";
  /** @type {Column[]} */
  const columns = [["run", runName]];
  if (scene.runs.some((run) => run.formula)) {
    columns.push(["rule", (run) => run.rule || "–"], ["learning rate η", setting("learning_rate")]);
  }
  if (has("momentum")) columns.push(["momentum β", setting("momentum")]);
  if (scene.runs.some((run) => otherSettings(run) !== "–")) columns.push(["other settings", otherSettings]);
  columns.push(["start", startText]);
  columns.push(["steps", (run) => String(run.k)]);
  columns.push(raced);
  columns.push([`final ${heightName(scene)} E`, (run) => formatNumber(run.error[run.k])]);
  /** @param {Run} run */
  const outcome = (run) => (run.verdict ? outcomeBadge(run.verdict) : "–");
  if (scene.runs.some((run) => run.verdict)) columns.push(["outcome", outcome]);
  return columns;
}

/** @param {boolean} tie */
function fastestSign(tie) {
  return element("span", { class: "player-fastest" }, icon("fastest"), tie ? "fastest (tie)" : "fastest");
}

/** @param {HTMLElement} root */
export function tablePanel(root) {
  /** @type {Scene} */
  let scene;
  /** @type {number | null} */
  let target = null;
  let usual = 0;
  /** @type {HTMLElement[]} */
  let cells = [];
  const field = element("input", {
    type: "number",
    class: "race-field",
    step: "any",
    "aria-label": "Count the steps until E is at most",
  });
  const question = element("label", { class: "race-asked" }, "Steps are counted until E ≤ ", field, " ");
  const heading = element("span", {});
  const refusal = element("span", { class: "race-refusal", role: "alert", hidden: true });
  field.addEventListener("input", race);

  const signed = () => !hasNetwork(scene); // a function may be below zero
  const given = () => (field.validity.badInput || field.value === "" ? NaN : Number(field.value));

  /** Counts anew; an error that cannot be is refused beside the field, and what was counted stays. */
  function race() {
    const entered = given();
    const refused = !((signed() || entered > 0) && Number.isFinite(entered));
    const sentence = `E must be a number${signed() ? "" : " greater than 0"}.`;
    setText(refusal, refused ? sentence : "");
    refusal.hidden = !refused;
    setAttribute(field, "aria-invalid", refused);
    const goal = refused ? (target ?? usual) : entered;
    target = goal;
    const fastest = fastestOf(scene.runs, goal);
    const name = `steps to E ≤ ${formatSetting(goal)}`;
    setText(heading, name);
    scene.runs.forEach((run, i) => {
      const steps = stepsTo(run, goal);
      const sign = fastest.includes(i) && scene.runs.length > 1;
      const place = cells[i].closest("td");
      if (place) setAttribute(place, "data-label", name);
      cells[i].replaceChildren(
        steps === null ? "never" : String(steps),
        ...(sign ? [" ", fastestSign(fastest.length > 1)] : []),
      );
    });
  }

  function rebuild() {
    /** @param {Run} run */
    const racing = (run) => cells[scene.runs.indexOf(run)];
    const columns = columnsOf(scene, [RACE, racing]);
    /** @param {string} name */
    const title = (name) => (name === RACE ? heading : name);
    const head = element("tr", {}, ...columns.map(([name]) => element("th", { scope: "col" }, title(name))));
    /** @param {Run} run @param {Column} column */
    const cell = (run, [name, show]) => element("td", { "data-label": name }, element("span", {}, show(run)));
    const rows = scene.runs.map((run) =>
      element("tr", { class: run.away ? "player-away" : "" }, ...columns.map((column) => cell(run, column))),
    );
    const caption = element("caption", { class: "player-hidden" }, "The runs");
    root.replaceChildren(
      element("p", { class: "race-line" }, question, refusal),
      element("table", { class: "player-table" }, caption, element("thead", {}, head), element("tbody", {}, ...rows)),
    );
  }

  return {
    /** @param {Scene} next */
    update(next) {
      const other = scene?.key !== next.key || String(scene.surface.key) !== String(next.surface.key);
      const held = document.activeElement === field;
      scene = next;
      if (other) target = null;
      if (target === null) {
        usual = usualTarget(scene.runs, signed());
        field.value = String(usual);
      }
      cells = scene.runs.map(() => element("span", { class: "race-cell" }));
      rebuild();
      race();
      if (Number(field.value) === usual) target = null; // as it was proposed: proposed anew when the runs change
      if (held) field.focus({ preventScroll: true });
    },
    draw() {},
    resize() {},
    destroy() {
      root.replaceChildren();
    },
  };
}
