// The activations, ACTIVATIONS of surface/model/activations.py over again: each writes value, slope and curvature at a
// net input into an array of three, since what they share is the costly part; of order 0 the value alone. Pure.

const FAR = 40; // beyond it the Gaussian is below 1e-600, which float64 calls 0; its square must not overflow
const STEEP = 2; // below it tanh's slope is told by its value: one costly call instead of two

/** @param {number} z @param {number[] | Float64Array} out */
function identity(z, out) {
  out[0] = z;
  out[1] = 1;
  out[2] = 0;
}

/** @param {number} z @param {number[] | Float64Array} out @param {number} [order] */
function sigmoid(z, out, order = 2) {
  const tail = Math.exp(-Math.abs(z)); // cannot overflow, and a saturated unit keeps its digits
  const total = 1 + tail;
  out[0] = (z < 0 ? tail : 1) / total;
  if (order === 0) return;
  out[1] = tail / (total * total);
  out[2] = (out[1] * Math.sign(z) * (tail - 1)) / total;
}

/** @param {number} z @param {number[] | Float64Array} out @param {number} [order] */
function tanh(z, out, order = 2) {
  if (order === 0 || (z > -STEEP && z < STEEP)) {
    out[0] = Math.tanh(z);
    if (order === 0) return;
    out[1] = (1 - out[0]) * (1 + out[0]);
  } else {
    const tail = Math.exp(-2 * Math.abs(z)); // 1 − tanh² z would be 0 from |z| = 19 on
    const total = 1 + tail;
    out[0] = z > 0 ? (1 - tail) / total : (tail - 1) / total;
    out[1] = (4 * tail) / (total * total);
  }
  out[2] = -2 * out[0] * out[1];
}

/** @param {number} z @param {number[] | Float64Array} out */
function relu(z, out) {
  out[0] = Math.max(0, z);
  out[1] = z > 0 ? 1 : 0;
  out[2] = 0;
}

/** @param {number} z @param {number[] | Float64Array} out @param {number} [order] */
function softplus(z, out, order = 2) {
  const tail = Math.exp(-Math.abs(z));
  out[0] = Math.max(0, z) + Math.log1p(tail);
  if (order === 0) return;
  const total = 1 + tail;
  out[1] = (z < 0 ? tail : 1) / total;
  out[2] = tail / (total * total);
}

/** @param {number} z @param {number[] | Float64Array} out @param {number} [order] */
function sin(z, out, order = 2) {
  out[0] = Math.sin(z);
  if (order === 0) return;
  out[1] = Math.cos(z);
  out[2] = -out[0];
}

/** @param {number} far @param {number[] | Float64Array} out @param {number} [order] */
function gaussian(far, out, order = 2) {
  const z = Math.min(FAR, Math.max(-FAR, far));
  out[0] = Math.exp(-z * z);
  if (order === 0) return;
  out[1] = -2 * z * out[0];
  out[2] = (4 * z * z - 2) * out[0];
}

export const ACTIVATIONS = { identity, sigmoid, tanh, relu, softplus, sin, gaussian };
