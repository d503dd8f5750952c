// The door to the lessons' own pictures: one picture in one place of the page, which stays while its numbers change.

import { element, setText } from "./base/dom.js";
import { onPaper } from "./base/paper.js";
import { themeOf } from "./base/theme.js";
import { ballPicture } from "./lessons/ball.js";
import { basinsPicture } from "./lessons/basins.js";
import { downhillPicture } from "./lessons/downhill.js";
import { parabolaPicture, slicePicture, slopesPicture } from "./lessons/slope.js";
import { squaresPicture } from "./lessons/squares.js";
import { decodeNumbers } from "./messages/decode.js";
import { loadStyle } from "./messages/fetched.js";

/** @type {Record<string, (root: HTMLElement, context: LessonContext) => LessonPicture>} */
const LESSON_PICTURES = {
  squares: squaresPicture,
  parabola: parabolaPicture,
  slice: slicePicture,
  slopes: slopesPicture,
  downhill: downhillPicture,
  ball: ballPicture,
  basins: basinsPicture,
};

const STILL = 250; // milliseconds after which what is moved by keys counts as let go

const pictures = new WeakMap();

/**
 * What a picture reports: `played()`, once, when what its question is about has been tried, and `moved(name, value)`,
 * where something has been let go; of several at once, the last.
 * @param {Emit} send
 */
function reporter(send) {
  const waiting = new Map();
  let played = false;
  return {
    played() {
      if (!played) send("played", true);
      played = true;
    },
    /** @param {any} name @param {any} value */
    moved(name, value) {
      const kind = `${name} ${value.run}`;
      clearTimeout(waiting.get(kind));
      waiting.set(
        kind,
        setTimeout(() => send(name, value), STILL),
      );
    },
    end: () => waiting.forEach((timer) => clearTimeout(timer)),
  };
}

/** @param {HTMLElement} parent */
function mountPicture(parent) {
  const ground = element("div", { class: "lesson-ground" });
  const [hands, key] = [element("span", { class: "lesson-hands" }), element("span", {})];
  const root = element(
    "div",
    { class: "surface-player lesson-picture" },
    ground,
    element("p", { class: "panel-words" }, hands, " ", key),
  );
  parent.append(root);
  /** @type {any} */
  const mounted = {
    root,
    ground,
    hands,
    key,
    name: null,
    picture: null,
    sent: null,
    send: null,
    reporter: null,
    theme: "",
  };
  let settled = 0;
  const observer = new ResizeObserver(() => {
    clearTimeout(settled);
    settled = setTimeout(() => mounted.picture?.resize(), 60);
  });
  observer.observe(ground);
  const endPaper = onPaper(() => mounted.picture?.resize());
  mounted.end = () => {
    endPaper();
    observer.disconnect();
    clearTimeout(settled);
    mounted.picture?.destroy?.();
    mounted.reporter?.end();
    root.remove();
    pictures.delete(parent);
  };
  pictures.set(parent, mounted);
  return mounted;
}

/** @param {any} mounted @param {any} name */
function change(mounted, name) {
  mounted.picture?.destroy?.();
  mounted.ground.replaceChildren();
  mounted.ground.className = `lesson-ground lesson-${name}`;
  mounted.reporter?.end();
  mounted.reporter = reporter((event, value) => mounted.send(event, value));
  mounted.picture = LESSON_PICTURES[name](mounted.ground, { theme: () => themeOf(mounted.root), ...mounted.reporter });
  Object.assign(mounted, { name, sent: null });
  setText(mounted.hands, mounted.picture.hands ?? "");
  setText(mounted.key, mounted.picture.key ?? "");
}

/** @param {any} data */
function decoded(data) {
  const { w1, w2, error } = data.surface;
  return {
    ...data,
    surface: { ...data.surface, w1: decodeNumbers(w1), w2: decodeNumbers(w2), error: decodeNumbers(error) },
  };
}

/**
 * Called by Streamlit at mount and again whenever data or theme change; what it returns is called at the end.
 * @param {Component} given
 */
export default async function showLessonPicture({ data, parentElement, setTriggerValue }) {
  await loadStyle(new URL("style/index.css", import.meta.url).href);
  await loadStyle(new URL("style/lesson.css", import.meta.url).href);
  const mounted = pictures.get(parentElement) ?? mountPicture(parentElement);
  mounted.send = setTriggerValue;
  if (mounted.name !== data.picture) change(mounted, data.picture);
  // A new theme calls again with the same numbers, and so does an answer to a message: what was moved stays there.
  const theme = JSON.stringify(themeOf(mounted.root));
  if (mounted.sent !== data.key) mounted.picture.update(decoded(data));
  else if (mounted.theme !== theme) mounted.picture.resize();
  Object.assign(mounted, { sent: data.key, theme });
  return mounted.end;
}
