// A point that can be moved: by dragging it, and by the arrow keys once it has the focus.

import { element, setAttribute } from "./dom.js";

/**
 * @typedef {Object} DragHandle
 * @property {string} label
 * @property {(x: number, y: number) => void} drag
 * @property {(right: number, up: number) => void} nudge
 * @property {() => void} drop
 */

/**
 * Where a handle is: its pixel, and its value between two ends, also in words.
 * @typedef {Object} HandlePlace
 * @property {number} x
 * @property {number} y
 * @property {number} now
 * @property {number} low
 * @property {number} high
 * @property {string} text
 * @property {string} colour
 */

/**
 * `spell` writes the number out, `onInput` hears each value on the way, `onChange` the one where it is let go.
 * @typedef {Object} NumberSlider
 * @property {string} label
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {number} value
 * @property {(value: number) => void} onInput
 * @property {(value: number) => void} onChange
 * @property {(value: number) => string} spell
 */

/** @type {Record<string, Pair>} */
const KEY_MOVES = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  PageUp: [0, 10],
  PageDown: [0, -10],
};

/**
 * A handle in `ground`, a box with a place of its own. `drag(x, y)` is given pixels in that box, `nudge(right, up)` a
 * number of small steps each way; `drop()` is called when the handle has been let go, and after each key.
 * `show({ x, y, now, low, high, text, colour })` puts the handle there, in that colour, and says where it is.
 * @param {HTMLElement} ground
 * @param {DragHandle} handling
 */
export function dragHandle(ground, { label, drag, nudge, drop }) {
  let moved = false;
  const handle = element("div", { class: "drag-handle", role: "slider", tabindex: "0", "aria-label": label });
  /** @param {PointerEvent} event */
  const follow = (event) => {
    const box = ground.getBoundingClientRect();
    drag(event.clientX - box.left, event.clientY - box.top);
  };
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    event.stopPropagation();
    moved = false;
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    follow(event);
    moved = true;
  });
  handle.addEventListener("lostpointercapture", () => moved && drop());
  handle.addEventListener("keydown", (event) => {
    const move = KEY_MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? 10 : 1;
    nudge(move[0] * far, move[1] * far);
    drop();
  });
  // A picture's parts are nothing to a screen reader; a group's are.
  ground.setAttribute("role", "group");
  ground.append(handle);
  return {
    handle,
    /** @param {HandlePlace} place */
    show({ x, y, now, low, high, text, colour }) {
      handle.style.setProperty("--handle", colour);
      handle.style.transform = `translate(${x}px, ${y}px)`;
      setAttribute(handle, "aria-valuenow", now);
      setAttribute(handle, "aria-valuemin", low);
      setAttribute(handle, "aria-valuemax", high);
      setAttribute(handle, "aria-valuetext", text);
    },
  };
}

/**
 * A slider with its name and its number: the name stands before it, the number behind.
 * @param {NumberSlider} sliding
 */
export function numberSlider({ label, low, high, step, value, onInput, onChange, spell }) {
  const number = element("output", { class: "slider-number" }, spell(value));
  const slider = element("input", { type: "range", min: low, max: high, step, value, "aria-label": label });
  slider.addEventListener("input", () => {
    number.textContent = spell(Number(slider.value));
    onInput(Number(slider.value));
  });
  slider.addEventListener("change", () => onChange(Number(slider.value)));
  return {
    node: element("label", { class: "number-slider" }, element("span", {}, label), slider, number),
    /** @param {number} next */
    set(next) {
      slider.value = String(next);
      number.textContent = spell(next);
    },
  };
}
