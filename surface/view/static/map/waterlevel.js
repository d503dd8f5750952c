// The level of the water: a slider beside the name of the map's lower axis, what raises it by itself, and the lakes in
// words, in the map's corner. Neither takes room from the map.

import { element, setAttribute, setText } from "../base/dom.js";
import { formatFixed, formatNumber } from "../base/format.js";
import { changeIcon, icon } from "../base/icons.js";
import { measuresOf } from "../base/measured.js";
import { lakesAt, lakesOf, levelAt, levelRange, meetingsOf, risen, STOPS, shownStop, stopAt } from "../maths/lakes.js";

/** @typedef {import("../maths/lakes.js").Lakes} Lakes */
/** @typedef {import("../maths/lakes.js").LevelRange} LevelRange */
/** @typedef {import("../maths/lakes.js").Meeting} Meeting */

const LONGEST_FRAME_SECONDS = 0.1; // a longer gap is a hidden tab, not time that was watched
const BEFORE = 4; // stops by which the level opens below the first meeting of lakes
const LEAST_WIDTH = 150; // pixels of the slider with what is beside it
const GAP = 14; // pixels between the name of the axis and the row
const MOST_NAMED = 2; // saddles that are named by their places

/** @type {WeakMap<Float64Array, Lakes>} */
const known = new WeakMap(); // by the sampled errors of a surface

/** @param {Surface} surface */
function lakesIn(surface) {
  const lakes = known.get(surface.error) ?? lakesOf(surface);
  known.set(surface.error, lakes);
  return lakes;
}

/**
 * The lakes in words.
 * @param {{ count: number, open: number }} lakes
 */
export function lakeWords({ count, open }) {
  if (!count) return "no water yet";
  const words = count === 1 ? "1 lake" : `${count} lakes`;
  if (!open) return words;
  return count === 1 ? `${words}, open at the edge` : `${words}, ${open} open at the edge`;
}

/**
 * Where lakes meet, in words.
 * @param {Meeting[]} meetings
 */
export function meetingWords(meetings) {
  if (meetings.length > MOST_NAMED) return `lakes meet at ${meetings.length} saddles`;
  const places = meetings.map(({ w }) => `(${formatFixed(w[0], 2)}, ${formatFixed(w[1], 2)})`);
  return `lakes meet at the saddle${places.length > 1 ? "s" : ""} at ${places.join(" and ")}`;
}

/**
 * The control; `changed` is called where the level is another one.
 * @param {{ reducedMotion: boolean }} context
 * @param {() => void} changed
 */
export function waterLevel({ reducedMotion }, changed) {
  const slider = element("input", { type: "range", min: 0, max: STOPS, step: 1, "aria-label": "Water level" });
  const level = element("output", { class: "water-level" });
  const words = element("span", { class: "water-words" });
  const play = element("button", { type: "button", class: "panel-toggle water-play", onclick: toggle }, icon("play"));
  const row = element("div", { class: "water-row" }, play, slider, level);
  const strip = element("div", { class: "map-waterlevel", role: "group", "aria-label": "Water", hidden: true });
  strip.append(row, words);
  /** @type {Surface | null} */
  let surface = null;
  /** @type {Lakes} */
  let lakes;
  /** @type {LevelRange} */
  let range;
  /** @type {Meeting[]} */
  let meetings = [];
  let placed = "";
  let stop = -1; // none yet
  let rising = { at: 0, rest: 0 };
  let frame = 0;
  /** @type {number | null} */
  let stamp = null;

  slider.addEventListener("input", () => {
    halt();
    show(Number(slider.value));
  });

  function say() {
    const now = levelAt(range, stop);
    const here = meetings.filter(({ error }) => stopAt(range, error) === stop);
    const meaning = here.length ? meetingWords(here) : lakeWords(lakesAt(lakes, now));
    const number = `E = ${formatNumber(now, 3)}`;
    slider.value = String(stop);
    setAttribute(slider, "aria-valuetext", `${number}, ${meaning}`);
    setText(level, number);
    setText(words, meaning);
  }

  /** @param {number} next */
  function show(next) {
    if (next === stop) return;
    stop = next;
    say();
    changed();
  }

  /** @param {boolean} playing */
  function showPlaying(playing) {
    const name = playing ? "Stop the water" : "Raise the water";
    changeIcon(/** @type {SVGElement} */ (play.firstChild), playing ? "pause" : "play");
    setAttribute(play, "aria-label", name);
    setAttribute(play, "title", name);
  }

  function halt() {
    cancelAnimationFrame(frame);
    frame = 0;
    stamp = null;
    showPlaying(false);
  }

  function toggle() {
    if (frame) return halt();
    rising = { at: stop >= STOPS ? 0 : stop, rest: 0 };
    show(rising.at);
    showPlaying(true);
    frame = requestAnimationFrame(rise);
  }

  /** @param {number} now */
  function rise(now) {
    const seconds = stamp === null ? 0 : Math.min(LONGEST_FRAME_SECONDS, (now - stamp) / 1000);
    stamp = now;
    const stops = meetings.map(({ error }) => stopAt(range, error));
    rising = risen(rising, seconds, stops);
    show(Math.max(stop, shownStop(rising, reducedMotion)));
    if (rising.at < STOPS || rising.rest > 0) frame = requestAnimationFrame(rise);
    else halt();
  }

  /** Just below where lakes first meet, or half way. */
  function opening() {
    const stops = meetings.map(({ error }) => stopAt(range, error));
    return stops.length ? Math.max(1, Math.min(...stops) - BEFORE) : STOPS / 2;
  }

  // On another scale of the error the level stays, on another surface the share of the way.
  /** @param {Scene} scene */
  function take(scene) {
    const kept = surface?.error === scene.surface.error ? levelAt(range, stop) : null;
    surface = scene.surface;
    lakes = lakesIn(surface);
    range = levelRange(surface.error, scene.points, scene.scale);
    meetings = meetingsOf(lakes, surface, scene.points);
    if (kept !== null) stop = stopAt(range, kept);
    if (stop < 0) stop = opening();
    say();
  }

  /** @param {PlotBox} box @param {HTMLElement} ground */
  function place({ left, top, width, height }, ground) {
    const room = measuresOf(ground);
    const key = [left, top, width, height, room.width, room.height].join();
    if (key === placed) return;
    placed = key;
    const title = ground.querySelector(".xtitle")?.getBoundingClientRect();
    const end = title ? title.right - ground.getBoundingClientRect().left : left + width / 2;
    Object.assign(row.style, { left: `${Math.max(0, Math.min(end + GAP, room.width - LEAST_WIDTH))}px`, right: "0" });
    const bottom = `${room.height - top - height}px`;
    Object.assign(words.style, { left: `${left}px`, bottom, maxWidth: `${width}px` });
  }

  showPlaying(false);
  return {
    strip,
    /**
     * Shows the control where water is switched on; returns the level, null where it is not.
     * @param {Scene} scene
     * @param {PlotBox} box
     * @param {HTMLElement} ground
     * @param {boolean} on
     */
    draw(scene, box, ground, on) {
      strip.hidden = !on;
      if (!on) {
        if (frame) halt();
        return null;
      }
      if (surface !== scene.surface) take(scene);
      place(box, ground);
      return levelAt(range, stop);
    },
    halt,
  };
}
