// The view once more, off the screen, for a film: its panels laid out at the film's own size beside the page, where the
// playhead can go from step to step and the player that is seen stays as it is.

import { element } from "../base/dom.js";
import { drawnAt } from "../base/inking.js";
import { themeOf } from "../base/theme.js";
import { mapPanel } from "../map/map.js";
import { pictured } from "../maths/onepoint.js";
import { answersPanel } from "../panels/answers.js";
import { curvePanel } from "../panels/curve.js";
import { scene3dPanel } from "../surface3d/scene3d.js";
import { drawCanvas, drawSeen, glplotIn, redrawn3d } from "./flat.js";
import { pictureFrame } from "./frame.js";
import { isMet, pictureNamed } from "./still.js";

/** @typedef {import("../player/live.js").Live} Live */
/** How large a film is: in its own pixels, and how many of them there are for each of the page's. */
/** @typedef {{ width: number, height: number, density: number }} FilmSize */
/** @typedef {{ name: string, place: HTMLElement, panel: Panel }} StagePanel */

const WIDE = 1.3; // times as wide as high: below, the panels stand two by two
const ROOMY = 950; // pixels: a smaller film of the whole view leaves out the network's output, which needs the most
const PADDING = 24; // pixels of the frame, both sides together
/** @type {Record<string, (root: HTMLElement, context: Context) => Panel>} */
const MAKERS = { surface: scene3dPanel, map: mapPanel, curve: curvePanel, output: answersPanel };

/** @param {HTMLElement} root @returns {Plot | null} */
const plotIn = (root) => root.querySelector(".js-plotly-plot");

/**
 * The map as the reader has zoomed it, with the water as high as it stands.
 * @param {Live["player"]} player
 * @param {HTMLElement} place
 * @param {PlotlyLibrary} Plotly
 */
async function asSeenOnMap(player, place, Plotly) {
  const live = player.panels.places.map;
  const [from, to] = [plotIn(live), plotIn(place)];
  const slider = "input[type=range]";
  const level = /** @type {HTMLInputElement | null} */ (live.querySelector(slider));
  const own = /** @type {HTMLInputElement | null} */ (place.querySelector(slider));
  if (from?._fullLayout && to) {
    const { xaxis, yaxis } = from._fullLayout;
    await Plotly.relayout(to, { "xaxis.range": [...xaxis.range], "yaxis.range": [...yaxis.range] });
  }
  if (!player.kept.layers.water || !level || !own) return;
  own.value = level.value;
  own.dispatchEvent(new Event("input"));
}

/**
 * The surface as the reader has turned it.
 * @param {LiveView} live
 * @param {ReturnType<typeof scene3dPanel>} panel
 * @param {HTMLElement} place
 * @param {PlotlyLibrary} Plotly
 */
async function asSeenIn3d(live, panel, place, Plotly) {
  const { name, camera } = live.view();
  const plot = plotIn(place);
  if (name === "above") await panel.look("above");
  else if (camera && plot) await Plotly.relayout(plot, { "scene.camera": structuredClone(camera) });
}
/** @typedef {Pick<ReturnType<typeof scene3dPanel>, "view">} LiveView */

/** Presses what the reader has pressed on a panel. */
function pressAlike(/** @type {HTMLElement} */ live, /** @type {HTMLElement} */ place) {
  for (const button of live.querySelectorAll('.panel-toggle[aria-pressed="true"]')) {
    const alike = [...place.querySelectorAll('.panel-toggle[aria-pressed="false"]')].find(
      (other) => other.getAttribute("aria-label") === button.getAttribute("aria-label"),
    );
    if (alike instanceof HTMLElement) alike.click();
  }
}

/**
 * What every panel of the stage is drawn with at a step.
 * @param {Live["player"]} player
 * @param {number} step
 * @returns {Head}
 */
function headAt({ kept, chosen, scene, suspense }, step) {
  const run = Math.min(chosen, scene.runs.length - 1);
  const still = { playing: false, probe: null, canUndo: false, canRedo: false };
  return { .../** @type {Head} */ (kept), ...still, step, chosen: run, suspense: suspense && step < scene.steps };
}

/**
 * Lays the places of the panels into the room of a frame.
 * @param {HTMLElement} room
 * @param {string} name of the picture
 * @param {Scene} scene
 */
function placesIn(room, name, scene) {
  const met = Object.keys(MAKERS).filter((one) => isMet(one, scene));
  const all = met.filter(
    (one) => one !== "output" || room.clientWidth >= ROOMY || room.clientHeight > room.clientWidth / WIDE,
  );
  const names = name === "view" ? all : [name];
  room.classList.add(`take-${name}`);
  return names.map((one) => {
    const place = element("section", { class: `player-panel player-panel-${one}` });
    room.append(place);
    return { name: one, place };
  });
}

/**
 * Makes a view off the screen, over when all in it has been drawn; `draw(step)` draws a frame of the film on it.
 * @param {Live} live
 * @param {string} name of the picture
 * @param {FilmSize} size
 */
