// What a network computes over the plane of its two free weights: outputs, the error with its gradient and curvatures,
// and each data point's part in them. Forward mode, as in surface/error/surface.py: value and derivatives are carried
// through the layers together. All room is taken once, so that a call makes nothing on the way. Pure.

import { CARRIED, Layer, partsOf } from "./layer.js";
import { withoutStill } from "./partlystill.js";
import { Values } from "./values.js";

/**
 * The layers of a network, from the first to the last.
 * @param {NetworkShape} network
 */
function layersOf(network) {
  let offset = 0;
  return network.layers.map((shape) => {
    const layer = new Layer(partsOf(shape, offset, network));
    offset += shape.outputs * (shape.inputs + (shape.bias ? 1 : 0));
    return layer;
  });
}

/**
 * What a part of a layer makes of each input: count × units.
 * @param {{ weights: Float64Array, biases: Float64Array }} part
 * @param {Numbers} inputs
 * @param {number} count
 * @param {number} wide
 * @param {number} units
 */
function products({ weights, biases }, inputs, count, wide, units) {
  const out = new Float64Array(count * units);
  for (let point = 0, n = 0; point < count; point++) {
    for (let unit = 0; unit < units; unit++, n++) {
      let sum = biases[unit];
      for (let i = 0; i < wide; i++) sum += weights[unit * wide + i] * inputs[point * wide + i];
      out[n] = sum;
    }
  }
  return out;
}

/**
 * Points for an evaluator, flat. counts: how many rows each stands for, null for one; unexplained: the error that no
 * prediction removes, which is added to theirs.
 * @typedef {{
 *   inputs: Numbers, targets: Numbers | null, count: number, counts?: Numbers | null, unexplained?: number,
 * }} Points
 */

/** A network over its plane, for inputs (flat, one after another) and, where the error is asked for, their targets. */
export class Evaluator {
  /** @param {NetworkShape} network @param {Points} points */
  constructor(network, { inputs, targets, count, counts = null, unexplained = 0 }) {
    this.count = count;
    this.counts = counts;
    this.unexplained = unexplained;
    this.targets = /** @type {Numbers} */ (targets); // null where no error is asked for: then none is computed
    this.layers = layersOf(network);
    this.first = this.prepared(inputs);
    this.last = this.layers[this.layers.length - 1];
    this.units = this.last.units;
    this.values = new Values(this.first, this.layers);
  }

  /** What an error takes, in units that fire: all of them for each data point. */
  get cost() {
    return this.count * this.layers.reduce((sum, { units }) => sum + units, 0);
  }

  /**
   * Computes once what never moves, and what the first layer that does makes of its inputs.
   * @param {Numbers} inputs
   */
  prepared(inputs) {
    let signals = inputs;
    while (this.layers.length > 1 && !this.layers[0].free.includes(true)) {
      signals = new FirstLayer(this.layers[0], signals, this.count).outputs();
      this.layers.shift();
    }
    this.layers = withoutStill(this.layers, () => new FirstLayer(this.layers[0], signals, this.count).outputs());
    return new FirstLayer(this.layers[0], signals, this.count);
  }

  /** @param {number} a @param {number} b */
  move(a, b) {
    this.first.move(a, b);
    for (let n = 1; n < this.layers.length; n++) this.layers[n].move(a, b);
  }

  /**
   * Carries one data point through the layers, with its derivatives up to an order.
   * @param {number} point
   * @param {number} order
   */
  sweep(point, order) {
    const { layers } = this;
    this.first.gather(point, order);
    layers[0].fire(order);
    for (let n = 1; n < layers.length; n++) {
      layers[n].gather(layers[n - 1].out, order, point);
      layers[n].fire(order);
    }
  }

  /**
   * The outputs at (a, b) for every input, flat, into `out`.
   * @param {number} a
   * @param {number} b
   * @param {Float64Array} [out]
   */
  outputs(a, b, out) {
    this.move(a, b);
    return this.values.all(out);
  }

  /**
   * How many rows a data point stands for.
   * @param {number} point
   */
  rowsOf(point) {
    return this.counts ? this.counts[point] : 1;
  }

