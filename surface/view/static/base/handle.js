// A point that can be moved: by dragging it, and by the arrow keys once it has the focus.

import { element, setAttribute } from "./dom.js";

/** @type {Record<string, number[]>} */
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
 * @param {any} ground
 * @param {any} given2
 */
export function dragHandle(ground, { label, drag, nudge, drop }) {
  let moved = false;
  const handle = element("div", { class: "drag-handle", role: "slider", tabindex: "0", "aria-label": label });
  /** @param {any} event */
  const follow = (event) => {
    const box = ground.getBoundingClientRect();
    drag(event.clientX - box.left, event.clientY - box.top);
  };
  handle.addEventListener("pointerdown", (/** @type {any} */ event) => {
    handle.setPointerCapture(event.pointerId);
    event.stopPropagation();
    moved = false;
  });
  handle.addEventListener("pointermove", (/** @type {any} */ event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    follow(event);
    moved = true;
  });
  handle.addEventListener("lostpointercapture", () => moved && drop());
  handle.addEventListener("keydown", (/** @type {any} */ event) => {
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
    /** @param {any} given */
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
 * A slider with its name and its number: the name stands before it, the number behind. `onChange` hears it let go.
 * @param {any} given
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
    /** @param {any} next */
    set(next) {
      slider.value = next;
      number.textContent = spell(next);
    },
  };
}
