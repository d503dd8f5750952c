// Where to look from: three buttons in the corner of the picture in 3D.

import { element } from "../base/dom.js";
import { toggleButton } from "../base/toggle.js";

const VIEWS = {
  above: ["above", "Look from above"],
  side: ["side", "Look from the side"],
  opening: ["reset view", "Reset view: look as the scene opened"],
};

/** @param {(name: string) => void} look */
export function viewButtons(look) {
  const buttons = Object.entries(VIEWS).map(([name, [words, label]]) => toggleButton(words, label, () => look(name)));
  return element("div", { class: "view-buttons", role: "group", "aria-label": "Camera" }, ...buttons);
}
