// An MP4 file of frames encoded as H.264: what it holds and where comes first, so that it plays as it comes. As ISO/IEC
// 14496-12 has it.

import { ascii, joined, uint } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {import("./webmfile.js").EncodedFilm} EncodedFilm */

const TICKS = 1000; // of the file's clock for a frame
const UPRIGHT = joined([1, 0, 0, 0, 1, 0, 0, 0].map((one) => uint(one * 0x10000, 4)).concat(uint(0x40000000, 4)));

/** @param {number} count */
const zeros = (count) => new Uint8Array(count);
/** @param {string} name @param {...Bytes} parts */
const box = (name, ...parts) => {
  const held = joined(parts);
  return joined([uint(held.length + 8, 4), ascii(name), held]);
};
/** A box with a version and flags. */
const full = (/** @type {string} */ name, /** @type {number} */ flags, /** @type {Bytes[]} */ ...parts) =>
  box(name, uint(flags, 4), ...parts);
/** A box of a counted list of numbers, four bytes each. */
const table = (/** @type {string} */ name, /** @type {number[][]} */ rows) =>
  full(name, 0, uint(rows.length, 4), ...rows.flat().map((value) => uint(value, 4)));

/**
 * What the frames are coded as.
 * @param {EncodedFilm} film
 * @param {Bytes} description of the decoder, as the encoder gives it
 */
function entry({ width, height }, description) {
  const size = joined([uint(width, 2), uint(height, 2)]);
  const dots = joined([uint(0x480000, 4), uint(0x480000, 4)]); // 72 an inch, as everybody writes
  const look = joined([zeros(4), uint(1, 2), zeros(32), uint(0x18, 2), uint(0xffff, 2)]);
  const coded = box("avc1", zeros(6), uint(1, 2), zeros(16), size, dots, look, box("avcC", description));
  return full("stsd", 0, uint(1, 4), coded);
}

/**
 * Where each frame is, how long it lasts, and which can be drawn by themselves.
 * @param {EncodedFilm} film
 * @param {Bytes} description
 * @param {number} offset of the first frame in the file
 */
function samplesOf(film, description, offset) {
  const { samples } = film;
  const keys = samples.flatMap(({ key }, n) => (key ? [[n + 1]] : []));
  return box(
    "stbl",
    entry(film, description),
    table("stts", [[samples.length, TICKS]]),
    table("stss", keys),
    table("stsc", [[1, samples.length, 1]]), // all in one chunk
    full("stsz", 0, zeros(4), uint(samples.length, 4), ...samples.map(({ bytes }) => uint(bytes.length, 4))),
    table("stco", [[offset]]),
  );
}

/** @param {EncodedFilm} film @param {Bytes} description @param {number} offset */
function movie(film, description, offset) {
  const { samples, rate, width, height } = film;
  const [clock, length] = [uint(TICKS * rate, 4), uint(TICKS * samples.length, 4)];
  const pictures = joined([uint(width * 0x10000, 4), uint(height * 0x10000, 4)]);
  const track = full("tkhd", 3, zeros(8), uint(1, 4), zeros(4), length, zeros(16), UPRIGHT, pictures);
  const media = full("mdhd", 0, zeros(8), clock, length, uint(0x55c4, 2), zeros(2));
  const handler = full("hdlr", 0, zeros(4), ascii("vide"), zeros(12), ascii("video\0"));
  const here = box("dinf", full("dref", 0, uint(1, 4), full("url ", 1)));
  const inner = box("minf", full("vmhd", 1, zeros(8)), here, samplesOf(film, description, offset));
  const whole = [clock, length, uint(0x10000, 4), uint(0x100, 2), zeros(10), UPRIGHT, zeros(24), uint(2, 4)];
  return box("moov", full("mvhd", 0, zeros(8), ...whole), box("trak", track, box("mdia", media, handler, inner)));
}

/**
 * @param {EncodedFilm} film
 * @param {Bytes} description of its decoder
 */
export function mp4File(film, description) {
  const kind = box("ftyp", ascii("isom"), uint(0x200, 4), ascii("isomiso2avc1mp41"));
  const before = kind.length + movie(film, description, 0).length + 8;
  return joined([kind, movie(film, description, before), box("mdat", ...film.samples.map(({ bytes }) => bytes))]);
}
