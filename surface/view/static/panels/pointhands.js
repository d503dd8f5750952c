// Data points by hand, on a chart where they stand at their inputs: dragged, or a new one by a double click.

import { grabbing } from "../base/grab.js";

/** Pixels along an axis that a hand may wander without meaning it. */
export const STAYS = 8;

/**
 * Whether a hand can take hold of data points: the page draws all of them, and each is one row.
 * @param {DataPoints} data
 */
export const inHand = ({ count, counts, inputs }) => count === inputs.length && !counts;

/**
 * Whether the points of a scene can be added, moved and taken away: the page listens for it too.
 * @param {Scene} scene
 */
export const movesPoints = ({ events, data }) => events.includes("move_point") && inHand(data);

/**
 * The number at a pixel of an axis, within its range, in as few digits as tell a thousandth of that.
 * @param {number} at
 * @param {number[]} ends the pixels of the axis' two ends
 * @param {number[]} range
 */
export function numberAt(at, [from, to], [low, high]) {
  const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
  const digits = Math.min(100, Math.max(0, 2 - Math.floor(Math.log10(high - low))));
  return Number((low + share * (high - low)).toFixed(digits));
}

/**
 * A row with another number at one place.
 * @param {number[]} row
 * @param {number} at
 * @param {number} value
 */
export const withNumber = (row, at, value) => row.map((one, i) => (i === at ? value : one));

/**
 * The nearest of some things that are `far` away, undefined where none is within a reach.
 * @template {{ far: number }} Thing
 * @param {Thing[]} things
 * @param {number} [reach]
 * @returns {Thing | undefined}
 */
export function nearest(things, reach = Infinity) {
  const [first, ...rest] = things;
  const least = first && rest.reduce((a, b) => (b.far < a.far ? b : a), first);
  return least && least.far <= reach ? least : undefined;
}

/** @typedef {import("../messages/events.js").MovedPoint | import("../messages/events.js").Target} Moved */

/**
 * What a chart knows of its points: which one is near a pixel, what moving it there makes of it, and the new point of
 * an empty place, undefined where there can be none.
 * @template Thing
 * @typedef {Object} PointChart
 * @property {(x: number, y: number, reach: number) => Thing | undefined} find
 * @property {(thing: Thing, x: number, y: number) => Moved} moved
 * @property {(x: number, y: number) => import("../messages/events.js").NewPoint | undefined} fresh
 */

/**
 * Lets a hand move the points of a chart, and add to them; returns what ends the listening.
 * @template Thing
 * @param {HTMLElement} ground
 * @param {Context} context
 * @param {PointChart<Thing>} chart
 */
export function pointHands(ground, context, { find, moved, fresh }) {
  const end = grabbing(ground, {
    find,
    /** @param {Thing} thing @param {number} x @param {number} y */
    move(thing, x, y) {
      const value = moved(thing, x, y);
      context.emit("inputs" in value ? "carry" : "aim", value);
    },
    /** @param {Thing} thing @param {number} x @param {number} y */
    drop(thing, x, y) {
      const value = moved(thing, x, y);
      context.emit("inputs" in value ? "move_point" : "target", value);
    },
    press() {},
    cancel: () => context.emit("cancel", true),
  });

  /** @param {MouseEvent} event */
  function onDouble({ clientX, clientY }) {
    const { left, top } = ground.getBoundingClientRect();
    const made = fresh(clientX - left, clientY - top);
    if (made) context.emit("add_point", made);
  }

  ground.addEventListener("dblclick", onDouble);
  return () => {
    end();
    ground.removeEventListener("dblclick", onDouble);
  };
}
