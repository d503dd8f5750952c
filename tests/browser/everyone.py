"""What is measured on a page for everyone: what is cut, what hides the focus, and how the edges of fields stand out."""

# All letters twice as large, and the spacing that a reader may choose (WCAG 1.4.4 and 1.4.12).
LARGE = "html { font-size: 30px !important }"
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
LOOK = """
const shut = (node) => {
  for (let each = node; each; each = each.parentElement) {
    const { clipPath, overflowX, display } = getComputedStyle(each);
    if (clipPath !== "none" || (each.clientWidth <= 1 && overflowX === "hidden" && display !== "inline")) return true;
  }
  return !node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
};"""

# The texts that are cut by a box that cannot be scrolled, or by the window, and the fields whose value is.
CUT = f"""() => {{
  {LOOK}
  const cut = ({{ left, right, top, bottom }}, node) => {{
    for (let each = node; each !== document.body; each = each.parentElement) {{
      const style = getComputedStyle(each), box = each.getBoundingClientRect();
      if (each.matches("[data-testid=stMain]")) break;
      if (/auto|scroll/.test(style.overflowX + style.overflowY)) return false;
      if (/hidden|clip/.test(style.overflowX) && (right > box.right + 2 || left < box.left - 2)) return true;
      if (/hidden|clip/.test(style.overflowY) && (bottom > box.bottom + 2 || top < box.top - 2)) return true;
    }}
    return right > innerWidth + 1;
  }};
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = new Range();
  while (texts.nextNode()) {{
    const {{ currentNode: text }} = texts, {{ parentElement: around }} = text;
    if (!text.data.trim() || around.closest("script, style, option, template, svg, .plot-container") || shut(around))
      continue;
    range.selectNodeContents(text);
    if (range.getBoundingClientRect().width && cut(range.getBoundingClientRect(), around)) found.push(text.data);
  }}
  for (const field of document.querySelectorAll("input:not([type=range], [type=radio], [type=checkbox])"))
    if (!shut(field) && field.scrollWidth > field.clientWidth + 1) found.push(`${{field.ariaLabel}}: ${{field.value}}`);
  return found;
}}"""

# Where the focus is and nothing of it can be seen: outside the window, or under a bar that stays.
HIDDEN = """() => {
  const node = document.activeElement, bars = ".player-transport, [data-testid=stHeader]";
  if (node === document.body || node.matches("[data-testid=stMain]")) return "";
  const { left, top, width, height } = node.getBoundingClientRect();
  const seen = [0.05, 0.25, 0.5, 0.75, 0.95].some((across) => [0.05, 0.25, 0.5, 0.75, 0.95].some((down) => {
    const there = document.elementFromPoint(left + across * width, top + down * height), bar = there?.closest(bars);
    return there && (!bar || bar.contains(node));
  }));
  return seen && node.checkVisibility({ visibilityProperty: true }) ? "" : node.outerHTML.slice(0, 200);
}"""

# Each field's edge and the ground around it, as red, green and blue.
EDGES = f"""() => {{
  {LOOK}
  const pen = new OffscreenCanvas(1, 1).getContext("2d", {{ willReadFrequently: true }});
  const channels = (colours) => {{
    pen.clearRect(0, 0, 1, 1);
    for (const colour of colours) {{
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }}
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }};
  const above = (node) => (node ? [...above(node.parentElement), getComputedStyle(node).backgroundColor] : []);
  const framed = (node) => {{
    for (let each = node, up = 0; each && up < 3; each = each.parentElement, up += 1)
      if (parseFloat(getComputedStyle(each).borderBottomWidth)) return each;
    return node;
  }};
  const drawn = (field) => {{
    const option = field.closest("[data-testid=stRadioOption]");
    return option ? option.querySelector("div > div") : framed(field);
  }};
  return [...document.querySelectorAll("input:not([type=range], [type=checkbox]), select:not(.card-rule)")]
    .filter((field) => !shut(field.closest("[data-testid=stRadioOption]") ?? field))
    .map((field) => {{
      const box = drawn(field), ground = above(box.parentElement);
      const edge = getComputedStyle(box).borderBottomColor;
      return [field.ariaLabel || field.value, channels([...ground, edge]), channels(ground)];
    }});
}}"""


def luminance(channels: list[int]) -> float:
    """Relative luminance as WCAG defines it."""
    linear = [c / 12.92 if (c := each / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for each in channels]
    return sum(share * value for share, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: list[int], other: list[int]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
