// The panels of a player together: made, given what there is to show, drawn with each frame.

import { element } from "../base/dom.js";
import { guarded } from "../base/guard.js";
import { hasNetwork } from "../maths/evaluator.js";
import { pictured } from "../maths/onepoint.js";
import { NO_PLOTLY } from "../messages/fetched.js";
import { layoutPanels, PANELS } from "./panels.js";

const SLICE = 6; // milliseconds of a frame for panels that can wait
const LONGEST_WAIT = 60; // milliseconds that they wait while the hand moves on

/**
 * @typedef {Panel & { name: string, plotly: boolean, prompt: boolean, fitted: boolean, needs: string,
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
      const panel = Object.assign(guarded(make, place, context), { name, plotly, prompt, needs, fitted, place });
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
    if (!this.behind.length) this.served = performance.now(); // nobody has waited yet
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
    if (!wait) this.served = now;
    this.behind = updated(this.behind, wait ? 0 : SLICE, (panel) => give(panel, scene));
  }

  /**
   * Draws what is up to date; the others show what they were given before, until their turn comes.
   * @param {Head} head
   */
  draw(head) {
    for (const panel of this.present) if (!this.behind.includes(panel)) panel.draw(head);
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
 * Updates panels for so many milliseconds, at least those that are prompt; returns those that are left.
 * @template {{ prompt: boolean }} P
 * @param {P[]} panels
 * @param {number} slice
 * @param {(panel: P) => void} update
 * @param {() => number} [now]
 */
export function updated(panels, slice, update, now = () => performance.now()) {
  const until = now() + slice;
  let done = 0;
  while (done < panels.length && (panels[done].prompt || now() < until)) update(panels[done++]);
  return panels.slice(done);
}