  /**
   * ½ Σ (y − ŷ)² over the outputs of the data point that was carried through last, for all rows that it stands for.
   * @param {number} point
   */
  carriedError(point) {
    let squares = 0;
    for (let unit = 0; unit < this.units; unit++) {
      const residual = this.last.out[CARRIED * unit] - this.targets[point * this.units + unit];
      squares += residual * residual;
    }
    return (this.rowsOf(point) * squares) / 2;
  }

  /**
   * The error at (a, b), of all the data points.
   * @param {number} a
   * @param {number} b
   */
  error(a, b) {
    let sum = this.unexplained;
    this.eachShare(a, b, (share) => (sum += share));
    return sum;
  }

  /**
   * Each data point's share of the error at (a, b), into `out`.
   * @param {number} a
   * @param {number} b
   * @param {Float64Array} [out]
   */
  shares(a, b, out = new Float64Array(this.count)) {
    this.eachShare(a, b, (share, point) => (out[point] = share));
    return out;
  }

  /**
   * Gives each data point's share of the error at (a, b): its error for all rows that it stands for.
   * @param {number} a
   * @param {number} b
   * @param {(share: number, point: number) => void} give
   */
  eachShare(a, b, give) {
    this.move(a, b);
    const { targets, units } = this;
    this.values.each((outputs, from, to) => {
      for (let point = from, n = 0; point < to; point++) {
        let squares = 0;
        for (let unit = 0; unit < units; unit++, n++) {
          const residual = outputs[n] - targets[point * units + unit];
          squares += residual * residual;
        }
        give((this.rowsOf(point) * squares) / 2, point);
      }
    });
  }

  /**
   * The error at (a, b), with its two slopes into `slopes`; of the data points in `batch`, null for all.
   * @param {number} a
   * @param {number} b
   * @param {number[] | Float64Array} slopes
   * @param {Numbers | null} [batch]
   */
  gradient(a, b, slopes, batch = null) {
    this.move(a, b);
    const { last, targets, units } = this;
    const count = batch ? batch.length : this.count;
    let sum = batch ? 0 : this.unexplained;
    let alongA = 0;
    let alongB = 0;
    for (let n = 0; n < count; n++) {
      const point = batch ? batch[n] : n;
      this.sweep(point, 1);
      sum += this.carriedError(point);
      const rows = this.rowsOf(point);
      for (let unit = 0; unit < units; unit++) {
        const residual = rows * (last.out[CARRIED * unit] - targets[point * units + unit]);
        alongA += residual * last.out[CARRIED * unit + 1];
        alongB += residual * last.out[CARRIED * unit + 2];
      }
    }
    slopes[0] = alongA;
    slopes[1] = alongB;
    return sum;
  }

  /**
   * The curvatures [aa, ab, bb] of the error at (a, b).
   * @param {number} a
   * @param {number} b
   */
  curvatures(a, b) {
    this.move(a, b);
    const { out } = this.last;
    const sums = [0, 0, 0];
    for (let point = 0; point < this.count; point++) {
      this.sweep(point, 2);
      const rows = this.rowsOf(point);
      for (let unit = 0; unit < this.units; unit++) {
        const at = CARRIED * unit;
        const residual = out[at] - this.targets[point * this.units + unit];
        sums[0] += rows * (out[at + 1] * out[at + 1] + residual * out[at + 3]);
        sums[1] += rows * (out[at + 1] * out[at + 2] + residual * out[at + 4]);
        sums[2] += rows * (out[at + 2] * out[at + 2] + residual * out[at + 5]);
      }
    }
    return sums;
  }

  /**
   * The parts of the gradient at (a, b), for one row of each data point and each output:
   * { point, unit, y, net: h, output, slope: f′(h), reach: [∂h/∂a, ∂h/∂b] }.
   * @param {number} a
   * @param {number} b
   */
  parts(a, b) {
    this.move(a, b);
    const made = [];
    const taylor = new Float64Array(3);
    for (let point = 0; point < this.count; point++) {
      this.sweep(point, 1);
      for (let unit = 0; unit < this.units; unit++) {
        const at = CARRIED * unit;
        this.last.activate(this.last.net[at], taylor);
        const reach = [this.last.net[at + 1], this.last.net[at + 2]];
        const y = this.targets[point * this.units + unit];
        made.push({ point, unit, y, net: this.last.net[at], output: this.last.out[at], slope: taylor[1], reach });
      }
    }
    return made;
  }
}

