// The network as a picture, whose lines are the weights at the playhead. Two lines that are clicked become the free
// weights; units, layers and activations are changed beside it. It stands in its room beside the big picture, where the
// page has one, and folded under the runs where it has none.

import { element, setText } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { roomFor } from "../base/rooms.js";
import { layoutOf } from "../maths/netlayout.js";
import { weightsOf } from "../maths/runs.js";
import { freePlaces, largestOver, movingPlaces, weightAt } from "../maths/weightvalues.js";
import { netControls } from "./netcontrols.js";
import { netLines } from "./netlines.js";

const MOST_LINES = 500;
const PATIENCE = 4000; // milliseconds that what was asked for is waited for
const HINT = "Click two lines to make them the free weights.";
const FITTING = "The network is being fitted to the data …";

/** @param {NetworkShape} network */
const widthsOf = ({ layers }) => layers.slice(0, -1).map((layer) => layer.outputs);

/** How to read the lines. */
function legend() {
  /** @param {string} kind @param {string} words */
  const sign = (kind, words) => element("span", { class: `net-sign net-sign-${kind}` }, words);
  return element(
    "p",
    { class: "net-legend" },
    sign("plus", "positive"),
    sign("minus", "negative"),
    sign("free", "free"),
  );
}

/** @param {HTMLElement} root @param {Context} context */
export function networkPanel(root, context) {
  const words = element("p", { class: "net-words net-pointed" });
  const status = element("p", { class: "net-words net-status", role: "status" });
  const many = element("p", { class: "net-words", hidden: true });
  const lines = netLines(pick, () => say());
  const controls = netControls(send);
  const drawn = element("div", { class: "net-drawn" }, lines.node);
  const said = element("div", {}, words, legend(), status);
  const body = element("div", { class: "net-body" }, drawn, many, controls.strip, said, controls.rest);
  const fold = element(
    "details",
    { class: "netfold" },
    element("summary", {}, element("span", { class: "inside-title" }, "The network")),
    body,
  );
  root.append(fold);
  /** @type {Scene} */
  let scene;
  /** @type {Head | null} */
  let head = null;
  /** @type {{ widths: number[], until: number } | null} */
  let asked = null; // widths that are waited for
  let [laid, laidControls] = ["", ""]; // what lines and controls are of
  let [offered, largest] = [false, 1];
  let waiting = { turn: 0, sentence: "" }; // for the answer to that turn
  /** @type {number[]} */
  let moving = [];
  /** @type {number[]} */
  let free = [];
  /** @type {ReturnType<typeof lines.lay>} */
  let layout;

  /** @param {"reshape" | "activation"} event @param {object} value */
  function send(event, value) {
    if (event === "reshape") asked = { widths: /** @type {any} */ (value).hidden, until: performance.now() + PATIENCE };
    wait(event === "reshape" ? FITTING : "");
    context.emit(event, value);
    layControls();
    laidControls = ""; // whatever the answer is, they show the network again
    setTimeout(layControls, PATIENCE + 1);
  }

  /** @param {number[]} weights */
  function pick(weights) {
    const [first, second] = weights.map((place) => scene.network.names[place]);
    wait(`The surface over ${first} and ${second} is being worked out …`);
    context.emit("free", { weights });
  }

  /** @param {string} sentence until it is answered */
  function wait(sentence) {
    waiting = { turn: scene.turn, sentence };
    say();
  }

  function layOut() {
    const { network, data, events } = scene;
    const [layers, inputs, outputs] = [network.layers, data.input_names, data.target_names];
    const key = JSON.stringify([scene.key, layers, inputs, outputs, free, events]);
    if (key === laid) return;
    laid = key;
    const tooMany = network.names.length > MOST_LINES;
    const shape = { layers, names: network.names, inputs, outputs, free, picks: events.includes("free") };
    layout = tooMany ? layoutOf(layers, inputs, outputs) : lines.lay(shape);
    drawn.hidden = said.hidden = tooMany;
    many.hidden = !tooMany;
    setText(many, tooMany ? `Its ${network.names.length} weights are too many for a picture.` : "");
  }

  function layControls() {
    const { network, events, activations } = scene;
    if (asked && (performance.now() > asked.until || String(asked.widths) === String(widthsOf(network)))) asked = null;
    const widths = asked?.widths ?? widthsOf(network);
    const can = { reshape: events.includes("reshape"), activation: events.includes("activation") };
    const key = JSON.stringify([laid, widths]);
    if (key === laidControls) return;
    laidControls = key;
    controls.lay(network.layers, widths, layout, activations, can);
  }

  /** @param {number[]} places */
  function show(places) {
    if (drawn.hidden) return;
    const at = weightsOf(scene.runs[head?.chosen ?? 0] ?? scene.runs[0], head?.step ?? 0);
    for (const place of places) lines.show(place, weightAt(scene.network, place, at), largest);
    if (!head?.playing) lines.name(places);
    say();
  }

  /** What is pointed at, in words, or else the free weights. */
  function say() {
    if (!scene || drawn.hidden) return;
    const { names } = scene.network;
    const at = weightsOf(scene.runs[head?.chosen ?? 0] ?? scene.runs[0], head?.step ?? 0);
    const texts = free.map((place) => `${names[place]} = ${formatNumber(weightAt(scene.network, place, at), 3)}`);
    setText(words, lines.pointed >= 0 ? lines.words(lines.pointed) : texts.length ? `Free: ${texts.join(", ")}` : "");
    const hint = scene.events.includes("free") ? HINT : "";
    const chosen = lines.marked < 0 ? "" : `${names[lines.marked]} is chosen: choose a second one, or press Escape.`;
    setText(status, chosen || waiting.sentence || hint);
  }

  const room = roomFor("network", (node) => {
    if (node) node.append(body);
    else fold.append(body);
    settle();
  });

  function settle() {
    root.hidden = !offered || !fold.contains(body);
    body.hidden = !offered;
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      offered = next.events.includes("free") || next.events.includes("weight");
      settle();
      if (!offered) return;
      if (next.turn !== waiting.turn) waiting = { turn: next.turn, sentence: "" };
      free = freePlaces(next.network);
      moving = movingPlaces(next.network);
      largest = largestOver(next.network, next.surface);
      layOut();
      layControls();
      show([...next.network.names.keys()]);
    },
    /** @param {Head} next */
    draw(next) {
      head = next;
      if (offered) show(moving);
    },
    resize() {},
    destroy() {
      room();
      lines.end();
      body.remove();
      root.replaceChildren();
    },
  };
}
