// The error, its slopes and its curvatures at any weights, and each data point's part in them: surface/error/surface.py
// over again for networks of one layer, so that a point that is dragged shows exact numbers. Pure.

import { ACTIVATIONS } from "./activations.js";
import { gradientMeter } from "./gradient.js";
import { networkOutput, weightsAt } from "./network.js";

function netInput(layer, weights, unit, input) {
  const width = layer.inputs + (layer.bias ? 1 : 0);
  let sum = layer.bias ? weights[unit * width + layer.inputs] : 0;
  for (let i = 0; i < layer.inputs; i++) sum += weights[unit * width + i] * input[i];
  return sum;
}

/** For each data point and each output: { point, unit, input, h, y, output, slope, bend, reach: [∂h/∂a, ∂h/∂b] }. */
export function unitsAt(network, data, [a, b]) {
  if (network.layers.length !== 1) throw new Error("a data point's term is worked out for networks of one layer");
  const [layer] = network.layers;
  const weights = weightsAt(network, a, b);
  return data.inputs.flatMap((input, point) =>
    networkOutput(network, weights, input).map((output, unit) => {
      const h = netInput(layer, weights, unit, input);
      const { slope, curvature } = ACTIVATIONS[layer.activation];
      const reach = network.directions.map((direction) => netInput(layer, direction, unit, input));
      return {
        point,
        unit,
        input,
        h,
        y: data.targets[point][unit],
        output,
        slope: slope(h),
        bend: curvature(h),
        reach,
      };
    }),
  );
}

/** What a data point adds to ∂E/∂(the free weight on that axis): −(y − ŷ) f′(h) x. */
export function termOf(part, axis) {
  return -(part.y - part.output) * part.slope * part.reach[axis];
}

/** The curvature of E at w along one axis: Σ (f′² − (y − ŷ) f″) x². */
export function curvatureAt(network, data, w, axis) {
  const bent = (part) => (part.slope ** 2 - (part.y - part.output) * part.bend) * part.reach[axis] ** 2;
  return unitsAt(network, data, w).reduce((sum, part) => sum + bent(part), 0);
}

const flat = ({ inputs, targets }) => ({ inputs: inputs.flat(), targets: targets.flat(), count: inputs.length });

/** E at weights w. */
export function errorAt(network, data, w) {
  return gradientMeter(network, flat(data))(...w).error;
}

/** Both slopes of E at w. */
export function gradientAt(network, data, w) {
  return gradientMeter(network, flat(data))(...w).gradient;
}

/** Plain gradient descent from `start`: k + 1 weights; only the axes named in `along` move. */
export function descentFrom(network, data, start, rate, steps, along = [0, 1]) {
  const path = [[...start]];
  const meter = gradientMeter(network, flat(data));
  for (let k = 0; k < steps; k++) {
    const slope = meter(...path[k]).gradient;
    path.push(path[k].map((w, axis) => (along.includes(axis) ? w - rate * slope[axis] : w)));
  }
  return path;
}
