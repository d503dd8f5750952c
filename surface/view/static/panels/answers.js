// The network's side: what it answers at the playhead, over its inputs or beside the targets, and whose error that is.

import { panelHeading } from "../base/chart.js";
import { element, setAttribute, setText } from "../base/dom.js";
import { sweeping } from "../base/grab.js";
import { movesTargets, outputChart } from "./output.js";
import { planeChart } from "./plane.js";
import { movesPoints } from "./pointhands.js";
import { shareList } from "./sharelist.js";

/** @type {Record<string, string>} */
const KINDS = { plane: "over the inputs", curve: "along the input", row: "beside targets" };

const DRAG = "A target can be dragged up and down: the surface follows.";
const HANDS = "A data point can be dragged, and a double click makes a new one: the surface follows.";

/**
 * The kinds of picture that a scene can be shown as, the best one first.
 * @param {Scene} scene
 */
function kindsFor({ data }) {
  const width = data.inputs[0].length;
  return width === 1 ? ["curve", "row"] : width === 2 ? ["plane", "row"] : ["row"];
}

/** A chart in which data points can be pressed. */
/** @typedef {{ find(x: number, y: number): number, ground: HTMLElement }} AnswerChart */

/** @param {HTMLElement} root @param {Context} context */
export function answersPanel(root, context) {
  /** @type {Scene} */
  let scene;
  let plain = false;
  let unit = 0;
  /** @type {Head} */
  let head;
  /** @param {number} n */
  const choose = (n) => context.emit("point", scene.view.point === n ? null : n);
  const kinds = element("div", { class: "answer-kinds", role: "group", "aria-label": "The network's output" });
  const units = element("div", { class: "answer-units", role: "group", "aria-label": "Output shown" });
  const heading = panelHeading(root, "Output ŷ", units, kinds);
  const words = element("p", { class: "panel-words" });
  /** @type {Record<string, HTMLElement>} */
  const places = { plane: element("div", { class: "answer-chart" }), row: element("div", { class: "answer-chart" }) };
  const side = element("div", { class: "answer-shares" });
  root.append(words, element("div", { class: "answer-body" }, places.plane, places.row, side));
  const charts = { plane: planeChart(places.plane, context), row: outputChart(places.row, context) };
  const shares = shareList(side, choose);
  const swept = Object.fromEntries(Object.entries(places).map(([name, place]) => [name, sweeping(place)]));
  for (const [name, place] of Object.entries(places))
    place.addEventListener("click", (event) => {
      if (!swept[name]()) pressed(name === "plane" ? charts.plane : charts.row, event); // else it was dragged
    });

  const kind = () => (plain ? "row" : kindsFor(scene)[0]);
  const chart = () => (kind() === "plane" ? charts.plane : charts.row);

  /** @param {AnswerChart} chart @param {MouseEvent} event */
  function pressed({ find, ground }, event) {
    const { left, top } = ground.getBoundingClientRect();
    const n = find(event.clientX - left, event.clientY - top);
    if (n >= 0) choose(n);
  }

  /** @param {string} label @param {boolean} pressedNow @param {() => void} onPress @param {string} [name] */
  function toggle(label, pressedNow, onPress, name = label) {
    return element(
      "button",
      {
        type: "button",
        class: "panel-toggle",
        "aria-label": name,
        "aria-pressed": String(pressedNow),
        onclick: onPress,
      },
      label,
    );
  }

  function buttons() {
    const all = kindsFor(scene);
    const outputs = scene.data.target_names;
    /** @param {string} kindName */
    const turn = (kindName) => () => {
      plain = kindName === "row";
      refresh();
    };
    kinds.replaceChildren(
      ...(all.length > 1 ? all.map((name) => toggle(KINDS[name], name === kind(), turn(name))) : []),
    );
    /** @param {number} j */
    const pick = (j) => () => {
      unit = j;
      refresh();
    };
    const many = kind() === "plane" && outputs.length > 1;
    units.replaceChildren(
      ...(many
        ? outputs.map((name, j) =>
            toggle(`ŷ${"₁₂₃₄₅₆₇₈₉"[j] ?? j + 1}`, j === unit, pick(j), `output ${j + 1}: ${name}`),
          )
        : []),
    );
  }

  function hint() {
    if (kind() !== "row" && movesPoints(scene)) return HANDS;
    return kind() !== "plane" && movesTargets(scene) ? DRAG : "";
  }

  // A button that was pressed is made anew: the new one takes the focus over.
  function refresh() {
    const label = root.contains(document.activeElement) ? document.activeElement?.getAttribute("aria-label") : null;
    buttons();
    const visible = kind() === "plane" ? "plane" : "row";
    for (const [name, place] of Object.entries(places)) place.hidden = name !== visible;
    if (visible === "plane") charts.plane.update(scene, unit);
    else charts.row.update(scene, kind() === "row");
    setText(words, chart().words);
    setAttribute(words, "title", hint());
    if (label)
      [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".panel-toggle"))]
        .find((button) => button.getAttribute("aria-label") === label)
        ?.focus({ preventScroll: true });
    if (head) chart().draw(head);
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      unit = Math.min(unit, scene.data.target_names.length - 1);
      setText(heading, kindsFor(scene).length > 1 ? "Output ŷ" : "Output ŷ beside the targets");
      shares.update(scene);
      refresh();
    },
    /** @param {Head} next */
    draw(next) {
      head = next;
      chart().draw(head);
      shares.draw(head);
    },
    resize() {
      chart().resize();
    },
    destroy() {
      charts.row.end();
      charts.plane.end();
      root.replaceChildren();
    },
  };
}
