// Each data point's share of the error at the playhead, as bars with numbers;
// a point that is chosen shows its own surface.

import { element, setAttribute, setText } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { drawnEvaluatorOf } from "../maths/evaluator.js";
import { numbersOf } from "../maths/runs.js";
import { printedShares } from "../maths/shares.js";

const CALM = 100; // milliseconds between two changes of many numbers while it plays
const MANY = 12;

/** @param {number} n @param {(n: number) => void} onChoose */
function shareRow(n, onChoose) {
  const bar = element("span", { class: "share-bar" });
  const number = element("span", { class: "share-number" });
  const button = {
    type: "button",
    class: "share-row",
    "aria-pressed": "false",
    tabindex: n ? -1 : 0,
    onclick: () => onChoose(n),
  };
  const row = element(
    "button",
    button,
    element("span", { class: "share-name" }, String(n + 1)),
    " ", // what is seen are two words, as in the name
    element("span", { class: "share-ground" }, bar),
    number,
  );
  return { row, bar, number };
}

/**
 * The list; `onChoose(n)` hears which data point was pressed.
 * @param {HTMLElement} root
 * @param {(n: number) => void} onChoose
 */
export function shareList(root, onChoose) {
  /** @type {Scene} */
  let scene;
  /** @type {ReturnType<typeof shareRow>[]} */
  let rows = [];
  let drawnKey = "";
  let nextTime = 0;
  const list = element("div", {
    class: "share-list",
    role: "group",
    "aria-label": "Data points and their shares of the error",
  });
  const title = element("div", { class: "share-title" }, "share of E");
  const sum = element("div", { class: "share-sum" });
  root.append(title, list, sum);
  list.addEventListener("keydown", walk);

  // Up and down go from point to point; only one of them is a stop of the Tab key.
  /** @param {KeyboardEvent} event */
  function walk(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[/** @type {"ArrowDown"} */ (event.key)];
    const at = rows.findIndex(({ row }) => row === event.target);
    const next = by && rows[at + by];
    if (!next) return;
    event.preventDefault();
    for (const { row } of rows) row.tabIndex = row === next.row ? 0 : -1;
    next.row.focus();
  }

  // In its own list only: the page stays where it is.
  /** @param {HTMLElement | null} row */
  function reveal(row) {
    if (!row) return;
    const top = row.offsetTop - list.offsetTop;
    const bottom = top + row.offsetHeight;
    list.scrollTop = Math.min(top, Math.max(list.scrollTop, bottom - list.clientHeight));
  }

  /** @param {number} count */
  function rebuild(count) {
    rows = Array.from({ length: count }, (_, n) => shareRow(n, onChoose));
    list.replaceChildren(...rows.map(({ row }) => row));
    list.classList.toggle("share-many", count > MANY);
  }

  /** @param {Run} run @param {number} k */
  function show(run, k) {
    const shares = Array.from(drawnEvaluatorOf(scene).shares(run.w[2 * k], run.w[2 * k + 1]));
    const whole = shares.reduce((a, b) => a + b, 0);
    const most = Math.max(...shares, 0);
    const all = scene.data.count === shares.length;
    const { counts, count, unexplained } = scene.data;
    const { texts, total, unit } = printedShares(shares, all ? run.error[k] - unexplained : whole);
    rows.forEach(({ row, bar, number }, n) => {
      bar.style.width = `${most > 0 ? (100 * shares[n]) / most : 0}%`;
      setText(number, texts[n]);
      const part = whole > 0 ? `, ${formatNumber((100 * shares[n]) / whole, 2)} %` : "";
      setAttribute(
        row,
        "aria-label",
        `Data point ${n + 1}: ${texts[n]}${unit}${part} of the error. Show its own surface.`,
      );
    });
    const rest = unexplained ? " − unexplained" : "";
    const named = all ? `E${rest}` : `${shares.length} of ${count} points`;
    setText(sum, `Σ = ${named} = ${total}${unit}`);
    setText(title, `${counts ? "rows · " : ""}½(y − ŷ)²${unit ? ` in ${unit.slice(1)}` : ""}`);
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      if (rows.length !== scene.data.inputs.length) rebuild(scene.data.inputs.length);
      rows.forEach(({ row }, n) => setAttribute(row, "aria-pressed", scene.view.point === n));
      drawnKey = "";
      reveal(scene.view.point === null ? null : rows[scene.view.point].row);
    },
    /** @param {Head} head */
    draw(head) {
      const run = scene?.runs[head.chosen];
      if (!run) return;
      const { step: k } = numbersOf(run, head.step);
      const key = `${head.chosen} ${k}`;
      const now = performance.now();
      if (key === drawnKey || (head.playing && rows.length > MANY && now < nextTime)) return;
      nextTime = now + CALM;
      drawnKey = key;
      show(run, k);
    },
  };
}
