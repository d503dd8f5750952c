// The error at many weights, quickly: the forward pass of network.js without making anything on the way. Pure.

import { ACTIVATIONS } from "./activations.js";

/** A layer of the network with its place among the flat weights, and room for its outputs. */
function benches(network) {
  let offset = 0;
  return network.layers.map(({ inputs, outputs, bias, activation }) => {
    const width = inputs + (bias ? 1 : 0);
    const bench = {
      inputs,
      outputs,
      bias,
      width,
      offset,
      activate: ACTIVATIONS[activation].value,
      out: new Float64Array(outputs),
    };
    offset += outputs * width;
    return bench;
  });
}

function passThrough({ inputs, outputs, bias, width, offset, activate, out }, weights, signal, at) {
  for (let unit = 0; unit < outputs; unit++) {
    const start = offset + unit * width;
    let sum = bias ? weights[start + inputs] : 0;
    for (let i = 0; i < inputs; i++) sum += weights[start + i] * signal[at + i];
    out[unit] = activate(sum);
  }
}

/**
 * A function of (a, b, points, unit, out): one output of the network at those weights for many inputs,
 * flat, into `out`.
 */
export function outputMeter(network) {
  const layers = benches(network);
  const [first, second] = network.directions;
  const wide = layers[0].inputs;
  const last = layers.at(-1);
  const weights = Float64Array.from(network.origin);
  return (a, b, points, unit, out) => {
    for (let i = 0; i < weights.length; i++) weights[i] = network.origin[i] + a * first[i] + b * second[i];
    for (let n = 0; n < out.length; n++) {
      passThrough(layers[0], weights, points, n * wide);
      for (let l = 1; l < layers.length; l++) passThrough(layers[l], weights, layers[l - 1].out, 0);
      out[n] = last.out[unit];
    }
    return out;
  };
}

/** A function of (a, b): the error E of the network at those free weights, over all the data. */
export function errorMeter(network, data) {
  const layers = benches(network);
  const [first, second] = network.directions;
  const wide = layers[0].inputs;
  const last = layers.at(-1);
  const inputs = Float64Array.from(data.inputs.flat());
  const targets = Float64Array.from(data.targets.flat());
  const weights = Float64Array.from(network.origin);
  return (a, b) => {
    for (let i = 0; i < weights.length; i++) weights[i] = network.origin[i] + a * first[i] + b * second[i];
    let squares = 0;
    for (let point = 0; point < data.inputs.length; point++) {
      passThrough(layers[0], weights, inputs, point * wide);
      for (let l = 1; l < layers.length; l++) passThrough(layers[l], weights, layers[l - 1].out, 0);
      for (let unit = 0; unit < last.outputs; unit++)
        squares += (targets[point * last.outputs + unit] - last.out[unit]) ** 2;
    }
    return squares / 2;
  };
}
