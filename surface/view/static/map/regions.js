// Regions of starts over the map: where each start ends, or what another rule changes. They arrive late and are heavy,
// so they travel apart from the runs, which only name the one to show.

import { channelsOf } from "../base/colours.js";
import { element, penOf, setAttribute, setText, svgElement } from "../base/dom.js";
import { density, inkKey } from "../base/inking.js";
import { toggleButton } from "../base/toggle.js";
import { cache } from "../messages/cache.js";
import { decodeNumbers } from "../messages/decode.js";
import { layerCanvas, layOver } from "./layercanvas.js";
import { lineSign, strokeLines } from "./watersheds.js";

const ENTRIES_SHOWN = 8; // in the legend; the page lists them all
const INK = [31, 41, 51];
const PATTERN_SHARE = 0.76; // how much of a region's light its pattern leaves
const EDGE_SHARE = 0.45;
/** @typedef {Overlay["line"]} LineKind */
/** @type {Record<LineKind, string>} */
const LINE_NAMES = { watershed: "watersheds", training: "training" };
/** @type {Record<LineKind, string>} */
const LINE_WORDS = {
  watershed: "from each saddle straight uphill: no path of very short steps crosses it",
  training: "all weights move: at each step the nearest place of this plane, not where it is",
};

/** Where a region's pattern has a mark, in pixels of the picture: what tells regions apart without colour. */
/** @type {Record<string, (x: number, y: number) => boolean>} */
const PATTERNS = {
  plain: () => false,
  rising: (x, y) => (x + y) % 9 < 1.5,
  falling: (x, y) => (x - y + 9000) % 9 < 1.5,
  dots: (x, y) => x % 8 < 2 && y % 8 < 2,
  level: (_, y) => y % 8 < 1.2,
  upright: (x) => x % 8 < 1.2,
  grid: (x, y) => x % 11 < 1.2 || y % 11 < 1.2,
  cross: (x, y) => (x + y) % 11 < 1.3 || (x - y + 11000) % 11 < 1.3,
  sparse: (x, y) => x % 14 < 1.6 && y % 14 < 1.6,
};

/**
 * An overlay as it is cached: its labels as bytes, its lines as numbers.
 * @param {OverlayMessage} sent
 * @returns {Overlay}
 */
function decodeOverlay(sent) {
  const binary = atob(sent.label);
  const label = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  return { ...sent, label, lines: sent.lines.map(decodeNumbers) };
}

export const overlays = cache(6, decodeOverlay);

// One row and one column of labels at a time: the nearest start is found once for each of them, not for each pixel.
/** @param {number} count @param {number} from @param {number} to @param {number[]} ends @param {number} size */
function nearestIndices(count, from, to, [low, high], size) {
  /** @param {number} n */
  const at = (n) => ((from + ((n + 0.5) / size) * (to - from) - low) / (high - low)) * (count - 1);
  return Int32Array.from({ length: size }, (_, n) => Math.min(count - 1, Math.max(0, Math.round(at(n)))));
}

/**
 * The picture of the regions, `width` × `height` pixels over the range { left, right, bottom, top } of the map.
 * @param {Overlay} overlay
 * @param {Edges} range
 * @param {number} width
 * @param {number} height
 * @param {number} [ratio]
 */
function regionPixels(overlay, range, width, height, ratio = 1) {
  const { label, columns, rows, regions } = overlay;
  const across = nearestIndices(columns, range.left, range.right, overlay.w1, width);
  const down = nearestIndices(rows, range.top, range.bottom, overlay.w2, height);
  const colours = regions.map((region) => channelsOf(region.colour));
  const marks = regions.map((region) => PATTERNS[region.pattern]);
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let y = 0, n = 0; y < height; y++) {
    const row = down[y] * columns;
    const above = down[Math.max(0, y - 1)] * columns;
    for (let x = 0; x < width; x++, n += 4) {
      const here = label[row + across[x]];
      const edge = label[above + across[x]] !== here || label[row + across[Math.max(0, x - 1)]] !== here;
      const share = edge ? EDGE_SHARE : marks[here](x / ratio, y / ratio) ? PATTERN_SHARE : 1;
      for (let c = 0; c < 3; c++) pixels[n + c] = share * colours[here][c] + (1 - share) * INK[c];
      pixels[n + 3] = 255;
    }
  }
  return pixels;
}

/**
 * Whether an overlay colours the map: lines alone leave it its own colours.
 * @param {Overlay | null} overlay
 */
export const hasRegions = (overlay) => Boolean(overlay?.regions.length);

/**
 * A canvas over the map that colours it by region and lets the contours through: it multiplies what lies below.
 * @param {HTMLElement} root
 */
