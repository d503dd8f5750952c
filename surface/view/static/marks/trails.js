// Runs from many random starts on a canvas under the few: thin trails in the colour of where each ends,
// laid down as the playhead moves on.

import { channelsOf, cssColour, mixed } from "../base/colours.js";
import { element, penOf } from "../base/dom.js";
import { density, inkKey } from "../base/inking.js";
import { symbolPath } from "../base/swatch.js";
import { windowOf } from "../maths/arrival.js";
import { stepOfStart } from "../messages/randomstarts.js";
import { placeAt } from "./overlay.js";

const INK = [31, 41, 51];
const TRAIL_INK = 0.42; // how much of a trail's colour is ink, so that it shows on the palest ground
const HIDDEN_SHARE = 0.22; // of a trail behind the surface
const GROUP_MARKERS = ["circle", "square", "diamond", "cross"];

/**
 * The symbol of a group of runs, for who does not tell their colours apart.
 * @param {Pick<GroupMessage, "label">} group
 */
export function groupMarker(group) {
  return GROUP_MARKERS[Math.abs(group.label) % GROUP_MARKERS.length];
}

/** @param {string} hex @param {number} [share] */
function inked(hex, share = TRAIL_INK) {
  return cssColour(mixed(channelsOf(hex), INK, share));
}

// The part of a track between two steps, added to the pen's path: what is seen,
// or with `side` 1 what the surface hides.
/** @param {Pen} pen @param {ScreenLine} track @param {number} from @param {number} to @param {number} side */
function trace(pen, track, from, to, side) {
  const { xy, step, hidden } = track;
  if (!(to > from)) return;
  let last = placeAt(track, from);
  let joined = false;
  /** @param {Place | null} place @param {number} hides */
  const go = (place, hides) => {
    if (last && place && Number(hides) === side) {
      if (!joined) pen.moveTo(last.x, last.y);
      pen.lineTo(place.x, place.y);
    }
    joined = Boolean(last && place) && Number(hides) === side;
    last = place;
  };
  let n = firstAfter(step, from);
  for (; n < step.length && step[n] <= to; n++) {
    go(Number.isNaN(xy[2 * n]) ? null : { x: xy[2 * n], y: xy[2 * n + 1], hidden: false }, hidden ? hidden[n] : 0);
  }
  if (n < step.length) go(placeAt(track, to), hidden ? hidden[n] : 0);
}

// The first point later than a step: steps grow, so that halves tell.
/** @param {Numbers} step @param {number} from */
function firstAfter(step, from) {
  let low = 0;
  let high = step.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (step[middle] > from) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** @typedef {ScreenLine & { group: number }} Trail */
/** @typedef {{ key: string, box: Box, project(run: StartedRun): ScreenLine }} TrailView */

/**
 * A layer under the overlay of `root`; what it shows is drawn by `draw`, in pixels that `project` makes of weights.
 * @param {HTMLElement} root
 */
export function trailLayer(root) {
  const canvas = element("canvas", { class: "trail-layer", "aria-hidden": "true", hidden: true });
  root.append(canvas);
  let drawnKey = "";
  /** @type {Trail[]} */
  let tracks = [];
  /** @type {number[]} */
  let reached = [];

  /** @param {Box} box */
  function clear(box) {
    const ratio = density();
    const pen = penOf(canvas);
    Object.assign(canvas, { width: Math.round(box.width * ratio), height: Math.round(box.height * ratio) });
    Object.assign(canvas.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
    pen.setTransform(ratio, 0, 0, ratio, -box.left * ratio, -box.top * ratio);
    pen.lineJoin = "round";
    reached = tracks.map(() => 0);
  }

  /** @param {RandomStarts} starts @param {number[]} steps @param {Look} look */
  function trail(starts, steps, look) {
    const pen = penOf(canvas);
    pen.lineWidth = look.width * 0.5;
    starts.groups.forEach((group, n) => {
      pen.strokeStyle = inked(group.colour);
      for (const side of [1, 0]) {
        pen.beginPath();
        tracks.forEach(
          (track, i) => track.group === n && (track.hidden || !side) && trace(pen, track, reached[i], steps[i], side),
        );
        pen.globalAlpha = side ? HIDDEN_SHARE : 1;
        pen.stroke();
      }
    });
    reached = steps;
  }

  return {
    canvas,
    /**
     * Draws the trails of the random starts up to the playhead. view: { key, box, project(run) -> { step, xy } };
     * where the key is the one before, only what is new is added.
     * @param {Scene} scene
     * @param {Head} head
     * @param {TrailView} view
     * @param {Look} look
     */
    draw(scene, head, view, look) {
      const starts = head.suspense ? null : scene.random_starts;
      canvas.hidden = !starts;
      if (!starts) {
        tracks = [];
        drawnKey = "";
        return;
      }
      const scaled = { steps: scene.steps, pacing: scene.pacing, window: windowOf(scene.surface) };
      const key = `${starts.key} ${scene.pacing} ${look.width} ${view.key} ${inkKey()}`;
      const steps = starts.runs.map((run) => stepOfStart(run, head.step, scaled));
      if (key !== drawnKey) tracks = starts.runs.map((run) => ({ ...view.project(run), group: run.group }));
      if (key !== drawnKey || steps.some((step, i) => step < reached[i])) clear(view.box);
      drawnKey = key;
      trail(starts, steps, look);
    },
    /**
     * The balls, with another canvas's pen: they lie over the trails and under the runs.
     * @param {Pen} other
     * @param {Scene} scene
     * @param {Look} look
     */
    drawBalls(other, { random_starts: starts }, look) {
      tracks.forEach((track, i) => {
        const place = placeAt(track, reached[i]);
        if (!place || !starts) return;
        const group = starts.groups[track.group];
        other.globalAlpha = place.hidden ? 0.4 : 1;
        symbolPath(other, groupMarker(group), place.x, place.y, look.width * 1.35);
        other.fillStyle = group.colour;
        other.fill();
        other.lineWidth = look.width * 0.45;
        other.strokeStyle = "#1f2933";
        other.stroke();
      });
      other.globalAlpha = 1;
    },
  };
}
