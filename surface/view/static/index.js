// The doors: a Streamlit component for the runs, one for the surface, and a page of its own.

import { overlays } from "./map/regions.js";
import { loadPlotly, loadStyle } from "./messages/fetched.js";
import { randomStarts } from "./messages/randomstarts.js";
import { onReconnect } from "./messages/reconnect.js";
import { senderOf } from "./messages/sender.js";
import { surfaces } from "./messages/surfaces.js";
import { createPlayer } from "./player/player.js";

const players = new WeakMap();
const watches = new WeakMap();

/** @param {any} given */
function mountPlayer({ data, parentElement }) {
  const root = document.createElement("div");
  parentElement.append(root);
  /** @type {any} */
  const mounted = { send: null };
  const plotly = loadPlotly(new URL(`../vendor/plotly/${data.plotly}`, import.meta.url).href);
  mounted.player = createPlayer(root, {
    plotly,
    emit: (/** @type {string} */ name, /** @type {any} */ value) => mounted.send(name, value),
  });
  mounted.end = () => {
    mounted.player.destroy();
    root.remove();
    players.delete(parentElement);
  };
  players.set(parentElement, mounted);
  return mounted;
}

/**
 * Called by Streamlit at mount and again whenever data or theme change; what it returns is called at the end.
 * @param {Component} component
 */
export default async function showRuns(component) {
  await loadStyle(new URL("style/index.css", import.meta.url).href);
  const mounted = players.get(component.parentElement) ?? mountPlayer(component);
  mounted.send = senderOf(component);
  mounted.player.update(component.data.runs);
  return mounted.end;
}

/**
 * The component that carries a surface; it shows nothing.
 * @param {Component} given
 */
export function takeSurface({ data, parentElement, setTriggerValue }) {
  surfaces.put(data.surface);
  watches.get(parentElement)?.();
  // The player must not do this: it may stand in a fragment, which a new session does not know.
  watches.set(
    parentElement,
    onReconnect(() => setTriggerValue("again", Date.now())),
  );
  return watches.get(parentElement);
}

/**
 * The component that carries what lies over the map; it shows nothing either.
 * @param {any} given
 */
export function takeOverlay({ data }) {
  overlays.put(data.overlay);
}

/**
 * The component that carries the runs from random starts.
 * @param {any} given
 */
export function takeRandomStarts({ data }) {
  randomStarts.put(data.random_starts);
}

/**
 * A page of its own: everything is there already.
 * @param {HTMLElement} root
 * @param {any} picture
 * @param {PlotlyLibrary} Plotly
 */
export function showStandalone(root, picture, Plotly) {
  surfaces.put(picture.surface);
  const player = createPlayer(root, { plotly: Promise.resolve(Plotly), emit: () => {} });
  player.update(picture.runs);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => player.show());
  return player;
}
