// The contour map: Plotly's, with what moves on canvases above it. A click sets the start of the chosen run, and a
// start can be dragged; what is pointed at is read out above.

import { element } from "../base/dom.js";
import { grabbing, sweeping } from "../base/grab.js";
import { drawGhost, drawTracks, lookOf, overlayCanvas, placeAt } from "../marks/overlay.js";
import { drawPoints, drawProbe, drawPupils } from "../marks/points.js";
import { trailLayer } from "../marks/trails.js";
import { arrowsAt, drawArrows } from "../marks/vectors.js";
import { isEqual } from "../maths/aspect.js";
import { hasNetwork, heightName } from "../maths/evaluator.js";
import { OPENING_HEAD } from "../maths/playhead.js";
import { dressed, hydrated, quiet } from "../messages/hydrate.js";
import { colourBar } from "./colourbar.js";
import { mapCrosshair } from "./crosshair.js";
import { drawingChoice } from "./drawing.js";
import { fieldLayer } from "./field.js";
import { framing } from "./framing.js";
import { isInside, mapArrow, mapTrack, pixelOf, placeUnder, plotBox, sameWindow, trailTrack } from "./mapping.js";
import { printedPlace, readoutLine } from "./readout.js";
import { greyed, hasRegions, regionLayer } from "./regions.js";
import { domainsOf, reshaped, roomIn, scaleNote } from "./scales.js";
import { terrainLayer } from "./terrain.js";
import { mapTools } from "./tools.js";
import { undecidedLayer } from "./undecided.js";
import { waterLayer } from "./water.js";
import { waterLevel } from "./waterlevel.js";

const MAP_CONFIG = {
  displaylogo: false,
  responsive: false,
  scrollZoom: true,
  doubleClick: false,
  doubleClickDelay: 1, // two quick clicks set two starts, and the second is none that Plotly keeps for itself
};
const NEAR_POINT = 9; // pixels by which a critical point is pointed at

/**
 * The panel. Beside what every panel is given, a lesson may give it `toScale`, so that both axes have one scale
 * whatever the window, and the colour bar gives its room to them, `paintBelow(pen, box)` for lines under the marks, and
 * `arrows()`, more of them.
 * @param {HTMLElement} root
 * @param {Context & MapExtras} context
 */
