// Where the eye stands: the opening view that hides least of what there is to see, and the views on request. Pure.
import { draped, hiddenPoints } from "./hidden.js";

const TURNS = [0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180];
const RISES = [0, 10, 20, 30, 40]; // degrees above the usual eye
const WORTH_TURNING = 0.08; // of what is to be seen
const MOST_PLACES = 48; // of a path that are looked at from each side
const FAR = 6; // of the eye above the box' middle
const UPRIGHT = 1e-4; // how little the view from above leans, so that its top is where the map's is
const HALF_FIELD = Math.tan(Math.PI / 8); // Plotly's own: half of the height of what it shows, at the distance 1

/**
 * A camera turned about the upright axis, in degrees.
 * @param {Camera} camera
 * @param {number} degrees
 */
export function turned(camera, degrees) {
  const { x, y, z } = camera.eye;
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  return { ...camera, eye: { x: cos * x - sin * y, y: sin * x + cos * y, z } };
}

/** @param {Vector} a @param {Vector} b */
const minus = (a, b) => ({ x: a.x - b.x, y: a.y - b.y, z: a.z - b.z });
/** @param {Vector} a @param {Vector} b */
const dot = (a, b) => a.x * b.x + a.y * b.y + a.z * b.z;
/** @param {Vector} a @param {Vector} b */
const cross = (a, b) => ({ x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x });
/** @param {Vector} a @param {number} t @param {Vector} b */
const along = (a, t, b) => ({ x: a.x + t * b.x, y: a.y + t * b.y, z: a.z + t * b.z });
/** @param {Vector} a */
const unit = (a) => along({ x: 0, y: 0, z: 0 }, 1 / Math.hypot(a.x, a.y, a.z), a);

/**
 * Where the box of the axes lies in a camera's picture: { left, right, bottom, top } in half heights from its middle.
 * @param {Vector} eye
 * @param {{ right: Vector, up: Vector, forward: Vector }} axes
 * @param {Vector} aspect
 */
function boxSeen(eye, { right, up, forward }, { x, y, z }) {
  const across = [];
  const over = [];
  for (const i of [-0.5, 0.5])
    for (const j of [-0.5, 0.5])
      for (const k of [-0.5, 0.5]) {
        const ray = minus({ x: i * x, y: j * y, z: k * z }, eye);
        const depth = dot(ray, forward) * HALF_FIELD;
        across.push(dot(ray, right) / depth);
        over.push(dot(ray, up) / depth);
      }
  return { left: Math.min(...across), right: Math.max(...across), bottom: Math.min(...over), top: Math.max(...over) };
}

/**
 * The camera moved along its line of sight and sideways, so that the box of the axes fills a panel { width, height }
 * up to the margins { left, right, top, bottom }, all in pixels.
 * @param {Camera} camera
 * @param {Vector} aspect
 * @param {{ width: number, height: number }} panel
 * @param {Record<"left" | "right" | "top" | "bottom", number>} margins
 */
export function fittedCamera(camera, aspect, { width, height }, margins) {
  const half = height / 2;
  const room = {
    left: (margins.left - width / 2) / half,
    right: (width / 2 - margins.right) / half,
    bottom: margins.bottom / half - 1,
    top: 1 - margins.top / half,
  };
  if (!(room.right - room.left > 0.2 && room.top - room.bottom > 0.2)) return camera;
  let { eye, center } = camera;
  const forward = unit(minus(center, eye));
  const right = unit(cross(forward, camera.up ?? { x: 0, y: 0, z: 1 }));
  const up = cross(right, forward);
  let far = Math.hypot(...Object.values(minus(eye, center)));
  for (let n = 0; n < 30; n++) {
    const seen = boxSeen(eye, { right, up, forward }, aspect);
    const reach = far * HALF_FIELD;
    const aside = (seen.left + seen.right - room.left - room.right) / 2;
    const above = (seen.top + seen.bottom - room.top - room.bottom) / 2;
    center = along(along(center, aside * reach, right), above * reach, up);
    far *= Math.max(
      (seen.right - seen.left) / (room.right - room.left),
      (seen.top - seen.bottom) / (room.top - room.bottom),
    );
    eye = along(center, -far, forward);
  }
  return { ...camera, eye, center };
}

/**
 * The homogeneous eye in axis units of a Plotly camera, whose unit is the box of the axes by `aspect`.
 * @param {Camera} camera
 * @param {Vector} aspect
 * @param {Ground} ground
 */
function eyeInAxes(camera, aspect, { field, low, top }) {
  /** @param {number} from @param {number} to @param {number} eye @param {number} share */
  const placed = (from, to, eye, share) => (from + to) / 2 + (eye / share) * (to - from || 1);
  const { x, y, z } = camera.eye;
  return [
    placed(field.left, field.right, x, aspect.x),
    placed(field.near, field.far, y, aspect.y),
    placed(low, top, z, aspect.z),
    1,
  ];
}

/**
 * A camera raised about the middle of the box, in degrees.
 * @param {Camera} camera
 * @param {number} degrees
 */
export function raisedCamera(camera, degrees) {
  const { x, y, z } = camera.eye;
  const flat = Math.hypot(x, y);
  const far = Math.hypot(flat, z);
  const rise = Math.atan2(z, flat) + (degrees * Math.PI) / 180;
  const shrink = (far * Math.cos(rise)) / flat;
  return { ...camera, eye: { x: shrink * x, y: shrink * y, z: far * Math.sin(rise) } };
}

