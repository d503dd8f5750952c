// A card for each run: its sign, its rule and settings, its numbers under the playhead, and how it ended and why.

import { element, setAttribute, setText } from "../base/dom.js";
import { formatFixed, formatNumber, formatSetting } from "../base/format.js";
import { icon } from "../base/icons.js";
import { runSwatch } from "../base/swatch.js";
import { toggleButton } from "../base/toggle.js";
import { numbersOf } from "../maths/runs.js";

/** @type {Record<string, string[]>} */
const OUTCOME_SIGNS = {
  "reached the lowest minimum": ["reached", "good"],
  "stuck in a local minimum": ["stuck", "bad"],
  "stuck at a saddle": ["stuck", "bad"],
  "on a plateau": ["flat", "bad"],
  "still moving": ["moving", "open"],
  "left the window": ["away", "open"],
  diverged: ["diverged", "bad"],
};

/**
 * The settings of a run in one line: "η = 0.2, β = 0.9".
 * @param {Run} run
 */
function settingsLine(run) {
  return Object.entries(run.settings)
    .map(([name, value]) => `${run.symbols[name]} = ${formatSetting(value)}`)
    .join(", ");
}

/**
 * The start of a run: "(−1.3, 2.4)".
 * @param {Run} run
 */
export function startText(run) {
  return `(${formatSetting(run.w[0])}, ${formatSetting(run.w[1])})`;
}

/**
 * How a run ended, as a badge: its words never without a sign, its sign never without words.
 * @param {Verdict} verdict
 */
export function outcomeBadge(verdict) {
  const [sign, mood] = OUTCOME_SIGNS[verdict.outcome];
  const words = element("span", {}, verdict.outcome);
  return element("span", { class: `player-badge player-badge-${mood}` }, icon(sign), words);
}

/**
 * A list of numbers from { name: [symbol, words] }: its node, and by name the cells that the numbers go into.
 * @param {Record<string, string[]>} rows
 */
export function numbersList(rows, look = "player-numbers") {
  const cells = Object.fromEntries(Object.keys(rows).map((name) => [name, element("dd", {})]));
  const pairs = Object.entries(rows).map(([name, [symbol, words]]) =>
    element("div", {}, element("dt", { title: words }, symbol), cells[name]),
  );
  return { list: element("dl", { class: look }, ...pairs), cells };
}

/** @param {string[]} names */
function liveNumbers(names) {
  const { list, cells } = numbersList({
    step: ["step", "steps taken"],
    w1: [names[0], "the first weight"],
    w2: [names[1], "the second weight"],
    error: ["E", "the error"],
    slope: ["|∇E|", "the length of the gradient"],
  });
  /** @param {ReturnType<typeof numbersOf>} numbers */
  const show = (numbers) => {
    setText(cells.step, String(numbers.step));
    setText(cells.w1, formatFixed(numbers.w1));
    setText(cells.w2, formatFixed(numbers.w2));
    setText(cells.error, formatNumber(numbers.error));
    setText(cells.slope, formatNumber(numbers.slope, 3));
  };
  return { list, show };
}

/** @param {string} words @param {string} name @param {boolean} pressed @param {() => void} onPress */
function viewButton(words, name, pressed, onPress) {
  /** @param {PointerEvent} event */
  const press = (event) => {
    event.stopPropagation(); // it is not meant to choose the card around it
    onPress();
  };
  return toggleButton(words, name, press, {
    class: "panel-toggle card-view",
    "aria-pressed": String(Boolean(pressed)),
  });
}

// Several runs can be looked at one by one.
/** @param {Scene} scene @param {number} i @param {Emit} emit */
function viewButtons(scene, i, emit) {
  const { view, runs } = scene;
  if (runs.length < 2) return [];
  const hide = viewButton("hide", `Hide run ${i + 1}`, runs[i].away, () => emit("hide", i));
  return [hide, viewButton("solo", `Show run ${i + 1} alone`, view.solo === i, () => emit("solo", i))];
}

/**
 * What is said of how a run ended; of one that was just moved, only the room that it had, so that nothing jumps.
 * @param {Run} run
 * @param {(verdict: Verdict) => HTMLElement} say
 */
function endOf(run, say) {
  const verdict = run.verdict ?? run.past;
  if (!verdict) return [];
  const words = say(verdict);
  if (!run.verdict) {
    words.classList.add("player-card-awaited");
    words.setAttribute("aria-hidden", "true");
  }
  return [words];
}

/** @param {Run} run @param {string[]} names @param {HTMLElement[]} views @param {() => void} onChoose */
function runCard(run, names, views, onChoose) {
  const numbers = liveNumbers(names);
  const title = element("span", { class: "player-card-title" }, run.title);
  const details = element("span", { class: "player-card-settings" }, `${settingsLine(run)}, start ${startText(run)}`);
  const button = { type: "button", class: "player-card-head", "aria-pressed": "false" };
  const head = element("button", button, runSwatch(run.style), title, details);
  const top = element(
    "div",
    { class: "player-card-top" },
    head,
    element("span", { class: "card-views" }, ...endOf(run, outcomeBadge), ...views),
  );
  const reason = endOf(run, ({ reason }) => element("p", { class: "player-card-reason" }, reason));
  const look = { class: `player-card${run.away ? " player-away" : ""}`, style: `--run: ${run.style.colour}` };
  const card = element("article", { ...look, onclick: onChoose }, top, numbers.list, ...reason);
  /** @param {number} step */
  const show = (step) => numbers.show(numbersOf(run, step));
  return { card, head, show };
}

/** @param {HTMLElement} root @param {Context} context */
export function cardsPanel(root, context) {
  /** @type {Scene} */
  let scene;
  /** @type {ReturnType<typeof runCard>[]} */
  let cards = [];

  /** @param {Scene} next */
  function rebuild(next) {
    const focused = cards.findIndex(({ head }) => head === document.activeElement);
    const pressed = root.contains(document.activeElement) ? document.activeElement?.getAttribute("aria-label") : null;
    scene = next;
    cards = scene.runs.map((run, i) =>
      runCard(run, scene.names, viewButtons(scene, i, context.emit), () => context.emit("choose", { run: i })),
    );
    root.replaceChildren(...cards.map(({ card }) => card));
    setAttribute(root, "data-runs", cards.length);
    const again =
      pressed &&
      [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".card-view"))].find(
        (button) => button.getAttribute("aria-label") === pressed,
      );
    if (again) again.focus({ preventScroll: true });
    if (focused >= 0) cards[Math.min(focused, cards.length - 1)]?.head.focus({ preventScroll: true });
  }

  return {
    update: rebuild,
    /** @param {Head} head */
    draw(head) {
      cards.forEach(({ card, head: button, show }, i) => {
        show(head.step);
        setAttribute(button, "aria-pressed", i === head.chosen);
        card.classList.toggle("player-chosen", i === head.chosen);
      });
    },
    resize() {},
    destroy() {
      root.replaceChildren();
    },
  };
}
