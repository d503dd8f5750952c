// The clipboard, where the page may use it, and the older way of copying what is selected where it may not.

/**
 * Copies a text. `near` is an element that can have the focus now: below an open dialog nothing can.
 * @param {string} text
 * @param {Element} near
 */
export async function copyText(text, near) {
  try {
    // Only secure pages have it, and a frame only where its page grants it.
    await navigator.clipboard.writeText(text);
  } catch {
    copySelected(text, near);
  }
}

/** @param {string} text @param {Element} near */
function copySelected(text, near) {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  near.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus(); // what is gone had it
  if (!done) throw new Error("copying is not allowed");
}

/**
 * Makes what copies a text for a button: its label says what has become of it, and a screen reader hears that in words.
 * @param {HTMLElement} button
 * @param {HTMLElement} said
 */
export function copyingButton(button, said) {
  const label = button.textContent;
  let timer = 0;
  /** @param {string} shown @param {string} words */
  const say = (shown, words) => {
    [button.textContent, said.textContent] = [shown, words];
    clearTimeout(timer);
    timer = setTimeout(() => ([button.textContent, said.textContent] = [label, ""]), 2000);
  };
  /** @param {string} text */
  return (text) =>
    copyText(text, /** @type {Element} */ (button.parentElement)).then(
      () => say("Copied", "The link to this scene is copied."),
      () => say("Not allowed", "The browser did not allow copying: copy the address instead."),
    );
}
