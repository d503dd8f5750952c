// The door to what stands between the page and its server: what is said while that does not answer, and what the page
// gives back to a server that knows nothing of it.

import { loadStyle } from "./messages/fetched.js";
import { isRunning, watchConnection } from "./messages/reconnect.js";
import { doubt, watchSilence } from "./messages/silence.js";
import { playerOnPage } from "./player/live.js";
import { openDialog, sendFileAgain } from "./server/dialog.js";
import { awayNotice } from "./server/notice.js";
import { findOwn, keepOwn, ownOfPage } from "./server/owndata.js";
import { pageTeller } from "./server/telling.js";

const CALM = 800; // milliseconds: a shorter gap is nothing to speak of
const SLOW = 3000; // milliseconds of a run after which the server is asked whether it is there

/** @type {{ now: string[], past: string[], future: string[] } | null} */
let way = null; // the scene with those before and after it, by their links, as Python has sent them last
let explores = false; // whether the player on the page is that scene's, and not a lesson's
/** @type {WeakMap<HTMLElement, { component: Component, end(): void }>} */
const watched = new WeakMap();

/** @param {number} patience */
async function health(patience) {
  const address = new URL("../_stcore/health", import.meta.url);
  const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(patience) });
  if (!answer.ok) throw new Error(`the server says ${answer.status}`);
}

/** Raises the doubt where the app around waits for long; returns what ends that. */
function watchRuns() {
  let since = 0;
  const timer = setInterval(() => {
    since = isRunning() ? since || performance.now() : 0;
    if (since && performance.now() - since > SLOW) doubt();
  }, 1000);
  return () => clearInterval(timer);
}

/**
 * What a new session cannot know, and the page can: of which scene its messages are, how often it was reset; its data,
 * and the scenes before; the dialog that is open.
 */
function pageState() {
  const name = new URLSearchParams(explores ? location.search : way?.now[0]).get("data") ?? "";
  const own = { name, packed: ownOfPage(name) };
  const player = explores && playerOnPage()?.player;
  const runs = player && { scene: player.message.scene, opening: player.message.opening, chosen: player.chosen };
  const address = location.search.slice(1);
  return { ...runs, address, own: own.packed ? own : null, way, dialog: openDialog() };
}

/** @param {Component} first */
function attend(first) {
  const notice = awayNotice(first.parentElement, first.data.sentence);
  let away = 0;
  let there = true; // the server, with a session that knows the page
  const exchange = () => playerOnPage()?.player.changes.exchange;
  const teller = pageTeller({
    said: () => /** @type {import("./server/telling.js").Said} */ (mounted.component.data),
    state: pageState,
    send: (page) => mounted.component.setTriggerValue("again", page),
    isRunning,
    known() {
      there = true;
      exchange()?.again();
      sendFileAgain();
    },
  });
  const onTravel = () => exchange()?.leave();
  const mounted = {
    component: first,
    end() {
      for (const end of ends) end();
    },
  };
  addEventListener("popstate", onTravel);
  const ends = [
    watchConnection({
      lost() {
        there = false;
        teller.lost();
        clearTimeout(away);
        away = setTimeout(() => notice.say("lost", true), CALM);
        notice.quiet(true);
      },
      found() {
        clearTimeout(away);
        notice.say("lost", false);
        notice.quiet(false);
        teller.found();
      },
      settled: teller.settled,
    }),
    watchSilence(
      health,
      (silent) => notice.say("silent", silent),
      () => {
        // What a run of the page has lost: of two messages that wait for one run Streamlit keeps the newer. Where the
        // session may be new, it has to hear of the page first.
        if (there && !isRunning()) exchange()?.againIfOverdue();
      },
    ),
    watchRuns(),
    () => clearTimeout(away),
    teller.end,
    notice.end,
    () => removeEventListener("popstate", onTravel),
  ];
  return mounted;
}

/**
 * The component of the page that watches over its server; it shows nothing as long as that answers.
 * @param {Component} component
 */
export default function attendServer(component) {
  void loadStyle(new URL("style/index.css", import.meta.url).href);
  const { parentElement } = component;
  const mounted = watched.get(parentElement) ?? attend(component);
  mounted.component = component;
  watched.set(parentElement, mounted);
  return () =>
    void setTimeout(() => {
      if (parentElement.isConnected) return;
      watched.delete(parentElement);
      mounted.end();
    });
}

/**
 * The component that hands data of the visitor's own to the browser, or asks it for those that a link names.
 * @param {Component} component
 */
export function keepData({ data, setTriggerValue }) {
  if (data.packed) return keepOwn(data.name, data.packed);
  if (data.missing)
    findOwn(data.missing).then((packed) => packed && setTriggerValue("own", { name: data.missing, packed }));
}

/**
 * The component that hands the browser the links of the scene, and of those that can be gone back to and forth again.
 * @param {Component} component
 */
export function keepWay({ data }) {
  way = /** @type {typeof way} */ (data);
  explores = true;
  return () => {
    if (way === data) explores = false; // else a newer one has come
  };
}