export function regionLayer(root) {
  const canvas = layerCanvas(root, "map-regions");
  let drawnKey = "";

  /** @param {Overlay} overlay @param {PlotBox} box */
  function paint(overlay, box) {
    const { width, height, range } = box;
    const ratio = density();
    const [inner, outer] = layOver(canvas, box, ratio);
    const pen = penOf(canvas);
    if (hasRegions(overlay))
      pen.putImageData(new ImageData(regionPixels(overlay, range, inner, outer, ratio), inner, outer), 0, 0);
    pen.scale(ratio, ratio);
    strokeLines(pen, overlay, box);
    for (const region of overlay.regions) drawNumber(pen, region, width, height, range);
  }

  return {
    /**
     * Draws the overlay, or nothing, over the map's plot box; what did not change is left alone.
     * @param {Overlay | null} overlay
     * @param {PlotBox} box
     */
    draw(overlay, box) {
      const key = overlay ? `${overlay.key} ${JSON.stringify(box)} ${inkKey()}` : "";
      if (key === drawnKey) return;
      drawnKey = key;
      canvas.hidden = !overlay;
      canvas.style.mixBlendMode = hasRegions(overlay) ? "" : "normal";
      if (overlay && box.width >= 1 && box.height >= 1) paint(overlay, box);
    },
  };
}

/** @param {Pen} pen @param {RegionMessage} region @param {number} width @param {number} height @param {Edges} range */
function drawNumber(pen, region, width, height, range) {
  if (!region.place || !region.number) return;
  const x = ((region.place[0] - range.left) / (range.right - range.left)) * width;
  const y = ((range.top - region.place[1]) / (range.top - range.bottom)) * height;
  const side = x > width - 30 ? -1 : 1;
  pen.font = "700 15px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = 4;
  pen.strokeText(region.number, x + side * 19, y - 14);
  pen.fillStyle = "#000000";
  pen.fillText(region.number, x + side * 19, y - 14);
}

/**
 * The map's figure in greys, light enough that the colours of the regions come through; darker is still larger.
 * @param {Figure} figure
 */
export function greyed(figure) {
  const scale = [
    [0, "#ffffff"],
    [1, "#b4b8bd"],
  ];
  const data = figure.data.map((trace) => (trace.type === "contour" ? { ...trace, colorscale: scale } : trace));
  return { ...figure, data };
}

// The sign of a region: its colour with its pattern, as on the map.
/** @param {RegionMessage} region */
function regionSign(region) {
  const size = 18;
  const pixels = [];
  const mark = PATTERNS[region.pattern];
  for (let y = 0; y < size; y++) for (let x = 0; x < 28; x++) if (mark(x, y)) pixels.push(`M${x} ${y}h1v1h-1z`);
  const ground = svgElement("rect", { width: 28, height: size, fill: region.colour });
  const marks = svgElement("path", { d: pixels.join(""), fill: "#1f2933", opacity: 0.24 });
  return svgElement("svg", { viewBox: `0 0 28 ${size}`, class: "region-sign", "aria-hidden": "true" }, ground, marks);
}

/**
 * What the regions mean, in words: shown while there are any.
 * @param {HTMLElement} root
 */
export function regionsPanel(root) {
  /** @type {Overlay | null | undefined} */
  let drawnRegion;
  root.hidden = true;

  /** @param {RegionMessage} region */
  function entryOf(region) {
    const words = ["+", "−"].includes(region.number) ? `${region.number} ${region.name}` : region.name;
    return element("span", { class: "player-legend-entry" }, regionSign(region), words);
  }

  /** @param {Overlay["line"]} kind */
  const lineEntry = (kind) => element("span", { class: "player-legend-entry" }, lineSign(kind), LINE_WORDS[kind]);

  return {
    /** @param {Scene} scene */
    update({ region }) {
      if (region === drawnRegion) return;
      drawnRegion = region;
      root.hidden = !region;
      const there = region ? region.regions.filter((each) => each.there) : [];
      const entries = there.slice(0, ENTRIES_SHOWN).map(entryOf);
      if (region?.lines.length) entries.push(lineEntry(region.line));
      const others = there.length - ENTRIES_SHOWN;
      const more = others > 0 ? [`and ${others} more, by their numbers`] : [];
      const title = element("strong", {}, region?.title ?? "");
      root.replaceChildren(element("p", { class: "player-legend-entries" }, title, ...entries, ...more));
    },
    draw() {},
    resize() {},
    destroy() {
      root.replaceChildren();
    },
  };
}

/**
 * The switch in the map's corner for the basins, where the page listens.
 * @param {HTMLElement} root
 * @param {Context} context
 */
export function regionSwitch(root, context) {
  let on = false;
  const ask = () => context.emit("overlay", !on);
  const name = "Show basins: each start in the colour of where its run ends";
  const button = toggleButton("basins", name, ask, { hidden: true });
  root.append(button);
  return {
    /** @param {Scene} scene */
    update(scene) {
      on = Boolean(scene.overlay);
      button.hidden = !scene.events.includes("overlay");
      setAttribute(button, "aria-pressed", on);
      const { lines: found, line } = scene.region ?? { lines: [], line: "watershed" };
      const lines = found.length > 0;
      setText(button, lines ? LINE_NAMES[line] : on && !scene.region ? "basins …" : "basins");
      setAttribute(button, "aria-label", lines ? `Show ${LINE_NAMES[line]}: ${LINE_WORDS[line]}` : name);
    },
  };
}
