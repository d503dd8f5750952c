"""What axe, the accessibility checker, calls serious or worse on a page."""

from axe_playwright_python.sync_playwright import Axe

GRAVE = ("serious", "critical")
# A rule's impact is that of all that it finds, so one of less weight need not be run; and no rule that is asks for the
# style sheets and films that axe would load first.
RUN = """(grave) => {
  const lighter = axe._audit.rules.filter(({ impact }) => impact && !grave.includes(impact));
  const rules = Object.fromEntries(lighter.map(({ id }) => [id, { enabled: false }]));
  return axe.run({ resultTypes: ["violations"], preload: false, rules });
}"""


# What fades in has all its contrast at the end alone. What goes round for ever has none.
SETTLED = """() => document.getAnimations()
  .filter((each) => Number.isFinite(each.effect.getComputedTiming().endTime)).forEach((each) => each.finish())"""


def grave(page) -> list[str]:
    """Each violation, with the element that it was found at."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    page.evaluate(SETTLED)
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in page.evaluate(RUN, GRAVE)["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]
