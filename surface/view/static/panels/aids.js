// Reading aids with a switch each: the scale of the error, and the arrows on the ball with their words and their scale.

import { element, setAttribute, setText, svgElement } from "../base/dom.js";
import { ARROWS, batchWords, scaleIn, scaleWords } from "../marks/vectors.js";

const SCALES = { linear: "linear", log: "logarithmic" };
const SHAFTS = {
  gradient: { "stroke-width": 2 },
  velocity: { "stroke-width": 2, "stroke-dasharray": "4 2.5" },
  step: { "stroke-width": 3.4 },
};

/** @param {ArrowKind} kind */
function arrowSign(kind) {
  const shaft = svgElement("path", { d: "M1 8H18", fill: "none", stroke: "currentColor", ...SHAFTS[kind] });
  return svgElement(
    "svg",
    { viewBox: "0 0 28 16", class: "player-sign", "aria-hidden": "true" },
    shaft,
    svgElement("path", { d: "M27 8 17 13V3z", fill: "currentColor" }),
  );
}

/** @param {Scale} scale @param {(scale: Scale) => void} onPress */
function scaleButton(scale, onPress) {
  return element("button", { type: "button", class: "panel-toggle", onclick: () => onPress(scale) }, SCALES[scale]);
}

/** @param {ArrowKind} kind @param {(kind: ArrowKind) => void} onPress */
function arrowSwitch(kind, onPress) {
  const { sign, words } = ARROWS[kind];
  const name = element("span", { class: "aid-words" }, element("b", {}, sign), ` ${words}`);
  return element(
    "button",
    { type: "button", class: "aid-switch", "aria-pressed": "false", onclick: () => onPress(kind) },
    arrowSign(kind),
    name,
  );
}

/** @param {() => void} onPress */
function aheadSwitch(onPress) {
  const path = { d: "M1 8H27", fill: "none", stroke: "currentColor", "stroke-width": 2, opacity: 0.45 };
  const sign = svgElement("svg", { viewBox: "0 0 28 16", class: "player-sign", "aria-hidden": "true" });
  sign.append(svgElement("path", path));
  const words = element("span", { class: "aid-words" }, "paths to come");
  return element("button", { type: "button", class: "aid-switch", onclick: onPress }, sign, words);
}

/** @param {HTMLElement} root @param {Context} context */
export function aidsPanel(root, context) {
  /** @type {Scene} */
  let scene;
  /** @type {Record<string, boolean>} */
  const arrows = Object.fromEntries(Object.keys(ARROWS).map((kind) => [kind, false]));
  const scales = new Map(
    /** @type {Scale[]} */ (Object.keys(SCALES)).map((scale) => [
      scale,
      scaleButton(scale, (value) => context.emit("scale", value)),
    ]),
  );
  const switches = new Map(
    /** @type {ArrowKind[]} */ (Object.keys(ARROWS)).map((kind) => [kind, arrowSwitch(kind, turn)]),
  );
  const scaleGroup = element(
    "div",
    { class: "aid-group", role: "group", "aria-label": "Scale of E" },
    element("span", { class: "aid-name" }, "Scale of E"),
    ...scales.values(),
  );
  const arrowGroup = element(
    "div",
    { class: "aid-group", role: "group", "aria-label": "Arrows on the ball" },
    element("span", { class: "aid-name" }, "Arrows on the ball"),
    ...switches.values(),
  );
  const words = element("p", { class: "panel-words", role: "status" });
  let looksAhead = false;
  const ahead = aheadSwitch(() => context.emit("ahead", !looksAhead));
  const aheadGroup = element("div", { class: "aid-group", role: "group", "aria-label": "Before it is played" }, ahead);
  root.append(element("div", { class: "aid-row" }, scaleGroup, arrowGroup, aheadGroup), words);

  /** @param {ArrowKind} kind */
  function turn(kind) {
    arrows[kind] = !arrows[kind];
    context.emit("arrows", { ...arrows });
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      scaleGroup.hidden = next.surface.error.some((error) => error < 0); // as a function may be: it has no logarithm
      arrowGroup.hidden = aheadGroup.hidden = !next.runs.length;
      for (const [scale, button] of scales) setAttribute(button, "aria-pressed", scale === scene.scale);
    },
    /** @param {Head} head */
    draw(head) {
      looksAhead = head.ahead;
      setAttribute(ahead, "aria-pressed", looksAhead);
      for (const kind of switches.keys()) arrows[kind] = Boolean(head.arrows[/** @type {ArrowKind} */ (kind)]);
      const run = scene?.runs[head.chosen];
      for (const [kind, button] of switches) {
        button.hidden = !run || (kind === "velocity" && !run.inner.v);
        setAttribute(button, "aria-pressed", arrows[kind]);
      }
      const on = run && [...switches].some(([kind, button]) => arrows[kind] && !button.hidden);
      words.hidden = !on;
      if (!on) return;
      const batch = arrows.gradient ? batchWords(run, head.step, scene.data.count) : "";
      setText(words, [scaleWords(scene, run, scaleIn(scene, run)), batch].filter(Boolean).join(" "));
    },
    resize() {},
    destroy() {
      root.replaceChildren();
    },
  };
}
