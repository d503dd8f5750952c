// Backpropagation: one data point carried forward through all layers, and its blame carried back; what it adds to the
// slope along every weight. The reverse sweep of surface/error/full.py, for one point. Pure.

import { ACTIVATIONS } from "./activations.js";

const taylor = new Float64Array(3); // value, slope and curvature of an activation: read before the next unit's

/**
 * All the weights of a network, flat, at a place of its plane.
 * @param {NetworkShape} network
 * @param {number[]} w
 */
export function weightsAt({ origin, directions }, [a, b]) {
  return origin.map((held, n) => held + a * directions[0][n] + b * directions[1][n]);
}

/**
 * The units of a layer, each with its weights, bias (0 where there is none) and the place of the first in the flat row.
 * @param {LayerShape} shape
 * @param {number[]} flat
 * @param {number} offset
 */
function unitsOf({ inputs, outputs, bias }, flat, offset) {
  const wide = inputs + (bias ? 1 : 0);
  return Array.from({ length: outputs }, (_, unit) => {
    const at = offset + unit * wide;
    return { at, weights: flat.slice(at, at + inputs), bias: bias ? flat[at + inputs] : 0 };
  });
}

/** @typedef {Record<"fed" | "net" | "out" | "slope", number[]> & { units: ReturnType<typeof unitsOf> }} Sweep */

/**
 * What goes through each layer: what it is fed, and its units' net inputs, outputs and slopes f′.
 * @param {NetworkShape} network
 * @param {number[]} flat
 * @param {number[]} x
 */
function forward({ layers }, flat, x) {
  /** @type {Sweep[]} */
  const sweeps = [];
  let [fed, offset] = [x, 0];
  for (const shape of layers) {
    const signals = fed;
    const units = unitsOf(shape, flat, offset);
    const net = units.map(({ weights, bias }) => weights.reduce((sum, w, i) => sum + w * signals[i], bias));
    const activate = ACTIVATIONS[/** @type {keyof typeof ACTIVATIONS} */ (shape.activation)];
    const fired = net.map((h) => {
      activate(h, taylor);
      return [taylor[0], taylor[1]];
    });
    const out = fired.map(([value]) => value);
    sweeps.push({ fed, units, net, out, slope: fired.map(([, slope]) => slope) });
    offset += shape.outputs * (shape.inputs + (shape.bias ? 1 : 0));
    fed = out;
  }
  return sweeps;
}

/**
 * One data point, forward and back: each layer with its units' δ, and what the point adds to the slope along each
 * weight, −δ times what the weight is fed, in the order of the network's names.
 * @param {NetworkShape} network
 * @param {number[]} flat
 * @param {number[]} x
 * @param {number[]} y
 */
export function backprop(network, flat, x, y) {
  const sweeps = forward(network, flat, x);
  /** @type {number[][]} */
  const deltas = [];
  for (let n = sweeps.length - 1; n >= 0; n--) {
    const above = sweeps[n + 1];
    const blame = sweeps[n].out.map((out, unit) =>
      above ? above.units.reduce((sum, { weights }, k) => sum + weights[unit] * deltas[0][k], 0) : y[unit] - out,
    );
    deltas.unshift(blame.map((part, unit) => part * sweeps[n].slope[unit]));
  }
  const terms = flat.map(() => 0);
  for (const [n, { fed, units }] of sweeps.entries()) {
    for (const [unit, { at }] of units.entries()) {
      for (const [i, signal] of fed.entries()) terms[at + i] = -deltas[n][unit] * signal;
      if (network.layers[n].bias) terms[at + fed.length] = -deltas[n][unit];
    }
  }
  return { layers: sweeps.map((sweep, n) => ({ ...sweep, delta: deltas[n] })), terms };
}
