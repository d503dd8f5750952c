// A lesson in a page of its own: its words stand there already; here its pictures are shown and its question is heard.

import { element, setText } from "./base/dom.js";
import { attendKeys, holdPicture } from "./lessons/lessonkeys.js";
import { Mounted } from "./lessons/mounted.js";
import { surfaces } from "./messages/surfaces.js";
import { createPlayer } from "./player/player.js";
import { actSwitch, rulesChoice, sliderOf, stopsSlider } from "./savedcontrols.js";
import { givenPlotly, heldData } from "./savedpage.js";

/**
 * A scene of a lesson as the page holds it. surface: its place among the surfaces. lesson: what a picture of the
 * lessons' own is given; null for the player. subject, ends: whether the question is about it, and would tell
 * the answer before the vote. tried: when the question has been tried in it, in words. starts: whether they move.
 * rules: a run by each rule that can be in a race. stops: what a slider over a picture of the lessons chooses from.
 * @typedef {Object} SavedAct
 * @property {string} label
 * @property {string} picture
 * @property {number} surface
 * @property {RunsMessage} runs
 * @property {Lesson | null} lesson
 * @property {boolean} subject
 * @property {boolean} ends
 * @property {boolean} point
 * @property {string} tried
 * @property {boolean} starts
 * @property {import("./savedcontrols.js").SavedSlider[]} sliders
 * @property {RunMessage[]} rules
 * @property {import("./savedcontrols.js").Stops | null} stops
 */

/** @typedef {{ right: number, choices: string[], acts: SavedAct[], surfaces: SurfaceMessage[] }} SavedWhole */

/** @param {string} query */
const found = (query) => /** @type {HTMLElement} */ (document.querySelector(query));
/** @param {string} query */
const all = (query) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(query)]);

export class SavedLesson {
  constructor() {
    this.given = /** @type {SavedWhole} */ (heldData("lesson"));
    this.plotly = givenPlotly();
    this.place = found("#player");
    this.controls = found(".st-key-lesson-controls");
    this.chosen = 0; // the act
    this.vote = -1; // the choice
    this.answered = false;
    this.opening = 0;
    this.played = new Set(); // acts
    this.moved = false; // whether something in its picture is not the lesson's own
    /** @type {ReturnType<typeof createPlayer> | null} */
    this.player = null;
    /** @type {Mounted | null} */
    this.mounted = null;
    /** @type {RunMessage[] | null} */
    this.race = null; // the runs that were chosen
  }

  get act() {
    return this.given.acts[this.chosen];
  }

