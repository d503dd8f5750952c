// Where the eye stands: the opening view that hides least of what there is to see, and the views on request. Pure.
import { draped, hiddenPoints } from "./hidden.js";

const TURNS = [0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180];
const RISES = [0, 10, 20, 30, 40]; // degrees above the usual eye
const SIDES = [0, 90, -90, 180];
const SIDE_RISES = [0, 6, 12, 18]; // higher it would be no view from the side
const WORTH_TURNING = 0.08; // of what is to be seen
const MOST_PLACES = 48; // of a path that are looked at from each side
const FAR = 6; // of the eye above the box' middle
const UPRIGHT = 1e-4; // how little the view from above leans, so that its top is where the map's is
const MOST_HEIGHTS = 16; // of the surface that are fitted, along each side of the window
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
 * The surface's own places in a box of the axes about 0, some hundreds of them: its edges and ends are among them.
 * @param {Ground} ground
 * @param {Vector} aspect
 * @returns {Vector[]}
 */
export function placesOf({ field, low, top }, aspect) {
  const rows = evenly(field.y.length);
  const columns = evenly(field.x.length);
  /** @param {number} i @param {number} j */
  const place = (i, j) => ({
    x: aspect.x * (i / (field.x.length - 1) - 0.5),
    y: aspect.y * (j / (field.y.length - 1) - 0.5),
    z: aspect.z * ((field.z[j * field.x.length + i] - low) / (top - low || 1) - 0.5),
  });
  const places = rows.flatMap((j) => columns.map((i) => place(i, j)));
  return places.filter(({ z }) => Number.isFinite(z));
}

/** @param {number} count */
const evenly = (count) =>
  Array.from({ length: MOST_HEIGHTS + 1 }, (_, n) => Math.round((n * (count - 1)) / MOST_HEIGHTS));

/** @typedef {{ right: Vector, up: Vector, forward: Vector }} Axes */

/**
 * Where a point lies in a camera's picture, in half heights from its middle.
 * @param {Vector} point
 * @param {Vector} eye
 * @param {Axes} axes
 */
function seen(point, eye, { right, up, forward }) {
  const ray = minus(point, eye);
  const depth = dot(ray, forward) * HALF_FIELD;
  return { across: dot(ray, right) / depth, over: dot(ray, up) / depth };
}

/**
 * The bounds in a camera's picture of what is to be seen whole: the surface, the floor under it, and the edge of the
 * box at which the errors are read, which is the leftmost.
 * @param {Vector} eye
 * @param {Axes} axes
 * @param {Vector[]} floor its corners
 * @param {Vector[]} places
 */
function boundsSeen(eye, axes, floor, places) {
  const corners = floor.map((corner) => seen(corner, eye, axes));
  const leftmost = corners.reduce((best, { across }, n) => (across < corners[best].across ? n : best), 0);
  const top = { ...floor[leftmost], z: -floor[leftmost].z };
  const all = [...corners, ...[top, ...places].map((point) => seen(point, eye, axes))];
  const across = all.map((point) => point.across);
  const over = all.map((point) => point.over);
  return { left: Math.min(...across), right: Math.max(...across), bottom: Math.min(...over), top: Math.max(...over) };
}

/** @param {Vector} aspect */
const floorOf = ({ x, y, z }) =>
  [-0.5, 0.5].flatMap((i) => [-0.5, 0.5].map((j) => ({ x: i * x, y: j * y, z: -0.5 * z })));

/**
 * The camera moved along its line of sight and sideways, so that the surface fills a panel { width, height } up to the
 * margins { left, right, top, bottom }, all in pixels.
 * @param {Camera} camera
 * @param {Vector} aspect
 * @param {Vector[]} places of the surface
 * @param {{ width: number, height: number }} panel
 * @param {Record<"left" | "right" | "top" | "bottom", number>} margins
 */
export function fittedCamera(camera, aspect, places, { width, height }, margins) {
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
  const floor = floorOf(aspect);
  let far = Math.hypot(...Object.values(minus(eye, center)));
  for (let n = 0; n < 30; n++) {
    const bounds = boundsSeen(eye, { right, up, forward }, floor, places);
    const reach = far * HALF_FIELD;
    const aside = (bounds.left + bounds.right - room.left - room.right) / 2;
    const above = (bounds.top + bounds.bottom - room.top - room.bottom) / 2;
    center = along(along(center, aside * reach, right), above * reach, up);
    far *= Math.max(
      (bounds.right - bounds.left) / (room.right - room.left),
      (bounds.top - bounds.bottom) / (room.top - room.bottom),
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
  const hidden = (xyz) => hiddenPoints(ground.field, xyz, eye, ground.top);
  /** @param {Numbers} xyz */
  const share = (xyz) => hidden(xyz).reduce((sum, one) => sum + one, 0) / (xyz.length / 3 || 1);
  const all = [...paths, ...minima];
  return {
    ends: paths.reduce((sum, xyz) => sum + (hidden(lastPlace(xyz))[0] ?? 0), 0),
    share: all.reduce((sum, xyz) => sum + share(xyz), 0) / (all.length || 1),
  };
}

/**
 * The camera that stands nearest to a usual one among those that hide no run's end, or as few as can be, and of those
 * (nearly) least of the paths and minima; it is raised only where from all its turns an end is hidden.
 * @param {Camera} usual
 * @param {Vector} aspect
 * @param {Ground} ground
 * @param {Numbers[]} paths
 * @param {Numbers[]} [minima]
 * @param {{ turns: number[], rises: number[] }} [ways]
 */
export function openingCamera(
  usual,
  aspect,
  ground,
  paths,
  minima = [],
  { turns, rises } = { turns: TURNS, rises: RISES },
) {
  const few = paths.map(thinned);
  /** @type {{ camera: Camera, ends: number, share: number }[]} */
  let best = [];
  for (const rise of rises) {
    const round = turns.map((degrees) => turned(raisedCamera(usual, rise), degrees));
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
 * The view from that side of the window which hides least, a little above the ground, as far away as the opening one.
 * @param {Camera} opening
 * @param {Parameters<typeof openingCamera>[1]} aspect
 * @param {Ground} ground
 * @param {Numbers[]} paths
 * @param {Numbers[]} [minima]
 */
export function sideCamera(opening, aspect, ground, paths, minima = []) {
  const far = Math.hypot(opening.eye.x, opening.eye.y, opening.eye.z);
  const front = { ...opening, eye: { x: 0, y: -far, z: 0.12 * far }, center: { x: 0, y: 0, z: -0.05 } };
  return openingCamera(front, aspect, ground, paths, minima, { turns: SIDES, rises: SIDE_RISES });
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
