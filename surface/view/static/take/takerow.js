// What is taken of a picture: which part of it, as PNG or SVG, and the run as a film.

import { element, setText } from "../base/dom.js";
import { playerOnPage } from "../player/live.js";
import { filmDialog } from "./filmdialog.js";
import { fileName, saveFile } from "./saving.js";
import { offered, pictureNamed, pngOf, svgOf } from "./still.js";

/** @typedef {import("./film.js").MakeGif} MakeGif */

const NOT_YET = "There is no picture yet: it can be taken once it is drawn.";

/** @param {string} words @param {string} name @param {() => void} onclick */
const button = (words, name, onclick) =>
  element("button", { type: "button", class: "panel-toggle take-button", title: name, onclick }, words);

const NO_RUN = "There is no run to film.";

/**
 * The row of controls; `gif` puts a GIF together, where somebody can. `follow()` has it offer what the scene that is on
 * the page by now can be taken as; `end()` takes its dialog away, with the view off the screen that it has.
 * @param {MakeGif | null} gif
 * @param {() => string} name of the scene's files
 */
export function takeRow(gif, name) {
  const choice = element("select", { class: "take-choice", "aria-label": "What is taken", onchange: show });
  const png = button("PNG", "Save as PNG, twice as sharp as on the screen", () => void save("png"));
  const svg = button("SVG", "Save as SVG, sharp at any size", () => void save("svg"));
  const film = button("Film …", "Record the run as a film", () => void record());
  const said = element("span", { class: "take-said", role: "status" });
  const node = element("div", { class: "surface-room take-row" }, choice, png, svg, film, said);

  /** @type {Set<() => void>} */
  const open = new Set(); // what ends each dialog that is open

  function follow() {
    const { scene } = playerOnPage()?.player ?? { scene: null };
    const before = choice.value;
    choice.replaceChildren(...offered(scene));
    if ([...choice.options].some(({ value }) => value === before)) choice.value = before;
    film.disabled = Boolean(scene && !scene.steps);
    film.title = film.disabled ? NO_RUN : "Record the run as a film";
    if (choice.value !== before) show();
  }

  /** What is flat alone can be drawn as lines. */
  function show() {
    const { flat } = pictureNamed(choice.value);
    svg.disabled = !flat;
    svg.title = flat ? "Save as SVG, sharp at any size" : "Only what is flat can be drawn as SVG: the map, say";
    setText(said, "");
  }

  /** @param {"png" | "svg"} form */
  async function save(form) {
    const live = playerOnPage();
    if (!live) return setText(said, NOT_YET);
    const { value: part } = choice;
    const { player } = live;
    try {
      const svgText = () => new Blob([svgOf(player, part)], { type: "image/svg+xml" });
      const blob = form === "png" ? await pngOf(player, part) : svgText();
      saveFile(blob, fileName(name(), part, form));
      setText(said, `The ${form.toUpperCase()} is saved.`);
    } catch (error) {
      console.error(error);
      setText(said, "The picture could not be taken: try a part of it.");
    }
  }

  async function record() {
    const live = playerOnPage();
    if (!live) return setText(said, NOT_YET);
    setText(said, "");
    const taken = { gif, picture: choice.value, name };
    const end = await filmDialog(node, live, taken, () => open.delete(end));
    open.add(end);
  }

  follow();
  return {
    node,
    follow,
    end() {
      for (const close of open) close();
      node.remove();
    },
  };
}
