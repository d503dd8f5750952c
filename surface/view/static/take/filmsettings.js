// What a film is asked to be: its size, from which step to which, how fast and how long; of the last two, each follows
// from the other. Pure.

import { playingSeconds } from "../maths/playhead.js";

/** @typedef {{ from: number, to: number, speed: number, seconds: number }} Course */
/** @typedef {import("../base/typed.js").Room} Room */
/** @typedef {import("./offscreen.js").FilmSize & { name: string }} NamedSize */

const MOST_SECONDS = 120;
const GIF_PIXELS = 40_000_000; // of all frames together: it is put together in memory, and nobody waits for more

/** @type {NamedSize[]} */
const FILM_SIZES = [
  { name: "1280 × 720", width: 1280, height: 720, density: 1 },
  { name: "1920 × 1080", width: 1920, height: 1080, density: 1.5 },
  { name: "1080 × 1080", width: 1080, height: 1080, density: 1.5 },
];
/** @type {NamedSize[]} */
const GIF_SIZES = [
  { name: "640 × 360", width: 640, height: 360, density: 0.7 },
  { name: "800 × 450", width: 800, height: 450, density: 0.8 },
  { name: "480 × 480", width: 480, height: 480, density: 0.7 },
];

/** The sizes that a form of film can have. */
export const sizesOf = (/** @type {string} */ form) => (form === "gif" ? GIF_SIZES : FILM_SIZES);

/**
 * How long a film of a form and size may be.
 * @param {string} form
 * @param {{ width: number, height: number }} size
 * @param {number} rate
 */
export function mostSeconds(form, { width, height }, rate) {
  return form === "gif" ? Math.floor(GIF_PIXELS / (width * height) / rate) : MOST_SECONDS;
}

/**
 * The course of a whole run, as fast as it plays, but no longer than may be.
 * @param {number} steps
 * @param {number} most seconds
 * @returns {Course}
 */
export function openingCourse(steps, most) {
  const seconds = Math.min(most, Math.max(1, playingSeconds(steps)));
  return { from: 0, to: steps, seconds, speed: steps / seconds };
}

/**
 * A course with one of its numbers changed: speed and length follow one another.
 * @param {Course} course
 * @param {keyof Course} name
 * @param {number} value
 * @returns {Course}
 */
export function withChange(course, name, value) {
  const next = { ...course, [name]: value };
  const way = next.to - next.from;
  return name === "seconds" ? { ...next, speed: way / value } : { ...next, seconds: way / next.speed };
}

/**
 * What is wrong with a course, in one sentence; "" where nothing is.
 * @param {Course} course
 * @param {number} most seconds
 */
export function courseRefusal({ from, to, seconds }, most) {
  if (!(to > from)) return `The last step must be after the first, got ${from} and ${to}.`;
  const long = Number(seconds.toPrecision(3));
  if (seconds > most + 1e-9)
    return `The film must be at most ${most} seconds long, got ${long}: less of the run, or faster.`;
  return seconds < 0.2 ? `The film must be at least 0.2 seconds long, got ${long}.` : "";
}

/**
 * What a number of the course may be.
 * @param {keyof Course} name
 * @param {number} steps
 * @returns {Room}
 */
export function roomFor(name, steps) {
  const step = { least: 0, most: steps, upTo: true, whole: true };
  return {
    from: { label: "the first step", ...step },
    to: { label: "the last step", ...step },
    speed: { label: "the speed", least: 0, above: true, most: null },
    seconds: { label: "the length", least: 0, above: true, most: null },
  }[name];
}
