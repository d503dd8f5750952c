// The error and its gradient at any weights: forward mode, as surface/error/surface.py has it, over all the data. Pure.

import { ACTIVATIONS } from "./activations.js";

/** Three numbers for each output of a layer: its value, and its slopes along the two free directions. */
function stations(network) {
  let offset = 0;
  return network.layers.map(({ inputs, outputs, bias, activation }) => {
    const width = inputs + (bias ? 1 : 0);
    const station = {
      inputs,
      outputs,
      bias,
      width,
      offset,
      ...ACTIVATIONS[activation],
      out: new Float64Array(3 * outputs),
    };
    offset += outputs * width;
    return station;
  });
}

function carry({ inputs, outputs, bias, width, offset, value, slope, out }, weights, first, second, signal) {
  for (let unit = 0; unit < outputs; unit++) {
    const start = offset + unit * width;
    const end = start + inputs;
    let z = bias ? weights[end] : 0;
    let z1 = bias ? first[end] : 0;
    let z2 = bias ? second[end] : 0;
    for (let i = 0; i < inputs; i++) {
      const at = start + i;
      const x = signal[3 * i];
      z += weights[at] * x;
      z1 += first[at] * x + weights[at] * signal[3 * i + 1];
      z2 += second[at] * x + weights[at] * signal[3 * i + 2];
    }
    const steep = slope(z);
    out[3 * unit] = value(z);
    out[3 * unit + 1] = steep * z1;
    out[3 * unit + 2] = steep * z2;
  }
}

/** A function of (a, b): { error, gradient: [g1, g2] } of the network there; `data` with flat inputs and targets. */
export function gradientMeter(network, { inputs, targets, count }) {
  const layers = stations(network);
  const last = layers.at(-1);
  const wide = layers[0].inputs;
  const first = Float64Array.from(network.directions[0]);
  const second = Float64Array.from(network.directions[1]);
  const weights = Float64Array.from(network.origin);
  const signal = new Float64Array(3 * wide);
  return (a, b) => {
    for (let i = 0; i < weights.length; i++) weights[i] = network.origin[i] + a * first[i] + b * second[i];
    let squares = 0;
    let g1 = 0;
    let g2 = 0;
    for (let point = 0; point < count; point++) {
      for (let i = 0; i < wide; i++) signal[3 * i] = inputs[point * wide + i];
      layers.forEach((layer, l) => carry(layer, weights, first, second, l ? layers[l - 1].out : signal));
      for (let unit = 0; unit < last.outputs; unit++) {
        const residual = last.out[3 * unit] - targets[point * last.outputs + unit];
        squares += residual * residual;
        g1 += residual * last.out[3 * unit + 1];
        g2 += residual * last.out[3 * unit + 2];
      }
    }
    return { error: squares / 2, gradient: [g1, g2] };
  };
}

const meterByNetwork = new WeakMap();

/** The meter of a scene, made once for its network and data. */
export function meterOf(scene) {
  if (!meterByNetwork.has(scene.network)) {
    const { whole, inputs, targets } = scene.data;
    const data = whole ?? { inputs: inputs.flat(), targets: targets.flat(), count: inputs.length };
    meterByNetwork.set(scene.network, gradientMeter(scene.network, data));
  }
  return meterByNetwork.get(scene.network);
}