export function mapPanel(root, context) {
  const plot = /** @type {Plot} */ (/** @type {unknown} */ (element("div", { class: "map-plot" })));
  const ground = element("div", { class: "map-ground" }, plot);
  const readout = readoutLine();
  const tools = mapTools(context);
  const level = waterLevel(context, () => paint());
  const choice = drawingChoice(context);
  const colours = colourBar(choice.holder);
  root.classList.add("map-panel");
  ground.append(tools.fit);
  tools.bar.append(level.strip);
  root.append(readout.line, colours.bar, ground, tools.bar);
  colours.bar.hidden = Boolean(context.toScale);
  const terrain = terrainLayer(ground);
  const water = waterLayer(ground);
  const field = fieldLayer(ground);
  const regions = regionLayer(ground);
  const undecided = undecidedLayer(ground);
  const trails = trailLayer(ground);
  const overlay = overlayCanvas(ground);
  const scales = scaleNote(ground);
  /** @type {Scene} */
  let scene;
  let head = /** @type {Head} */ (OPENING_HEAD);
  let drawn = { key: "", scene: "", surface: /** @type {Surface | null} */ (null), equal: false };
  const frame = framing(plot, context.emit, () => {
    if (gone) return;
    renew();
    resize();
  });
  /** @type {(Track | null)[] | null} */
  let tracks = null;
  let ready = false;
  let gone = false;
  /** @type {{ run: number, w: number[] } | null} */
  let ghost = null; // a start that has been set, until the run that begins there arrives
  let held = false;
  /** @type {Record<string, unknown>} */
  const emitted = { slopeWords: "", level: null };

  function paint() {
    if (!ready) return;
    readout.show(scene, head.probe);
    if (!overlay.clear()) return;
    const box = plotBox(plot);
    const { pen } = overlay;
    const look = lookOf(root, context.theme());
    const { layers } = head;
    if (!context.toScale) colours.draw(scene.surface.map, box);
    scales.draw(box, scene.names);
    terrain.draw(scene, frame.ahead && scene.view.point === null ? box : null);
    regions.draw(scene.region, box);
    undecided.draw(scene, box, layers.points && scene.view.point === null);
    const height = level.draw(scene, box, ground, layers.water);
    water.draw(scene, box, height);
    tell("level", height);
    tell("slopeWords", field.draw(scene, box, layers.slopes && hasNetwork(scene)));
    tracks ??= scene.runs.map((run) => (run.away ? null : mapTrack(run, box)));
    trails.draw(scene, head, { key: JSON.stringify(box), box, project: (run) => trailTrack(run, box) }, look);
    const marks = !layers.points ? [] : mapMarks(scene.points, box);
    pen.save();
    pen.beginPath();
    pen.rect(box.left, box.top, box.width, box.height);
    pen.clip();
    context.paintBelow?.(pen, box);
    drawPoints(pen, marks, look);
    trails.drawBalls(pen, scene, look);
    drawTracks(pen, tracks, head, look);
    drawPupils(pen, marks, look);
    drawArrows(
      pen,
      [...arrowsAt(scene, head), ...(context.arrows?.() ?? [])].map((arrow) => mapArrow(arrow, box)),
      scene.runs[head.chosen]?.style,
      look,
    );
    if (ghost && scene.runs[ghost.run]) drawGhost(pen, scene.runs[ghost.run].style, ...pixelOf(ghost.w, box), look);
    if (head.probe) drawProbe(pen, ...pixelOf(head.probe.w, box), head.probe.keys ? box : null);
    pen.restore();
  }

  /**
   * Says what other panels go by: what the slopes' lengths mean depends on the zoom; water stands on the surface too.
   * @param {string} name
   * @param {unknown} value
   */
  function tell(name, value) {
    if (value === emitted[name]) return;
    emitted[name] = value;
    context.emit(name, value);
  }

  const equal = () => context.toScale || isEqual(scene);
  /** @param {Figure["layout"]} layout */
  const domains = (layout) => (equal() ? domainsOf(scene.surface, roomIn(ground, layout)) : { x: [0, 1], y: [0, 1] });
  const hasStarts = () => scene.runs.length > 0 && scene.events.includes("start");
  const mayStart = () => ready && hasStarts();

  /** @param {number} run @param {number[]} w @param {string} [name] */
  function setStart(run, w, name = "start") {
    ghost = { run, w: printedPlace(scene.surface, w) };
    held = name === "drag";
    context.emit("probe", held ? { w: ghost.w } : null);
    context.emit(name, ghost);
    paint();
  }

  /** @param {number} x @param {number} y */
  const under = (x, y) => placeUnder(x, y, plotBox(plot));
  const endGrabbing = grabbing(ground, {
    /** @param {number} x @param {number} y @param {number} reach */
    find(x, y, reach) {
      if (!mayStart()) return undefined;
      /** @param {number} run */
      const near = (run) => {
        const track = tracks?.[run];
        const start = track && placeAt(track, 0);
        return start ? Math.hypot(start.x - x, start.y - y) <= reach : false;
      };
      return [head.chosen, ...scene.runs.keys()].find(near);
    },
    /** @param {number} run @param {number} x @param {number} y */
    move: (run, x, y) => setStart(run, under(x, y), "drag"),
    /** @param {number} run @param {number} x @param {number} y */
    drop: (run, x, y) => setStart(run, under(x, y)),
    /** @param {number} run */
    press: (run) => context.emit("choose", { run }),
    cancel() {
      ghost = null;
      held = false;
      context.emit("probe", null);
      context.emit("cancel", true);
    },
  });
  const swept = sweeping(ground);

  /** @param {PointerEvent} event */
  function probe(event) {
    if (!ready || held) return;
    const edge = ground.getBoundingClientRect();
    const x = event.clientX - edge.left;
    const y = event.clientY - edge.top;
    const box = plotBox(plot);
    context.emit("probe", isInside(x, y, box) ? { w: under(x, y), point: pointNear(x, y, box) } : null);
  }

  /** @param {number} x @param {number} y @param {PlotBox} box */
  function pointNear(x, y, box) {
    if (!head.layers.points) return null;
    /** @param {CriticalPoint} point */
    const far = ({ w }) => Math.hypot(pixelOf(w, box)[0] - x, pixelOf(w, box)[1] - y);
    return scene.points.find((point) => far(point) <= NEAR_POINT) ?? null;
  }

  ground.addEventListener("pointermove", probe);
  ground.addEventListener("pointerdown", probe);
  ground.addEventListener("pointerleave", () => held || context.emit("probe", null));

  // The room under the map changes with the tools that are there.
  const fitted = new ResizeObserver(() => resize());
  fitted.observe(ground);

  function resize() {
    if (!ready || frame.busy || !ground.clientWidth || !ground.clientHeight) return;
    const { width, height } = plot._fullLayout;
    if (width === ground.clientWidth && height === ground.clientHeight) return;
    const { x, y } = domains(plot.layout);
    context.Plotly.relayout(plot, { autosize: true, "xaxis.domain": x, "yaxis.domain": y });
  }

  const crosshair = mapCrosshair(ground, {
    range: () => (ready ? plotBox(plot).range : null),
    home: () => head.probe?.w ?? scene.runs[head.chosen]?.w.slice(0, 2),
    moved(w) {
      readout.speak(Boolean(w));
      context.emit("probe", w && { w, keys: true });
    },
    start: (w) => mayStart() && setStart(head.chosen, w),
    zoom: show,
  });

  function moved() {
    tracks = null;
    paint();
  }

  // Where the pointer is, and not where Plotly last looked under it: it looks no oftener than every 50 ms.
  /** @param {PlotlyValue} clicked */
  function clicked({ event }) {
    const at = event?.changedTouches?.[0] ?? event;
    if (swept() || !mayStart() || !Number.isFinite(at?.clientX)) return;
    const edge = ground.getBoundingClientRect();
    setStart(head.chosen, under(at.clientX - edge.left, at.clientY - edge.top));
  }

  // What is zoomed to is the window. Where it is none, a zoom out that the window's edges cut on one side is made
  // whole, so that the map keeps its shape.
  /** @param {Record<string, unknown>} change */
  function zoomed(change) {
    if (!ready || !Object.keys(change).some((name) => name.includes(".range"))) return;
    if (frame.done()) return;
    const { surface } = scene;
    const range = frame.may ? rangeOf(surface) : equal() && reshaped(plotBox(plot).range, surface);
    if (range) show(range);
  }

  /** @param {Edges} range */
  function show({ left, right, bottom, top }) {
    context.Plotly.relayout(plot, { "xaxis.range": [left, right], "yaxis.range": [bottom, top] });
  }

  const bar = [
    "zoomIn2d",
    "zoomOut2d",
    {
      name: "home",
      title: "The window as it opened",
      icon: context.Plotly.Icons.home,
      click: () => frame.home() || show(rangeOf(scene.surface)),
    },
  ];

  function listen() {
    plot.on("plotly_click", clicked);
    plot.on("plotly_relayouting", frame.moved);
    plot.on("plotly_relayout", zoomed);
    for (const name of ["plotly_relayouting", "plotly_relayout", "plotly_afterplot"]) plot.on(name, moved);
  }

  /** Draws anew what has changed. A press that it came under would not be the beginning of a drag any more. */
  function renew() {
    const { key, surface, region } = scene;
    const same = drawn.scene === key;
    const now = `${surface.key} ${hasRegions(region)} ${equal()} ${JSON.stringify(context.theme())}`;
    // What moves is painted with the next head; and of what is zoomed to, more comes when the hand rests.
    if (same && (now === drawn.key || frame.busy)) return undefined;
    const keep = same && drawn.equal === equal() && drawn.surface !== null && sameWindow(drawn.surface, surface);
    drawn = { key: now, scene: key, surface, equal: equal() };
    return redraw(keep);
  }

  /** @param {boolean} keep */
  async function redraw(keep) {
    const dress = quiet(dressed(hydrated(scene.surface.map, scene.surface), context.theme()));
    const figure = hasRegions(scene.region) ? greyed(dress) : dress;
    const { margin } = figure.layout;
    Object.assign(margin, { b: 43 * context.theme().enlarged, t: margin.t * context.theme().enlarged });
    const { x, y } = domains(figure.layout);
    Object.assign(figure.layout.xaxis, { domain: x });
    Object.assign(figure.layout.yaxis, { domain: y });
    if (keep) keepZoom(plot, figure.layout);
    figure.layout.dragmode = window.matchMedia("(pointer: coarse)").matches ? false : "pan";
    const first = !plot._fullLayout;
    if (frame.may) for (const axis of ["xaxis", "yaxis"]) withoutEnds(figure.layout[axis]);
    await context.Plotly.react(plot, figure.data, figure.layout, { ...MAP_CONFIG, modeBarButtons: [bar] });
    if (gone) return;
    if (first) listen();
    ready = true;
    frame.drawn(scene.surface);
    moved();
  }

  return {
    ground,
    /** @param {Scene} next */
    update(next) {
      scene = next;
      tracks = null;
      if (!held) ghost = null;
      frame.update(next);
      tools.update(next);
      ground.classList.toggle("is-behind", next.behind);
      ground.classList.toggle("can-start", hasStarts());
      crosshair.label(next.names, hasStarts()); // the first picture is not drawn yet
      choice.update(next);
      colours.name(next.view.point === null ? `${heightName(next)} E` : `error of point ${next.view.point + 1}`);
      return renew();
    },
    /** @param {Head} next */
    draw(next) {
      head = next;
      tools.draw(head);
      paint();
    },
    resize,
    destroy() {
      gone = true;
      ready = false;
      fitted.disconnect();
      endGrabbing();
      level.halt();
      frame.end();
      choice.end();
      context.Plotly.purge(plot);
      root.replaceChildren();
    },
  };
}

/** @param {{ w1: Numbers, w2: Numbers }} surface */
const rangeOf = ({ w1, w2 }) => ({ left: w1[0], right: w1[w1.length - 1], bottom: w2[0], top: w2[w2.length - 1] });

/** @param {PlotlyValue} axis one that can be zoomed and panned beyond what was sampled */
function withoutEnds(axis) {
  delete axis.minallowed;
  delete axis.maxallowed;
}

/** @param {Plot} plot @param {PlotlyValue} layout */
function keepZoom(plot, layout) {
  for (const name of ["xaxis", "yaxis"]) {
    const range = plot._fullLayout?.[name]?.range;
    if (range) layout[name] = { ...layout[name], range: [...range] };
  }
}

/** @param {CriticalPoint[]} points @param {PlotBox} box */
function mapMarks(points, box) {
  return points.map(({ w, kind, lowest }) => {
    const [x, y] = pixelOf(w, box);
    return { place: { x, y, hidden: false }, sort: lowest ? "lowest" : kind };
  });
}
