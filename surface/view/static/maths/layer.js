// One layer of a network whose weights lie on a plane, constant + a·along[0] + b·along[1]: net inputs and outputs with
// their derivatives along a and b, six numbers for each unit. Pure.

import { ACTIVATIONS } from "./activations.js";

/** What is carried for a unit: its value, the slopes along a and b, the curvatures aa, ab and bb. */
export const CARRIED = 6;

const taylor = new Float64Array(3); // value, slope and curvature of an activation: read before the next unit's

/**
 * The weights (units × inputs) and biases of a layer, out of all the weights of its network.
 * @param {Numbers} flat
 * @param {number} offset
 * @param {LayerShape} shape
 */
function cutOut(flat, offset, { inputs, outputs, bias }) {
  const width = inputs + (bias ? 1 : 0);
  const weights = new Float64Array(outputs * inputs);
  const biases = new Float64Array(outputs);
  for (let unit = 0; unit < outputs; unit++) {
    const start = offset + unit * width;
    for (let i = 0; i < inputs; i++) weights[unit * inputs + i] = flat[start + i];
    if (bias) biases[unit] = flat[start + inputs];
  }
  return { weights, biases };
}

/** @param {{ weights: Float64Array, biases: Float64Array }} given */
const isZero = ({ weights, biases }) => weights.every((w) => w === 0) && biases.every((b) => b === 0);

/** @typedef {{ weights: Float64Array, biases: Float64Array }} Part */
/** @typedef {{ inputs: number, units: number, activation: string, constant: Part, along: Part[] }} Parts */

/**
 * The parts of a layer whose weights begin at `offset` among all the weights of its network.
 * @param {LayerShape} shape
 * @param {number} offset
 * @param {NetworkShape} network
 * @returns {Parts}
 */
export const partsOf = (shape, offset, { origin, directions }) => ({
  inputs: shape.inputs,
  units: shape.outputs,
  activation: shape.activation,
  constant: cutOut(origin, offset, shape),
  along: directions.map((direction) => cutOut(direction, offset, shape)),
});

export class Layer {
  /** @param {Parts} parts */
  constructor({ inputs, units, activation, constant, along }) {
    this.inputs = inputs;
    this.units = units;
    this.activation = activation;
    this.activate = ACTIVATIONS[/** @type {keyof typeof ACTIVATIONS} */ (activation)];
    this.constant = constant;
    this.along = along;
    this.free = along.map((part) => !isZero(part));
    this.weights = this.constant.weights.slice(); // at the place that was moved to
    this.biases = this.constant.biases.slice();
    this.net = new Float64Array(CARRIED * this.units);
    this.out = new Float64Array(CARRIED * this.units);
  }

  /**
   * Takes the weights at (a, b).
   * @param {number} a
   * @param {number} b
   */
  move(a, b) {
    if (!this.free[0] && !this.free[1]) return; // they are the same everywhere
    this.constant.weights.forEach((w, n) => {
      this.weights[n] = w + a * this.along[0].weights[n] + b * this.along[1].weights[n];
    });
    this.constant.biases.forEach((w, n) => {
      this.biases[n] = w + a * this.along[0].biases[n] + b * this.along[1].biases[n];
    });
  }

  /**
   * The net inputs from what the layer below puts out, up to an order: the product rule for weights and signals.
   * @param {Float64Array} below
   * @param {number} order
   * @param {number} _point which data point they are of
   */
  gather(below, order, _point) {
    if (order === 0) return this.gatherValues(below);
    if (this.free[0] || this.free[1]) this.gatherSlopes(below);
    else this.gatherSignals(below);
    if (order === 2) this.gatherCurvatures(below);
  }

  /** @param {Float64Array} below */
  gatherValues(below) {
    const { net, weights, biases, inputs, units } = this;
    for (let unit = 0, n = 0; unit < units; unit++) {
      let value = biases[unit];
      for (let i = 0; i < inputs; i++, n++) value += weights[n] * below[CARRIED * i];
      net[CARRIED * unit] = value;
    }
  }