export async function offscreenView({ player, plotly }, name, { width, height, density }) {
  const Plotly = await plotly;
  const [across, down] = [width / density - PADDING, height / density - PADDING];
  const frame = pictureFrame(player, { width: across, height: down, ground: pictureNamed(name).ground });
  frame.node.classList.add("take-film");
  frame.node.classList.toggle("take-high", width < WIDE * height);
  // The words have their room from the first frame on, or the panels would move when a run comes to its end.
  frame.show({ ...headAt(player, player.scene.steps), suspense: false });
  frame.runs.style.minHeight = `${Math.ceil(frame.runs.getBoundingClientRect().height)}px`;
  frame.show(headAt(player, 0));
  const theme = themeOf(frame.node);
  const context = { Plotly, emit: () => "", theme: () => theme, reducedMotion: true };
  /** @type {StagePanel[]} */
  const panels = [];
  const end = () => {
    for (const { panel } of panels) panel.destroy();
    frame.end();
  };
  try {
    const places = placesIn(frame.room, name, player.scene);
    for (const { name: one, place } of places) panels.push({ name: one, place, panel: MAKERS[one](place, context) });
    await Promise.all(
      panels.map(({ name: one, panel }) => panel.update(one in PLOTTED ? pictured(player.scene) : player.scene)),
    );
    drawnAt(density, () => {
      for (const { panel } of panels) {
        panel.draw(headAt(player, 0));
        panel.resize(); // what a chart draws but once is drawn as densely as the film
      }
    });
    for (const { name: one, panel, place } of panels) await PLOTTED[one]?.(player, panel, place, Plotly);
    if (isMet("output", player.scene)) pressAlike(player.panels.places.output, frame.room);
  } catch (error) {
    end();
    throw error;
  }
  return { ...stageDrawing(player, frame, panels, { width, height, density }, theme), end };
}

/** What the panels that Plotly draws take over of those that are seen. */
/** @typedef {(player: Live["player"], panel: any, place: HTMLElement, Plotly: PlotlyLibrary) => unknown} AsSeen */
/** @type {Record<string, AsSeen>} */
const PLOTTED = {
  map: (player, _, place, Plotly) => asSeenOnMap(player, place, Plotly),
  surface: (player, panel, place, Plotly) => {
    const live = player.panels.made.find(({ name }) => name === "surface");
    return live && asSeenIn3d(/** @type {any} */ (live), panel, place, Plotly);
  },
};

/**
 * What draws the frames: what stands still once, and upon it what moves.
 * @param {Live["player"]} player
 * @param {ReturnType<typeof pictureFrame>} frame
 * @param {StagePanel[]} panels
 * @param {FilmSize} size
 * @param {Theme} theme
 */
function stageDrawing(player, frame, panels, { width, height, density }, theme) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  const ground = Object.assign(document.createElement("canvas"), { width, height });
  let grounded = false;

  /** Draws a part of the frame at its place. */
  function drawPart(
    /** @type {Pen} */ to,
    /** @type {Element} */ part,
    /** @type {import("./flat.js").Parts} */ parts,
  ) {
    const [whole, own] = [frame.node, part].map((node) => node.getBoundingClientRect());
    to.save();
    to.translate(own.left - whole.left, own.top - whole.top);
    drawSeen(to, part, parts);
    to.restore();
  }

  function drawGround() {
    const to = /** @type {Pen} */ (ground.getContext("2d"));
    to.setTransform(density, 0, 0, density, 0, 0);
    to.fillStyle = theme.background;
    to.fillRect(0, 0, width / density, height / density);
    const canvasIn3d = (/** @type {Pen} */ pen, /** @type {HTMLCanvasElement} */ from, /** @type {any} */ place) => {
      const glplot = glplotIn(from);
      if (glplot) redrawn3d(glplot, () => drawCanvas(pen, from, place));
    };
    for (const part of [frame.room, frame.signs]) drawPart(to, part, { drawings: true, canvas: canvasIn3d });
    grounded = true;
  }

  /** @param {Pen} to @param {HTMLCanvasElement} from @param {import("./flat.js").CanvasPlace} place */
  const moving = (to, from, place) => {
    if (!glplotIn(from)) drawCanvas(to, from, place);
  };

  return {
    canvas,
    /** Draws the frame of a step, between two of them as well. */
    draw(/** @type {number} */ step) {
      const head = headAt(player, step);
      frame.show(head);
      drawnAt(density, () => {
        for (const { panel } of panels) panel.draw(head);
        if (!grounded) drawGround();
      });
      pen.setTransform(density, 0, 0, density, 0, 0);
      pen.globalAlpha = 1;
      pen.drawImage(ground, 0, 0, width / density, height / density);
      drawPart(pen, frame.room, { drawings: false, canvas: moving });
      for (const part of [frame.head, frame.runs]) drawPart(pen, part, { drawings: true, canvas: moving });
    },
  };
}
