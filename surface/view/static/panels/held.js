// The held weights by hand: a slider and a number for each, and the map follows while they are moved. They stand in
// their room beside the picture, where the page has one, and folded under the runs where it has none.

import { element, setText } from "../base/dom.js";
import { roomFor } from "../base/rooms.js";
import { heldWords } from "../maths/heldweights.js";
import { knobControl } from "./knobs.js";

const MOST = 12; // with a slider each; where there are more, one is chosen from a list
const REACH = 4; // of a slider to both sides, at least
const FARTHEST = 1e9; // what is larger can be typed
const NOTE = "The descent moves the two free weights alone; the others are held at these values.";

/**
 * What a held weight can be moved over: as far to both sides, twice as far as it is now.
 * @param {string} name
 * @param {number} value
 * @returns {Knob}
 */
export function knobOf(name, value) {
  const reach = Math.min(FARTHEST, Math.max(REACH, Math.ceil(2 * Math.abs(value))));
  const help = `${name}, which is not free: the surface changes with it.`;
  const room = { low: -reach, high: reach, logarithmic: false, least: -Infinity, above: false, most: null };
  return { name, symbol: name, label: "held weight", help, ...room };
}

/** @param {HTMLElement} root @param {Context} context */
export function heldPanel(root, context) {
  const summary = element("span", { class: "panel-words" });
  const list = element("select", { class: "held-choice", "aria-label": "Held weight" });
  const knobs = element("div", { class: "held-knobs" });
  const refusal = element("p", { class: "card-refusal", role: "alert" });
  const body = element(
    "div",
    { class: "held-body" },
    element("p", { class: "panel-words" }, NOTE),
    list,
    knobs,
    refusal,
  );
  const title = element("span", { class: "inside-title" }, "Held weights");
  const fold = element("details", { class: "held" }, element("summary", {}, title, summary), body);
  root.append(fold);
  /** @type {Scene} */
  let scene;
  let chosen = 0;
  let laid = ""; // what the controls are of
  let offered = false;
  /** @type {{ place: number, show(value: number): void }[]} */
  let controls = [];

  /** @param {number} place */
  function control(place) {
    /** @param {string} event @param {{ value: number }} setting @returns {string} */
    const send = (event, { value }) => context.emit(event === "slide" ? "hold" : "weight", { weight: place, value });
    /** @param {string} sentence */
    const refuse = (sentence) => setText(refusal, sentence);
    const { names, origin } = scene.network;
    const { node, show } = knobControl(knobOf(names[place], origin[place]), "", send, refuse);
    return { place, node, show };
  }

  /** The controls are made anew for another scene, or another network. */
  function layOut() {
    const { names, held } = scene.network;
    const many = held.length > MOST;
    if (!held.includes(chosen)) chosen = held[0];
    list.hidden = !many;
    list.replaceChildren(...(many ? held : []).map((place) => element("option", { value: place }, names[place])));
    list.value = String(chosen);
    const made = (many ? [chosen] : held).map(control);
    knobs.replaceChildren(...made.map(({ node }) => node));
    controls = made;
    setText(refusal, "");
  }

  list.addEventListener("change", () => {
    chosen = Number(list.value);
    layOut();
    show();
  });

  function show() {
    for (const { place, show } of controls) show(scene.network.origin[place]);
    setText(summary, heldWords(scene.network, 3));
  }

  const room = roomFor("held", (node) => {
    if (node) node.append(body);
    else fold.append(body);
    settle();
  });

  function settle() {
    root.hidden = !offered || !fold.contains(body);
    body.hidden = !offered;
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      const { names, held } = next.network;
      offered = next.events.includes("weight") && held.length > 0;
      settle();
      if (!offered) return;
      const key = JSON.stringify([next.key, names, held]);
      if (key !== laid) layOut();
      laid = key;
      show();
    },
    draw() {},
    resize() {},
    destroy() {
      room();
      body.remove();
      root.replaceChildren();
    },
  };
}
