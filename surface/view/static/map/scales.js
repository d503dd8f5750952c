// Whether the map has one scale for both axes, so that lengths and right angles are true; where it has two, it says so.

import { element, setAttribute, setText } from "../base/dom.js";
import { formatSetting } from "../base/format.js";
import { extent } from "../maths/aspect.js";

const NEAR = 1.005; // scales this near to each other are one to the eye
const NAME_ROOM = 20; // pixels that half of the axis' name takes
const LETTER = 0.52; // of the type's size, on the average
const TITLE_DOWN = 3.4; // times the type's size: the foot of the axis' name below the map

/**
 * The pixels of one unit of either weight: [across, up].
 * @param {PlotBox} box
 * @returns {Pair}
 */
export function pixelsPerUnit({ width, height, range }) {
  return [width / (range.right - range.left), height / (range.top - range.bottom)];
}

/**
 * That the axes have two scales, in a sentence and shorter, where there is less room; null where they have one.
 * @param {PlotBox} box
 * @param {string[]} names
 */
export function scaleWords(box, names) {
  const [across, up] = pixelsPerUnit(box);
  const times = Math.max(across, up) / Math.min(across, up);
  if (!(times > NEAR)) return null;
  const [long, short] = across > up ? names : [names[1], names[0]];
  const much = times < 1.095 ? times.toFixed(2) : formatSetting(Number(times.toPrecision(2)));
  return {
    sentence: `Not to scale: a unit of ${long} is drawn ${much} times as long as one of ${short}.`,
    words: `not to scale: ${long} stretched ${much} times`,
    short: `not to scale: ${long} × ${much}`,
  };
}

/**
 * The note under the map, left of its axis' name, where the scales are two.
 * @param {HTMLElement} ground
 */
export function scaleNote(ground) {
  const note = element("div", { class: "map-scales", role: "note", hidden: true });
  ground.append(note);
  let drawn = "";

  /** @param {PlotBox} box @param {string[]} names */
  function show(box, names) {
    const scaled = scaleWords(box, names);
    note.hidden = !scaled;
    if (!scaled) return;
    const room = box.left + box.width / 2 - NAME_ROOM;
    const em = parseFloat(getComputedStyle(note).fontSize) || 12;
    setText(note, scaled.words.length * LETTER * em <= room ? scaled.words : scaled.short);
    setAttribute(note, "aria-label", scaled.sentence);
    setAttribute(note, "title", scaled.sentence);
    note.style.maxWidth = `${Math.max(0, room)}px`;
    note.style.bottom = `${ground.clientHeight - box.top - box.height - TITLE_DOWN * em}px`;
  }

  return {
    /** @param {PlotBox} box @param {string[]} names */
    draw(box, names) {
      const key = `${JSON.stringify(box)} ${names}`;
      if (key === drawn) return;
      drawn = key;
      show(box, names);
    },
  };
}

/**
 * The part of a window to show in place of a range that the window's edges have cut, in the window's own shape, so that
 * the map keeps its own; null where the range has that shape.
 * @param {Edges} range
 * @param {{ w1: Numbers, w2: Numbers }} window
 * @returns {Edges | null}
 */
export function reshaped({ left, right, bottom, top }, { w1, w2 }) {
  const share = [(right - left) / extent(w1), (top - bottom) / extent(w2)];
  const wanted = Math.min(1, Math.max(...share));
  if (Math.min(...share) > wanted / NEAR) return null;
  /** @param {number} from @param {number} to @param {Numbers} axis */
  const widened = (from, to, axis) => {
    const half = (wanted * extent(axis)) / 2;
    const [low, high] = [axis[0] + half, axis[axis.length - 1] - half];
    const middle = Math.min(Math.max((from + to) / 2, low), Math.max(low, high));
    return [middle - half, middle + half];
  };
  const [x, y] = [widened(left, right, w1), widened(bottom, top, w2)];
  return { left: x[0], right: x[1], bottom: y[0], top: y[1] };
}

/**
 * The shares of the room for a plot that it takes up to scale, upright and across: in the middle, and at the top.
 * Plotly has constraints of its own for that, which it forgets where one figure follows another.
 * @param {{ w1: Numbers, w2: Numbers }} window
 * @param {{ width: number, height: number }} room
 * @returns {{ x: Pair, y: Pair }}
 */
export function domainsOf({ w1, w2 }, { width, height }) {
  const aspect = (extent(w1) * height) / (extent(w2) * width);
  const [across, up] = [Math.min(1, aspect), Math.min(1, 1 / aspect)];
  return { x: [(1 - across) / 2, (1 + across) / 2], y: [1 - up, 1] };
}

/**
 * The room for a plot between the margins of its figure.
 * @param {HTMLElement} ground
 * @param {Figure["layout"]} layout
 */
export function roomIn({ clientWidth, clientHeight }, { margin }) {
  return {
    width: Math.max(1, clientWidth - margin.l - margin.r),
    height: Math.max(1, clientHeight - margin.t - margin.b),
  };
}
