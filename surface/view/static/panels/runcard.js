// The card of one run: its sign, its rule and settings, which are moved here, its numbers under the playhead, and how
// it ended and why. The card stays while its run changes: a hand may be on it.

import { element, setAttribute, setText } from "../base/dom.js";
import { formatFixed, formatNumber, formatSetting } from "../base/format.js";
import { icon } from "../base/icons.js";
import { numberField } from "../base/numberfield.js";
import { runSwatch } from "../base/swatch.js";
import { toggleButton } from "../base/toggle.js";
import { hasNetwork, heightName } from "../maths/evaluator.js";
import { hasArrived, numbersOf } from "../maths/runs.js";
import { knobControl } from "./knobs.js";

/** @type {Record<string, string[]>} */
const OUTCOME_SIGNS = {
  "reached the lowest minimum": ["reached", "good"],
  "stuck in a local minimum": ["stuck", "bad"],
  "stuck at a saddle": ["stuck", "bad"],
  "on a plateau": ["flat", "bad"],
  "still moving": ["moving", "open"],
  "left the window": ["away", "open"],
  diverged: ["diverged", "bad"],
};

/**
 * The settings of a run in one line: "η = 0.2, β = 0.9, cosine over 200 steps".
 * @param {Run} run
 */
function settingsLine(run) {
  const settings = Object.entries(run.settings).map(
    ([name, value]) => `${run.symbols[name]} = ${formatSetting(value)}`,
  );
  return [...settings, ...(run.plan ? [run.plan] : [])].join(", ");
}

/**
 * The start of a run: "(−1.3, 2.4)".
 * @param {Run} run
 */
export function startText(run) {
  return `(${formatSetting(run.w[0])}, ${formatSetting(run.w[1])})`;
}

/**
 * How a run ended, as a badge: its words never without a sign, its sign never without words.
 * @param {Verdict} verdict
 */
export function outcomeBadge(verdict) {
  const [sign, mood] = OUTCOME_SIGNS[verdict.outcome];
  const words = element("span", {}, verdict.outcome);
  return element("span", { class: `player-badge player-badge-${mood}` }, icon(sign), words);
}

/**
 * A list of numbers from { name: [symbol, words] }: its node, and by name the cells that the numbers go into.
 * @param {Record<string, string[]>} rows
 */
export function numbersList(rows, look = "player-numbers") {
  const cells = Object.fromEntries(Object.keys(rows).map((name) => [name, element("dd", {})]));
  const pairs = Object.entries(rows).map(([name, [symbol, words]]) =>
    element("div", {}, element("dt", { title: words }, symbol), cells[name]),
  );
  return { list: element("dl", { class: look }, ...pairs), cells };
}

/** @param {Scene} scene */
function liveNumbers(scene) {
  const axis = hasNetwork(scene) ? "weight" : "variable";
  const { list, cells } = numbersList({
    step: ["step", "steps taken"],
    w1: [scene.names[0], `the first ${axis}`],
    w2: [scene.names[1], `the second ${axis}`],
    error: ["E", `the ${heightName(scene)}`],
    slope: ["|∇E|", "the length of the gradient"],
  });
  /** @param {ReturnType<typeof numbersOf>} numbers */
  const show = (numbers) => {
    setText(cells.step, String(numbers.step));
    setText(cells.w1, formatFixed(numbers.w1));
    setText(cells.w2, formatFixed(numbers.w2));
    setText(cells.error, formatNumber(numbers.error));
    setText(cells.slope, formatNumber(numbers.slope, 3));
  };
  return { list, show };
}

/** @param {Child} sign @param {string} name @param {() => void} onPress */
function viewButton(sign, name, onPress) {
  /** @param {PointerEvent} event */
  const press = (event) => {
    event.stopPropagation(); // it is not meant to choose the card around it
    onPress();
  };
  return toggleButton(sign, name, press, { class: "panel-toggle card-view" });
}

/** @param {number} step */
function wayBadge(step) {
  const words = element("span", {}, step > 0 ? "under way" : "at its start");
  return element("span", { class: "player-badge player-badge-open card-way" }, icon("moving"), words);
}

