// The surface in 3D: Plotly's, with what moves on a canvas above it, projected with the camera's own matrices.

import { measuresOf } from "../base/measured.js";
import { drawTracks, lookOf, overlayCanvas } from "../marks/overlay.js";
import { drawPoints, drawProbe, drawPupils } from "../marks/points.js";
import { trailLayer } from "../marks/trails.js";
import { arrowsAt, drawArrows } from "../marks/vectors.js";
import { boxOf, isEqual } from "../maths/aspect.js";
import { OPENING_HEAD } from "../maths/playhead.js";
import { errorOf } from "../maths/runs.js";
import { dressed, hasGround, hydrated, quiet } from "../messages/hydrate.js";
import { axesOf, axisWriter, silenced } from "./axistexts.js";
import { fittedCamera, laidPath, mapView, openingCamera, placesOf, sideCamera } from "./camera.js";
import { plainTraces, runTraces } from "./fallback.js";
import { floodedSurface } from "./flood.js";
import { glplotOf, hasWebGL, viewOf } from "./plotted.js";
import { eyeOf } from "./projection.js";
import { seenAt } from "./ray.js";
import { ridgeDrawer } from "./ridges.js";
import { groundOf, seenArrows, seenMarks, seenProbe, seenTrack, seenTrail, thinnedMarks } from "./seen.js";
import { viewButtons } from "./views.js";

// As sharp as the display and no sharper: Plotly's own choice is twice that, at four times the cost of every picture.
const SCENE_CONFIG = {
  displaylogo: false,
  responsive: false,
  displayModeBar: false,
  plotGlPixelRatio: Math.max(1, globalThis.devicePixelRatio || 1),
};
/** @type {Pick<Overlay, "lines" | "line">} */
const NO_LINES = { lines: [], line: "watershed" };
const FLAT_LIGHT = { ambient: 1, diffuse: 0, specular: 0, fresnel: 0 }; // from above, the colours are the map's own
const BUTTONS = 26; // pixels that the buttons take at the top, where they are
/**
 * Pixels around the axes' box: for their texts, as much as they are enlarged, and for the buttons, which that hides.
 * @param {number} enlarged
 */
const marginsFor = (enlarged) => ({
  left: 8 + 26 * enlarged,
  right: 8 + 18 * enlarged,
  top: (enlarged > 1 ? 0 : BUTTONS / 2) + 20 * enlarged,
  bottom: 8 + 20 * enlarged,
});
const NO_HEIGHT = "E is finite at too few places of this window for a surface. The map shows where it is.";
const NO_WEBGL = "This browser draws no 3D here (WebGL is missing). The map beside it shows the same surface.";
const LOST_WEBGL =
  "The browser has taken back its 3D drawing (WebGL was lost). The map goes on; the surface returns by itself.";

