// Values alone, without derivatives, layer by layer for a block of data points at once, for a map. Pure.

const BLOCK = 256; // data points: what they fire stays near the processor

/** @typedef {import("./layer.js").Layer} Layer */

const taylor = new Float64Array(3);

/**
 * The outputs of units in place of their net inputs, the first `length` of `room`.
 * @param {Layer["activate"]} activate
 * @param {Float64Array} room
 * @param {number} length
 */
function fired(activate, room, length) {
  for (let n = 0; n < length; n++) {
    activate(room[n], taylor, 0);
    room[n] = taylor[0];
  }
}

/** The outputs of the layers of an evaluator for its data points, where it has moved to. */
export class Values {
  /** @param {import("./evaluator.js").FirstLayer} first @param {Layer[]} layers */
  constructor(first, layers) {
    this.first = first;
    this.layers = layers;
    this.rooms = layers.map(({ units }) => new Float64Array(Math.min(BLOCK, first.count) * units));
  }

  /**
   * What the last layer puts out, block by block of data points: `take(outputs, from, to)`, flat.
   * @param {(outputs: Float64Array, from: number, to: number) => void} take
   */
  each(take) {
    const { first, layers, rooms } = this;
    for (let from = 0; from < first.count; from += BLOCK) {
      const to = Math.min(from + BLOCK, first.count);
      for (let n = 0; n < layers.length; n++) {
        if (n) layers[n].values(rooms[n - 1], from, to, rooms[n]);
        else first.values(from, to, rooms[0]);
        fired(layers[n].activate, rooms[n], (to - from) * layers[n].units);
      }
      take(rooms[rooms.length - 1], from, to);
    }
  }

  /**
   * What the last layer puts out for all data points, flat.
   * @param {Float64Array} [out]
   */
  all(out = new Float64Array(this.first.count * this.layers[this.layers.length - 1].units)) {
    const { units } = this.layers[this.layers.length - 1];
    this.each((outputs, from, to) => out.set(outputs.subarray(0, (to - from) * units), from * units));
    return out;
  }
}
