// A card for each run, and under them what all runs share: how many steps they take, and the way to one more.

import { element, setAttribute, setText } from "../base/dom.js";
import { numberField } from "../base/numberfield.js";
import { toggleButton } from "../base/toggle.js";
import { RunCard } from "./runcard.js";

/** @param {Emit} emit */
function sharedControls(emit) {
  const refusal = element("span", { class: "card-refusal", role: "alert" });
  /** @type {import("../base/typed.js").Room} */
  const room = { label: "steps", least: 1, most: 1, upTo: true, whole: true };
  const steps = numberField(
    room,
    "steps of every run",
    (value) => emit("steps", { steps: value }),
    (sentence) => setText(refusal, sentence),
  );
  const add = toggleButton("+ add a run", "Add a run", () => emit("add", true), { class: "panel-toggle cards-add" });
  const node = element(
    "div",
    { class: "cards-shared" },
    add,
    element("label", { class: "knob" }, element("span", {}, "steps"), steps.node),
    refusal,
  );
  return {
    node,
    /** @param {Scene} scene */
    show({ runs, styles, events, most_steps }) {
      node.hidden = !events.includes("add");
      add.disabled = runs.length >= styles.length;
      room.most = most_steps;
      steps.show(runs[0].steps);
    },
  };
}

/** @param {HTMLElement} root @param {Context} context */
export function cardsPanel(root, context) {
  /** @type {RunCard[]} */
  let cards = [];
  let names = "";
  const grid = element("div", { class: "cards-grid" });
  const shared = sharedControls(context.emit);
  root.append(grid, shared.node);

  /** @param {Scene} scene */
  function update(scene) {
    if (names !== scene.names.join()) cards = []; // a card names the weights
    names = scene.names.join();
    cards = scene.runs.map((_, i) => cards[i] ?? new RunCard(i, scene, context.emit));
    cards.forEach((card) => card.update(scene));
    if (grid.children.length !== cards.length || cards.some(({ card }, i) => grid.children[i] !== card)) {
      grid.replaceChildren(...cards.map(({ card }) => card));
    }
    setAttribute(root, "data-runs", cards.length);
    shared.show(scene);
  }

  return {
    update,
    /** @param {Head} head */
    draw(head) {
      for (const card of cards) card.draw(head);
    },
    resize() {},
    destroy() {
      root.replaceChildren();
    },
  };
}
