// The player: one scene, its panels, and the playhead that moves them all.

import { element } from "../base/dom.js";
import { listenToKeys } from "../base/keys.js";
import { onPaper } from "../base/paper.js";
import { prefersReducedMotion, themeOf } from "../base/theme.js";
import { overlays } from "../map/regions.js";
import { OPENING_HEAD, Playhead } from "../maths/playhead.js";
import { decodeScene } from "../messages/decode.js";
import { isCurrent, OTHER_VERSION } from "../messages/protocol.js";
import { randomStarts } from "../messages/randomstarts.js";
import { surfaces } from "../messages/surfaces.js";
import { transportPanel } from "../panels/transport.js";
import { AS_OPENED, arranged, followed, isArrangement, rearranged, withoutRun } from "./arranged.js";
import { Changes } from "./changes.js";
import { helpDialog, modeButtons } from "./help.js";
import { watchSizes } from "./panels.js";
import { PanelSet } from "./panelset.js";
import { playCommands } from "./playback.js";
import { asksToPresent, presentation } from "./presentation.js";
import { changesScene, isOnTheWay, listenedAs } from "./preview.js";
import { changesRuns, keyOf, setOf } from "./runset.js";

/** @typedef {import("../messages/events.js").RunNumber} RunNumber */
/** @typedef {import("./preview.js").Change} Change */
/** What a player is given; alone: nobody hears of what is moved, as in a file; guest: in a page with its own keys. */
/** @typedef {{ plotly: Promise<PlotlyLibrary>, tell: Tell, alone?: boolean, guest?: boolean }} PlayerOptions */

/** What panels show beside the scene, by the events that change it, as a scene opens. */
const { arrows, layers, probe, slopeWords, level, ahead } = OPENING_HEAD;
const KEPT = { arrows, layers, probe, slopeWords, level, ahead };

class Player {
  /** @param {HTMLElement} root @param {PlayerOptions} options */
  constructor(root, { plotly, tell, alone = false, guest = false }) {
    this.root = root;
    this.tell = tell;
    this.playhead = new Playhead();
    /** @type {Scene} */
    this.scene = /** @type {Scene} */ (/** @type {unknown} */ (null)); // until a surface has come
    /** @type {RunsMessage} */
    this.message = /** @type {RunsMessage} */ (/** @type {unknown} */ (null)); // until there are runs
    this.chosen = 0;
    this.replay = false;
    this.suspense = false;
    /** @type {Scale | undefined} */
    this.scale = undefined; // of the error: as the message has it, until the reader chooses
    this.kept = KEPT;
    /** @type {DecodedScene} */
    this.sent = /** @type {DecodedScene} */ (/** @type {unknown} */ (null)); // the scene as Python sent it
    this.changes = new Changes(tell, alone);
    /** @type {View} */
    this.view = AS_OPENED; // which runs are shown, how they are paced, which data point is alone
    /** @type {string[]} */
    this.order = []; // the runs that are shown, by what tells one from another
    this.surfaceOf = surfaces.keeper();
    this.frame = 0;
    this.ended = false;
    root.classList.add("surface-player");
    this.panels = new PanelSet(root);
    this.room = presentation(root, () => this.show());
    this.help = helpDialog(root, !alone && !guest, (event) => this.scene?.events.includes(event) ?? false);
    this.transport = transportPanel(this.panels.bar, this.commands());
    this.panels.bar.append(modeButtons(this.commands()));
    this.panels.add(false, this.contextFor(null), null);
    plotly.then(
      (Plotly) => this.addPlots(Plotly),
      () => this.panels.saySo(),
    );
    /** @param {string} key */
    const arrived = (key) => (key === this.message?.overlay || key === this.message?.random_starts) && this.show();
    this.cleanUps = [
      surfaces.onArrival((key) => key === this.message?.surface && this.show()),
      overlays.onArrival(arrived),
      randomStarts.onArrival(arrived),
      listenToKeys(root, this.commands(), guest),
      watchSizes(this.panels.places, (places) => this.resize(places)),
      onPaper(() => this.showAtOnce()),
    ];
  }

  /** @param {PlotlyLibrary | null} Plotly */
  contextFor(Plotly) {
    const context = {
      Plotly,
      /** @param {string} name @param {unknown} value */
      emit: (name, value) => [this.act(name, value)].find((said) => typeof said === "string") ?? "",
      theme: () => this.theme,
      reducedMotion: prefersReducedMotion(),
    };
    return /** @type {Context} */ (context); // those that need Plotly are made where it is there
  }

  /** @param {PlotlyLibrary | null} Plotly */
  addPlots(Plotly) {
    if (this.ended) return;
    this.panels.add(true, this.contextFor(Plotly), this.scene);
    this.schedule();
  }

  /** @returns {Commands} */
  commands() {
    return {
      ...playCommands(this.playhead, () => this.schedule()),
      /** @param {Arrangement["pacing"]} pacing */
      pacing: (pacing) => this.arrange("pacing", pacing),
      present: () => void this.room.toggle(),
      leave: () => this.room.leave(),
      help: () => void this.help.toggle(),
      previous: () => this.go(-1),
      next: () => this.go(1),
      undo: () => this.travel("undo"),
      redo: () => this.travel("redo"),
    };
  }

