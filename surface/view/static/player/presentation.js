// Presentation mode: the view alone on the screen and everything in it larger, for who sits in the last row.

import { element, setAttribute } from "../base/dom.js";
import { isDark } from "../base/theme.js";

const PRESENTING = "player-presenting";
const AWAKE_MILLISECONDS = 2500;
const SETTLING_MILLISECONDS = 150;
const USUAL_TYPE = 14; // pixels of type at which Plotly's own labels have their usual size

/**
 * Whether an address says so: ?present=1.
 * @param {string} search
 */
export function asksToPresent(search) {
  return ["1", "true", "yes"].includes(new URLSearchParams(search).get("present") ?? "");
}

/**
 * The address without that wish: once left, a reload does not bring the mode back.
 * @param {string} address
 */
function withoutPresent(address) {
  const url = new URL(address);
  url.searchParams.delete("present");
  return url.href;
}

/**
 * Presentation mode of a player's root; `changed` is called where type, colours and sizes have to be read again.
 * @param {HTMLElement} root
 * @param {() => void} changed
 */
export function presentation(root, changed) {
  const title = element("span", { class: "banner-title" });
  const watch = element("span", { class: "banner-words" });
  const banner = element("div", { class: "player-banner" }, title, watch);
  root.prepend(banner);
  let on = false;
  let full = false;
  let asleep = 0;
  let settling = 0;

  function enter() {
    if (on || !root.isConnected) return;
    on = true;
    // The page keeps its length, and so its place.
    /** @type {HTMLElement} */ (root.parentElement).style.minHeight = `${root.offsetHeight}px`;
    root.classList.add(PRESENTING);
    setAttribute(root, "tabindex", -1);
    for (const [target, name, hear] of listeners) target.addEventListener(name, hear);
    root.focus({ preventScroll: true });
    fillScreen();
    renew();
  }

  /**
   * The whole screen; where the browser refuses, the whole window, in its top layer, which nothing on the page covers.
   */
  function fillScreen() {
    const asked = document.fullscreenEnabled ? root.requestFullscreen?.({ navigationUI: "hide" }) : null;
    (asked ?? Promise.reject()).then(() => {
      full = on;
      if (!on) giveBack();
    }, fillWindow);
  }

  /** A screen that was granted after the mode was left again is given back, too. */
  function giveBack() {
    if (document.fullscreenElement === root) document.exitFullscreen();
  }

  function fillWindow() {
    if (!on || !root.showPopover || root.popover) return;
    root.popover = "manual";
    root.showPopover();
  }

  function leave() {
    if (!on) return false;
    on = false;
    for (const [target, name, hear] of listeners) target.removeEventListener(name, hear);
    root.removeAttribute("popover");
    root.removeAttribute("tabindex");
    root.removeAttribute("data-awake");
    root.classList.remove(PRESENTING);
    root.style.removeProperty("--player-enlarged");
    /** @type {HTMLElement} */ (root.parentElement).style.minHeight = "";
    giveBack();
    if (asksToPresent(location.search)) history.replaceState(history.state, "", withoutPresent(location.href));
    full = false;
    renew();
    return true;
  }

  function renew() {
    if (on)
      root.style.setProperty(
        "--player-enlarged",
        (parseFloat(getComputedStyle(banner).fontSize) / USUAL_TYPE).toFixed(2),
      );
    changed();
  }

  function wake() {
    root.dataset.awake = "";
    clearTimeout(asleep);
    asleep = setTimeout(() => delete root.dataset.awake, AWAKE_MILLISECONDS);
  }

  /** @type {[EventTarget, string, Listener][]} */
  const listeners = [
    [document, "fullscreenchange", () => full && document.fullscreenElement !== root && leave()],
    // What lies under the view cannot be seen, so it cannot have the focus either.
    [document, "focusin", (event) => root.contains(event.target) || root.focus({ preventScroll: true })],
    [root, "pointermove", wake],
    [root, "focusin", (event) => event.target !== root && wake()],
    [
      window,
      "resize",
      () => {
        clearTimeout(settling);
        settling = setTimeout(() => on && renew(), SETTLING_MILLISECONDS);
      },
    ],
  ];

  return {
    enter,
    leave,
    toggle: () => (on ? leave() : enter()),
    get on() {
      return on;
    },
    /**
     * Notes what the page's theme is, and the scene's title; the colours of the mode are those of its theme, stronger.
     * @param {Scene} scene
     */
    dress(scene) {
      const ground = getComputedStyle(root).getPropertyValue("--st-background-color").trim() || "#ffffff";
      setAttribute(root, "data-ground", isDark(ground) ? "dark" : "light");
      title.textContent = scene.title;
      watch.textContent = scene.watch;
    },
    end() {
      on = false;
      clearTimeout(asleep);
      clearTimeout(settling);
      for (const [target, name, hear] of listeners) target.removeEventListener(name, hear);
      if (root.parentElement) /** @type {HTMLElement} */ (root.parentElement).style.minHeight = "";
      giveBack();
    },
  };
}
