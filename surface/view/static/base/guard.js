// A panel that fails says so in its own place and leaves the others alone; the console still hears the whole of it.

import { element } from "./dom.js";

const FAILED = "This part could not be drawn. The others go on; another scene, or a reload, tries it again.";

/**
 * A panel as `make(root, context)` makes it, whose errors stay inside it.
 * @template {Panel} P
 * @param {(root: HTMLElement, context: Context) => P} make
 * @param {HTMLElement} root
 * @param {Context} context
 */
export function guarded(make, root, context) {
  const sentence = element("p", { class: "sentence", role: "status" }, FAILED);
  let panel = /** @type {P} */ (/** @type {unknown} */ (null));
  let broken = false;
  let ended = false;

  /** @param {unknown} error */
  function fail(error) {
    if (ended) return;
    console.error(error);
    broken = true;
    root.classList.add("player-broken");
    root.append(sentence);
  }

  function mend() {
    broken = false;
    root.classList.remove("player-broken");
    sentence.remove();
  }

  /** @param {() => any} work */
  function attempt(work) {
    try {
      const done = work();
      if (done instanceof Promise) done.catch(fail);
      return done;
    } catch (error) {
      return void fail(error);
    }
  }

  function begin() {
    root.replaceChildren();
    attempt(() => (panel = make(root, context)));
  }

  begin();
  return {
    ...panel,
    /** @param {Scene} scene */
    update(scene) {
      if (broken) mend();
      if (!panel) begin();
      if (!broken) return attempt(() => panel.update(scene));
    },
    /** @param {Head} head */
    draw(head) {
      if (!broken) attempt(() => panel.draw(head));
    },
    resize() {
      if (!broken) attempt(() => panel.resize());
    },
    destroy() {
      if (panel) attempt(() => panel.destroy());
      ended = true;
    },
  };
}
