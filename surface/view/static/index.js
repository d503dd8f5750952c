// The doors: a Streamlit component for the runs, and one for the surface.

import { giveRoom } from "./base/rooms.js";
import { overlays } from "./map/regions.js";
import { loadPlotly, loadStyle } from "./messages/fetched.js";
import { countCall, endWhenGone } from "./messages/lastcall.js";
import { randomStarts } from "./messages/randomstarts.js";
import { senderOf } from "./messages/sender.js";
import { surfaces } from "./messages/surfaces.js";
import { tracks, whole } from "./messages/tracks.js";
import { enlist } from "./player/live.js";
import { createPlayer } from "./player/player.js";

/**
 * data: what came last; waits: whether runs of it are still on their way.
 * @typedef {{ player: ReturnType<typeof createPlayer>, data: Component["data"], waits: boolean,
 *   send: Tell, show(): void, end(): void }} MountedPlayer
 */

/** @type {WeakMap<HTMLElement, MountedPlayer>} */
const players = new WeakMap();

/** @param {Component} component @returns {MountedPlayer} */
function mountPlayer(component) {
  const { data, parentElement } = component;
  const root = document.createElement("div");
  parentElement.append(root);
  const plotly = loadPlotly(new URL(`../vendor/plotly/${data.plotly}`, import.meta.url).href);
  /** @type {MountedPlayer} */
  const mounted = {
    player: createPlayer(root, { plotly, tell: (name, content) => mounted.send(name, content) }),
    send: senderOf(component),
    data,
    waits: false,
    show() {
      const message = whole(mounted.data.runs, mounted.data.tracks);
      mounted.waits = !message;
      if (message) mounted.player.update(message);
    },
    end() {
      if (!players.delete(parentElement)) return;
      unheard();
      strikeOff();
      mounted.player.destroy();
      root.remove();
    },
  };
  const unheard = tracks.onArrival(() => mounted.waits && mounted.show());
  const strikeOff = enlist(mounted.player, plotly);
  players.set(parentElement, mounted);
  return mounted;
}

/**
 * Called by Streamlit at mount and again whenever data or theme change; what it returns is called at the end.
 * @param {Component} component
 */
export default async function showRuns(component) {
  const isLast = countCall(component.parentElement);
  await loadStyle(new URL("style/index.css", import.meta.url).href);
  if (!isLast()) return; // the call after it has newer data
  const mounted = players.get(component.parentElement) ?? mountPlayer(component);
  mounted.send = senderOf(component);
  mounted.data = component.data;
  mounted.show();
  return endWhenGone(component.parentElement, mounted.end);
}

/**
 * The component that carries a surface; it shows nothing.
 * @param {Component} component
 */
export function takeSurface({ data }) {
  surfaces.put(data.surface);
}

/**
 * The component that carries one of the runs.
 * @param {Component} component
 */
export function takeTrack({ data }) {
  tracks.put(data.track);
}

/**
 * The component that carries what lies over the map; it shows nothing either.
 * @param {Component} component
 */
export function takeOverlay({ data }) {
  overlays.put(data.overlay);
}

/**
 * The component that carries the runs from random starts.
 * @param {Component} component
 */
export function takeRandomStarts({ data }) {
  randomStarts.put(data.random_starts);
}

/**
 * The component that is a room of the page for a part of the player.
 * @param {Component} component
 */
export function giveRoomTo({ data, parentElement }) {
  const room = document.createElement("div");
  room.className = "surface-room";
  parentElement.replaceChildren(room);
  return giveRoom(data.room, room);
}
