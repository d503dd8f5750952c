// The door of a page of an exported site: a scene by itself, or a lesson.

import { SavedLesson } from "./savedlesson.js";
import { attendPrinter, playSaved } from "./savedpage.js";

/** Opens what stands in the page. */
export function openPage() {
  if (!document.getElementById("lesson")) return void playSaved();
  attendPrinter();
  new SavedLesson().open();
}
