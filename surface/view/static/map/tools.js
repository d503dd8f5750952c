// Under the map: going back over starts, a window that fits, and what lies over the contours, each with its own switch.

import { element, setAttribute, setText } from "../base/dom.js";
import { toggleButton } from "../base/toggle.js";
import { hasNetwork } from "../maths/evaluator.js";
import { OPENING_HEAD } from "../maths/playhead.js";
import { leavesWindow } from "./mapping.js";
import { regionSwitch } from "./regions.js";

const LAYERS = {
  points: { words: "points", name: "Show critical points: minima, saddles and maxima" },
  slopes: { words: "slopes", name: "Show slopes: arrows straight downhill, as long as the gradient" },
  water: { words: "water", name: "Show water: all ground below a level, which can be raised" },
};

const FIRST_SEED = 1;

/**
 * The switch that lets all runs share one start, where somebody listens.
 * @param {HTMLElement} root
 * @param {Context} context
 */
function startSwitch(root, context) {
  let on = false;
  const button = toggleButton("same start", "Same start: moving one run’s start moves all", () =>
    context.emit("same", !on),
  );
  root.append(button);
  return {
    /** @param {Scene} scene */
    update(scene) {
      on = scene.same;
      button.hidden = !scene.events.includes("same") || scene.runs.length < 2;
      setAttribute(button, "aria-pressed", on);
    },
  };
}

/**
 * The switch of fifty runs from random starts, where the page listens.
 * @param {HTMLElement} root
 * @param {Context} context
 */
function randomStartsSwitch(root, context) {
  /** @type {number | null} */
  let seed = null;
  const name = "Drop fifty starts at random over the window, for the chosen run’s rule";
  const button = toggleButton("fifty starts", name, () =>
    context.emit("random_starts", { seed: seed === null ? FIRST_SEED : null }),
  );
  root.append(button);
  return {
    /** @param {Scene} scene */
    update(scene) {
      seed = scene.seed;
      button.hidden = !scene.events.includes("random_starts");
      setAttribute(button, "aria-pressed", seed !== null);
      setText(button, seed !== null && !scene.random_starts ? "fifty starts …" : "fifty starts");
    },
  };
}

/** @param {Context} context */
export function mapTools(context) {
  let { layers } = OPENING_HEAD;
  /** @param {keyof typeof LAYERS} layer */
  const turn = (layer) => context.emit("layers", { ...layers, [layer]: !layers[layer] });
  const undo = toggleButton("undo", "Undo the last change (Ctrl+Z)", () => context.emit("undo"));
  const redo = toggleButton("redo", "Redo it (Ctrl+Shift+Z)", () => context.emit("redo"));
  const more = { class: "panel-toggle map-fit" }; // over the map, so that the map keeps its size as it comes and goes
  const fit = toggleButton(
    "fit to the paths",
    "Fit to the paths, with the window",
    () => context.emit("fit", true),
    more,
  );
  /** @param {keyof typeof LAYERS} layer */
  const layerSwitch = (layer) =>
    toggleButton(LAYERS[layer].words, LAYERS[layer].name, () => turn(layer), { "data-layer": layer });
  const switches = { points: layerSwitch("points"), slopes: layerSwitch("slopes"), water: layerSwitch("water") };
  const left = element("div", { class: "map-tool-group", role: "group", "aria-label": "Starts" }, undo, redo);
  const right = element(
    "div",
    { class: "map-tool-group", role: "group", "aria-label": "Overlays" },
    switches.points,
    switches.slopes,
    switches.water,
  );
  const others = [regionSwitch(right, context), randomStartsSwitch(right, context), startSwitch(left, context)];
  const bar = element("div", { class: "map-tools" }, left, right);

  return {
    bar,
    fit,
    /** @param {Scene} scene */
    update(scene) {
      for (const one of others) one.update(scene);
      switches.points.disabled = scene.view.point !== null; // of one point's own surface none are known
      switches.slopes.hidden = !hasNetwork(scene);
      undo.hidden = redo.hidden = !scene.events.includes("undo");
      fit.hidden = !scene.events.includes("fit") || !scene.runs.some((run) => leavesWindow(run, scene.surface));
    },
    /** @param {Head} head */
    draw({ layers: next, canUndo, canRedo }) {
      layers = next;
      undo.disabled = !canUndo;
      redo.disabled = !canRedo;
      setAttribute(switches.points, "aria-pressed", layers.points);
      setAttribute(switches.slopes, "aria-pressed", layers.slopes);
      setAttribute(switches.water, "aria-pressed", layers.water);
    },
  };
}