  /**
   * Goes to the scene before or after, where the page offers it; by keys only while it fills the screen.
   * @param {number} by
   */
  go(by) {
    if (!this.room.on || !this.scene?.events.includes("go")) return false;
    this.send("go", { by });
  }

  /** @param {string} name @param {unknown} value */
  act(name, value) {
    if (name === "seek") return this.commands().seek(value);
    if (name === "scale") return this.drawOn(/** @type {Scale} */ (value));
    if (isArrangement(name)) return this.arrange(name, /** @type {Arrangement[typeof name]} */ (value));
    if (name in this.commands() && value === undefined) return this.commands()[name]();
    if (name in KEPT) return this.keep(name, value);
    if (name === "cancel") return this.cancel();
    if (name === "choose") this.chosen = /** @type {RunNumber} */ (value).run;
    this.schedule();
    if (!this.scene.events.includes(listenedAs(name))) return;
    const before = this.scene.runs.length;
    const refusal = changesScene(name) ? this.change(name, /** @type {Change} */ (value)) : "";
    if (refusal) return refusal;
    if (!isOnTheWay(name)) this.send(name, value);
    if (changesRuns(name)) this.keepChosen(name, /** @type {Change} */ (value), before); // told once the run has come
  }

  /**
   * Tells Python of an event of the scene that is seen now: by the time that it is heard, there may be another.
   * @param {string} name
   * @param {unknown} value
   */
  send(name, value) {
    const content = { scene: this.sent.scene, value };
    if (!this.changes.post(name, content)) this.tell(name, content);
  }

  /**
   * Shows at once what was changed of the runs, or says why it cannot be.
   * @param {string} name
   * @param {Change} value
   */
  change(name, value) {
    this.replay = name === "start";
    if (!this.replay) this.lookThere();
    const refusal = this.changes.take(name, value, this.sent);
    if (refusal) this.replay = false;
    this.schedule();
    return refusal;
  }

  /** Who changes a run before anything was played sees where that leads; but not where a question is to be answered. */
  lookThere() {
    const { step, playing, last } = this.playhead;
    if (step === 0 && !playing && !this.scene.events.includes("played")) this.playhead.seek(last);
  }

  /** The browser took a gesture away: nothing of it counts. */
  cancel() {
    this.changes.cancel();
    this.schedule();
  }

  /**
   * A run that has come is chosen; where one is gone, the others stay hidden, alone and chosen as they were.
   * @param {string} name
   * @param {Change} value
   * @param {number} before
   */
  keepChosen(name, { run = -1 }, before) {
    if (name === "add" || name === "duplicate")
      this.act("choose", { run: Math.min(before, this.sent.styles.length - 1) });
    if (name !== "remove") return;
    this.view = withoutRun(this.view, run);
    this.order.splice(run, 1);
    this.act("choose", { run: Math.max(0, this.chosen - Number(this.chosen >= run)) });
  }

  /**
   * Keeps what the panels show beside the scene, and draws it.
   * @param {string} name
   * @param {unknown} value
   */
  keep(name, value) {
    this.kept = { ...this.kept, [name]: value };
    this.schedule();
  }

  /** @param {"undo" | "redo"} way */
  travel(way) {
    if (!this.scene?.events.includes(way) || !this.changes.travel(way, this.message)) return false;
    this.schedule();
    return true;
  }

  /**
   * Draws the error on another scale, in every panel.
   * @param {Scale} scale
   */
  drawOn(scale) {
    this.scale = scale;
    this.show();
    if (this.scene.events.includes("scale")) this.send("scale", { scale });
  }

  /**
   * Shows the scene as the reader arranges it; a playhead under way stays as far along it.
   * @param {keyof Arrangement} name
   * @param {Arrangement[keyof Arrangement]} value
   */
  arrange(name, value) {
    const { step, last, playing } = this.playhead;
    this.view = rearranged(this.view, name, value);
    this.show();
    this.chooseShown();
    if (name !== "pacing" || !last || step >= last) return;
    this.playhead.seek(Math.round((step / last) * this.playhead.last));
    if (playing) this.playhead.play();
  }

  /** What follows the chosen run follows one that is shown. */
  chooseShown() {
    const visible = this.scene.runs.findIndex(({ away }) => !away);
    if (visible >= 0 && this.scene.runs[this.chosen]?.away) this.act("choose", { run: visible });
  }

  /**
   * Takes what Python says of the runs; drawn as soon as the surface that it names is there.
   * @param {RunsMessage} message
   */
  update(message) {
    if (!isCurrent(message))
      return this.root.replaceChildren(element("p", { class: "sentence", role: "status" }, OTHER_VERSION));
    const other = message.key !== this.message?.key;
    const again = this.message && message.opening !== this.message.opening;
    if (other) this.view = AS_OPENED;
    if (again) this.rearrange();
    if (other || message.scale !== this.message?.scale) this.scale = undefined;
    this.changes.answered(message.turn, other || again);
    // While a message is under way, what is chosen may be an answer to an older choice.
    const chosen = message.chosen !== this.message?.chosen && this.changes.exchange.idle;
    if (chosen || other) this.chosen = message.chosen;
    this.message = message;
    this.show();
  }

