// The player's map in a lesson's picture: to scale, with lines, arrows and a point of the lesson's own upon it.

import { element } from "../base/dom.js";
import { guarded } from "../base/guard.js";
import { dragHandle } from "../base/handle.js";
import { prefersReducedMotion } from "../base/theme.js";
import { mapPanel } from "../map/map.js";
import { pixelOf, placeUnder } from "../map/mapping.js";
import { OPENING_HEAD } from "../maths/playhead.js";
import { NO_PLOTLY } from "../messages/fetched.js";

/**
 * A map in `root`, called `label`; paintBelow(pen, box) and arrows() as the map has them.
 * A point that can be moved: by its handle, or by a start that is set on the map.
 * @param {HTMLElement} root
 * @param {LessonContext} context
 * @param {MapExtras & { label: string, point?: { label: string, moved(w: number[]): void, drop(): void } }} given
 */
export function lessonMap(root, context, { label, paintBelow = () => {}, arrows, point }) {
  const place = element("section", { class: "player-panel player-panel-map lesson-map", "aria-label": label });
  root.append(place);
  /** @type {(Panel & { ground: HTMLElement }) | undefined} */
  let panel;
  /** @type {Scene} */
  let scene;
  /** @type {Head} */
  let head = { ...OPENING_HEAD, suspense: true }; // no path to come: a lesson shows what was walked
  /** @type {PlotBox} */
  let box;
  /** @type {Handle | undefined} */
  let handle;
  /** @type {{ w: number[], small: number[], text: string }} */
  let spot; // where the point is
  let ended = false;

  /** @type {Emit} */
  function emit(name, value) {
    if (name === "probe") draw({ probe: /** @type {Probe | null} */ (value) });
    const to = ["drag", "start", "restore"].includes(name) && /** @type {{ w: number[] | null }} */ (value).w;
    if (point && to) point.moved(to);
    if (point && to && name === "start") point.drop();
    return "";
  }

  /** @param {HTMLElement} ground @param {NonNullable<typeof point>} of */
  function handleIn(ground, of) {
    return dragHandle(ground, {
      label: of.label,
      /** @param {number} x @param {number} y */
      drag: (x, y) => of.moved(placeUnder(x, y, box)),
      /** @param {number} right @param {number} up */
      nudge: (right, up) => of.moved([spot.w[0] + right * spot.small[0], spot.w[1] + up * spot.small[1]]),
      drop: of.drop,
    });
  }

  function showHandle() {
    if (!handle || !spot || !box) return;
    const [x, y] = pixelOf(spot.w, box);
    const { w1 } = scene.surface;
    handle.show({
      x,
      y,
      now: spot.w[0],
      low: w1[0],
      high: w1[w1.length - 1],
      text: spot.text,
      colour: scene.runs[0].style.colour,
    });
  }

  /** @param {Pen} pen @param {PlotBox} plotBox */
  function below(pen, plotBox) {
    box = plotBox;
    paintBelow(pen, box);
    showHandle();
  }

  /** @param {PlotlyLibrary} Plotly */
  function begin(Plotly) {
    if (ended) return;
    const more = { toScale: true, paintBelow: below, arrows };
    const reducedMotion = prefersReducedMotion();
    const given = { Plotly, theme: context.theme, reducedMotion, emit, ...more };
    const made = /** @type {Panel & { ground: HTMLElement }} */ (guarded(mapPanel, place, given));
    panel = made;
    if (point) handle = handleIn(made.ground, point);
    resize();
  }

  /** @param {Partial<Head>} change */
  function draw(change) {
    head = { ...head, ...change };
    if (scene) panel?.draw(head);
  }

  function resize() {
    if (!scene || !panel) return;
    panel.update(scene);
    panel.draw(head);
    panel.resize();
  }

  context.plotly.then(begin, () =>
    place.replaceChildren(element("p", { class: "sentence", role: "status" }, NO_PLOTLY)),
  );

  return {
    place,
    /**
     * Shows a scene, with what is to change in the head.
     * @param {Scene} next
     * @param {Partial<Head>} [change]
     */
    show(next, change = {}) {
      scene = next;
      head = { ...head, ...change };
      panel?.update(scene);
      draw({});
    },
    draw,
    /**
     * Says where the point is, in words too; small: how far a key moves it along each axis.
     * @param {typeof spot} next
     */
    hold(next) {
      spot = next;
      showHandle();
    },
    resize,
    destroy() {
      ended = true;
      panel?.destroy();
    },
  };
}
