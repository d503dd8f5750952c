// The settings of a run by hand: a slider and a number for each, and its path follows while they are moved.

import { element, setAttribute } from "../base/dom.js";
import { formatSetting } from "../base/format.js";
import { numberField } from "../base/numberfield.js";

const STOPS = 1000; // of a logarithmic slider
const DIGITS = 3;
const PATIENCE = 4000; // milliseconds that a value which was let go is waited for
const FINE = 0.005; // of a linear slider

/** A setting with the ends of its slider; whole: whether it counts. */
/** @typedef {Knob & { whole?: boolean }} Movable */
/** @typedef {Pick<Movable, "low" | "high" | "logarithmic" | "whole">} Scaled */
/** @typedef {"setting" | "slide"} Moving */

/**
 * The value at a stop of a slider { low, high, logarithmic }, in as few digits as send the stops apart.
 * @param {Scaled} knob
 * @param {number} stop
 */
export function valueAt({ low, high, logarithmic, whole }, stop) {
  if (!logarithmic) return Math.min(high, Number((low + stop * FINE).toFixed(3)));
  const value = Number((low * (high / low) ** (stop / STOPS)).toPrecision(DIGITS));
  return whole ? Math.round(value) : value;
}

/**
 * The stop nearest to a value.
 * @param {Scaled} knob
 * @param {number} value
 */
export function stopAt({ low, high, logarithmic }, value) {
  const held = Math.min(high, Math.max(low, value));
  return Math.round(logarithmic ? (STOPS * Math.log(held / low)) / Math.log(high / low) : (held - low) / FINE);
}

/**
 * The last stop of a slider.
 * @param {Scaled} knob
 */
export function lastStop({ low, high, logarithmic }) {
  return logarithmic ? STOPS : Math.round((high - low) / FINE);
}

/**
 * A knob whose slider reaches a value, so that its first move from there is a small one.
 * @param {Movable} knob
 * @param {number} value
 * @returns {Movable}
 */
export function reaching(knob, value) {
  if (!Number.isFinite(value) || (knob.logarithmic && !(value > 0))) return knob;
  return { ...knob, low: Math.min(knob.low, value), high: Math.max(knob.high, value) };
}

/**
 * The slider and the number of one setting.
 * @param {Movable} own
 * @param {string} whose "of run 1", or nothing
 * @param {(event: Moving, setting: { name: string, value: number }) => string} send it may say why it cannot be
 * @param {(sentence: string) => void} onRefuse
 */
export function knobControl(own, whose, send, onRefuse) {
  const { name, symbol, label, help } = own;
  let knob = own;
  const words = [label, symbol, whose].filter(Boolean).join(" ");
  const range = { type: "range", min: 0, max: lastStop(knob), step: 1, "aria-label": words, title: help };
  const slider = element("input", range);
  const field = numberField(knob, `${words}, exact`, letGo, onRefuse);
  let held = false;
  /** @type {{ value: number, until: number } | null} */
  let given = null; // a value that was let go, until the run has it

  /** @param {number} value */
  function say(value) {
    field.show(value);
    setAttribute(slider, "aria-valuetext", `${symbol} = ${formatSetting(value)}`);
  }

  /** @param {number} value */
  function letGo(value) {
    held = false;
    given = { value, until: performance.now() + PATIENCE };
    slider.value = String(stopAt(knob, value));
    say(value);
    const refusal = send("setting", { name, value });
    if (refusal) given = null;
    onRefuse(refusal);
    return refusal;
  }

  /** @param {boolean} lasts */
  function moved(lasts) {
    const value = valueAt(knob, Number(slider.value));
    if (lasts) return void letGo(value);
    held = true;
    given = null;
    say(value);
    send("slide", { name, value });
  }

  // A slider that is brought back where it was does not say that it was let go.
  const ended = () => setTimeout(() => held && moved(true));
  slider.addEventListener("input", () => moved(false));
  slider.addEventListener("change", () => moved(true));
  for (const end of ["pointerup", "pointercancel", "blur"]) slider.addEventListener(end, ended);
  return {
    node: element("label", { class: "knob" }, element("span", { title: help }, symbol), slider, field.node),
    /**
     * Shows the run's own value, unless it is being moved.
     * @param {number} value
     */
    show(value) {
      if (held || (given && given.value !== value && performance.now() < given.until)) return;
      given = null;
      knob = reaching(own, value);
      setAttribute(slider, "max", lastStop(knob));
      slider.value = String(stopAt(knob, value));
      say(value);
    },
  };
}
