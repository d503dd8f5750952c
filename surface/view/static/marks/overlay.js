// What moves, drawn on a 2D canvas over a plot: trails, starts, balls, and arrows where a path leaves.
// Screen pixels only.

import { penOf } from "../base/dom.js";
import { density, inkKey, outline } from "../base/inking.js";
import { write } from "../base/lettering.js";
import { measuresOf } from "../base/measured.js";
import { dashOf, symbolPath } from "../base/swatch.js";
import { lengthOf, repeated, trace } from "./clip.js";

const CASED = 12000; // pixels of line: a longer one crosses itself everywhere, and white under it would hide the map
const CASING = "rgba(255,255,255,0.92)";
const SHARED = 4; // pixels within which starts are one
const RING_GAP = 0.3; // radians between the segments of a ring

/**
 * A canvas that covers `root`, lets every pointer through, and is as sharp as the display.
 * @param {HTMLElement} root
 */
export function overlayCanvas(root) {
  const canvas = document.createElement("canvas");
  canvas.className = "overlay";
  canvas.setAttribute("aria-hidden", "true");
  Object.assign(canvas.style, {
    position: "absolute",
    inset: "0",
    width: "100%",
    height: "100%",
    pointerEvents: "none",
  });
  root.append(canvas);
  return {
    canvas,
    get pen() {
      return penOf(canvas);
    },
    /** Empties the canvas, fitted to its size on the screen; false where there is nothing to draw on. */
    clear() {
      const ratio = density();
      const { pen } = this;
      const size = measuresOf(root);
      const width = Math.round(size.width * ratio);
      const height = Math.round(size.height * ratio);
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.clearRect(0, 0, size.width, size.height);
      return width > 0 && height > 0;
    },
  };
}

/**
 * A path on the screen: xy (2 n, NaN between parts), step (n, growing), hidden (n, or null),
 * exits [{ step, from, to }]. Points nearer than half a pixel to the one before are left out: they cannot be seen.
 * @param {Style} style
 * @param {Numbers} xy
 * @param {Numbers} step
 * @param {Numbers | null} [hidden]
 * @param {Exit[]} [exits]
 */
export function screenTrack(style, xy, step, hidden = null, exits = []) {
  /** @type {number[]} */
  const visible = [];
  let lastX = NaN;
  let lastY = NaN;
  for (let n = 0; n < step.length; n++) {
    const x = xy[2 * n];
    const y = xy[2 * n + 1];
    const near = Math.abs(x - lastX) < 0.5 && Math.abs(y - lastY) < 0.5 && n < step.length - 1;
    if (near && !(hidden && visible.length && hidden[n] !== hidden[visible[visible.length - 1]])) continue;
    if (Number.isNaN(x) && (!visible.length || Number.isNaN(lastX))) continue;
    visible.push(n);
    [lastX, lastY] = [x, y];
  }
  /** @param {Numbers} from @param {number} width */
  const pick = (from, width) =>
    Float64Array.from(visible.flatMap((n) => Array.from({ length: width }, (_, part) => from[width * n + part])));
  const places = pick(xy, 2);
  const sides = hidden ? Uint8Array.from(visible, (n) => hidden[n]) : null;
  const again = repeated(places);
  const cased = lengthOf(places, again) < CASED;
  return { style, xy: places, step: pick(step, 1), hidden: sides, exits, again, cased };
}

/**
 * The place of a track at a step: { x, y, hidden }, or null where the path is outside the picture.
 * @param {ScreenLine} track
 * @param {number} at
 * @returns {Place | null}
 */
export function placeAt(track, at) {
  const { xy, step, hidden } = track;
  const last = step.length - 1;
  if (last < 0 || at < step[0]) return null;
  let n = 0;
  for (let high = last; n < high; ) {
    const middle = (n + high) >> 1;
    if (step[middle] < at) n = middle + 1;
    else high = middle;
  }
  const before = n && step[n] > at ? n - 1 : n;
  const part = before < n ? (at - step[before]) / (step[n] - step[before]) : 0;
  const x = part ? xy[2 * before] + part * (xy[2 * n] - xy[2 * before]) : xy[2 * before];
  const y = part ? xy[2 * before + 1] + part * (xy[2 * n + 1] - xy[2 * before + 1]) : xy[2 * before + 1];
  return Number.isNaN(x) || Number.isNaN(y) ? null : { x, y, hidden: Boolean(hidden?.[part < 0.5 ? before : n]) };
}

/**
 * Draws tracks up to their steps: what is to come very faint where it is asked for, then trails, then the marks, the
 * chosen one on top.
 * @param {Pen} pen
 * @param {(Track | null)[]} all
 * @param {Head} head
 * @param {Look} look
 */