export class RunCard {
  /** @param {number} index @param {Scene} scene @param {Emit} emit */
  constructor(index, scene, emit) {
    this.index = index;
    this.emit = emit;
    this.whose = `of run ${index + 1}`;
    this.ruled = ""; // the rule that the knobs are of
    this.ending = "";
    this.numbers = liveNumbers(scene);
    this.title = element("span", { class: "player-card-title" });
    this.number = element("b", { class: "card-number", "aria-hidden": "true" });
    this.settings = element("span", { class: "player-card-settings" });
    this.swatch = element("span", { class: "card-swatch" });
    const button = { type: "button", class: "player-card-head", "aria-pressed": "false" };
    this.head = element("button", button, this.swatch, this.number, this.title, this.settings);
    this.rule = element("select", { class: "card-rule", "aria-label": `rule ${this.whose}` });
    this.rule.addEventListener("change", () => emit("rule", { run: index, rule: this.rule.value }));
    this.knobs = /** @type {Map<string, ReturnType<typeof knobControl>>} */ (new Map());
    this.controls = element("span", { class: "card-knobs" });
    this.plan = element("span", { class: "card-plan" });
    this.planned = ""; // the settings that its fields are of
    this.fields = /** @type {((value: number) => void)[]} */ ([]);
    this.refusal = element("p", { class: "card-refusal", role: "alert" });
    this.badge = element("span", { class: "card-end" });
    this.views = this.viewButtons();
    this.reason = element("div", { class: "card-reason" });
    const views = element("span", { class: "card-views" }, ...Object.values(this.views));
    const top = element("div", { class: "player-card-top" }, this.head, this.rule, this.controls, this.plan, views);
    const middle = element("div", { class: "card-middle" }, this.numbers.list, this.badge);
    this.card = element("article", { onclick: () => this.choose() }, top, this.refusal, middle, this.reason);
    this.update(scene);
  }

  viewButtons() {
    const { index, emit } = this;
    const number = index + 1;
    return {
      hide: viewButton(icon("shown"), `Hide run ${number}`, () => emit("hide", index)),
      solo: viewButton("solo", `Show run ${number} solo`, () => emit("solo", index)),
      duplicate: viewButton(icon("copy"), `Duplicate run ${number}`, () => emit("duplicate", { run: index })),
      remove: viewButton(icon("cross"), `Remove run ${number}`, () => emit("remove", { run: index })),
    };
  }

  choose() {
    if (this.head.getAttribute("aria-pressed") !== "true") this.emit("choose", { run: this.index });
  }

  /**
   * Shows the run of this card as it is in a scene.
   * @param {Scene} scene
   */
  update(scene) {
    const run = scene.runs[this.index];
    const [ruled, set] = ["rule", "setting"].map((event) => scene.events.includes(event));
    const changes = ruled || set;
    this.run = run;
    this.card.className = `player-card${run.away ? " player-away" : ""}${changes ? " card-changes" : ""}`;
    this.card.style.setProperty("--run", run.style.colour);
    this.swatch.replaceChildren(runSwatch(run.style));
    setText(this.number, scene.runs.length > 1 ? String(this.index + 1) : "");
    setText(this.title, run.title);
    setText(this.settings, [settingsLine(run), `start ${startText(run)}`].filter(Boolean).join(", "));
    const end = run.verdict ?? run.past;
    this.ending = ""; // of its end
    this.reason.replaceChildren(...(end ? [element("p", { class: "player-card-reason" }, end.reason)] : []));
    this.showViews(scene);
    this.rule.hidden = !ruled;
    this.controls.hidden = !set;
    this.card.classList.toggle("card-kept", set && !ruled);
    this.showPlan(scene, run, changes);
    if (changes) this.showControls(scene, run);
  }

  /** Several runs can be looked at one by one; there can be only so many. */
  /** @param {Scene} scene */
  showViews({ runs, styles, view, events }) {
    const { hide, solo, duplicate, remove } = this.views;
    hide.hidden = solo.hidden = runs.length < 2;
    setAttribute(hide, "aria-pressed", Boolean(this.run?.away));
    setAttribute(solo, "aria-pressed", view.solo === this.index);
    duplicate.hidden = !events.includes("duplicate") || runs.length >= styles.length;
    remove.hidden = !events.includes("remove") || runs.length < 2;
  }

