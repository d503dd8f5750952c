// The dialog in which a run becomes a film: what is asked for, how its first frame looks, and what is made of it.

import { element, setText } from "../base/dom.js";
import { keyOf, setOf } from "../player/runset.js";
import { filmForms } from "./film.js";
import { filmForm } from "./filmform.js";
import { offscreenView } from "./offscreen.js";
import { bitsFor, bytesText, frameCount } from "./plan.js";
import { fileName, saveFile } from "./saving.js";

/** @typedef {import("../player/live.js").Live} Live */
/** @typedef {Awaited<ReturnType<typeof offscreenView>>} OffscreenView */

const NO_FORM = "This browser can make no film: it has neither an encoder nor a recorder of video.";
const KEY_MILLISECONDS = 400; // within which a key that was pressed is let go
const FAILED = "The film could not be made";
const MAKING = "The film is being made …";
const NO_RUN = "There is no run to film.";
const OTHER_SCENE = "The scene has changed: the film is of the one that is there now.";
const STOPPED = "The film was stopped: nothing of it is kept.";

/** @param {string} words @param {() => void} onclick */
const button = (words, onclick) =>
  element("button", { type: "button", class: "panel-toggle take-button", onclick }, words);

/**
 * What a film is of: a surface, and runs on it as they are set.
 * @param {Live["player"]} player
 */
const filmed = ({ message, scene }) => JSON.stringify([message.surface, scene.key, setOf(scene).map(keyOf)]);

/** @param {unknown} error */
const reasonOf = (error) => (error instanceof Error && error.message ? error.message : String(error));

/**
 * Keeps a key from the page around, whose menu closes at it, until what is returned is called and it is let go.
 * @param {string} key
 */
function keptFromPage(key) {
  const away = new AbortController();
  /** @param {KeyboardEvent} event */
  const hold = (event) => event.key === key && event.stopPropagation();
  for (const name of /** @type {["keydown", "keyup"]} */ (["keydown", "keyup"]))
    addEventListener(name, hold, { capture: true, signal: away.signal });
  return () => void setTimeout(() => away.abort(), KEY_MILLISECONDS);
}

/**
 * Opens the dialog in `host`, over when it is open; returns what takes it away, with all that it has made. `gone` hears
 * that this is done.
 * @param {HTMLElement} host
 * @param {Live} live
 * @param {{ gif: import("./film.js").MakeGif | null, picture: string, name(): string }} taken name: of its files
 * @param {() => void} gone
 */
export async function filmDialog(host, live, taken, gone) {
  const forms = await filmForms(taken.gif);
  if (!host.isConnected) return () => {}; // its page went in the meantime
  const dialog = element("dialog", { class: "take-dialog", "aria-label": "Film of the run" });
  host.append(dialog);
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // the page has uses of its own for keys
  const letGo = keptFromPage("Escape");
  const away = new AbortController();
  let parts = new AbortController(); // what is there for the scene that is filmed
  let subject = "";
  const end = () => {
    if (away.signal.aborted) return;
    away.abort();
    parts.abort();
    letGo();
    dialog.remove();
    gone();
  };
  dialog.addEventListener("close", end);
  const title = element("div", { class: "take-title", role: "heading", "aria-level": 2 }, "Film of the run");
  const close = button("Close", () => dialog.close());

  function fill(/** @type {string[]} */ ...notes) {
    parts.abort();
    parts = new AbortController();
    subject = filmed(live.player);
    const fault = forms.length ? NO_RUN : NO_FORM;
    const filming = forms.length > 0 && live.player.scene.steps > 0;
    const nodes = filming ? filmParts(live, forms, taken, close, parts.signal) : [element("p", {}, fault), close];
    dialog.replaceChildren(title, ...notes.map((words) => element("p", { role: "status" }, words)), ...nodes);
  }

  // The page around goes on, to another scene by the browser's own keys, say.
  const follow = () => {
    if (filmed(live.player) === subject) return;
    fill(OTHER_SCENE);
    close.focus();
  };
  const watch = new MutationObserver(follow);
  watch.observe(live.player.root, { attributeFilter: ["aria-busy"] }); // the player sets it whenever it shows anything
  away.signal.addEventListener("abort", () => watch.disconnect());
  fill();
  dialog.showModal();
  return end;
}

/**
 * @param {Live} live
 * @param {import("./film.js").FilmForm[]} forms
 * @param {{ picture: string, name(): string }} taken
 * @param {HTMLElement} close
 * @param {AbortSignal} away that the dialog is gone
 */
