// The map by keyboard: a crosshair that the arrow keys move, Enter to start a run there, plus and minus to zoom there.

import { element, setAttribute } from "../base/dom.js";

/** @type {Record<string, number[]>} */
const STRIDES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const FINE = 1 / 100; // of what the map shows
const FAR = 10; // times as far with the shift key
const NEARER = 0.8; // of the range, after a press of plus
/** @type {Record<string, number>} */
const ZOOMS = { "+": NEARER, "=": NEARER, "-": 1 / NEARER, "−": 1 / NEARER };

/**
 * A place moved by a key inside a range { left, right, bottom, top }; null for a key that moves nothing.
 * @param {number[]} place
 * @param {Edges} range
 * @param {string} key
 * @param {boolean} [far]
 */
export function strode([x, y], { left, right, bottom, top }, key, far = false) {
  const stride = STRIDES[key];
  if (!stride) return null;
  const share = FINE * (far ? FAR : 1);
  /** @param {number} value @param {number} low @param {number} high */
  const held = (value, low, high) => Math.min(high, Math.max(low, value));
  return [
    held(x + stride[0] * share * (right - left), left, right),
    held(y + stride[1] * share * (top - bottom), bottom, top),
  ];
}

/**
 * A range that is so many times as long in both directions, round a place that stays where it is seen.
 * @param {Edges} range
 * @param {number[]} place
 * @param {number} times
 */
export function zoomedRound({ left, right, bottom, top }, [x, y], times) {
  return {
    left: x + times * (left - x),
    right: x + times * (right - x),
    bottom: y + times * (bottom - y),
    top: y + times * (top - y),
  };
}

/**
 * @typedef {Object} Crosshair
 * @property {() => Edges | null} range
 * @property {() => Numbers | undefined} home
 * @property {(w: number[] | null) => void} moved
 * @property {(w: number[]) => void} start
 * @property {(range: Edges) => void} zoom
 */

/**
 * A place in the order of the tab key over the map; a pointer goes through it, so that who clicks keeps the keys of the
 * player. `range()` is what the map shows, `home()` where the crosshair begins, `moved(w)` hears of it (null: it is
 * gone), `start(w)` begins a run, `zoom(range)` shows another range.
 * @param {HTMLElement} root
 * @param {Crosshair} crosshair
 */
export function mapCrosshair(root, { range, home, moved, start, zoom }) {
  const holder = element("div", { class: "map-crosshair", role: "application", tabindex: "0" });
  /** @type {number[] | null} */
  let place = null;
  root.append(holder);

  function onFocus() {
    const visible = range();
    const from = home();
    if (!visible) return;
    const inside =
      from &&
      from[0] >= visible.left &&
      from[0] <= visible.right &&
      from[1] >= visible.bottom &&
      from[1] <= visible.top;
    place = inside ? [...from] : [(visible.left + visible.right) / 2, (visible.bottom + visible.top) / 2];
    moved(place);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (!place || event.altKey || event.ctrlKey || event.metaKey) return;
    const visible = range();
    const next = visible && strode(place, visible, event.key, event.shiftKey);
    if (next) {
      place = next;
      moved(place);
    } else if (visible && event.key in ZOOMS) zoom(zoomedRound(visible, place, ZOOMS[event.key]));
    else if (event.key === "Enter") start(place);
    else if (event.key === "Escape") holder.blur();
    else return;
    event.preventDefault();
  }

  function onBlur() {
    place = null;
    moved(null);
  }

  holder.addEventListener("focus", onFocus);
  holder.addEventListener("keydown", onKey);
  holder.addEventListener("blur", onBlur);
  return {
    /** @param {string[]} names @param {boolean} mayStart */
    label(names, mayStart) {
      const enter = mayStart ? ", Enter starts the chosen run there" : "";
      const keys = "the arrow keys move a crosshair, with Shift further, plus and minus zoom there";
      setAttribute(holder, "aria-label", `Contour map over ${names.join(" and ")}: ${keys}${enter}`);
    },
  };
}
