// Where each panel of the player stands, and what a screen reader calls it.

import { element } from "../base/dom.js";

function placeFor(name, label, tag = "section") {
  return element(tag, { class: `player-panel player-panel-${name}`, "aria-label": label });
}

/** Lays an empty place for every panel inside `root`: { places, bar }, the bar for what plays. */
export function layoutPanels(root) {
  const places = {
    surface: placeFor("surface", "The error surface in 3D"),
    map: placeFor("map", "Contour map of the error"),
    curve: placeFor("curve", "Error over the steps"),
    strip: placeFor("strip", "Learning rate against its bound"),
    output: placeFor("output", "The network's output"),
    tune: placeFor("tune", "Learning rate and momentum of the chosen run"),
    cards: placeFor("cards", "The runs"),
    point: placeFor("point", "One data point", "div"),
    compare: placeFor("compare", "Runs beside runs"),
    aids: placeFor("aids", "Reading aids"),
    inside: placeFor("inside", "Inside the step"),
    regions: placeFor("regions", "What lies over the map"),
    legend: placeFor("legend", "How to read the picture"),
    table: placeFor("table", "Table of the runs"),
    announcer: placeFor("announcer", null, "div"),
  };
  const over = element("div", { class: "player-over" }, places.curve, places.tune, places.strip);
  const side = element("div", { class: "player-side" }, over, places.output);
  const stage = element("div", { class: "player-stage" }, places.surface, places.map, side, places.point);
  const bar = element("div", { class: "player-transport", role: "group", "aria-label": "Player" });
  root.replaceChildren(
    stage,
    bar,
    places.regions,
    places.compare,
    places.cards,
    places.aids,
    places.legend,
    places.inside,
    places.table,
    places.announcer,
  );
  return { places, bar };
}
