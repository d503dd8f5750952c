// What the reader changes: drawn here at once, told to Python in turn, and taken back in the order in which it was
// done.

import { afterPainting } from "../base/painting.js";
import { Exchange, takesTurns } from "../messages/exchange.js";
import { isOnTheWay, Preview } from "./preview.js";
import { StartsPreview } from "./startspreview.js";

const SLICE = 8; // milliseconds of a frame for walking on

/** @typedef {Pick<RunsMessage, "undo" | "redo" | "scene">} Page */

export class Changes {
  /**
   * @param {Tell} send
   * @param {boolean} alone whether there is nobody to tell
   */
  constructor(send, alone) {
    this.alone = alone;
    this.held = false; // whether a hand is moving something
    this.preview = new Preview(alone);
    this.starts = new StartsPreview();
    this.exchange = new Exchange(send, afterPainting);
  }

  /**
   * @param {string} name
   * @param {import("./preview.js").Change} value
   * @param {DecodedScene} sent the scene as Python sent it
   */
  take(name, value, sent) {
    this.held = isOnTheWay(name);
    return this.preview.take(name, value, sent);
  }

  /** Whether there is more to show than is shown. */
  get pending() {
    return this.preview.pending || this.starts.pending;
  }

  /**
   * A scene as it is set here, each run and the random starts as far as a part of a frame takes them.
   * @param {DecodedScene} sent
   * @param {number} chosen
   * @returns {DecodedScene}
   */
  shown(sent, chosen) {
    if (!this.preview.active) return sent;
    const until = performance.now() + SLICE;
    const scene = this.preview.standing(sent);
    const runs = this.preview.runs(scene);
    // Python has the exact surface once the hand has let go; where there is no Python, this one is the last.
    const unsettled = this.held || !this.alone;
    if (scene.moved || scene.reframed) return { ...scene, runs, unsettled };
    const random_starts = this.starts.seen(scene, runs[chosen], () => performance.now() >= until);
    return { ...scene, runs, random_starts };
  }

  cancel() {
    this.held = false;
    this.preview.cancel();
  }

  /**
   * Tells what was done, where that takes its turn and there is somebody to tell; whether that is all that it takes.
   * @param {string} name
   * @param {import("../messages/events.js").Told} content
   */
  post(name, content) {
    if (!this.alone && takesTurns(name)) this.exchange.post(name, content);
    return takesTurns(name);
  }

  /**
   * Takes note of an answer. What was changed is worked out here until the last answer has come.
   * @param {number} turn
   * @param {boolean | null} anew whether the scene is another, or opens once more
   */
  answered(turn, anew) {
    if (anew) this.held = false;
    this.exchange.answered(turn);
    this.preview.answered(anew || (this.exchange.idle && !this.held));
    if (!this.preview.active) this.starts.clear();
  }

  /**
   * Takes back what was changed last, or does it again; whether there was anything. What the page knows alone, as other
   * data, comes with its answer.
   * @param {"undo" | "redo"} way
   * @param {Page} page
   */
  travel(way, page) {
    if (!this.canTravel(page)[way]) return false;
    // Python may have refused what is taken back here, and must then take back nothing.
    this.post(way, { scene: page.scene, value: this.preview[way]() });
    return true;
  }

  /**
   * Whether there is anything to take back, or to do again.
   * @param {Page} page
   */
  canTravel({ undo, redo }) {
    const { past, future } = this.preview;
    return { undo: past.length > 0 || undo, redo: future.length > 0 || redo };
  }
}
