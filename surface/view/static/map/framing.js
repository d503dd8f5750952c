// The window over the two weights, chosen on the map: what is zoomed or panned to becomes the window of the scene.
// Where the page does not listen to that, or there is no network to sample, a zoom is a closer look at the samples.

import { hasNetwork } from "../maths/evaluator.js";
import { windowEdges } from "../maths/sampling.js";
import { plotBox } from "./mapping.js";

const REST = 350; // milliseconds after which a hand has come to rest
const ENDS = ["pointerup", "pointercancel", "pointermove"]; // events that say that a pointer has been let go
const LATE = 600; // after which Plotly does not say any more that a zoom has ended: the map was drawn anew under it
const DIGITS = 4; // of an edge, as many as tell a thousandth of the window's width and one more
const CLOSEST = 1e-7; // of an edge: a window that is narrower would show the rounding of its numbers
const WIDEST = 1e6; // times the window that the scene came with

/**
 * The edges of an axis in no more digits than it needs.
 * @param {number} from
 * @param {number} to
 */
function short(from, to) {
  const digits = Math.min(100, Math.max(0, DIGITS - 1 - Math.floor(Math.log10(to - from))));
  return [from, to].map((edge) => Number(edge.toFixed(digits)));
}

/**
 * What is seen of the map as a window: its edges, or null where that is too narrow or too wide to be one.
 * @param {Edges} range
 * @param {number[]} home the window that the scene came with
 */
export function windowOf({ left, right, bottom, top }, home) {
  const edges = [...short(left, right), ...short(bottom, top)];
  const fits = [0, 2].every((n) => {
    const width = edges[n + 1] - edges[n];
    const far = Math.max(Math.abs(edges[n]), Math.abs(edges[n + 1]));
    return width > CLOSEST * far && width < WIDEST * (home[n + 1] - home[n]);
  });
  return fits ? edges : null;
}

/**
 * @param {Plot} plot
 * @param {Emit} emit
 * @param {() => void} free called when the hand has let go of the map, and what had to wait may be drawn
 */
export function framing(plot, emit, free) {
  let may = false;
  let busy = false; // whether Plotly is in the middle of a zoom, which it draws by itself
  /** @type {Edges | null} */
  let under = null; // what was seen of it last
  let key = "";
  /** @type {number[]} */
  let home = [];
  /** @type {number[]} */
  let now = [];
  let ahead = false; // whether a window was chosen that is not drawn yet
  let timer = 0;
  let late = 0;
  let down = false; // whether a pointer is
  let freed = 0;
  /** @param {PointerEvent} event */
  const released = ({ type, buttons }) => {
    if (type !== "pointermove" || !buttons) release(); // that a pointer was let go outside shows in its next move
  };
  plot.addEventListener("pointerdown", press, true);

  function press() {
    down = true;
    for (const name of ENDS) window.addEventListener(name, /** @type {EventListener} */ (released), true);
  }

  function release() {
    if (down) letGo();
    down = false;
    for (const name of ENDS) window.removeEventListener(name, /** @type {EventListener} */ (released), true);
  }

  /** Plotly hears of the release after this, and what it makes of it comes first. */
  function letGo() {
    clearTimeout(freed);
    freed = setTimeout(free);
  }

  /** @param {number[]} edges */
  function frame(edges) {
    now = edges;
    ahead = true;
    emit("zoom", { edges });
    clearTimeout(timer);
    timer = setTimeout(rest, REST);
  }

  function rest() {
    timer = 0;
    emit("window", { edges: now });
  }

  function moved() {
    busy = true;
    under = plotBox(plot).range;
    wait();
  }

  function wait() {
    clearTimeout(late);
    late = setTimeout(() => (down ? wait() : done()), LATE);
  }

  /** The map has been zoomed or panned; returns whether that is a window, and so is not to be shown. */
  function done() {
    clearTimeout(late);
    // A drawing that came meanwhile, as at another size, has the range from before in Plotly's books.
    const edges = may && windowOf((busy && under) || plotBox(plot).range, home);
    busy = false;
    letGo();
    if (edges && String(edges) !== String(now)) frame(edges);
    return Boolean(edges);
  }

  return {
    moved,
    done,
    /** Whether what is zoomed to becomes the window. */
    get may() {
      return may;
    },
    /** Whether the map is being zoomed or panned, or may be next, for which what is drawn anew has to wait. */
    get busy() {
      return down || (may && busy);
    },
    /** Whether another window is chosen than the one that is drawn. */
    get ahead() {
      return may && (busy || ahead);
    },
    /** @param {{ w1: Numbers, w2: Numbers }} surface */
    drawn(surface) {
      if (String(windowEdges(surface)) === String(now)) ahead = false;
    },
    /** @param {Scene} scene */
    update(scene) {
      if (scene.key !== key) {
        clearTimeout(timer);
        timer = 0;
        ahead = false;
        home = windowEdges(scene.surface);
      }
      key = scene.key;
      if (!timer) now = windowEdges(scene.surface);
      may = scene.events.includes("window") && hasNetwork(scene);
    },
    /** Back to the window that the scene came with; whether that is how it is done here. */
    home() {
      if (may) frame(home);
      return may;
    },
    end() {
      clearTimeout(timer);
      clearTimeout(late);
      release();
      clearTimeout(freed);
    },
  };
}