  /**
   * The net inputs of the data points from `from` to `to` alone, points × units, from what the layer below puts out.
   * @param {Float64Array} below
   * @param {number} from
   * @param {number} to
   * @param {Float64Array} net
   */
  values(below, from, to, net) {
    const { weights, biases, inputs, units } = this;
    for (let point = 0, out = 0; point < to - from; point++) {
      for (let unit = 0, n = 0; unit < units; unit++, out++) {
        let value = biases[unit];
        for (let i = 0, at = point * inputs; i < inputs; i++, n++, at++) value += weights[n] * below[at];
        net[out] = value;
      }
    }
  }

  /** @param {Float64Array} below */
  gatherSlopes(below) {
    const { net, weights, biases, inputs, units } = this;
    const [alongA, alongB] = this.along;
    for (let unit = 0, n = 0; unit < units; unit++) {
      let value = biases[unit];
      let a = alongA.biases[unit];
      let b = alongB.biases[unit];
      for (let i = 0; i < inputs; i++, n++) {
        const from = CARRIED * i;
        const signal = below[from];
        value += weights[n] * signal;
        a += weights[n] * below[from + 1] + alongA.weights[n] * signal;
        b += weights[n] * below[from + 2] + alongB.weights[n] * signal;
      }
      net[CARRIED * unit] = value;
      net[CARRIED * unit + 1] = a;
      net[CARRIED * unit + 2] = b;
    }
  }

  /** Values and slopes where no weight of the layer is free. */
  /** @param {Float64Array} below */
  gatherSignals(below) {
    const { net, weights, biases, inputs, units } = this;
    for (let unit = 0, n = 0; unit < units; unit++) {
      let value = biases[unit];
      let a = 0;
      let b = 0;
      for (let i = 0, from = 0; i < inputs; i++, n++, from += CARRIED) {
        const w = weights[n];
        value += w * below[from];
        a += w * below[from + 1];
        b += w * below[from + 2];
      }
      net[CARRIED * unit] = value;
      net[CARRIED * unit + 1] = a;
      net[CARRIED * unit + 2] = b;
    }
  }

  /** @param {Float64Array} below */
  gatherCurvatures(below) {
    const { net, weights, inputs, units } = this;
    const [alongA, alongB] = this.along;
    for (let unit = 0, n = 0; unit < units; unit++) {
      let [aa, ab, bb] = [0, 0, 0];
      for (let i = 0; i < inputs; i++, n++) {
        const from = CARRIED * i;
        aa += weights[n] * below[from + 3] + 2 * alongA.weights[n] * below[from + 1];
        ab += weights[n] * below[from + 4] + alongA.weights[n] * below[from + 2] + alongB.weights[n] * below[from + 1];
        bb += weights[n] * below[from + 5] + 2 * alongB.weights[n] * below[from + 2];
      }
      net[CARRIED * unit + 3] = aa;
      net[CARRIED * unit + 4] = ab;
      net[CARRIED * unit + 5] = bb;
    }
  }

  /**
   * The outputs from the net inputs: the chain rule, and at second order f″ h′ h′ + f′ h″.
   * @param {number} order
   */
  fire(order) {
    const { net, out } = this;
    for (let unit = 0; unit < this.units; unit++) {
      const at = CARRIED * unit;
      this.activate(net[at], taylor, order);
      out[at] = taylor[0];
      if (order === 0) continue;
      const slope = taylor[1];
      const a = net[at + 1];
      const b = net[at + 2];
      out[at + 1] = slope * a;
      out[at + 2] = slope * b;
      if (order === 1) continue;
      const curvature = taylor[2];
      out[at + 3] = curvature * a * a + slope * net[at + 3];
      out[at + 4] = curvature * a * b + slope * net[at + 4];
      out[at + 5] = curvature * b * b + slope * net[at + 5];
    }
  }
}
