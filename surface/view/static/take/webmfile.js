// A WebM file of encoded frames: its length at its head, and where each key frame is. As Matroska has it, RFC 9559.

import { ascii, float64, joined, uint } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** Frames in their order, each with its bytes and whether it can be drawn without those before it. */
/** @typedef {{ bytes: Bytes, key: boolean }} Sample */
/** @typedef {{ samples: Sample[], rate: number, width: number, height: number }} EncodedFilm */

const MILLISECOND = 1_000_000; // nanoseconds: the unit of time in the file
const WRITER = ascii("error surface");

/** @param {number} sort @param {...Bytes} parts */
function element(sort, ...parts) {
  const held = joined(parts);
  const size = uint(held.length, 8);
  size[0] = 0x01; // eight bytes of size, whatever it is: so a place can be known before what follows it
  return joined([uint(sort, Math.ceil(Math.log2(sort) / 8)), size, held]);
}

/** @param {number} sort @param {number} value */
const numbered = (sort, value) => element(sort, uint(value, 8));

/**
 * The frames from one key frame to the next.
 * @param {{ sample: Sample, time: number }[]} frames
 */
function cluster(frames) {
  const blocks = frames.map(({ sample, time }) =>
    element(0xa3, uint(0x81, 1), uint(time - frames[0].time, 2), uint(sample.key ? 0x80 : 0, 1), sample.bytes),
  );
  return element(0x1f43b675, numbered(0xe7, frames[0].time), ...blocks);
}

/** Where the clusters begin, counted from the first thing in the segment. */
function cues(/** @type {{ time: number, at: number }[]} */ places) {
  const points = places.map(({ time, at }) =>
    element(0xbb, numbered(0xb3, time), element(0xb7, numbered(0xf7, 1), numbered(0xf1, at))),
  );
  return element(0x1c53bb6b, ...points);
}

/**
 * @param {EncodedFilm} film
 * @param {string} codec as Matroska names it: V_VP9
 */
export function webmFile({ samples, rate, width, height }, codec) {
  /** @type {{ sample: Sample, time: number }[][]} */
  const groups = [];
  samples.forEach((sample, n) => {
    if (sample.key) groups.push([]);
    groups.at(-1)?.push({ sample, time: Math.round((1000 * n) / rate) });
  });
  const clusters = groups.map(cluster);
  const head = element(
    0x1a45dfa3,
    ...[numbered(0x4286, 1), numbered(0x42f7, 1), numbered(0x42f2, 4), numbered(0x42f3, 8)],
    ...[element(0x4282, ascii("webm")), numbered(0x4287, 4), numbered(0x4285, 2)],
  );
  const length = element(0x4489, float64((1000 * samples.length) / rate));
  const info = element(
    0x1549a966,
    numbered(0x2ad7b1, MILLISECOND),
    length,
    element(0x4d80, WRITER),
    element(0x5741, WRITER),
  );
  const picture = element(0xe0, numbered(0xb0, width), numbered(0xba, height));
  const track = element(
    0xae,
    ...[numbered(0xd7, 1), numbered(0x73c5, 1), numbered(0x83, 1), numbered(0x9c, 0), element(0x86, ascii(codec))],
    ...[numbered(0x23e383, Math.round(1e9 / rate)), picture],
  );
  const tracks = element(0x1654ae6b, track);
  /** @param {number} before */
  const placed = (before) => {
    let next = before;
    return clusters.map(({ length }, n) => {
      const at = next;
      next += length;
      return { time: groups[n][0].time, at };
    });
  };
  const room = info.length + tracks.length;
  const index = cues(placed(room + cues(placed(0)).length));
  return joined([head, element(0x18538067, info, tracks, index, ...clusters)]);
}
