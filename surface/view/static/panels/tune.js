// The learning rate and the momentum of the chosen run, by hand: its path follows while they are moved.

import { element, setAttribute, setText } from "../base/dom.js";
import { formatSetting } from "../base/format.js";
import { runSwatch } from "../base/swatch.js";

const STOPS = 1000; // of a logarithmic slider
const DIGITS = 3;
const PATIENCE = 4000; // milliseconds that a value which was let go is waited for
const FINE = 0.005; // of a linear slider

/**
 * The value at a stop of a slider { low, high, logarithmic }, in as few digits as send the stops apart.
 * @param {Knob} knob
 * @param {number} stop
 */
export function valueAt({ low, high, logarithmic }, stop) {
  if (!logarithmic) return Math.min(high, Number((low + stop * FINE).toFixed(3)));
  return Number((low * (high / low) ** (stop / STOPS)).toPrecision(DIGITS));
}

/**
 * The stop nearest to a value.
 * @param {Knob} knob
 * @param {number} value
 */
export function stopAt({ low, high, logarithmic }, value) {
  const held = Math.min(high, Math.max(low, value));
  return Math.round(logarithmic ? (STOPS * Math.log(held / low)) / Math.log(high / low) : (held - low) / FINE);
}

/**
 * The last stop of a slider.
 * @param {Knob} knob
 */
export function lastStop({ low, high, logarithmic }) {
  return logarithmic ? STOPS : Math.round((high - low) / FINE);
}

/** @param {Knob} knob @param {(event: "setting" | "slide", setting: { name: string, value: number }) => void} send */
function tuner(knob, send) {
  const { name, symbol, label } = knob;
  const number = element("output", { class: "slider-number" });
  const slider = element("input", {
    type: "range",
    min: 0,
    max: lastStop(knob),
    step: 1,
    "aria-label": `${label} ${symbol} of the chosen run`,
  });
  let held = false;
  /** @type {{ value: number, until: number } | null} */
  let given = null; // a value that was let go, until the run has it

  /** @param {number} value */
  function say(value) {
    setText(number, formatSetting(value));
    setAttribute(slider, "aria-valuetext", `${symbol} = ${formatSetting(value)}`);
  }

  /** @param {boolean} lasts */
  function moved(lasts) {
    const value = valueAt(knob, Number(slider.value));
    held = !lasts;
    given = lasts ? { value, until: performance.now() + PATIENCE } : null;
    say(value);
    send(lasts ? "setting" : "slide", { name, value });
  }

  // A slider that is brought back where it was does not say that it was let go.
  const letGo = () => setTimeout(() => held && moved(true));
  slider.addEventListener("input", () => moved(false));
  slider.addEventListener("change", () => moved(true));
  for (const end of ["pointerup", "pointercancel", "blur"]) slider.addEventListener(end, letGo);
  return {
    node: element("label", { class: "tune-slider" }, element("span", {}, symbol), slider, number),
    /**
     * Shows the run's own value, unless it is being moved.
     * @param {number} value
     */
    show(value) {
      if (held || (given && given.value !== value && performance.now() < given.until)) return;
      given = null;
      slider.value = String(stopAt(knob, value));
      say(value);
    },
  };
}

/** @param {HTMLElement} root @param {Context} context */
export function tunePanel(root, context) {
  /** @type {Scene} */
  let scene;
  let builtKey = "";
  /** @type {Map<string, ReturnType<typeof tuner>>} */
  let tuners = new Map();
  let chosen = 0;
  const holder = element("div", { class: "tune-sliders" });
  root.append(holder);

  /** @param {Run} run */
  function build(run) {
    /** @param {"setting" | "slide"} event @param {{ name: string, value: number }} setting */
    const send = (event, setting) => context.emit(event, { run: chosen, ...setting });
    tuners = new Map(run.knobs.map((knob) => [knob.name, tuner(knob, send)]));
    holder.replaceChildren(runSwatch(run.style), ...[...tuners.values()].map(({ node }) => node));
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      root.hidden = !next.events.includes("setting");
    },
    /** @param {Head} head */
    draw(head) {
      const run = scene?.runs[head.chosen];
      if (!run || root.hidden) return;
      chosen = head.chosen;
      const key = `${chosen} ${run.rule} ${run.style.colour}`;
      if (key !== builtKey) build(run);
      builtKey = key;
      for (const [name, { show }] of tuners) show(run.settings[name]);
    },
    resize() {},
    destroy() {
      root.replaceChildren();
    },
  };
}
