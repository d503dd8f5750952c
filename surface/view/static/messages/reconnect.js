// Streamlit's page around ours says on its root whether it has its server and whether a script runs there. After a
// restart it connects again but runs nothing, and the first click would be lost on a new session that has not heard of
// the page: so the page asks for a run as soon as it is connected.

const STATE = "data-test-connection-state";
const SCRIPT = "data-test-script-state";

/**
 * What is called when the server is lost, when it is found again, and when it has run the page since.
 * @typedef {{ lost(): void, found(): void, settled(): void }} Heard
 */

/**
 * Calls back whenever the app around loses its server and comes back to it; returns what ends that.
 * @param {Heard} heard
 */
export function watchConnection({ lost, found, settled }) {
  const app = document.querySelector(`[${STATE}]`);
  if (!app) return () => {};
  let away = false;
  let waits = false; // for the end of the run that was asked for
  let ran = false;
  const look = () => {
    const connected = app.getAttribute(STATE) === "CONNECTED";
    if (!connected && !away) lost();
    if (connected && away) {
      found();
      waits = true;
      ran = false;
    }
    away = !connected;
    const running = app.getAttribute(SCRIPT) !== "notRunning";
    ran ||= running;
    if (waits && connected && ran && !running) {
      waits = false;
      settled();
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(app, { attributes: true, attributeFilter: [STATE, SCRIPT] });
  return () => observer.disconnect();
}

/** Whether the app around runs something, or has asked for it. */
export const isRunning = () => !["notRunning", undefined].includes(scriptState());

const scriptState = () => document.querySelector(`[${SCRIPT}]`)?.getAttribute(SCRIPT) ?? undefined;