export function drawTracks(pen, all, head, look) {
  const order = all
    .map((_, i) => i)
    .filter((i) => all[i])
    .sort((a, b) => Number(a === head.chosen) - Number(b === head.chosen));
  const tracks = /** @type {Track[]} */ (all); // but for those that are away, which are not in the order
  const steps = tracks.map((track) => (track ? Math.min(head.step * track.pace, track.k) : 0));
  pen.lineJoin = "round";
  pen.lineCap = "butt";
  if (head.ahead) for (const i of order) drawRest(pen, tracks[i], look);
  for (const i of order) drawTrail(pen, tracks[i], steps[i], look.width * (i === head.chosen ? 1.2 : 1));
  for (const i of order)
    for (const exit of tracks[i].exits) if (exit.step <= steps[i]) drawArrow(pen, exit, tracks[i].style, look);
  for (const start of startsOf(tracks, order)) drawStart(pen, start, look);
  for (const i of order) drawBall(pen, tracks[i], steps[i], look, i === head.chosen);
}

/**
 * The whole path, faint: where the run will go. Its outline is kept with the track, for it does not change as it plays.
 * @param {Pen} pen
 * @param {Track} track
 * @param {Look} look
 */
function drawRest(pen, track, look) {
  if (track.inked !== inkKey()) Object.assign(track, { whole: pathOf(track), inked: inkKey() });
  pen.setLineDash([]);
  pen.globalAlpha = look.rest;
  pen.strokeStyle = track.style.colour;
  pen.lineWidth = look.width * 0.55;
  pen.stroke(/** @type {Path2D} */ (track.whole));
  pen.globalAlpha = 1;
}

/** @param {Track} track */
function pathOf(track) {
  const path = outline();
  trace(path, track);
  return path;
}

/**
 * The part already walked: a white casing under the coloured line, unless it is very long; what the surface hides is
 * faint and dotted.
 * @param {Pen} pen
 * @param {Track} track
 * @param {number} at
 * @param {number} width
 */
function drawTrail(pen, track, at, width) {
  const [seen, unseen] = trailPaths(track, at);
  pen.strokeStyle = track.style.colour;
  pen.globalAlpha = 0.5;
  pen.lineWidth = width * 0.7;
  pen.setLineDash([2, 4]);
  if (unseen) pen.stroke(unseen);
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  pen.strokeStyle = CASING;
  pen.lineWidth = width + 2.6;
  if (track.cased) pen.stroke(seen);
  pen.strokeStyle = track.style.colour;
  pen.lineWidth = width;
  pen.setLineDash(dashOf(track.style, width));
  pen.stroke(seen);
  pen.setLineDash([]);
}

/** @param {Track} track @param {number} at */
function trailPaths(track, at) {
  const { xy, step, hidden, again } = track;
  const parts = hidden ? [outline(), outline()] : [outline()];
  let open = -1;
  /** @param {number} x @param {number} y @param {number} lastX @param {number} lastY @param {number} side */
  const go = (x, y, lastX, lastY, side) => {
    if (open !== side) {
      parts[side].moveTo(lastX, lastY);
      open = side;
    }
    parts[side].lineTo(x, y);
  };
  let n = 1;
  for (; n < step.length && step[n] <= at; n++) {
    if (Number.isNaN(xy[2 * n]) || Number.isNaN(xy[2 * n - 2]) || again[n]) {
      open = -1;
      continue;
    }
    go(xy[2 * n], xy[2 * n + 1], xy[2 * n - 2], xy[2 * n - 1], hidden ? hidden[n] : 0);
  }
  const end = n < step.length ? placeAt(track, at) : null;
  if (end && !Number.isNaN(xy[2 * n - 2])) go(end.x, end.y, xy[2 * n - 2], xy[2 * n - 1], hidden ? hidden[n] : 0);
  return parts;
}

/** @param {Pen} pen @param {Exit} exit @param {Style} style @param {Look} look */
function drawArrow(pen, { from, to }, style, look) {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const size = look.width * 3;
  pen.save();
  pen.translate(to[0], to[1]);
  pen.rotate(angle);
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(-size, size * 0.62);
  pen.lineTo(-size, -size * 0.62);
  pen.closePath();
  paint(pen, style.colour, CASING, 1.5);
  pen.restore();
}

/** Where runs start: those that share a place, by their styles in turn, with a letter where one has it. */
/** @typedef {{ place: Place, styles: Style[], letter?: string }} Start */

/**
 * The starts of some tracks, one for each place.
 * @param {Track[]} tracks
 * @param {number[]} order
 */
export function startsOf(tracks, order) {
  /** @type {Map<string, Start>} */
  const starts = new Map();
  for (const i of [...order].sort((a, b) => a - b)) {
    const place = placeAt(tracks[i], 0);
    if (!place) continue;
    const key = `${Math.round(place.x / SHARED)},${Math.round(place.y / SHARED)}`;
    const start = starts.get(key) ?? { place, styles: [] };
    starts.set(key, { ...start, styles: [...start.styles, tracks[i].style], letter: start.letter ?? tracks[i].letter });
  }
  return [...starts.values()];
}