function filmParts(live, forms, { picture, name: called }, close, away) {
  const { scene } = live.player;
  /** @type {OffscreenView | null} */
  let stage = null;
  /** @type {AbortController | null} */
  let making = null;
  /** @type {{ blob: Blob, name: string, url: string } | null} */
  let made = null;
  let latest = 0; // stages: an older one that comes late is put away
  const form = filmForm({ forms, scene, picture }, { stageChanged: () => void setStage(), changed });
  const preview = element("div", { class: "take-preview" });
  const said = element("p", { class: "take-said", role: "status" });
  const count = element("p", { class: "take-count", hidden: true }); // not said aloud: there is another for each frame
  const bar = element("progress", { class: "take-progress", "aria-label": "Frames made", hidden: true });
  const record = button("Record", () => void make());
  const stop = button("Stop", () => making?.abort());
  const save = button("Save", () => made && saveFile(made.blob, made.name));
  away.addEventListener("abort", end);

  /** Has the stage of another part or size, and its first frame. */
  async function setStage() {
    const turn = ++latest;
    letGo();
    stage?.end();
    stage = null;
    showButtons();
    setText(said, "The first frame is being drawn …");
    try {
      const next = await offscreenView(live, form.picture, form.size());
      if (turn !== latest) return next.end();
      stage = next;
      drawFirst(next);
      preview.replaceChildren(next.canvas);
      changed();
    } catch (error) {
      if (turn === latest) fail(error);
    }
    showButtons();
  }

  /** @param {OffscreenView} on */
  function drawFirst(on) {
    on.draw(form.plan().from);
    const before = performance.now(); // the first drawing lays what stands still as well
    on.draw(form.plan().from);
    form.took(performance.now() - before);
  }

  /** Something else is asked for: says what that comes to. */
  function changed() {
    letGo();
    const plan = form.plan();
    if (stage) drawFirst(stage);
    if (stage) preview.replaceChildren(stage.canvas);
    const { name } = form.form();
    const bytes = (bitsFor(form.size(), plan.rate) * plan.seconds) / 8;
    const length = `${Number(plan.seconds.toPrecision(3))} s, ${frameCount(plan)} frames, ${plan.rate} a second`;
    const most = `At most ${form.most()} s at this size.`;
    setText(said, name === "gif" ? `${length}. ${most}` : `${length}; at most about ${bytesText(bytes)}. ${most}`);
    showButtons();
  }

  async function make() {
    if (!stage || making) return;
    letGo();
    const controller = new AbortController();
    making = controller;
    const [plan, { name, make: makeFilm }] = [form.plan(), form.form()];
    const frames = frameCount(plan);
    Object.assign(bar, { max: frames, value: 0 });
    setText(count, "");
    setText(said, MAKING);
    showButtons();
    stop.focus();
    /** @param {number} frame */
    const onFrame = (frame) => {
      bar.value = frame;
      setText(count, `Frame ${frame} of ${frames}`);
      if (frame === frames) setText(said, "The frames are being put together …");
    };
    try {
      const blob = await makeFilm(stage, plan, { onFrame, signal: controller.signal });
      if (blob && !controller.signal.aborted) keep(blob, name, plan.seconds);
    } catch (error) {
      if (!controller.signal.aborted) fail(error);
    }
    making = null;
    if (away.aborted) return;
    if (controller.signal.aborted) stopped();
    showButtons();
    (made ? save : record).focus();
  }

  /** What was stopped is no film: its beginning is not offered for one. */
  function stopped() {
    if (stage) drawFirst(stage);
    setText(said, STOPPED);
  }

  /** @param {Blob} blob @param {string} name @param {number} seconds */
  function keep(blob, name, seconds) {
    made = { blob, name: fileName(called(), form.picture, name), url: URL.createObjectURL(blob) };
    const look = { class: "take-made", src: made.url };
    const film = element("video", { ...look, controls: true, loop: true, muted: true, "aria-label": "The film" });
    preview.replaceChildren(name === "gif" ? element("img", { ...look, alt: "The film" }) : film);
    setText(said, `The film is ready: ${Number(seconds.toPrecision(3))} s, ${bytesText(blob.size)}.`);
  }

  /** A film that was made is of something else by now. */
  function letGo() {
    if (made) URL.revokeObjectURL(made.url);
    made = null;
  }

  function fail(/** @type {unknown} */ error) {
    console.warn(error);
    setText(said, `${FAILED}: ${reasonOf(error)}`);
  }

  function showButtons() {
    bar.hidden = count.hidden = stop.hidden = !making;
    record.hidden = Boolean(making);
    record.disabled = !stage;
    save.disabled = !made;
    form.disable(Boolean(making));
  }

  function end() {
    latest += 1;
    making?.abort();
    letGo();
    stage?.end();
    stage = null;
  }

  void setStage();
  const actions = element("div", { class: "take-actions" }, record, stop, save, close);
  return [form.node, form.refusal, preview, bar, count, said, actions];
}
