// A film by the browser's own encoder, frame by frame: none is lost, each has its time, however busy the computer is.

import { mp4File } from "./mp4file.js";
import { bitsFor, frameCount, stepAt } from "./plan.js";
import { webmFile } from "./webmfile.js";

/** @typedef {import("./plan.js").FilmPlan} FilmPlan */
/** @typedef {import("./webmfile.js").Sample} Sample */
/** @typedef {{ canvas: HTMLCanvasElement, draw(step: number): void }} Stage */
/** What hears of each frame while a film is made, and what stops it. */
/** @typedef {{ onFrame(frame: number): void, signal: AbortSignal }} Progress */
/** A form of film and the coding of its frames, as the browser's encoder and as the file name it. */
/** @typedef {{ name: "mp4" | "webm", label: string, codec: string, matroska: string }} Coding */

const KEY_SECONDS = 2; // between two frames that can be drawn without those before them
const WAITING = 4; // frames that may wait for the encoder

/** @type {Coding[]} */
const CODINGS = [
  // Slides take MP4 for H.264 only: in another coding it would be one by its name alone.
  { name: "mp4", label: "MP4", codec: "avc1.640028", matroska: "" },
  { name: "mp4", label: "MP4", codec: "avc1.42e028", matroska: "" },
  { name: "webm", label: "WebM", codec: "vp09.00.40.08", matroska: "V_VP9" },
  { name: "webm", label: "WebM", codec: "vp8", matroska: "V_VP8" },
];

/**
 * What the encoder is asked for.
 * @param {Coding} coding
 * @param {{ width: number, height: number }} size
 * @param {number} rate
 * @returns {VideoEncoderConfig}
 */
function configOf({ name, codec }, { width, height }, rate) {
  const more = name === "mp4" ? { avc: /** @type {AvcEncoderConfig} */ ({ format: "avc" }) } : {};
  return { codec, width, height, framerate: rate, bitrate: bitsFor({ width, height }, rate), ...more };
}

/**
 * The forms that this browser's encoder makes of films of a size, each in the first coding that it knows.
 * @param {{ width: number, height: number }} size
 */
export async function codingsKnown(size) {
  if (typeof VideoEncoder === "undefined") return [];
  /** @type {Coding[]} */
  const known = [];
  for (const coding of CODINGS) {
    if (known.some(({ name }) => name === coding.name)) continue;
    const { supported } = await VideoEncoder.isConfigSupported(configOf(coding, size, 30));
    if (supported) known.push(coding);
  }
  return known;
}

/**
 * The bytes that an encoder describes its decoder by.
 * @param {AllowSharedBufferSource} given
 */
function copied(given) {
  const bytes = ArrayBuffer.isView(given)
    ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
    : new Uint8Array(given);
  return Uint8Array.from(bytes);
}

/** Gives the page a turn. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Encodes a film; null where it was stopped.
 * @param {Stage} stage
 * @param {FilmPlan} plan
 * @param {Coding} coding
 * @param {Progress} progress
 * @returns {Promise<{ blob: Blob, seconds: number } | null>}
 */
export async function encodeFilm(stage, plan, coding, { onFrame, signal }) {
  const { width, height } = stage.canvas;
  /** @type {Sample[]} */
  const samples = [];
  /** @type {import("./bytes.js").Bytes} */
  let description = new Uint8Array();
  /** @type {Error | null} */
  let failed = null;
  const encoder = new VideoEncoder({
    output(chunk, { decoderConfig } = {}) {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      samples.push({ bytes, key: chunk.type === "key" });
      const given = decoderConfig?.description;
      if (given) description = copied(given);
    },
    error: (error) => (failed = error),
  });
  encoder.configure(configOf(coding, { width, height }, plan.rate));
  const count = frameCount(plan);
  try {
    for (let n = 0; n < count && !signal.aborted && !failed; n++) {
      stage.draw(stepAt(plan, n));
      const time = { timestamp: Math.round((1e6 * n) / plan.rate), duration: Math.round(1e6 / plan.rate) };
      const frame = new VideoFrame(stage.canvas, time);
      encoder.encode(frame, { keyFrame: n % (KEY_SECONDS * plan.rate) === 0 });
      frame.close();
      onFrame(n + 1);
      do await turn();
      while (encoder.encodeQueueSize > WAITING && !failed);
    }
    if (signal.aborted) return null;
    if (!failed) await encoder.flush();
  } finally {
    if (encoder.state !== "closed") encoder.close();
  }
  if (failed) throw failed;
  const film = { samples, rate: plan.rate, width, height };
  const bytes = coding.name === "mp4" ? mp4File(film, description) : webmFile(film, coding.matroska);
  return { blob: new Blob([bytes], { type: `video/${coding.name}` }), seconds: samples.length / plan.rate };
}
