// The door of a page of an exported site: a scene by itself, or a lesson.

import { holdForPaper, releaseFromPaper } from "./base/print.js";
import { SavedLesson } from "./savedlesson.js";
import { playSaved } from "./savedpage.js";

/** Opens what stands in the page. */
export function openPage() {
  if (!document.getElementById("lesson")) return void playSaved();
  addEventListener("beforeprint", holdForPaper);
  addEventListener("afterprint", releaseFromPaper);
  new SavedLesson().open();
}
