// One of the lessons' own pictures in its place on the page, which stays while its numbers change.

import { element, setText } from "../base/dom.js";
import { listenToKeys } from "../base/keys.js";
import { onPaper } from "../base/paper.js";
import { themeOf } from "../base/theme.js";
import { decodeScene } from "../messages/decode.js";
import { surfaces } from "../messages/surfaces.js";
import { groundEntries } from "../panels/legend.js";
import { AS_OPENED, arranged } from "../player/arranged.js";
import { presentButton } from "../player/help.js";
import { asksToPresent, presentation } from "../player/presentation.js";
import { backwardPicture } from "./backward.js";
import { ballPicture } from "./ball.js";
import { basinsPicture } from "./basins.js";
import { boxesPicture } from "./boxes.js";
import { downhillPicture } from "./downhill.js";
import { freedPicture } from "./freed.js";
import { parabolaPicture, slicePicture, slopesPicture } from "./slope.js";
import { squaresPicture } from "./squares.js";
import { unitPicture } from "./unit.js";

/** @type {Record<string, (root: HTMLElement, context: LessonContext) => LessonPicture>} */
const LESSON_PICTURES = {
  unit: unitPicture,
  squares: squaresPicture,
  parabola: parabolaPicture,
  slice: slicePicture,
  slopes: slopesPicture,
  downhill: downhillPicture,
  ball: ballPicture,
  basins: basinsPicture,
  boxes: boxesPicture,
  freed: freedPicture,
  backward: backwardPicture,
};

const STILL = 250; // milliseconds after which what is moved by keys counts as let go

/**
 * What a picture reports: `played()`, once, when what its question is about has been tried, and `moved(name, value)`,
 * where something has been let go; of several at once, the last. `of()` is the number of the scene that is seen.
 * @param {Tell} tell
 * @param {() => number} of
 */
function reporter(tell, of) {
  const waiting = new Map();
  let played = false;
  return {
    played() {
      if (!played) tell("played", { scene: of(), value: true });
      played = true;
    },
    /** @param {string} name @param {{ run: number }} value */
    moved(name, value) {
      const kind = `${name} ${value.run}`;
      const content = { scene: of(), value };
      clearTimeout(waiting.get(kind));
      waiting.set(
        kind,
        setTimeout(() => tell(name, content), STILL),
      );
    },
    end() {
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}

/** What a picture shows: the runs, and what it is given of its own. */
/** @typedef {{ runs: RunsMessage, lesson: Lesson }} Given */

export class Mounted {
  /** @param {HTMLElement} parent @param {Given} data @param {Promise<PlotlyLibrary>} plotly @param {Tell} tell */
  constructor(parent, data, plotly, tell) {
    this.data = data;
    this.tell = tell;
    this.name = ""; // of the picture
    /** @type {LessonPicture | null} */
    this.picture = null;
    /** @type {ReturnType<typeof reporter> | null} */
    this.reporter = null;
    this.drawn = ""; // what it shows
    this.scene = 0; // of which that is
    this.seen = false;
    this.plotly = plotly;
    this.ground = element("div", { class: "lesson-ground" });
    this.signs = element("p", { class: "player-legend-entries" });
    this.hands = element("span", { class: "lesson-hands" });
    this.key = element("span", {});
    const words = element("p", { class: "panel-words" }, this.hands, " ", this.key);
    const present = presentButton(() => void this.room.toggle());
    const foot = element("div", { class: "lesson-foot" }, words, element("div", { class: "player-modes" }, present));
    this.root = element("div", { class: "surface-player lesson-picture" }, this.ground, this.signs, foot);
    parent.append(this.root);
    this.room = presentation(this.root, () => this.redress());
    this.theme = themeOf(this.root);
    this.cleanUps = [
      this.watchSize(),
      onPaper(() => this.redress()),
      listenToKeys(this.root, { present: () => void this.room.toggle(), leave: () => this.room.leave() }),
      surfaces.onArrival((/** @type {string} */ key) => key === this.data.runs.surface && this.show()),
    ];
  }

  watchSize() {
    let settled = 0;
    const observer = new ResizeObserver(() => {
      clearTimeout(settled);
      settled = setTimeout(() => this.picture?.resize(), 60);
    });
    observer.observe(this.ground);
    return () => {
      clearTimeout(settled);
      observer.disconnect();
    };
  }

  /** Draws in the colours that are in force now. */
  redress() {
    this.theme = themeOf(this.root);
    this.picture?.resize();
  }

  /**
   * Puts another picture in the place of the one before.
   * @param {string} name
   */
  change(name) {
    this.end();
    this.ground.replaceChildren();
    this.ground.className = `lesson-ground lesson-${name}`;
    this.reporter = reporter(
      (event, content) => this.tell(event, content),
      () => this.scene,
    );
    const context = { theme: () => this.theme, plotly: this.plotly, ...this.reporter };
    const picture = LESSON_PICTURES[name](this.ground, context);
    Object.assign(this, { name, picture, drawn: "" });
    setText(this.hands, picture.hands ?? "");
    setText(this.key, picture.key ?? "");
    return picture;
  }

  /** Shows what Python sent, as soon as the surface that it names is there. */
  show() {
    const { runs, lesson } = this.data;
    const surface = surfaces.get(runs.surface);
    this.root.setAttribute("aria-busy", String(!surface));
    if (!surface) return;
    this.theme = themeOf(this.root);
    const old = this.name === lesson.picture ? this.picture : null;
    const picture = old ?? this.change(lesson.picture);
    // A new theme calls again with the same numbers, and so does an answer to a message: what was moved stays there.
    const drawn = JSON.stringify([surface.key, runs.opening, lesson]);
    if (this.drawn === drawn) return picture.resize();
    Object.assign(this, { drawn, scene: runs.scene });
    const scene = arranged(decodeScene(runs, surface), AS_OPENED);
    this.room.dress(scene);
    this.root.style.setProperty("--lesson-colour", lesson.styles[0].colour);
    this.signs.replaceChildren(...(picture.signs ? groundEntries(scene) : []));
    picture.update(scene, lesson);
    if (!this.seen && asksToPresent(location.search)) this.room.enter();
    this.seen = true;
  }

  end() {
    this.picture?.destroy?.();
    this.reporter?.end();
  }

  unmount() {
    for (const end of this.cleanUps) end();
    this.room.end();
    this.end();
    this.root.remove();
  }
}
