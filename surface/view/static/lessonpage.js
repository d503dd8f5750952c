// What the page of a lesson needs beside its picture: paper, its keys, and votes that outlast a reload.

import { holdForPaper, releaseFromPaper } from "./base/print.js";
import { attendKeys, holdPicture } from "./lessons/lessonkeys.js";

const KEPT = "lesson-votes";

// --- votes over a reload ---------------------------------------------------------------------------------------------

/** What this tab has kept; nothing where it keeps nothing, or something else. */
function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}

/** @param {Record<string, unknown>} votes */
function keep(votes) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ ...kept(), ...votes }));
  } catch {
    // A browser that keeps nothing loses a vote with a reload, and nothing else.
  }
}

let attended = false;

/**
 * Called by Streamlit whenever the votes or what is held change; it shows nothing.
 * @param {Component} component
 */
export default function attendLesson({ data, setTriggerValue }) {
  holdPicture(data.held);
  if (attended) return keep(data.kept);
  attended = true;
  addEventListener("beforeprint", holdForPaper);
  addEventListener("afterprint", releaseFromPaper);
  attendKeys();
  const before = kept();
  if (Object.keys(before).length) setTriggerValue("kept", before);
  keep(data.kept);
}
