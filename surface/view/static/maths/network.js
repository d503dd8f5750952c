// What the network computes: the forward pass of surface/network.py over again, for the weights under the playhead.

import { ACTIVATIONS } from "./activations.js";

/** All weights of the network at (a, b) of the surface: origin + a·direction_1 + b·direction_2. */
export function weightsAt(network, a, b) {
  const [first, second] = network.directions;
  return network.origin.map((weight, i) => weight + a * first[i] + b * second[i]);
}

function layerOutput(layer, weights, offset, input) {
  const activate = ACTIVATIONS[layer.activation].value;
  const width = layer.inputs + (layer.bias ? 1 : 0);
  return Array.from({ length: layer.outputs }, (_, unit) => {
    const start = offset + unit * width;
    let sum = layer.bias ? weights[start + layer.inputs] : 0;
    for (let i = 0; i < layer.inputs; i++) sum += weights[start + i] * input[i];
    return activate(sum);
  });
}

/** The network's outputs for one input, with its weights flat in the order of `Network.names`. */
export function networkOutput(network, weights, input) {
  let offset = 0;
  let signal = input;
  for (const layer of network.layers) {
    signal = layerOutput(layer, weights, offset, signal);
    offset += layer.outputs * (layer.inputs + (layer.bias ? 1 : 0));
  }
  return signal;
}
