// How long a WebM film is, written into its head: a recorder writes that before it can know and leaves it out, and then
// a player shows no length and lets nobody go to a place of the film. As Matroska has it, RFC 8794 and 9559.

const HEAD = 4096; // bytes within which the head of a film ends
const [SEGMENT, INFO, DURATION, SCALE] = [0x18538067, 0x1549a966, 0x4489, 0x2ad7b1];
const USUAL_SCALE = 1e6; // nanoseconds for a unit of time

/** A number of an element: its sort, with the marking bits left in, or its size, without them. */
/** @typedef {{ value: number, end: number, unknown: boolean }} VariableNumber */

/**
 * A number whose first byte says how many bytes it has.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {boolean} marked whether the marking bit belongs to it
 * @returns {VariableNumber}
 */
function numberAt(bytes, at, marked) {
  const length = Math.clz32(bytes[at]) - 23;
  let value = marked ? bytes[at] : bytes[at] & (0xff >> length);
  let unknown = (bytes[at] & (0xff >> length)) === 0xff >> length;
  for (let n = 1; n < length; n++) {
    value = value * 256 + bytes[at + n];
    unknown &&= bytes[at + n] === 0xff;
  }
  return { value, end: at + length, unknown };
}

/** @typedef {{ sort: number, at: number, from: number, to: number, unknown: boolean }} WebmElement */

/**
 * The elements between two places: their sort, where they begin, and from where to where what they hold goes.
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 */
function* elementsIn(bytes, from, to) {
  let at = from;
  while (at < to) {
    const sort = numberAt(bytes, at, true);
    const size = numberAt(bytes, sort.end, false);
    const end = size.unknown ? to : size.end + size.value;
    yield { sort: sort.value, at, from: size.end, to: end, unknown: size.unknown };
    at = end;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 * @param {number} sort
 * @returns {WebmElement | undefined}
 */
function found(bytes, from, to, sort) {
  for (const element of elementsIn(bytes, from, to)) if (element.sort === sort) return element;
}

/** The size of an element, in the eight bytes that hold any. */
function sizeBytes(/** @type {number} */ size) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(size));
  bytes[0] = 0x01;
  return bytes;
}

/** The element that says how long a film is. */
function durationElement(/** @type {number} */ units) {
  const bytes = new Uint8Array([0x44, 0x89, 0x88, 0, 0, 0, 0, 0, 0, 0, 0]);
  new DataView(bytes.buffer).setFloat64(3, units);
  return bytes;
}

/**
 * The head of a film with its duration, in parts; null where it is none of WebM, says it already, or has a fixed size.
 * @param {Uint8Array} head
 * @param {number} seconds
 */
export function headWithDuration(head, seconds) {
  const segment = found(head, 0, head.length, SEGMENT);
  const info = segment?.unknown && found(head, segment.from, head.length, INFO);
  if (!info || info.to > head.length || found(head, info.from, info.to, DURATION)) return null;
  const scale = found(head, info.from, info.to, SCALE);
  const unit = scale ? head.subarray(scale.from, scale.to).reduce((sum, byte) => 256 * sum + byte, 0) : USUAL_SCALE;
  const duration = durationElement((1e9 * seconds) / unit);
  const size = sizeBytes(info.to - info.from + duration.length);
  return [head.slice(0, info.at + 4), size, head.slice(info.from, info.to), duration, head.slice(info.to)];
}

/**
 * A recorded film that says how long it is; as it was, where there is nothing to be done.
 * @param {Blob} blob
 * @param {number} seconds
 */
export async function withDuration(blob, seconds) {
  if (!blob.type.includes("webm")) return blob;
  const head = new Uint8Array(await blob.slice(0, HEAD).arrayBuffer());
  const parts = headWithDuration(head, seconds);
  return parts ? new Blob([...parts, blob.slice(HEAD)], { type: blob.type }) : blob;
}
