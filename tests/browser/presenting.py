"""What must hold of a picture that fills the screen, on each of three screens: nothing collides, and nothing is cut."""

SCREENS = [(1280, 720), (1920, 1080), (3840, 2160)]
# Each text that is seen, outside the surface's WebGL, with its box: what stands for a pixel or more on another.
COLLIDING = """() => {
  const root = document.querySelector(".player-presenting"), found = [], walk = document.createTreeWalker(root, 4);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement, words = walk.currentNode.textContent.trim();
    if (!words || !at.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (at.closest(".player-panel-announcer, .player-panel-surface, style, .player-hidden, title")) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const trim = 0.18 * (bottom - top); // of a line's height the letters fill the middle
      if (right - left > 1) found.push({ words, left, right, top: top + trim, bottom: bottom - trim });
    }
  }
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const pairs = [];
  found.forEach((a, n) => found.slice(n + 1).forEach((b) => meet(a, b) && pairs.push([a.words, b.words])));
  return pairs;
}"""
CUT = """() => {
  const root = document.querySelector(".player-presenting");
  const whole = ".banner-title, .banner-words, .player-card, .player-panel-map, .player-panel-curve";
  return [...root.querySelectorAll(whole)]
    .map((node) => node.getBoundingClientRect())
    .filter(({ left, right, top, bottom }) => left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1)
    .length + (root.scrollHeight > root.clientHeight) + (root.scrollWidth > root.clientWidth);
}"""
