"""What axe, the accessibility checker, calls serious or worse on a page."""

from axe_playwright_python.sync_playwright import Axe

GRAVE = ("serious", "critical")


def grave(page) -> list[str]:
    """Each violation, with the element that it was found at."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]
