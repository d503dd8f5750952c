// The door of a notebook: a widget's model brings the surface and the runs, and hears what the reader does.

import { element, setText } from "./base/dom.js";
import { loadPlotly } from "./messages/fetched.js";
import { surfaces } from "./messages/surfaces.js";
import { createPlayer } from "./player/player.js";

/**
 * A player of a widget's model; what it returns ends it.
 * @param {HTMLElement} root
 * @param {WidgetModel} model
 * @param {string} plotly the address of plotly.js
 */
export function showInNotebook(root, model, plotly) {
  const refusal = element("p", { class: "notebook-refusal", role: "alert" });
  const place = element("div", {});
  root.classList.add("surface-notebook");
  place.tabIndex = -1; // a click on the player gives it the keys, which else are the notebook's
  place.dataset.lmSuppressShortcuts = "true"; // as JupyterLab calls it
  root.append(refusal, place);
  /** @type {Tell} */
  const tell = (name, told) => model.send({ name, told });
  const player = createPlayer(place, { plotly: loadPlotly(plotly), tell, guest: true });
  const show = () => {
    surfaces.put(model.get("surface"));
    setText(refusal, model.get("refusal"));
    player.update(model.get("runs"));
  };
  model.on("change:runs", show);
  show();
  const scheme = new MutationObserver(() => player.show()); // JupyterLab's theme is an attribute of the page
  scheme.observe(document.body, { attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"] });
  return () => {
    scheme.disconnect();
    model.off("change:runs", show);
    player.destroy();
    root.replaceChildren();
  };
}
