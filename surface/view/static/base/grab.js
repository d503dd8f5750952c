// Dragging something over a plot, by mouse, pen or finger, without the plot taking the gesture for a pan or a click.

/** @type {Record<string, number>} */
const REACH = { mouse: 13, pen: 16, touch: 26 }; // pixels around its middle by which a thing can be grabbed
const SHAKE = 3; // pixels that a press may wander and still be a press

/**
 * A function that tells whether the pointer has swept over `root` since it went down,
 * as a finger does that scrolls the page.
 * @param {HTMLElement} root
 */
export function sweeping(root) {
  /** @type {Pair | null} */
  let from = null;
  let swept = false;
  /** @param {PointerEvent} given */
  const far = ({ clientX, clientY }) => from !== null && Math.hypot(clientX - from[0], clientY - from[1]) > SHAKE;
  /** @type {Record<string, (event: PointerEvent) => void>} */
  const listeners = {
    pointerdown({ clientX, clientY }) {
      from = [clientX, clientY];
      swept = false;
    },
    pointermove(event) {
      swept ||= far(event);
    },
    pointerup() {
      from = null;
    },
    pointercancel() {
      from = null;
      swept = true;
    },
  };
  for (const [name, listener] of Object.entries(listeners))
    root.addEventListener(name, /** @type {EventListener} */ (listener), { capture: true });
  return () => swept;
}

/**
 * What is done with things of one kind.
 * @template Thing
 * @typedef {Object} Grabbing
 * @property {(x: number, y: number, reach: number) => Thing | undefined} find
 * @property {(thing: Thing, x: number, y: number) => void} move
 * @property {(thing: Thing, x: number, y: number) => void} drop
 * @property {(thing: Thing) => void} press
 * @property {(thing: Thing) => void} cancel
 */

/**
 * Calls `find(x, y, reach)` for what there is to grab (undefined: nothing), then `move(thing, x, y)` as it is dragged
 * and `drop(thing, x, y)` at the end, or `press(thing)` where it was not moved, or `cancel(thing)` where the browser
 * takes the gesture away. Returns a function that ends the listening.
 * @template Thing
 * @param {HTMLElement} root
 * @param {Grabbing<Thing>} grabs
 */
export function grabbing(root, { find, move, drop, press, cancel }) {
  /** @type {{ thing: Thing, x: number, y: number, moved: boolean } | null} */
  let held = null;
  /** @type {{ clientX: number, clientY: number, at: Pair }} */
  let last = { clientX: NaN, clientY: NaN, at: [NaN, NaN] }; // where the pointer was moved to
  /** @param {PointerEvent} event @returns {Pair} */
  const place = (event) => {
    const box = root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  /** @param {PointerEvent} event */
  const dropped = (event) => {
    // What is said of the move may take the page's room meanwhile: a hand that rests does not move what it holds.
    const rests = event.clientX === last.clientX && event.clientY === last.clientY;
    return rests ? last.at : place(event);
  };
  const listeners = {
    /** @param {PointerEvent} event */
    pointerdown(event) {
      if (event.button !== 0 || held) return;
      const [x, y] = place(event);
      const thing = find(x, y, REACH[event.pointerType] ?? REACH.mouse);
      if (thing === undefined) return;
      held = { thing, x, y, moved: false };
      root.setPointerCapture(event.pointerId);
      event.preventDefault();
      event.stopPropagation();
    },
    /** @param {PointerEvent} event */
    pointermove(event) {
      const [x, y] = place(event);
      if (!held) {
        root.classList.toggle("can-grab", event.pointerType === "mouse" && find(x, y, REACH.mouse) !== undefined);
        return;
      }
      event.stopPropagation();
      last = { clientX: event.clientX, clientY: event.clientY, at: [x, y] };
      held.moved ||= Math.hypot(x - held.x, y - held.y) > SHAKE;
      if (held.moved) move(held.thing, x, y);
    },
    /** @param {PointerEvent} event */
    pointerup(event) {
      if (!held) return;
      const { thing, moved } = held;
      event.stopPropagation();
      held = null;
      if (moved) drop(thing, ...dropped(event));
      else press(thing);
    },
    pointercancel() {
      const taken = held;
      held = null;
      if (taken?.moved) cancel(taken.thing);
    },
    // Plotly listens to these two, which come beside the pointer's own events.
    /** @param {Event} event */
    mousedown: (event) => held && event.stopPropagation(),
    /** @param {Event} event */
    touchstart(event) {
      if (!held) return;
      event.stopPropagation();
      event.preventDefault();
    },
  };
  for (const [name, listener] of Object.entries(listeners))
    root.addEventListener(name, /** @type {EventListener} */ (listener), { capture: true, passive: false });
  return () => {
    for (const [name, listener] of Object.entries(listeners))
      root.removeEventListener(name, /** @type {EventListener} */ (listener), { capture: true });
  };
}
