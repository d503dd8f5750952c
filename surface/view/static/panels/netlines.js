// A network as it is drawn: columns of units, and between them lines, which are the weights. A pointer finds the
// nearest line; of all of them one is reached by Tab, and the others from there by the arrow keys.

import { element, setAttribute, svgElement } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { LINE, labelPlaces, layoutOf, linksOf, nearest, segmentOf, thickness, WIDTH } from "../maths/netlayout.js";

const REACH = 10; // pixels
const ROOM_FOR_1 = 8; // pixels: a smaller circle has no digit in it

/** @typedef {import("../maths/netlayout.js").Layout} Layout */
/** @typedef {import("../maths/netlayout.js").Link} Link */
/** @typedef {{ names: string[], inputs: string[], outputs: string[] }} Named */
/** What a picture is of; free: the places of the two free weights; picks: whether two lines can be chosen. */
/** @typedef {{ layers: LayerShape[], free: number[], picks: boolean } & Named} Pictured */
/** @typedef {{ node: SVGLineElement, look: string }} Line */

/**
 * What a weight leads from and to, in words.
 * @param {Pictured} pictured
 * @param {Link} link
 */
export function wayOf({ layers, inputs, outputs }, { layer, from, to }) {
  /** @param {number} column @param {number} unit */
  const unitOf = (column, unit) => {
    if (column === 0) return `input ${inputs[unit]}`;
    return column === layers.length ? `output ${outputs[unit]}` : `unit ${unit + 1} of hidden layer ${column}`;
  };
  return from < 0 ? `bias of ${unitOf(layer + 1, to)}` : `from ${unitOf(layer, from)} to ${unitOf(layer + 1, to)}`;
}

// A level line has a box without a height, and what has no box is taken for hidden.
/** @param {number[]} ends @param {Attributes} more */
function lineBetween([x1, y1, x2, y2], more) {
  return svgElement("line", { x1, y1, x2, y2: y2 + 0.1, ...more });
}

/**
 * The circles of all units, with the names of inputs and outputs; the names are cut, and told whole by a title.
 * @param {Pictured} pictured
 * @param {Layout} layout
 */
function unitsOf({ inputs, outputs }, { columns, radius, inputs: before, outputs: after }) {
  /** @param {number} at @param {number} y @param {string} name @param {string[]} lines @param {number} side */
  const named = (at, y, name, lines, side) => {
    const x = at + side * (radius + 4);
    const rows = lines.map((line, n) => svgElement("tspan", { x, y: y + LINE * (n - (lines.length - 1) / 2) }, line));
    const look = { class: "net-name", "text-anchor": side < 0 ? "end" : "start" };
    if (lines.join(" ") === name) return svgElement("text", look, ...rows);
    return svgElement("text", { ...look, role: "img", "aria-label": name }, ...rows, svgElement("title", {}, name));
  };
  return columns.flatMap(({ x, units, one }, n) => [
    ...units.map((cy) => svgElement("circle", { cx: x, cy, r: radius, class: "net-unit" })),
    ...(n === 0 ? units.map((y, i) => named(x, y, inputs[i], before[i], -1)) : []),
    ...(n === columns.length - 1 ? units.map((y, i) => named(x, y, outputs[i], after[i], 1)) : []),
    ...(one === null ? [] : constant(x, one, radius)),
  ]);
}

/** @param {number} x @param {number} y @param {number} radius */
function constant(x, y, radius) {
  const circle = svgElement("circle", { cx: x, cy: y, r: 0.8 * radius, class: "net-one" });
  const digit = svgElement("text", { x, y, class: "net-digit", "text-anchor": "middle" }, "1");
  return radius < ROOM_FOR_1 ? [circle] : [circle, digit];
}

/**
 * The picture; `onPick` hears of two lines that were chosen, `onChange` that there is something else to say.
 * @param {(weights: number[]) => void} onPick
 * @param {() => void} onChange
 */
