// The door of a saved page: one picture in a file, which holds everything itself or has the drawing library beside it.

import { NO_PLOTLY } from "./messages/fetched.js";
import { surfaces } from "./messages/surfaces.js";
import { enlist } from "./player/live.js";
import { createPlayer } from "./player/player.js";
import { printOnSheet } from "./player/sheet.js";
import { takeButton } from "./take/takebutton.js";

/** A picture as a file holds it. */
/** @typedef {{ surface: SurfaceMessage, runs: RunsMessage }} SavedPicture */

const DARK = "(prefers-color-scheme: dark)";

/**
 * The data in a script element of this id, which no browser runs.
 * @param {string} id
 */
const held = (id) => /** @type {HTMLElement} */ (document.getElementById(id)).textContent ?? "";

/**
 * What stands in the page as JSON.
 * @param {string} id
 */
export const heldData = (id) => JSON.parse(held(id));

/** The Plotly that a script before this one has brought. */
export async function givenPlotly() {
  const { Plotly } = /** @type {{ Plotly?: PlotlyLibrary }} */ (/** @type {unknown} */ (globalThis));
  if (!Plotly) throw new Error(NO_PLOTLY);
  return Plotly;
}

/**
 * The Plotly that the page holds, packed (gzip, as base64), so that a page weighs half as much.
 * @param {string} id
 */
async function packedPlotly(id) {
  const bytes = Uint8Array.from(atob(held(id).trim()), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(unpacked).text();
  document.head.append(script);
  return givenPlotly();
}

/**
 * Plays the picture of the page, and lets it be brought back to how it was saved.
 * @param {string} [packed] where the page holds Plotly, if it does itself
 */
export function playSaved(packed) {
  const picture = /** @type {SavedPicture} */ (heldData("picture"));
  surfaces.put(picture.surface);
  const root = /** @type {HTMLElement} */ (document.getElementById("player"));
  const plotly = packed ? packedPlotly(packed) : givenPlotly();
  const player = createPlayer(root, { plotly, tell: () => {}, alone: true });
  enlist(player, plotly);
  printOnSheet(() => document.querySelector("main"));
  takeButton(root, root.dataset.name ?? "");
  let { runs } = picture;
  player.update(runs);
  document.querySelector(".saved-back")?.addEventListener("click", () => {
    runs = { ...runs, opening: runs.opening + 1 };
    player.update(runs);
    root.querySelector("button")?.focus();
  });
  matchMedia(DARK).addEventListener("change", () => player.show());
  return player;
}