  /** @param {Scene} scene @param {Run} run */
  showControls({ rules }, run) {
    const names = [...new Set([...rules.map(({ name }) => name), run.rule])];
    if (this.rule.length !== names.length)
      this.rule.replaceChildren(...names.map((name) => element("option", { value: name }, name)));
    if (document.activeElement !== this.rule || this.rule.value !== run.rule) this.rule.value = run.rule;
    if (this.ruled !== run.rule) this.makeKnobs(run);
    for (const [name, { show }] of this.knobs) show(run.settings[name]);
  }

  /**
   * What the run goes by beside its rule: its settings where they are heard, else in words.
   * @param {Scene} scene @param {Run} run @param {boolean} changes
   */
  showPlan({ events }, run, changes) {
    const heard = changes && events.includes("plan") ? run.plan_settings : [];
    const made = heard.map(({ of, knob }) => `${of} ${knob.name}`).join();
    if (made !== this.planned) {
      this.planned = made;
      const controls = heard.map((one) => this.planControl(run, one));
      this.fields = controls.map(({ show }) => show);
      const kinds = [...new Set(heard.map(({ of }) => of))].map((of) => {
        const own = controls.filter((_, i) => heard[i].of === of).map(({ node }) => node);
        return element("span", { class: "card-plan-kind" }, element("span", {}, of), ...own);
      });
      this.plan.replaceChildren(...kinds);
    }
    heard.forEach(({ value }, i) => this.fields[i](value));
    this.plan.classList.toggle("card-planned", heard.length > 0);
    setAttribute(this.plan, "aria-hidden", heard.length === 0); // the line of the settings says the words too
    if (!heard.length) setText(this.plan, changes ? run.plan : "");
  }

  /**
   * A slider for a setting of a schedule, which is worked out here, and a number for one of the batches, which are not.
   * @param {Run} run @param {PlanSetting} setting
   */
  planControl({ factor }, { knob, whole, of }) {
    const { name, symbol, label, help } = knob;
    const own = { ...knob, whole };
    /** @param {string} sentence */
    const refuse = (sentence) => setText(this.refusal, sentence);
    /** @param {boolean} lasts @param {{ name: string, value: number }} given */
    const give = (lasts, given) => this.emit(lasts ? "plan" : "tune", { run: this.index, ...given });
    if (factor && of !== "batch")
      return knobControl(
        own,
        `of the ${of} schedule ${this.whose}`,
        (event, given) => give(event === "setting", given),
        refuse,
      );
    const field = numberField(own, `${label}, ${of} ${this.whose}`, (value) => give(true, { name, value }), refuse);
    const words = element("span", { title: help }, symbol);
    return { node: element("label", { class: "card-plan-field" }, words, field.node), show: field.show };
  }

  /** @param {Run} run */
  makeKnobs(run) {
    this.ruled = run.rule;
    /** @param {string} sentence */
    const refuse = (sentence) => setText(this.refusal, sentence);
    refuse("");
    this.knobs = new Map(
      run.knobs.map((knob) => [
        knob.name,
        knobControl(knob, this.whose, (event, given) => this.emit(event, { run: this.index, ...given }), refuse),
      ]),
    );
    this.controls.replaceChildren(...[...this.knobs.values()].map(({ node }) => node));
  }

  /**
   * Says where a run is, and how it ended once it is there; until then the room is kept, so that nothing jumps. Of one
   * that was just changed nothing is said.
   * @param {Run} run
   * @param {Head} head
   */
  tell(run, head) {
    const arrived = hasArrived(run, head);
    const ending = arrived ? (run.verdict?.outcome ?? "-") : head.step > 0 ? "under way" : "at its start";
    if (ending === this.ending) return;
    this.ending = ending;
    const badge = arrived ? run.verdict && outcomeBadge(run.verdict) : wayBadge(head.step);
    this.badge.replaceChildren(...(badge ? [badge] : []));
    const awaited = !arrived || !run.verdict;
    this.reason.classList.toggle("player-card-awaited", awaited);
    setAttribute(this.reason, "aria-hidden", awaited);
  }

  /** @param {Head} head */
  draw(head) {
    if (!this.run) return;
    this.numbers.show(numbersOf(this.run, head.step));
    this.tell(this.run, head);
    setAttribute(this.head, "aria-pressed", this.index === head.chosen);
    this.card.classList.toggle("player-chosen", this.index === head.chosen);
  }
}
