// The activations: value, slope and curvature side by side, as ACTIVATIONS of surface/network.py has them. Pure.

const tail = (z) => Math.exp(-Math.abs(z)); // cannot overflow, and a saturated unit keeps its digits
const sigmoid = (z) => (z < 0 ? tail(z) : 1) / (1 + tail(z));
const sigmoidSlope = (z) => tail(z) / (1 + tail(z)) ** 2;
const tanhSlope = (z) => 4 * sigmoidSlope(2 * z);
const gaussian = (z) => Math.exp(-z * z);

export const ACTIVATIONS = {
  identity: { value: (z) => z, slope: () => 1, curvature: () => 0 },
  sigmoid: {
    value: sigmoid,
    slope: sigmoidSlope,
    curvature: (z) => (sigmoidSlope(z) * Math.sign(z) * (tail(z) - 1)) / (1 + tail(z)),
  },
  tanh: { value: Math.tanh, slope: tanhSlope, curvature: (z) => -2 * Math.tanh(z) * tanhSlope(z) },
  relu: { value: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0), curvature: () => 0 },
  softplus: { value: (z) => Math.max(0, z) + Math.log1p(tail(z)), slope: sigmoid, curvature: sigmoidSlope },
  sin: { value: Math.sin, slope: Math.cos, curvature: (z) => -Math.sin(z) },
  gaussian: { value: gaussian, slope: (z) => -2 * z * gaussian(z), curvature: (z) => (4 * z * z - 2) * gaussian(z) },
};