/** @param {Numbers} xyz */
function lastPlace(xyz) {
  let n = xyz.length - 3;
  while (n >= 0 && !Number.isFinite(xyz[n])) n -= 3;
  return n < 0 ? [] : [xyz[n], xyz[n + 1], xyz[n + 2]];
}

/**
 * A path by so many of its places that they tell how much of it is hidden: evenly, its two ends among them.
 * @param {Numbers} xyz
 * @returns {Numbers}
 */
function thinned(xyz) {
  const last = Math.floor(xyz.length / 3) - 1;
  if (last < MOST_PLACES) return xyz;
  const places = Array.from({ length: MOST_PLACES }, (_, n) => 3 * Math.round((n * last) / (MOST_PLACES - 1)));
  const few = places.flatMap((at) => [xyz[at], xyz[at + 1], xyz[at + 2]]);
  return Float64Array.from([...few, ...lastPlace(xyz)]); // the end itself, where what comes after it is no place
}

/**
 * What a camera hides: how many of the ends, and what share of the paths and of the minima, on the average.
 * @param {Camera} camera
 * @param {Vector} aspect
 * @param {Ground} ground
 * @param {Numbers[]} paths
 * @param {Numbers[]} minima
 */
export function hiddenFrom(camera, aspect, ground, paths, minima = []) {
  const eye = eyeInAxes(camera, aspect, ground);
  /** @param {Numbers} xyz */
  const seen = (xyz) => hiddenPoints(ground.field, xyz, eye, ground.top);
  /** @param {Numbers} xyz */
  const share = (xyz) => seen(xyz).reduce((sum, one) => sum + one, 0) / (xyz.length / 3 || 1);
  const all = [...paths, ...minima];
  return {
    ends: paths.reduce((sum, xyz) => sum + (seen(lastPlace(xyz))[0] ?? 0), 0),
    share: all.reduce((sum, xyz) => sum + share(xyz), 0) / (all.length || 1),
  };
}

/**
 * The camera that stands nearest to the opening one among those that hide no run's end, or as few as can be, and of
 * those (nearly) least of the paths and minima; it is raised only where from all sides an end is hidden.
 * @param {Camera} opening
 * @param {Vector} aspect
 * @param {Ground} ground
 * @param {Numbers[]} paths
 * @param {Numbers[]} [minima]
 */
export function openingCamera(opening, aspect, ground, paths, minima = []) {
  const few = paths.map(thinned);
  /** @type {{ camera: Camera, ends: number, share: number }[]} */
  let best = [];
  for (const rise of RISES) {
    const round = TURNS.map((degrees) => turned(raisedCamera(opening, rise), degrees));
    const judged = round.map((camera) => ({ camera, ...hiddenFrom(camera, aspect, ground, few, minima) }));
    const fewest = Math.min(...judged.map(({ ends }) => ends));
    if (!best.length || fewest < best[0].ends) best = judged.filter(({ ends }) => ends === fewest);
    if (fewest === 0) break;
  }
  const least = Math.min(...best.map(({ share }) => share));
  return /** @type {{ camera: Camera }} */ (best.find(({ share }) => share <= least + WORTH_TURNING)).camera;
}

/**
 * The view from above, without perspective and turned as the map is: { camera, aspectratio }. Plotly shows two units of
 * such a view from top to bottom, wherever the eye stands, so that it is the box which is made to fit.
 * @param {Vector} box
 * @param {{ width: number, height: number }} panel
 * @param {Record<"left" | "right" | "top" | "bottom", number>} margins
 * @returns {{ camera: Camera, aspectratio: Vector }}
 */
export function mapView({ x, y, z }, { width, height }, { left, right, top, bottom }) {
  const unit = height / 2;
  const across = Math.max(1, width - left - right) / unit;
  const up = Math.max(1, height - top - bottom) / unit;
  const size = Math.min(across / x, up / y);
  const center = { x: (right - left) / 2 / unit, y: (top - bottom) / 2 / unit, z: 0 };
  const eye = { ...center, y: center.y - UPRIGHT * FAR, z: FAR };
  return {
    camera: { eye, center, up: { x: 0, y: 0, z: 1 }, projection: { type: "orthographic" } },
    aspectratio: { x: size * x, y: size * y, z: size * z },
  };
}

/**
 * The views on request, made from the opening one: "side", and any other word for the opening view itself.
 * @param {string} name
 * @param {Camera} opening
 */
export function namedCamera(name, opening) {
  const far = Math.hypot(opening.eye.x, opening.eye.y, opening.eye.z);
  if (name === "side") return { ...opening, eye: { x: 0, y: -far, z: 0.12 * far }, center: { x: 0, y: 0, z: -0.05 } };
  return opening;
}

/**
 * A run's path laid on the ground as far as it is drawn, in axis units.
 * @param {{ w: Numbers, error: Numbers, drawn?: number }} run
 * @param {Ground} ground
 */
export function laidPath(run, { field, up, low, lift }) {
  const { drawn: last = run.error.length - 1 } = run;
  const heights = Float64Array.from({ length: last + 1 }, (_, k) => Math.max(up(run.error[k]), low));
  return draped(field, run.w, heights, lift);
}
