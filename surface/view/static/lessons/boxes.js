// How can one be sure? The proof of the critical points, box by box: each is cut finer, or holds one point or none.

import { element, setText } from "../base/dom.js";
import { decodeNumbers } from "../messages/decode.js";
import { playback } from "../player/playback.js";
import { boxesDrawing, holds } from "./boxesdrawing.js";
import { lessonMap } from "./lessonmap.js";

/** What became of a box, in the order of its number: in a word for the count, and in a sentence. */
/** @type {[string, string][]} */
const FATES = [
  ["cut finer", "not decided, so it is cut finer"],
  ["empty", "one of the slopes is nowhere zero in it, so it is empty"],
  ["with one point", "both slopes are zero at exactly one place in it"],
  ["flat", "the slopes are zero, or too small for a number, all over it"],
];
const ONE = 2;

/** @param {HTMLElement} root @param {LessonContext} context @returns {LessonPicture} */
export function boxesPicture(root, context) {
  /** @type {Scene} */
  let scene;
  /** @type {BoxTrace} */
  let trace = { corners: new Float64Array(0), fate: [] };
  let found = -1; // how many points are shown
  const words = element("p", { class: "slope-words boxes-words", "aria-live": "off" });
  const ground = element("div", { class: "lesson-chart" });
  const drawing = boxesDrawing();
  const player = playback(root, draw, "box");
  root.append(ground, words, player.bar);
  const label = "Map of the error with the boxes looked at so far";
  const map = lessonMap(ground, context, { label, paintBelow: (pen, box) => drawing.paint(pen, box, trace, seen()) });

  const seen = () => Math.floor(player.head.step);

  /** A point is shown from the box on that is shown to hold it. */
  function pointsSeen() {
    const shown = seen();
    const ones = [...trace.fate.keys()].filter((n) => n < shown && trace.fate[n] === ONE);
    return scene.points.filter(({ w }) => ones.some((n) => holds(trace.corners.subarray(8 * n, 8 * n + 8), w)));
  }

  function draw() {
    const { atEnd, playing } = player.head;
    if (atEnd) context.played();
    setText(words, sentence(seen()));
    const points = pointsSeen();
    if (points.length !== found) map.show({ ...scene, runs: [], events: [], points });
    found = points.length;
    map.draw({ playing, step: 0 });
  }

  /** @param {number} shown */
  function sentence(shown) {
    if (!shown) return `${trace.fate.length} boxes are to be looked at.`;
    const counts = FATES.map(([name], fate) => [count(fate, shown), name]).filter(([many]) => many);
    const soFar = counts.map((pair) => pair.join(" ")).join(", ");
    return `Box ${shown}: ${FATES[trace.fate[shown - 1]][1]}.\nSo far ${soFar}.`;
  }

  /** @param {number} fate @param {number} shown */
  function count(fate, shown) {
    let many = 0;
    for (let n = 0; n < shown; n++) if (trace.fate[n] === fate) many++;
    return many;
  }

  return {
    update(next, { boxes }) {
      scene = next;
      trace = { corners: decodeNumbers(boxes.corners), fate: boxes.fate };
      found = -1;
      drawing.forget();
      player.head.last = trace.fate.length;
      player.head.seek(0);
      player.show();
    },
    resize() {
      map.resize();
    },
    destroy() {
      player.end();
      map.destroy();
    },
    signs: true,
    hands: "Keys: → one box on, ← back, space plays, Home, End.",
    key: "Veiled: empty. Thick frame: one point. Hatched: not decided yet. Lines: contours of the error.",
  };
}
