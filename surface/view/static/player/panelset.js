// The panels of a player together: made, given what there is to show, drawn with each frame.

import { element } from "../base/dom.js";
import { guarded } from "../base/guard.js";
import { hasNetwork } from "../maths/evaluator.js";
import { pictured } from "../maths/onepoint.js";
import { NO_PLOTLY } from "../messages/fetched.js";
import { layoutPanels, PANELS } from "./panels.js";

const SLICE = 6; // milliseconds of a frame for panels that can wait
const LONGEST_WAIT = 60; // milliseconds that they wait while the hand moves on
const LONGEST_ALONE = 240; // milliseconds that one waits there which takes more than a slice, and goes alone

/**
 * cost: the milliseconds that it took to give and to draw it when it was last given something.
 * @typedef {Panel & { name: string, plotly: boolean, prompt: boolean, fitted: boolean, needs: string, cost: number,
 *   place: HTMLElement }} Shown
 */

export class PanelSet {
  /** @param {HTMLElement} root */
  constructor(root) {
    const { places, bar } = layoutPanels(root);
    this.places = places;
    this.bar = bar;
    /** @type {Shown[]} */
    this.made = [];
    /** @type {Shown[]} */
    this.present = []; // those that have something to show
    /** @type {Shown[]} */
    this.behind = []; // those that have not been given yet what was moved
    this.served = 0; // when those that wait had their last turn
    this.rested = 0; // when one that takes long had its last
    /** @type {Set<Shown>} */
    this.fresh = new Set(); // those that have not been drawn yet as they were given
  }

  /**
   * Makes the panels that wait for Plotly, or the others.
   * @param {boolean} plotly
   * @param {Context} context
   * @param {Scene | null} scene
   */
  add(plotly, context, scene) {
    for (const { name, make, prompt, needs, fitted } of PANELS.filter((panel) => panel.plotly === plotly)) {
      const place = this.places[name];
      const entry = { name, plotly, prompt, needs, fitted, place, cost: 0 };
      const panel = Object.assign(guarded(make, place, context), entry);
      this.made.push(panel);
      if (scene && !hasPlace(panel, scene)) continue;
      this.present.push(panel);
      if (scene) give(panel, scene);
    }
  }

  /** Says in the place of the pictures that there is no Plotly. */
  saySo() {
    for (const { name } of PANELS.filter((panel) => panel.plotly)) {
      this.places[name].replaceChildren(element("p", { class: "sentence", role: "status" }, NO_PLOTLY));
    }
  }

  /** @param {Scene} scene */
  update(scene) {
    this.present = this.made.filter((panel) => hasPlace(panel, scene));
    this.bar.classList.toggle("player-absent", !scene.runs.length && !scene.random_starts);
    for (const panel of this.present) give(panel, scene);
    this.behind = [];
  }

  /** From now on there is something new to show: to the panel under the hand first, to the others in turn. */
  renew() {
    if (!this.behind.length) this.served = this.rested = performance.now(); // nobody has waited yet
    this.behind = inTurn(this.present, this.behind);
  }

  /**
   * Updates what is behind, as far as there is time for in one frame: with an input only what is under the hand, and
   * the others in the frames after it, or where they have waited long.
   * @param {Scene} scene
   * @param {boolean} moved whether this is the frame of an input
   */
  follow(scene, moved) {
    const now = performance.now();
    const wait = moved && now - this.served < LONGEST_WAIT;
    const alone = !moved || now - this.rested >= LONGEST_ALONE;
    if (!wait) this.served = now;
    if (alone && !wait) this.rested = now;
    this.behind = updated(this.behind, { slice: wait ? 0 : SLICE, alone }, (panel) => {
      const began = performance.now();
      give(panel, scene);
      panel.cost = performance.now() - began;
      this.fresh.add(panel);
    });
  }

  /**
   * Draws what is up to date; the others show what they were given before, until their turn comes.
   * @param {Head} head
   */
  draw(head) {
    for (const panel of this.present) {
      if (this.behind.includes(panel)) continue;
      const began = performance.now();
      panel.draw(head);
      if (this.fresh.delete(panel)) panel.cost += performance.now() - began;
    }
  }

  /** @param {Set<Element> | null} [places] that have another size now, of those that are watched; null for all */
  resize(places = null) {
    for (const panel of this.present) if (!places || !panel.fitted || places.has(panel.place)) panel.resize();
  }

  destroy() {
    for (const panel of this.made) panel.destroy();
  }
}

/**
 * Whether a panel has anything to show in a scene; else its place is empty.
 * @param {Shown} panel
 * @param {Scene} scene
 */
function hasPlace({ needs, place }, scene) {
  const absent = (needs === "network" && !hasNetwork(scene)) || (needs === "runs" && !scene.runs.length);
  place.classList.toggle("player-absent", absent);
  return !absent;
}

/**
 * Gives a panel what it shows: the two big pictures may show one data point's error alone.
 * @param {Shown} panel
 * @param {Scene} scene
 */
function give(panel, scene) {
  panel.update(panel.plotly ? pictured(scene) : scene);
}

/**
 * The panels in the order in which they are given what was moved: the one that is under the hand first, and those last
 * that were given it last.
 * @template {{ prompt: boolean }} P
 * @param {P[]} panels
 * @param {P[]} behind
 */
export function inTurn(panels, behind) {
  const prompt = panels.filter((panel) => panel.prompt);
  const waiting = behind.filter((panel) => !panel.prompt);
  return [...prompt, ...waiting, ...panels.filter((panel) => !panel.prompt && !waiting.includes(panel))];
}

/**
 * Updates panels: those that are prompt, and of the others as many as take no more than `slice` milliseconds in all, by
 * what they took last; with `alone` the first of them whatever it takes. Returns those that are left.
 * @template {{ prompt: boolean, cost: number }} P
 * @param {P[]} panels
 * @param {{ slice: number, alone: boolean }} time
 * @param {(panel: P) => void} update
 * @param {() => number} [now]
 */
export function updated(panels, { slice, alone }, update, now = () => performance.now()) {
  const until = now() + slice;
  /** @type {P[]} */
  const left = [];
  let first = alone && slice > 0;
  for (const panel of panels) {
    const fits = panel.prompt || first || now() + panel.cost < until;
    if (!panel.prompt) first = false;
    if (fits) update(panel);
    else left.push(panel);
  }
  return left;
}
