// How a film goes: from which step to which, how fast, in how many frames; and which forms a browser can make. Pure.

/** A film's way through the steps: frames are counted, and not read from a clock. */
/** @typedef {{ from: number, to: number, seconds: number, rate: number }} FilmPlan */

export const FRAME_RATES = [30, 25, 20, 15, 12, 10]; // frames a second, the smoothest first
const BUSY = 0.6; // of the time between two frames that drawing one may take
const BITS = 0.11; // for each pixel of each frame: drawings with sharp edges, which move little

/** How many frames a film has. */
export const frameCount = (/** @type {FilmPlan} */ { seconds, rate }) => Math.max(2, Math.round(seconds * rate));

/**
 * The step that a frame shows: evenly from the first to the last.
 * @param {FilmPlan} plan
 * @param {number} frame from 0 on
 */
export function stepAt(plan, frame) {
  const share = frame / (frameCount(plan) - 1);
  return plan.from + share * (plan.to - plan.from);
}

/**
 * The smoothest rate of frames that leaves enough time to draw each of them.
 * @param {number} milliseconds that one takes
 */
export function rateFor(milliseconds) {
  return FRAME_RATES.find((rate) => milliseconds <= (BUSY * 1000) / rate) ?? FRAME_RATES[FRAME_RATES.length - 1];
}

/**
 * Bits a second for a film of so many pixels.
 * @param {{ width: number, height: number }} size
 * @param {number} rate
 */
export const bitsFor = ({ width, height }, rate) => Math.round(BITS * width * height * rate);

/** @typedef {{ name: "mp4" | "webm", label: string, mime: string }} FilmForm */

/** @type {{ name: "mp4" | "webm", label: string, mimes: string[] }[]} */
const FORMS = [
  // Slides take MP4 for H.264 only: in another coding it would be one by its name alone.
  { name: "mp4", label: "MP4", mimes: ["video/mp4;codecs=avc1.640028", "video/mp4;codecs=avc1.42E01E"] },
  { name: "webm", label: "WebM", mimes: ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"] },
];

/**
 * The forms of film that this browser can make, each in the first coding of it that it knows.
 * @param {(mime: string) => boolean} knows
 * @returns {FilmForm[]}
 */
export function formsKnown(knows) {
  return FORMS.flatMap(({ name, label, mimes }) => {
    const mime = mimes.find(knows);
    return mime ? [{ name, label, mime }] : [];
  });
}

/** A number of bytes for a reader. */
export function bytesText(/** @type {number} */ bytes) {
  return bytes < 950_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
