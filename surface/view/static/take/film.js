// The forms of film that can be made here, each with what makes it: by the browser's encoder where it has one, which a
// page has that came over a safe way or from a file; else by its recorder, in the time that the film takes.

import { codingsKnown, encodeFilm } from "./encoder.js";
import { gifFrames } from "./gifframes.js";
import { FRAME_RATES, formsKnown, rateFor } from "./plan.js";
import { recordFilm } from "./recorder.js";

/** @typedef {import("./plan.js").FilmPlan} FilmPlan */
/** @typedef {import("./encoder.js").Stage} Stage */
/** @typedef {import("./encoder.js").Progress} Progress */
/** @typedef {import("./gifframes.js").GifFrames} GifFrames */
/** Puts frames together, where somebody can. */
/** @typedef {(frames: GifFrames, signal: AbortSignal) => Promise<Blob>} MakeGif */

/**
 * A form of film: its name, which its file ends in; how many frames a second, where one takes so many milliseconds to
 * draw; and what makes it, null where it was stopped.
 * @typedef {Object} FilmForm
 * @property {string} name
 * @property {string} label
 * @property {(milliseconds: number) => number} rate
 * @property {(stage: Stage, plan: FilmPlan, progress: Progress) => Promise<Blob | null>} make
 */

export const GIF_RATE = 10; // frames a second: its clock knows hundredths, and every frame has its weight
const SENT = 12_000_000; // letters that go to Python at once
const TOO_MUCH = "This GIF would be too large to be sent: make it shorter, or smaller.";
const LARGEST = { width: 1920, height: 1080 };

/** @param {MakeGif} put @returns {FilmForm} */
function gifForm(put) {
  return {
    name: "gif",
    label: "GIF",
    rate: () => GIF_RATE,
    async make(stage, plan, progress) {
      const frames = await gifFrames(stage, plan, progress);
      if (!frames) return null;
      if (frames.frames.reduce((sum, { length }) => sum + length, 0) > SENT) throw new Error(TOO_MUCH);
      return put(frames, progress.signal);
    },
  };
}

/**
 * The forms of film that can be made here.
 * @param {MakeGif | null} gif
 */
export async function filmForms(gif) {
  /** @type {FilmForm[]} */
  const forms = (await codingsKnown(LARGEST)).map((coding) => ({
    ...coding,
    rate: () => FRAME_RATES[0],
    make: async (stage, plan, progress) => (await encodeFilm(stage, plan, coding, progress))?.blob ?? null,
  }));
  const recorded =
    typeof MediaRecorder === "undefined" ? [] : formsKnown((mime) => MediaRecorder.isTypeSupported(mime));
  for (const { name, label, mime } of recorded) {
    if (forms.some((form) => form.name === name)) continue;
    forms.push({
      name,
      label,
      rate: rateFor,
      make: async (stage, plan, progress) => (await recordFilm(stage, plan, mime, progress))?.blob ?? null,
    });
  }
  return gif ? [...forms, gifForm(gif)] : forms;
}
