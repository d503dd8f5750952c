// The first layer that holds a free weight has units that no free weight reaches: they never move, wherever on the
// plane one is. What they put out is worked out once, and with it what the next layer makes of it. Pure.

import { CARRIED, Layer } from "./layer.js";

/** @typedef {{ weights: Float64Array, biases: Float64Array }} Part */

/**
 * Which units of a layer have a weight that changes along the plane.
 * @param {Layer} layer
 */
function moving({ along, inputs, units }) {
  /** @param {Part} part @param {number} unit */
  const reaches = ({ weights, biases }, unit) =>
    biases[unit] !== 0 || weights.subarray(unit * inputs, (unit + 1) * inputs).some((w) => w !== 0);
  return Array.from({ length: units }, (_, unit) => unit).filter((unit) => along.some((part) => reaches(part, unit)));
}

/**
 * A part of a layer without the units that are not in `rows`, or without the inputs that are not in `columns`.
 * @param {Part} part
 * @param {number} inputs
 * @param {number[]} rows
 * @param {number[]} columns
 */
const cut = ({ weights, biases }, inputs, rows, columns) => ({
  weights: Float64Array.from(rows.flatMap((unit) => columns.map((i) => weights[unit * inputs + i]))),
  biases: Float64Array.from(rows, (unit) => biases[unit]),
});

/** @param {number} count */
const all = (count) => Array.from({ length: count }, (_, n) => n);

/**
 * What a part of a layer makes of the inputs in `columns` alone, count × units; null where it is nothing.
 * @param {Part} part
 * @param {Layer} layer
 * @param {number[]} columns
 * @param {Float64Array} signals
 */
function madeOf({ weights }, { inputs, units }, columns, signals) {
  const out = new Float64Array((signals.length / inputs) * units);
  for (let n = 0; n < out.length; n++) {
    const [row, from] = [(n % units) * inputs, Math.floor(n / units) * inputs];
    for (const i of columns) out[n] += weights[row + i] * signals[from + i];
  }
  return out.some((sum) => sum !== 0) ? out : null;
}

/** A layer above one that is partly still, fed by what moves: the rest is added for each data point. */
class FedLayer extends Layer {
  /** @param {Layer} layer @param {number[]} moved @param {Float64Array} signals of all units below, count × inputs */
  constructor(layer, moved, signals) {
    /** @param {Part} part */
    const fed = (part) => cut(part, layer.inputs, all(layer.units), moved);
    super({ ...layer, inputs: moved.length, constant: fed(layer.constant), along: layer.along.map(fed) });
    const still = all(layer.inputs).filter((i) => !moved.includes(i));
    /** @param {Part} part */
    const held = (part) => madeOf(part, layer, still, signals);
    this.heldConstant = held(layer.constant);
    this.heldAlong = layer.along.map(held);
    this.at = [0, 0];
  }

  /** @param {number} a @param {number} b */
  move(a, b) {
    super.move(a, b);
    this.at[0] = a;
    this.at[1] = b;
  }

  /** @param {Float64Array} below @param {number} order @param {number} point */
  gather(below, order, point) {
    super.gather(below, order, point);
    const { net, units, heldConstant, heldAlong } = this;
    const from = point * units;
    if (heldConstant) for (let unit = 0; unit < units; unit++) net[CARRIED * unit] += heldConstant[from + unit];
    for (let axis = 0; axis < 2; axis++) {
      const along = heldAlong[axis];
      if (!along) continue;
      for (let unit = 0; unit < units; unit++) {
        net[CARRIED * unit] += this.at[axis] * along[from + unit];
        if (order > 0) net[CARRIED * unit + 1 + axis] += along[from + unit];
      }
    }
  }

  /** @param {Float64Array} below @param {number} from @param {number} to @param {Float64Array} net */
  values(below, from, to, net) {
    super.values(below, from, to, net);
    const { units, at, heldConstant, heldAlong } = this;
    const [length, start] = [(to - from) * units, from * units];
    if (heldConstant) for (let n = 0; n < length; n++) net[n] += heldConstant[start + n];
    for (let axis = 0; axis < 2; axis++) {
      const along = heldAlong[axis];
      if (along) for (let n = 0; n < length; n++) net[n] += at[axis] * along[start + n];
    }
  }
}

/**
 * The layers without what never moves: of the first, the units that no free weight reaches.
 * @param {Layer[]} layers
 * @param {() => Float64Array} signals what all units of the first put out, count × units, right for the still ones
 */
export function withoutStill(layers, signals) {
  const [first, above, ...rest] = layers;
  const moved = moving(first);
  if (!above || moved.length === first.units) return layers;
  /** @param {Part} part */
  const some = (part) => cut(part, first.inputs, moved, all(first.inputs));
  const parts = { constant: some(first.constant), along: first.along.map(some) };
  return [new Layer({ ...first, units: moved.length, ...parts }), new FedLayer(above, moved, signals()), ...rest];
}
