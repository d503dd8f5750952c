// The address of the page as it is given on.

const FRAMED = ["embed", "embed_options", "show"]; // how it is looked at in a frame, which is nobody else's affair

/**
 * The address of the scene, as it opens or as it is when it has been played.
 * @param {string} href
 * @param {boolean} atEnd
 */
export function sceneAddress(href, atEnd) {
  const url = new URL(href);
  for (const name of FRAMED) url.searchParams.delete(name);
  url.searchParams.delete("at");
  if (atEnd) url.searchParams.set("at", "end");
  return url.href;
}
