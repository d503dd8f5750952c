// The door of the row "Picture" in the app's menu: it takes the player that is on the page, and has Python put GIFs
// together.

import { loadStyle } from "./messages/fetched.js";
import { endWhenGone } from "./messages/lastcall.js";
import { takeRow } from "./take/takerow.js";

/** @typedef {{ turn: number, gif?: string, refusal?: string }} MadeGif */
/** @typedef {{ resolve(blob: Blob): void, reject(error: Error): void }} Waiting */
/** @typedef {{ answered(component: Component): void, end(): void }} Mounted */

/** @type {WeakMap<HTMLElement, Mounted>} */
const mounted = new WeakMap();

/** @param {string} letters */
const bytesOf = (letters) => Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));

/** @param {Component} first @returns {Mounted} */
function mount(first) {
  let component = first;
  let turn = Date.now(); // no answer to an earlier page is taken for one to this
  /** @type {Map<number, Waiting>} */
  const waiting = new Map();

  /** @type {import("./take/film.js").MakeGif} */
  const gif = (frames, signal) =>
    new Promise((resolve, reject) => {
      turn += 1;
      waiting.set(turn, { resolve, reject });
      signal.addEventListener("abort", () => reject(new Error("it was stopped")));
      component.setTriggerValue("frames", { turn, ...frames });
    });

  const taken = takeRow(gif, () => component.data.name);
  first.parentElement.append(taken.node);
  return {
    answered(next) {
      component = next;
      taken.follow();
      const made = /** @type {MadeGif | null} */ (next.data.made);
      const request = made && waiting.get(made.turn);
      if (!request) return;
      waiting.delete(made.turn);
      if (made.gif) request.resolve(new Blob([bytesOf(made.gif)], { type: "image/gif" }));
      else request.reject(new Error(made.refusal ?? "nothing came back"));
    },
    end() {
      for (const { reject } of waiting.values()) reject(new Error("its page is gone"));
      taken.end();
    },
  };
}

/** @param {Component} component */
export default function showTakeRow(component) {
  const { parentElement } = component;
  void loadStyle(new URL("style/index.css", import.meta.url).href);
  const row = mounted.get(parentElement) ?? mount(component);
  mounted.set(parentElement, row);
  row.answered(component);
  return endWhenGone(parentElement, () => {
    mounted.delete(parentElement);
    row.end();
  });
}