/** The first layer with weights on the plane: what it makes of its inputs is known beforehand, linear in a and b. */
export class FirstLayer {
  /** @param {Layer} layer @param {Numbers} inputs @param {number} count */
  constructor(layer, inputs, count) {
    /** @param {{ weights: Float64Array, biases: Float64Array }} part */
    const made = (part) => products(part, inputs, count, layer.inputs, layer.units);
    this.layer = layer;
    this.count = count;
    this.constant = made(layer.constant);
    this.along = layer.along.map(made);
    this.a = 0;
    this.b = 0;
  }

  /** @param {number} a @param {number} b */
  move(a, b) {
    this.a = a;
    this.b = b;
  }

  /** @param {number} point @param {number} order */
  gather(point, order) {
    const { net, units } = this.layer;
    const [alongA, alongB] = this.along;
    for (let unit = 0, n = point * units; unit < units; unit++, n++) {
      const at = CARRIED * unit;
      net[at] = this.constant[n] + this.a * alongA[n] + this.b * alongB[n];
      if (order === 0) continue;
      net[at + 1] = alongA[n];
      net[at + 2] = alongB[n]; // and it has no curvature: those three stay 0
    }
  }

  /**
   * The net inputs of the data points from `from` to `to` alone, points × units.
   * @param {number} from
   * @param {number} to
   * @param {Float64Array} net
   */
  values(from, to, net) {
    const { constant, a, b, layer } = this;
    const [alongA, alongB] = this.along;
    const [length, start] = [(to - from) * layer.units, from * layer.units];
    for (let n = 0; n < length; n++) net[n] = constant[start + n] + a * alongA[start + n] + b * alongB[start + n];
  }

  /** What the layer puts out for every input: count × units. */
  outputs() {
    return new Values(this, [this.layer]).all();
  }
}

/**
 * Whether a surface is a network's, which is worked out here as well; that of a function is known by its samples alone.
 * @param {{ network: NetworkShape }} scene
 */
export const hasNetwork = ({ network }) => network.layers.length > 0;

/**
 * What the height of a surface is called: of a network's the error, of any other function its value.
 * @param {{ network: NetworkShape }} scene
 */
export const heightName = (scene) => (hasNetwork(scene) ? "error" : "value");

/** @param {number[][]} rows */
const flat = (rows) => Float64Array.from(rows.flat());

/**
 * An evaluator of outputs alone, for inputs in rows.
 * @param {NetworkShape} network
 * @param {number[][]} inputs
 */
export function outputsFor(network, inputs) {
  return new Evaluator(network, { inputs: flat(inputs), targets: null, count: inputs.length });
}

/** @type {WeakMap<DataPoints, Evaluator>} */
const ofAll = new WeakMap();
/** @type {WeakMap<DataPoints, Evaluator>} */
const ofDrawn = new WeakMap();

/**
 * The evaluator of a scene, made once for its data: all of them, whether or not the page draws them.
 * @param {{ network: NetworkShape, data: DataPoints }} scene
 */
export function evaluatorOf({ network, data }) {
  if (!data.whole) return drawnEvaluatorOf({ network, data });
  const evaluator = ofAll.get(data) ?? new Evaluator(network, { ...data.whole, unexplained: data.unexplained });
  ofAll.set(data, evaluator);
  return evaluator;
}

/**
 * The evaluator of the data points that the page draws.
 * @param {{ network: NetworkShape, data: DataPoints }} scene
 */
export function drawnEvaluatorOf({ network, data }) {
  const made = ofDrawn.get(data);
  if (made) return made;
  const { inputs, targets, counts } = data;
  const unexplained = data.whole ? 0 : data.unexplained; // of all the points, and not of some
  const points = { inputs: flat(inputs), targets: flat(targets), count: inputs.length, counts, unexplained };
  const evaluator = new Evaluator(network, points);
  ofDrawn.set(data, evaluator);
  return evaluator;
}