/** @param {HTMLElement} root @param {Context} context */
export function scene3dPanel(root, context) {
  root.style.position ||= "relative";
  const plot = /** @type {Plot} */ (/** @type {unknown} */ (root.appendChild(document.createElement("div"))));
  Object.assign(plot.style, { position: "absolute", inset: "0" });
  const trails = trailLayer(root);
  const overlay = overlayCanvas(root);
  const sentence = root.appendChild(document.createElement("p"));
  sentence.className = "sentence";
  sentence.setAttribute("role", "status");
  sentence.hidden = true;
  root.append(viewButtons(look));
  /** @type {Scene} */
  let scene;
  let head = /** @type {Head} */ (OPENING_HEAD);
  let drawnKey = "";
  /** @type {Camera | null} */
  let camera = null;
  /** @type {Camera | null} */
  let home = null;
  /** @type {Ground | null} */
  let ground = null;
  /** @type {import("./axistexts.js").Axes3d | null} */
  let axes = null; // whose texts are drawn here; null where Plotly draws them
  let ownTexts = true;
  const writer = axisWriter();
  const ridges = ridgeDrawer();
  /** @type {Vector | null} */
  let spread = null; // the box as the view from above has it
  /** @type {Laid[] | null} */
  let laid = null;
  /** @type {(Track | null)[] | null} */
  let tracks = null;
  /** @type {Mark[]} */
  let marks = [];
  let seenFrom = "";
  let ready = false;
  let gone = false;
  let broken = false;
  /** @type {PlotlyValue} */
  let hooked;
  /** @type {ReturnType<typeof plainTraces> | null} */
  let plain = null;
  const flood = floodedSurface();

  /** @param {string} words */
  function say(words) {
    sentence.textContent = words;
    sentence.hidden = !words;
    plot.style.visibility = trails.canvas.style.visibility = overlay.canvas.style.visibility = words ? "hidden" : "";
  }

  /** The ground, and the runs laid upon it. */
  function lay() {
    const under = ground ?? groundOf(scene.surface);
    ground = under;
    laid ??= scene.runs.map((run) => ({ run, ...laidOnce(run, under) }));
    return { ground: under, paths: laid };
  }

  /** The projected tracks, made again only where the camera, the size or the runs have changed. */
  function project() {
    const view = viewOf(plot);
    if (!view) return void slowly();
    const from = `${view.matrix.join()} ${Object.values(view.box).join()}`;
    if (tracks && from === seenFrom) return true;
    seenFrom = from;
    const { ground, paths } = lay();
    const eye = eyeOf(view.matrix);
    tracks = paths.map((path) => (path.run.away ? null : seenTrack(path, view, eye, ground)));
    marks = thinnedMarks(seenMarks(scene.points, view, eye, ground), scene.points);
    return true;
  }

  /** Without the camera's matrices, runs and points are traces of Plotly's. */
  function slowly() {
    const step = Math.floor(head.step);
    const marks = scene.surface.figure3d.data.filter(isMark);
    const { ground, paths } = lay();
    if (ownTexts) {
      ownTexts = false;
      return void redraw();
    }
    plain ??= plainTraces(context.Plotly, plot, plot.data.length);
    plain.show(`${scene.runs.map(({ w }) => w.join()).join(";")} ${step}`, () => [
      ...marks,
      ...paths.flatMap((path) => runTraces(path, step, ground.back)),
    ]);
  }

  function paint() {
    if (!ready) return;
    flood.show(glplotOf(plot), scene.surface.figure3d, head.layers.water ? head.level : null);
    if (!overlay.clear() || !project()) return;
    const { pen } = overlay;
    const { ground } = lay();
    const widths = lookOf(root, context.theme());
    const visible = !head.layers.points ? [] : marks;
    const view = viewOf(plot);
    const { width, height } = measuresOf(root);
    const over = { left: 0, top: 0, width, height };
    if (view && axes) writer.draw(pen, axes, view, roomFor(over), context.theme(), seenFrom);
    if (view) ridges.draw(pen, scene.region ?? NO_LINES, view, ground, `${scene.surface.key} ${seenFrom}`);
    drawPoints(pen, visible, widths);
    if (view)
      trails.draw(
        scene,
        head,
        { key: `${scene.surface.key} ${seenFrom}`, box: over, project: (run) => seenTrail(run, view, ground) },
        widths,
      );
    trails.drawBalls(pen, scene, widths);
    drawTracks(pen, tracks ?? [], head, widths);
    drawPupils(pen, visible, widths);
    const run = scene.runs[head.chosen];
    const arrows = view ? arrowsAt(scene, head) : [];
    if (view && arrows.length)
      drawArrows(pen, seenArrows(arrows, errorOf(run, head.step), view, ground), run.style, widths);
    const probe = view && head.probe && seenProbe(head.probe, view, ground);
    if (probe) drawProbe(pen, probe[0], probe[1]);
  }

  /** @param {Box} over */
  function roomFor({ width, height }) {
    const top = context.theme().enlarged > 1 ? 0 : BUTTONS;
    return { left: 0, top, width, height: height - top };
  }

  /** @param {Figure["layout"]} layout */
  function writeAxes({ scene: drawn, meta }) {
    axes = null;
    if (!ownTexts) return;
    const names = ["xaxis", "yaxis", "zaxis"].map((name) => drawn[name].title.text);
    axes = axesOf(lay().ground, meta.scale, names);
    silenced(drawn, axes, meta.scale);
  }

  /**
   * Reads the surface under a pointer that does not turn it.
   * @param {PointerEvent} event
   */
  function point(event) {
    const view = ready && !event.buttons && viewOf(plot);
    if (!view) return context.emit("probe", null);
    const { ground } = lay();
    const edge = root.getBoundingClientRect();
    const w = seenAt(view.matrix, view.box, ground, event.clientX - edge.left, event.clientY - edge.top);
    context.emit("probe", w && { w });
  }

  plot.addEventListener("pointermove", point);
  plot.addEventListener("pointerleave", () => context.emit("probe", null));

  /** @param {string} name */
  async function look(name) {
    if (!ready || !home) return;
    const aspectratio = boxNow();
    const size = { width: root.clientWidth, height: root.clientHeight };
    const view =
      name === "above"
        ? mapView(aspectratio, size, marginsFor(context.theme().enlarged))
        : { camera: name === "opening" ? home : judged(sideCamera, home), aspectratio };
    spread = name === "above" ? view.aspectratio : null;
    const lighting = spread ? FLAT_LIGHT : scene.surface.figure3d.data[0].lighting;
    const change = { "scene.camera": view.camera, "scene.aspectratio": view.aspectratio };
    await context.Plotly.update(plot, { lighting }, structuredClone(change), [0]);
    if (gone || !ready) return;
    flood.forget(); // it is drawn anew, and dry
    hook();
    paint();
  }

  const boxNow = () => boxOf(scene, scene.surface.figure3d.layout.scene.aspectratio);

  /** @param {Camera} from */
  const fitted = (from) =>
    fittedCamera(
      from,
      boxNow(),
      placesOf(lay().ground, boxNow()),
      { width: root.clientWidth, height: root.clientHeight },
      marginsFor(context.theme().enlarged),
    );

  /** Every picture that Plotly draws has its overlay drawn in the same frame. */
  function hook() {
    const glplot = glplotOf(plot);
    // a second drawing, for Plotly's labels, which are off
    for (const drawn of glplot?.objects ?? []) drawn.drawPick = null;
    if (!glplot || glplot === hooked) return;
    if (hooked) hooked.oncontextloss = null; // it is thrown away
    hooked = glplot;
    const before = glplot.onrender;
    glplot.onrender = (/** @type {unknown[]} */ ...args) => {
      before?.apply(glplot, args);
      if (!gone && glplot === hooked) paint();
    };
    glplot.oncontextloss = lost; // in place of Plotly's recovery, which waits for ever where the context stays lost
    glplot.canvas?.addEventListener("webglcontextlost", (/** @type {Event} */ event) => event.preventDefault());
    glplot.canvas?.addEventListener("webglcontextrestored", () => broken && !gone && redraw());
  }

  function lost() {
    if (gone || broken || glplotOf(plot) !== hooked) return;
    remember(); // a turn may have swung out further since Plotly last reported it
    broken = true;
    ready = false;
    flood.forget();
    say(LOST_WEBGL);
  }

  /** A plot whose WebGL was lost is thrown away whole; the next drawing begins with a new canvas. */
  function repair() {
    context.Plotly.purge(plot);
    hooked = plain = null;
    broken = false;
  }

  function remember() {
    const now = plot._fullLayout?.scene?._scene?.getCamera?.() ?? plot.layout?.scene?.camera;
    if (now?.eye && !sameView(now, home)) camera = structuredClone(now);
  }

  /**
   * The camera that shows most of the runs and minima by a way to choose it, in a panel of this shape.
   * @param {typeof sideCamera} choose
   * @param {Camera} from
   */
  function judged(choose, from) {
    const { ground, paths } = lay();
    const marks = scene.points.filter(({ kind }) => kind === "minimum");
    const places = marks.map(({ w, error }) => [
      w[0],
      w[1],
      Math.max(ground.up(error ?? NaN), ground.low) + ground.lift,
    ]);
    const ways = paths.map(({ xyz }) => xyz);
    return fitted(choose(from, boxNow(), ground, ways, places));
  }

  /** @param {{ camera: Camera }} axes */
  const opening = ({ camera: usual }) => (home = judged(openingCamera, usual));

  async function redraw() {
    if (!hasWebGL()) return say(NO_WEBGL);
    if (!hasGround(scene.surface)) return say(NO_HEIGHT);
    if (broken) repair();
    const figure = quiet(dressed(hydrated(scene.surface.figure3d, scene.surface), context.theme()));
    plain = null;
    figure.layout.margin.b = 0;
    writeAxes(figure.layout);
    if (camera && spread) figure.data[0].lighting = FLAT_LIGHT;
    figure.layout.scene.aspectratio = { ...((camera && spread) ?? boxNow()) };
    figure.layout.scene.camera = structuredClone(camera ?? home ?? opening(figure.layout.scene));
    const first = !plot._fullLayout;
    await context.Plotly.react(plot, figure.data, figure.layout, SCENE_CONFIG);
    if (gone) return;
    if (first) plot.on("plotly_relayout", remember);
    say("");
    ready = true;
    flood.forget();
    hook();
    tracks = null;
    paint();
  }

  return {
    look,
    /** How it is seen: as it opened, from above, or by a camera that the reader has turned. */
    view() {
      const now = plot._fullLayout?.scene?._scene?.getCamera?.();
      if (spread) return { name: "above", camera: null };
      return !now?.eye || sameView(now, home) ? { name: "opening", camera: null } : { name: "turned", camera: now };
    },
    /** @param {Scene} next */
    update(next) {
      root.classList.toggle("is-behind", next.unsettled);
      if (scene && next.unsettled) return undefined; // the exact surface follows when the hand has let go
      const other = scene && scene.key !== next.key;
      if (ready && !other) remember();
      if (other || (scene && isEqual(scene) !== isEqual(next))) camera = home = spread = null;
      scene = next;
      const key = `${next.surface.key} ${JSON.stringify(context.theme())} ${isEqual(next)} ${other ? next.key : ""}`;
      laid = tracks = null;
      if (key === drawnKey) return undefined; // what moves is painted with the next head
      drawnKey = key;
      ground = null;
      return redraw();
    },
    /** @param {Head} next */
    draw(next) {
      head = next;
      paint();
    },
    resize() {
      if (!ready || !root.clientWidth || !root.clientHeight) return;
      const { width, height } = plot._fullLayout;
      if (width === plot.clientWidth && height === plot.clientHeight) return;
      remember();
      context.Plotly.Plots.resize(plot);
      if (!camera)
        context.Plotly.relayout(plot, {
          "scene.camera": structuredClone(opening(scene.surface.figure3d.layout.scene)),
        });
    },
    destroy() {
      gone = true;
      ready = false;
      flood.forget();
      context.Plotly.purge(plot);
      root.replaceChildren();
    },
  };
}

/** @type {WeakMap<Float64Array, { under: Ground, path: ReturnType<typeof laidPath> }>} */
const laidPaths = new WeakMap();

/**
 * A run's path on the ground, laid once: of several runs mostly one is moved, and the others stay.
 * @param {Run} run
 * @param {Ground} under
 */
function laidOnce(run, under) {
  const known = laidPaths.get(run.w);
  if (known?.under === under) return known.path;
  const path = laidPath(run, under);
  laidPaths.set(run.w, { under, path });
  return path;
}

/** @param {PlotlyValue} trace */
const isMark = (trace) => trace.type === "scatter3d";

/**
 * Whether two cameras see the same, but for rounding.
 * @param {Camera} a
 * @param {Camera | null} b
 */
function sameView(a, b) {
  /** @param {Vector} one @param {Vector} other */
  const near = (one, other) =>
    Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y), Math.abs(one.z - other.z)) < 1e-4;
  return b !== null && near(a.eye, b.eye) && near(a.center, b.center);
}
