// The transport bar: first, back, play, forward, last, the scrubber, the step count and the speed.

import { element, setAttribute, setText } from "../base/dom.js";
import { changeIcon, icon } from "../base/icons.js";
import { SPEEDS } from "../maths/playhead.js";

/** @type {Record<string, string>} */
const SPEED_LABELS = { 0.25: "¼×", 0.5: "½×", 1: "1×", 2: "2×", 4: "4×" };

/** @param {string} name @param {string} label @param {string} key @param {() => void} onPress */
function transportButton(name, label, key, onPress) {
  const words = { "aria-label": label, title: `${label} (${key})` };
  const look = { type: "button", class: `player-button player-${name}` };
  return element("button", { ...look, ...words, onclick: onPress }, icon(name));
}

/** @param {number} speed @param {(speed: number) => void} onSpeed */
function speedButton(speed, onSpeed) {
  const look = { type: "button", class: "player-speed", "aria-label": `Speed ${SPEED_LABELS[speed]}` };
  return element("button", { ...look, onclick: () => onSpeed(speed) }, SPEED_LABELS[speed]);
}

/** @param {(step: number) => void} onSeek */
function scrubberInput(onSeek) {
  const range = { type: "range", min: 0, max: 0, step: 1, value: 0 };
  const scrubber = element("input", { ...range, class: "player-scrubber", "aria-label": "Step" });
  scrubber.addEventListener("input", () => onSeek(Number(scrubber.value)));
  return scrubber;
}

/** @type {Record<string, [string, string]>} */
const PACINGS = {
  step: ["by step", "All runs take their steps at the same time; press to let all arrive together"],
  arrival: ["by arrival", "Every run is stretched so that all arrive together; press to go by steps again"],
};

/**
 * Where the playhead stands, in words.
 * @param {number} position
 * @param {number} steps
 * @param {string} pacing
 * @param {string} [unit]
 */
export function positionText(position, steps, pacing, unit = "step") {
  if (pacing !== "arrival") return `${unit} ${Math.floor(position)} of ${steps}`;
  return `${Math.floor(steps ? (100 * position) / steps + 1e-9 : 100)} % of the way`;
}

/**
 * The bar; `commands` are first, back, toggle, forward, last, seek(step), speed(factor) and pacing("step" | "arrival").
 * @param {HTMLElement} root
 * @param {Commands} commands
 * @param {string} [unit]
 */
export function transportPanel(root, commands, unit = "step") {
  const play = transportButton("play", "Play", "space", commands.toggle);
  const playWord = element("span", { class: "play-word", "aria-hidden": "true" }, "Play");
  play.append(playWord);
  const buttons = [
    transportButton("first", `First ${unit}`, "Home", commands.first),
    transportButton("back", `Back one ${unit}`, "←", commands.back),
    play,
    transportButton("forward", `Forward one ${unit}`, "→", commands.forward),
    transportButton("last", `Last ${unit}`, "End", commands.last),
  ];
  const scrubber = scrubberInput(commands.seek);
  const count = element("span", { class: "player-count" });
  const speeds = new Map(SPEEDS.map((speed) => [speed, speedButton(speed, commands.speed)]));
  let paced = "step";
  const pacing = element("button", {
    type: "button",
    class: "player-speed player-pacing",
    onclick: () => commands.pacing(paced === "step" ? "arrival" : "step"),
  });
  root.append(
    element("div", { class: "player-buttons", role: "group", "aria-label": "Playback" }, ...buttons),
    scrubber,
    count,
    pacing,
    element("div", { class: "player-speeds", role: "group", "aria-label": "Speed" }, ...speeds.values()),
  );

  /** @param {boolean} playing */
  function showPlaying(playing) {
    changeIcon(/** @type {SVGElement} */ (play.firstChild), playing ? "pause" : "play");
    setAttribute(play, "aria-label", playing ? "Pause" : "Play");
    setAttribute(play, "title", playing ? "Pause (space)" : "Play (space)");
    setText(playWord, playing ? "Pause" : "Play");
  }

  /** @param {string} pacingNow @param {number} runs */
  function showPacing(pacingNow, runs) {
    paced = pacingNow;
    pacing.hidden = runs < 2;
    setText(pacing, PACINGS[pacingNow][0]);
    setAttribute(pacing, "title", PACINGS[pacingNow][1]);
    setAttribute(pacing, "aria-label", `Play ${PACINGS[pacingNow][0]}`);
  }

  return {
    /** @param {Playhead} playhead @param {string} [pacingNow] @param {number} [runs] */
    draw(playhead, pacingNow = "step", runs = 1) {
      const step = Math.floor(playhead.step);
      const text = positionText(playhead.step, playhead.last, pacingNow, unit);
      showPacing(pacingNow, runs);
      setAttribute(scrubber, "max", playhead.last);
      if (Number(scrubber.value) !== step) scrubber.value = String(step);
      setAttribute(scrubber, "aria-valuetext", text);
      scrubber.style.setProperty("--played", String(playhead.last ? playhead.step / playhead.last : 0));
      setText(count, text);
      count.style.minWidth = `${positionText(playhead.last, playhead.last, pacingNow, unit).length}ch`;
      showPlaying(playhead.playing);
      root.classList.toggle("player-invites", playhead.step === 0 && !playhead.playing && playhead.last > 0);
      for (const [speed, button] of speeds) setAttribute(button, "aria-pressed", speed === playhead.speed);
    },
  };
}
