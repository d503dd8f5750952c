// After a restart of the server Streamlit connects again but runs nothing, and the first click would be lost on a new
// session that has not heard of the page: so the page asks for a run as soon as it is connected.

const STATE = "data-test-connection-state";

/**
 * Calls back whenever the app around comes back from a lost connection; returns what ends it.
 * @param {() => void} again
 */
export function onReconnect(again) {
  const app = document.querySelector(`[${STATE}]`);
  if (!app) return () => {};
  let lost = false;
  const observer = new MutationObserver(() => {
    const connected = app.getAttribute(STATE) === "CONNECTED";
    if (connected && lost) again();
    lost = !connected;
  });
  observer.observe(app, { attributes: true, attributeFilter: [STATE] });
  return () => observer.disconnect();
}
