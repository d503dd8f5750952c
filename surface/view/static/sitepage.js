// The door of a page of an exported site: a scene by itself, or a lesson.

import { holdForPaper, releaseFromPaper } from "./lessons/print.js";
import { SavedLesson } from "./savedlesson.js";
import { playSaved } from "./savedpage.js";

/** Opens what stands in the page. */
export function openPage() {
  addEventListener("beforeprint", holdForPaper);
  addEventListener("afterprint", releaseFromPaper);
  if (document.getElementById("lesson")) new SavedLesson().open();
  else playSaved();
}