/**
 * The start: the run's own symbol, hollow; for runs that share it one ring in their colours, the first from the top
 * on.
 * @param {Pen} pen
 * @param {Start} start
 * @param {Look} look
 */
export function drawStart(pen, { place, styles, letter }, look) {
  pen.globalAlpha = place.hidden ? 0.45 : 1;
  if (styles.length === 1) drawSymbol(pen, styles[0], place.x, place.y, look.width * 1.9, true, look);
  else drawRing(pen, styles, place, look);
  pen.globalAlpha = 1;
  if (letter) drawLetter(pen, letter, place, styles.length > 1 ? 1 : 0, look);
}

/**
 * A ring in a segment for each style.
 * @param {Pen} pen
 * @param {Style[]} styles
 * @param {Place} place
 * @param {Look} look
 */
function drawRing(pen, styles, { x, y }, look) {
  const radius = look.width * 3.1;
  const turn = (2 * Math.PI) / styles.length;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = "rgba(255,255,255,0.55)";
  pen.fill();
  pen.strokeStyle = CASING;
  pen.lineWidth = look.width * 2;
  pen.stroke();
  pen.lineWidth = look.width * 1.1;
  for (const [n, { colour }] of styles.entries()) {
    const from = n * turn - Math.PI / 2;
    pen.beginPath();
    pen.arc(x, y, radius, from + RING_GAP / 2, from + turn - RING_GAP / 2);
    pen.strokeStyle = colour;
    pen.stroke();
  }
}

/**
 * A run's symbol, hollow, in its colour; `filled` with white where nothing else stands inside.
 * @param {Pen} pen
 * @param {Style} style
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {boolean} filled
 * @param {Look} look
 */
function drawSymbol(pen, style, x, y, radius, filled, look) {
  symbolPath(pen, style.marker, x, y, radius);
  pen.strokeStyle = CASING;
  pen.lineWidth = look.width * 1.5;
  pen.stroke();
  pen.fillStyle = "#ffffff";
  if (filled) pen.fill();
  pen.strokeStyle = style.colour;
  pen.lineWidth = look.width * 0.75;
  pen.stroke();
}

/**
 * A start that waits for its run: larger than a start, as a thing that is held.
 * @param {Pen} pen
 * @param {Style} style
 * @param {number} x
 * @param {number} y
 * @param {Look} look
 */
export function drawGhost(pen, style, x, y, look) {
  drawSymbol(pen, style, x, y, look.width * 2.6, true, look);
}

/** @param {Pen} pen @param {string} letter @param {Place} place @param {number} rank @param {Look} look */
function drawLetter(pen, letter, place, rank, look) {
  const font = `600 ${Math.round(4.6 * look.width)}px ${look.font}`;
  const y = place.y - look.width * (3.4 + 1.7 * rank);
  write(pen, letter, place.x, y, { font, colour: "#1f2933", baseline: "alphabetic", casing: CASING });
}

/**
 * The ball: the run's symbol, filled, in a white halo.
 * @param {Pen} pen
 * @param {Track} track
 * @param {number} at
 * @param {Look} look
 * @param {boolean} chosen
 */
function drawBall(pen, track, at, look, chosen) {
  const place = placeAt(track, at);
  if (!place) return;
  pen.globalAlpha = place.hidden ? 0.55 : 1;
  symbolPath(pen, track.style.marker, place.x, place.y, look.width * (chosen ? 2.3 : 2.0));
  pen.save();
  pen.shadowColor = "rgba(15,25,40,0.5)";
  pen.shadowBlur = 2.4 * look.width;
  pen.shadowOffsetY = look.width;
  pen.fillStyle = "#ffffff";
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = look.width * 1.2;
  pen.stroke();
  pen.restore();
  pen.fillStyle = track.style.colour;
  pen.fill();
  pen.globalAlpha = 1;
}

/**
 * Strokes the path under the pen with a rim of that width, and fills it.
 * @param {Pen} pen
 * @param {string} fill
 * @param {string} rim
 * @param {number} width
 */
export function paint(pen, fill, rim, width) {
  pen.strokeStyle = rim;
  pen.lineWidth = 2 * width;
  pen.stroke();
  pen.fillStyle = fill;
  pen.fill();
}

/**
 * Widths for the size of the type around: 3 pixels of line at 16 pixels of type, more in a presentation.
 * @param {HTMLElement} root
 * @param {{ font: string }} theme
 */
export function lookOf(root, theme) {
  const { type } = measuresOf(root, theme);
  return { width: Math.max(2.4, (3 * type) / 16), rest: 0.28, font: theme.font };
}