  /** Everything that the reader arranged goes back to how a scene opens. */
  rearrange() {
    Object.assign(this, { scale: undefined, kept: { ...this.kept, arrows, layers, probe, ahead }, view: AS_OPENED });
  }

  show() {
    const surface = this.message && this.surfaceOf(this.message.surface);
    this.root.setAttribute("aria-busy", String(!surface));
    if (!surface) return;
    const before = this.scene;
    const scene = decodeScene(this.message, surface, this.scale);
    const sentApart = {
      region: overlays.get(this.message.overlay),
      random_starts: randomStarts.get(this.message.random_starts),
    };
    this.sent = { ...scene, ...sentApart };
    this.arrangeRuns();
    this.room.dress(this.scene);
    this.theme = themeOf(this.root);
    this.placePlayhead(before);
    this.panels.update(this.scene);
    this.schedule();
    if (!before && asksToPresent(location.search)) this.room.enter();
  }

  /** The scene as the reader has arranged it, with the runs that were moved as the browser walks them. */
  arrangeRuns() {
    const scene = this.changes.shown(this.sent, this.chosen);
    const order = setOf(scene).map(keyOf);
    this.scene = arranged(scene, followed(this.view, this.order, order));
    this.view = this.scene.view;
    this.order = order;
  }

  /** What was moved since the last frame is in the next, or as much of it as there is time for. */
  follow() {
    const moved = this.changes.pending;
    if (moved) {
      this.arrangeRuns();
      this.playhead.resize(this.scene.steps);
      this.panels.renew();
    }
    this.panels.follow(this.scene, moved);
    if (this.replay && !this.changes.pending) this.replayRuns();
  }

  /** Shows the scene before the next frame: paper does not wait for one. */
  showAtOnce() {
    this.show();
    if (this.scene) this.draw();
  }

  // A scene opens at its start: how it ends is told when that has been played. A start that was set is watched, too.
  /** @param {Scene | null} before */
  placePlayhead(before) {
    const same = before?.key === this.scene.key;
    if (same) this.playhead.resize(this.scene.steps);
    else this.playhead.open(this.scene.steps);
    if (!same) this.holdBack(this.message.suspense);
    else if (this.replay && !this.changes.preview.active) this.replayRuns(); // its answer came before its walk was done
  }

  /**
   * Back to the start, and no word of the end until it has been played.
   * @param {boolean} suspense
   */
  holdBack(suspense) {
    this.suspense = suspense;
    this.root.classList.toggle("player-suspense", suspense);
    if (suspense) this.playhead.seek(0);
  }

  reveal() {
    this.holdBack(false);
    this.act("played", true);
  }

  replayRuns() {
    this.replay = false;
    this.playhead.seek(this.playhead.last);
    if (!prefersReducedMotion()) this.playhead.play();
  }

  schedule() {
    this.frame ||= requestAnimationFrame((stamp) => this.onFrame(stamp));
  }

  /** @param {number} stamp */
  onFrame(stamp) {
    this.frame = 0;
    if (this.ended || !this.scene) return;
    if (this.changes.pending || this.panels.behind.length) this.follow();
    this.playhead.tick(stamp);
    this.draw();
    if (this.playhead.playing || this.changes.pending || this.panels.behind.length) this.schedule();
  }

  draw() {
    const { step, playing } = this.playhead;
    const chosen = Math.min(this.chosen, this.scene.runs.length - 1);
    const { kept, suspense } = this;
    const { undo: canUndo, redo: canRedo } = this.changes.canTravel(this.message);
    const head = { ...kept, step, playing, suspense, chosen, canUndo, canRedo };
    this.panels.draw(head);
    this.root.toggleAttribute("data-changed", this.changes.preview.past.length > 0);
    this.transport.draw(
      this.playhead,
      this.scene.pacing,
      this.scene.runs.length + (this.scene.random_starts?.count ?? 0),
    );
    if (this.suspense && this.playhead.atEnd) this.reveal();
  }

  /** @param {Set<Element>} places that have another size now */
  resize(places) {
    if (this.scene) this.panels.resize(places);
    this.schedule();
  }

  destroy() {
    this.ended = true;
    this.changes.exchange.end();
    cancelAnimationFrame(this.frame);
    for (const end of this.cleanUps) end();
    this.room.end();
    this.panels.destroy();
    this.root.replaceChildren();
  }
}

/**
 * A player in `root`. `plotly` promises plotly.js; `tell(name, content)` hears what the reader does.
 * @param {HTMLElement} root
 * @param {PlayerOptions} options
 */
export function createPlayer(root, options) {
  return new Player(root, options);
}
