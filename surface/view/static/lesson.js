// The door to the lessons' own pictures, as a Streamlit component.

import { Mounted } from "./lessons/mounted.js";
import { loadPlotly, loadStyle } from "./messages/fetched.js";
import { countCall, endWhenGone } from "./messages/lastcall.js";
import { senderOf } from "./messages/sender.js";

/** @type {WeakMap<HTMLElement, Mounted>} */
const pictures = new WeakMap();

/** @param {Component} component */
function mount(component) {
  const { parentElement, data } = component;
  const plotly = loadPlotly(new URL(`../vendor/plotly/${data.plotly}`, import.meta.url).href);
  const mounted = new Mounted(parentElement, data, plotly, senderOf(component));
  pictures.set(parentElement, mounted);
  return mounted;
}

/** @param {HTMLElement} place */
function unmount(place) {
  pictures.get(place)?.unmount();
  pictures.delete(place);
}

/**
 * Called by Streamlit at mount and again whenever data or theme change; what it returns is called at the end.
 * @param {Component} component
 */
export default async function showLessonPicture(component) {
  const isLast = countCall(component.parentElement);
  await loadStyle(new URL("style/index.css", import.meta.url).href);
  await loadStyle(new URL("style/lesson.css", import.meta.url).href);
  if (!isLast()) return; // the call after it has newer data
  const mounted = pictures.get(component.parentElement) ?? mount(component);
  Object.assign(mounted, { data: component.data, tell: senderOf(component) });
  mounted.show();
  return endWhenGone(component.parentElement, () => unmount(component.parentElement));
}
