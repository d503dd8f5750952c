// From what Python sends (base64 of little-endian float64, JSON) to the scene that every panel is given.

import { drawnSteps } from "../maths/runs.js";

/**
 * The float64 numbers of a base64 string.
 * @param {string} text
 */
export function decodeNumbers(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return new Float64Array(bytes.buffer);
}

/**
 * A surface with its grid decoded, once.
 * @param {SurfaceMessage} sent
 * @returns {SentSurface}
 */
export function decodeSurface(sent) {
  const { w1, w2, error, undecided, data } = sent;
  return {
    ...sent,
    w1: decodeNumbers(w1),
    w2: decodeNumbers(w2),
    error: decodeNumbers(error),
    undecided: decodeNumbers(undecided),
    data: { ...data, whole: decodeWhole(data.whole) },
  };
}

/** @param {WholeMessage | null} sent @returns {FlatData | null} */
function decodeWhole(sent) {
  if (!sent) return null;
  const { inputs, targets, counts } = sent;
  return { ...sent, inputs: decodeNumbers(inputs), targets: decodeNumbers(targets), counts: decodedOrNone(counts) };
}

/** @param {string | null} text */
function decodedOrNone(text) {
  return text === null ? null : decodeNumbers(text);
}

/** @param {RunMessage["stability"]} sent @returns {Run["stability"]} */
function decodeStability(sent) {
  return sent && { ...sent, tree: /** @type {Tree} */ (sent.tree), curvature: decodeNumbers(sent.curvature) };
}

// Runs have numbers in their names too: several may go by the same rule.
/**
 * @param {RunMessage} sent
 * @param {number} i
 * @param {RunMessage[]} all
 * @param {SentSurface} surface
 * @returns {DecodedRun}
 */
function decodeRun(sent, i, all, surface) {
  const error = decodeNumbers(sent.error);
  const w = decodeNumbers(sent.w);
  return {
    ...sent,
    formula: /** @type {FormulaLines | null} */ (sent.formula),
    title: all.length > 1 ? `${i + 1} · ${sent.label}` : sent.label,
    k: error.length - 1,
    w,
    drawn: drawnSteps(w, surface),
    error,
    gradient: decodeNumbers(sent.gradient),
    seen: decodedOrNone(sent.seen),
    schedule: decodedOrNone(sent.schedule),
    factor: /** @type {Tree | null} */ (sent.factor),
    stability: decodeStability(sent.stability),
    inner: Object.fromEntries(Object.entries(sent.inner).map(([symbol, text]) => [symbol, decodeNumbers(text)])),
  };
}

/**
 * The surface with its figures for a scale of the error; its key tells the two apart.
 * @param {SentSurface} surface
 * @param {Scale} scale
 * @returns {Surface}
 */
function onScale(surface, scale) {
  return { ...surface, ...surface.figures[scale], key: `${surface.key} ${scale}` };
}

/**
 * The scene of a message about runs and of the surface that it names, with the error on a "linear" or a "log" scale.
 * @param {RunsMessage} message
 * @param {SentSurface} surface
 * @param {Scale} [scale]
 * @returns {DecodedScene}
 */
export function decodeScene(message, surface, scale = message.scale) {
  const runs = message.runs.map((run, i, all) => decodeRun(run, i, all, surface));
  const { names, points, network, data } = surface;
  const steps = Math.max(0, ...runs.map((run) => run.k));
  const key = `${message.key} ${message.opening}`; // a scene that opens once more is another
  // What is sent apart, and put in where it has come; and a surface as Python has it.
  const apart = { region: null, random_starts: null, moved: false, reframed: false, behind: false, unsettled: false };
  const drawn = { surface: onScale(surface, scale), scale, names, points, network, data };
  return { ...message, ...apart, ...drawn, key, runs, steps };
}