  open() {
    attendKeys();
    for (const radio of all("[name=vote]"))
      radio.addEventListener("change", () => this.cast(Number(/** @type {HTMLInputElement} */ (radio).value)));
    found(".lesson-now").addEventListener("click", () => this.answer());
    found(".lesson-back").addEventListener("click", () => this.bringBack());
    for (const button of all("[data-to]"))
      button.addEventListener("click", () => this.choose(Number(button.dataset.to)));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redress());
    this.choose(0);
  }

  /** @param {number} number of an act */
  choose(number) {
    this.end();
    this.chosen = number;
    this.race = null;
    this.moved = false;
    const { stops } = this.act;
    if (stops) this.given.acts[number] = { ...this.act, lesson: stops.lessons[stops.at] };
    surfaces.put(this.given.surfaces[this.act.surface]);
    this.lay();
    this.show();
    this.tell();
  }

  /** The controls of an act, each as the lesson has it. */
  lay() {
    const { act, given } = this;
    /** @type {(value: import("./savedcontrols.js").Moved) => void} */
    const slide = ({ lasts, ...value }) => this.slide(lasts ? "setting" : "slide", value);
    const parts = [
      ...(given.acts.length > 1
        ? [
            actSwitch(
              given.acts.map(({ label }) => label),
              this.chosen,
              (number) => this.choose(number),
            ),
          ]
        : []),
      ...(act.stops ? [stopsSlider(act.stops, (lesson) => this.stop(lesson))] : []),
      ...(act.stops ? [] : act.sliders.map((slider) => sliderOf(slider, slide))),
      ...(act.rules.length ? [rulesChoice(act.rules, act.runs, (runs) => this.raced(runs))] : []),
    ];
    const had = this.controls.contains(document.activeElement);
    this.controls.replaceChildren(...parts);
    if (had) /** @type {HTMLElement | null} */ (this.controls.querySelector("[aria-pressed=true]"))?.focus();
  }

  show() {
    const { act } = this;
    if (act.lesson) {
      const data = { runs: this.runs(), lesson: this.seen(act.lesson) };
      this.mounted ??= new Mounted(this.place, data, this.plotly, (name) => this.hear(name));
      this.mounted.data = data;
      this.mounted.show();
    } else {
      this.player ??= createPlayer(this.place.appendChild(element("div")), {
        plotly: this.plotly,
        tell: (name) => this.hear(name),
        alone: true,
      });
      this.player.update(this.runs());
    }
    holdPicture(this.held);
  }

  /** Whether the act waits for the vote: the question asks how its runs end, and nobody has said yet. */
  get held() {
    return this.act.subject && this.act.ends && this.vote < 0 && !this.played.has(this.chosen);
  }

  /** @returns {RunsMessage} */
  runs() {
    const { act } = this;
    // A run that was moved plays to its end, and that would tell the answer.
    const starts = act.starts && !this.held;
    return {
      ...act.runs,
      runs: this.race ?? act.runs.runs,
      events: ["played", ...(starts ? ["start"] : [])],
      same: act.rules.length > 0,
      suspense: !this.played.has(this.chosen),
      opening: this.opening,
    };
  }

  /**
   * What may be seen before the vote: of maps that would tell the answer the first alone.
   * @param {Lesson} lesson
   * @returns {Lesson}
   */
  seen(lesson) {
    return lesson.overlays && this.vote < 0 ? { ...lesson, overlays: lesson.overlays.slice(0, 1) } : lesson;
  }

  /** @param {"setting" | "slide"} event @param {{ run: number, name: string, value: number }} value */
  slide(event, value) {
    this.player?.change(event, value);
    if (event === "setting") this.hear("setting");
  }

  /** @param {Lesson} lesson that a stop of the slider stands for */
  stop(lesson) {
    this.given.acts[this.chosen] = { ...this.act, lesson };
    this.show();
    this.hear("setting");
  }

  /** @param {RunMessage[]} runs that take part in a race */
  raced(runs) {
    this.race = runs;
    this.opening += 1; // starts that were moved go back, for all
    this.show();
    this.player?.commands().first();
  }

  /** @param {string} name of what was done in the picture */
  hear(name) {
    if (name === "played") this.played.add(this.chosen);
    else if (!this.act.point) this.moved = true;
    this.tell();
  }

  /** @param {number} choice */
  cast(choice) {
    if (this.answered) return;
    this.vote = choice;
    this.show();
    this.tell();
  }

  answer() {
    this.answered = true;
    this.tell();
  }

  bringBack() {
    this.opening += 1;
    this.choose(this.chosen);
    this.place.querySelector("button")?.focus(); // the button that was pressed is gone
  }

  /** Says what there is to say now: that a vote is waited for, how to try it, or the answer. */
  tell() {
    const { given, act, vote, played } = this;
    const tried = given.acts.some(({ subject, tried }, number) => subject && (!tried || played.has(number)));
    this.answered ||= vote >= 0 && tried;
    for (const part of all("[data-act]")) part.hidden = Number(part.dataset.act) !== this.chosen;
    for (const part of all("[data-to]")) part.hidden = Number(part.dataset.to) === this.chosen;
    for (const part of all(".race-table")) part.hidden ||= !played.has(this.chosen);
    const subject = act.subject ? act : /** @type {SavedAct} */ (given.acts.find((one) => one.subject));
    const where = subject === act ? "in the picture" : `in the picture of “${subject.label}”`;
    const now = `Now try it ${where}: the answer comes ${subject.tried}.`;
    setText(found(".lesson-wait"), this.answered ? "" : vote < 0 ? "Vote first, then try it." : now);
    found(".lesson-now").hidden = vote < 0 || this.answered;
    found(".st-key-lesson-answer").hidden = !this.answered;
    found(".lesson-moved").classList.toggle("lesson-is-moved", this.moved); // what the player moved, its root says
    /** @type {HTMLFieldSetElement} */ (found(".lesson-vote")).disabled = this.answered;
    if (vote >= 0)
      setText(found(".lesson-said"), vote === given.right ? "As you said." : `You said: ${given.choices[vote]}.`);
  }

  redress() {
    this.player?.show();
    this.mounted?.redress();
  }

  end() {
    this.player?.destroy();
    this.mounted?.unmount();
    this.player = this.mounted = null;
    this.place.replaceChildren();
  }
}
