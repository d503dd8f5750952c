// The controls of a picture of the network: units and layers more or fewer, and each layer's activation.

import { element } from "../base/dom.js";
import { WIDTH } from "../maths/netlayout.js";

const [MOST_LAYERS, MOST_UNITS] = [3, 8]; // as in surface/scenes/edits.py
const FRESH = 2; // units of a layer that is new
const ABREAST = 54; // pixels that two buttons beside each other take

/** @typedef {import("../maths/netlayout.js").Layout} Layout */

/** @param {string} sign @param {string} name @param {boolean} can @param {() => void} press */
function stepButton(sign, name, can, press) {
  const more = { type: "button", class: "net-step", "aria-label": name, title: name, "aria-disabled": String(!can) };
  return element("button", { ...more, onclick: () => can && press() }, sign);
}

/**
 * Widths after one of them has changed by so much.
 * @param {number[]} widths
 * @param {number} layer
 * @param {number} by
 */
const withWidth = (widths, layer, by) => widths.map((width, n) => (n === layer ? width + by : width));

/**
 * The controls; `send` hears of the widths of the hidden layers, or of an activation.
 * @param {(event: "reshape" | "activation", value: object) => void} send
 */
export function netControls(send) {
  const strip = element("div", { class: "net-strip" });
  const count = element("div", { class: "net-layers", role: "group", "aria-label": "Hidden layers" });
  const functions = element("div", { class: "net-functions" });
  const rest = element("div", { class: "net-controls" }, count, functions);

  /** @param {number[]} hidden */
  const ask = (hidden) => send("reshape", { hidden });

  /** @param {number[]} widths @param {Layout} layout */
  function units(widths, { columns, gap }) {
    return widths.map((width, layer) => {
      const name = `hidden layer ${layer + 1}`;
      const pair = element(
        "div",
        { class: "net-units", role: "group", "aria-label": `Units of ${name}` },
        stepButton("−", `Remove a unit from ${name}`, width > 1, () => ask(withWidth(widths, layer, -1))),
        stepButton("+", `Add a unit to ${name}`, width < MOST_UNITS, () => ask(withWidth(widths, layer, 1))),
      );
      pair.classList.toggle("net-upright", gap < ABREAST);
      pair.style.left = `${(100 * columns[layer + 1].x) / WIDTH}%`;
      return pair;
    });
  }

  /** @param {number[]} widths */
  function layerButtons(widths) {
    const said = `${widths.length || "No"} hidden layer${widths.length > 1 ? "s" : ""}`;
    const fewer = () => ask(widths.slice(0, -1));
    const more = () => ask([...widths, FRESH]);
    return [
      element("span", {}, said),
      stepButton("− layer", "Remove the last hidden layer", widths.length > 0, fewer),
      stepButton("+ layer", "Add a hidden layer", widths.length < MOST_LAYERS, more),
    ];
  }

  /** @param {LayerShape} shape @param {number} layer @param {number} layers @param {string[]} names */
  function activation(shape, layer, layers, names) {
    const choose = () => send("activation", { layer, name: select.value });
    const select = element(
      "select",
      { class: "net-choice", onchange: choose },
      ...names.map((name) => element("option", { value: name, selected: name === shape.activation }, name)),
    );
    const whose = layer === layers - 1 ? "output" : `hidden ${layer + 1}`;
    select.setAttribute("aria-label", `Activation f, ${layer === layers - 1 ? "output" : `hidden layer ${layer + 1}`}`);
    return element("label", { class: "net-function" }, element("span", {}, `f, ${whose}`), select);
  }

  return {
    strip,
    rest,
    /**
     * Makes the controls anew for these layers; what had the focus has it again, where it is still there.
     * @param {LayerShape[]} layers
     * @param {number[]} widths of the hidden ones, as they were asked for last
     * @param {Layout} layout
     * @param {string[]} names of activations
     * @param {{ reshape: boolean, activation: boolean }} offered
     */
    lay(layers, widths, layout, names, offered) {
      const had = [strip, rest].some((part) => part.contains(document.activeElement));
      const label = had ? document.activeElement?.getAttribute("aria-label") : null;
      strip.hidden = count.hidden = !offered.reshape;
      functions.hidden = !offered.activation;
      rest.hidden = !offered.reshape && !offered.activation;
      strip.replaceChildren(...(widths.length === layout.columns.length - 2 ? units(widths, layout) : []));
      strip.classList.toggle("net-high", layout.gap < ABREAST);
      strip.hidden ||= strip.childElementCount === 0;
      count.replaceChildren(...layerButtons(widths));
      functions.replaceChildren(...layers.map((shape, n) => activation(shape, n, layers.length, names)));
      if (!label) return;
      const all = [strip, rest].flatMap((part) => [...part.querySelectorAll("button, select")]);
      const again = all.find((one) => one.getAttribute("aria-label") === label);
      if (again instanceof HTMLElement) again.focus({ preventScroll: true });
    },
  };
}
