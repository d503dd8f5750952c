"""A page as it is printed."""

import re

# The share of a canvas that something is drawn on.
INK = """(canvas) => {
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels.filter((value, n) => n % 4 === 3 && value > 0).length / (pixels.length / 4);
}"""


def sheets(page, **options):
    """Count the sheets that a page is printed on, of the size that it sets or of one that is given (`format`)."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(**options or {"prefer_css_page_size": True})))