export function netLines(onPick, onChange) {
  /** @type {Pictured} */
  let pictured;
  /** @type {Link[]} */
  let links = [];
  /** @type {[number, number, number, number][]} */
  let segments = [];
  /** @type {Line[]} */
  let lines = [];
  /** @type {number[]} */
  let values = [];
  let [marked, tabbed, hovered, focused] = [-1, 0, -1, -1];

  const halos = { mark: halo("mark"), hover: halo("hover"), focus: halo("focus") };
  const svg = svgElement("svg", { class: "net-picture", role: "group" });
  const node = element("div", { class: "net-ground" }, svg);

  /** @param {string} kind */
  function halo(kind) {
    return svgElement("line", { class: `net-halo net-halo-${kind}`, visibility: "hidden" });
  }

  /** @param {SVGLineElement} one @param {number} place */
  function put(one, place) {
    setAttribute(one, "visibility", place < 0 ? "hidden" : "visible");
    if (place < 0) return;
    ["x1", "y1", "x2", "y2"].forEach((name, n) => setAttribute(one, name, segments[place][n]));
  }

  /**
   * Lays out another network.
   * @param {Pictured} next
   */
  function lay(next) {
    pictured = next;
    const { layers, names, inputs, outputs, free, picks } = next;
    const layout = layoutOf(layers, inputs, outputs);
    links = linksOf(layers);
    segments = links.map((link) => segmentOf(layout, link));
    values = names.map(() => Number.NaN);
    [marked, hovered, focused, tabbed] = [-1, -1, -1, free[0] ?? 0];
    const more = picks ? { role: "button", "aria-pressed": "false" } : { role: "img" };
    lines = segments.map((ends) => ({
      node: lineBetween(ends, { class: "net-line", tabindex: -1, ...more }),
      look: "",
    }));
    lines[tabbed].node.tabIndex = 0;
    setAttribute(svg, "viewBox", `0 0 ${WIDTH} ${layout.height}`);
    setAttribute(svg, "aria-label", `The network: ${names.length} weights`);
    svg.replaceChildren(
      ...free.map((place) => lineBetween(segments[place], { class: "net-halo net-halo-free" })),
      ...lines.map((line) => line.node),
      ...Object.values(halos),
      ...unitsOf(next, layout),
      ...labels(free.map((place) => names[place])),
    );
    for (const one of Object.values(halos)) put(one, -1);
    node.classList.toggle("net-picks", picks);
    return layout;
  }

  /** @param {string[]} names of the free weights */
  function labels(names) {
    const at = labelPlaces(pictured.free.map((place) => segments[place]));
    return names.map((name, n) =>
      svgElement("text", { x: at[n][0], y: at[n][1], class: "net-label", "text-anchor": "middle" }, name),
    );
  }

  /** @param {number} place */
  function words(place) {
    const free = pictured.free.includes(place) ? "free, " : "";
    return `${pictured.names[place]} = ${formatNumber(values[place], 3)}, ${free}${wayOf(pictured, links[place])}`;
  }

  /** @param {number} place */
  function mark(place) {
    for (const [at, on] of /** @type {[number, boolean][]} */ ([
      [marked, false],
      [place, true],
    ]))
      if (at >= 0) setAttribute(lines[at].node, "aria-pressed", on);
    marked = place;
    put(halos.mark, place);
    document[place < 0 ? "removeEventListener" : "addEventListener"]("keydown", /** @type {Listener} */ (onEscape));
    onChange();
  }

  /** @param {number} place */
  function pick(place) {
    if (!pictured.picks) return;
    if (marked < 0) return mark(place);
    const weights = [marked, place];
    mark(-1);
    if (weights[0] !== place) onPick(weights);
  }

  /** @param {number} place */
  function tabTo(place) {
    lines[tabbed].node.tabIndex = -1;
    lines[place].node.tabIndex = 0;
    tabbed = place;
  }

  /** @param {number} place */
  function hover(place) {
    if (place === hovered) return;
    hovered = place;
    put(halos.hover, place);
    node.title = place < 0 ? "" : words(place);
    onChange();
  }

  /** @param {KeyboardEvent} event */
  function onEscape(event) {
    if (event.key !== "Escape" || marked < 0) return;
    event.preventDefault();
    mark(-1);
  }

  /**
   * The line under a pointer.
   * @param {MouseEvent} event
   */
  function under({ clientX, clientY }) {
    const { left, top, width } = svg.getBoundingClientRect();
    const scale = WIDTH / width;
    return nearest(segments, (clientX - left) * scale, (clientY - top) * scale, REACH);
  }

  /** @param {EventTarget | null} target */
  const placeOf = (target) => lines.findIndex((line) => line.node === target);

  /** @param {string} key @param {number} place */
  function goal(key, place) {
    const last = lines.length - 1;
    /** @type {Record<string, number>} */
    const ways = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1 };
    const found = { ...ways, Home: 0, End: last }[key];
    return found === undefined ? -1 : Math.min(last, Math.max(0, found));
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const place = placeOf(event.target);
    if (place < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = goal(event.key, place);
    if (to >= 0) lines[to].node.focus();
    else if (event.key === "Enter" || event.key === " ") pick(place);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {FocusEvent} event */
  function onFocus({ target }) {
    focused = placeOf(target);
    if (focused >= 0) tabTo(focused);
    put(halos.focus, focused);
    onChange();
  }

  svg.addEventListener("pointermove", (event) => hover(under(event)));
  svg.addEventListener("pointerleave", () => hover(-1));
  // Who chooses with the pointer keeps the keys for playing.
  svg.addEventListener("mousedown", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => {
    const place = event.detail === 0 ? placeOf(event.target) : under(event); // 0: pressed by no pointer
    if (place < 0) return;
    tabTo(place);
    pick(place);
  });
  svg.addEventListener("keydown", onKey);
  // Not at the picture itself: a drawing that listens to the focus is given one.
  node.addEventListener("focusin", onFocus);
  node.addEventListener("focusout", () => onFocus(/** @type {any} */ ({ target: null })));

  return {
    node,
    lay,
    /** The first of two lines, and the one that is pointed at; −1 where there is none. */
    get marked() {
      return marked;
    },
    get pointed() {
      return hovered >= 0 ? hovered : focused;
    },
    words,
    /**
     * Shows the value of a weight, touching the page only where its line looks otherwise.
     * @param {number} place
     * @param {number} value
     * @param {number} largest
     */
    show(place, value, largest) {
      values[place] = value;
      const line = lines[place];
      const sign = value < 0 ? " net-minus" : value > 0 ? " net-plus" : "";
      const look = `${thickness(value, largest, lines.length).toFixed(1)}${sign}`;
      if (look === line.look) return;
      line.look = look;
      line.node.setAttribute("class", `net-line${sign}`);
      line.node.setAttribute("stroke-width", String(Number.parseFloat(look)));
    },
    /**
     * Tells a screen reader the values of these weights.
     * @param {number[]} places
     */
    name(places) {
      for (const place of places) setAttribute(lines[place].node, "aria-label", words(place));
      if (hovered >= 0) node.title = words(hovered);
    },
    end: () => document.removeEventListener("keydown", /** @type {Listener} */ (onEscape)),
  };
}
