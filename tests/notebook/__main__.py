"""The widget in JupyterLab itself: `python -m tests.notebook` runs cells there, drags a start, and reads it back.

JupyterLab is installed where it is missing, as requirements.txt beside this file has it. With `--shot FILE` the page is
pictured at its end.
"""

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser.asking import expect  # noqa: E402
from browser.chromium import ARGUMENTS, MISSING, find  # noqa: E402
from browser.watch import Watch  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

PATIENCE = 120_000  # milliseconds
SHOW = "from surface import SCENES\nfrom surface.view import show\npicture = show(SCENES['two-hollows'])\npicture"
AGAIN = "show(SCENES['bowl'])"
READ = "print('starts', picture.starts, [run.rule.learning_rate for run in picture.descents])"
DRAWN = """(count) => {
  const maps = [...document.querySelectorAll(".player-panel-map .js-plotly-plot")];
  return maps.filter((plot) => plot._fullLayout).length === count;
}"""


def notebook(*sources: str) -> str:
    cells = [
        {"cell_type": "code", "id": str(n), "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        for n, source in enumerate(sources)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells})


@contextmanager
def jupyter(folder: Path):
    """JupyterLab on a free port, with all that it keeps in a folder; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{kind}_DIR": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    environment = os.environ | own | {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder / "ipython")}
    options = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--IdentityProvider.token=",
        f"--notebook-dir={folder}",
    ]
    options += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    command = [sys.executable, "-m", "jupyterlab", *options]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        said = []
        for line in process.stderr:
            said.append(line)
            if f"127.0.0.1:{port}/lab" in line:
                break
        else:
            raise RuntimeError("".join(said))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate()


def run_cell(page) -> None:
    page.keyboard.press("Shift+Enter")


def tried(page, address: str) -> None:
    """Run the cells, drag a start of the first picture, and read it in the last cell."""
    page.goto(f"{address}/lab/tree/try.ipynb?reset")
    first = page.locator(".jp-CodeCell .cm-content").first
    expect(first).to_contain_text("two-hollows", timeout=PATIENCE)
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=PATIENCE)  # a cell that is run before is not run at all
    first.click()
    run_cell(page)
    page.wait_for_function(DRAWN, arg=1, timeout=PATIENCE)
    run_cell(page)
    page.wait_for_function(DRAWN, arg=2, timeout=PATIENCE)
    plots = page.locator(".player-panel-map .nsewdrag")
    plots.first.scroll_into_view_if_needed()
    box = plots.first.bounding_box()
    x, y = box["x"] + (-1.3 + 2.5) / 7.5 * box["width"], box["y"] + (3.5 - 2.4) / 7 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.3 * box["height"], steps=6)
    page.mouse.up()
    card = page.locator(".player-card").first
    expect(card).not_to_contain_text("start (−1.3, 2.4)")
    told = re.search(r"start \((\S+), (\S+)\)", card.inner_text().replace("−", "-"))
    last = page.locator(".jp-CodeCell .cm-content").nth(2)
    last.click()
    run_cell(page)
    read = page.locator(".jp-OutputArea-output", has_text="starts [(")
    expect(read).to_contain_text(f"starts [({float(told[1])}, {float(told[2])}), (-1.3, 2.4)] [0.2, 0.2]")
    print(read.inner_text())
    # A key counts where it is pressed: in the player it plays, in the notebook it is the notebook's.
    count = page.locator(".player-count").first
    page.locator(".player-transport").first.click(position={"x": 3, "y": 3})
    page.keyboard.press("Home")
    expect(count).to_contain_text("step 0 ")
    page.keyboard.press("ArrowRight")
    expect(count).to_contain_text("step 1 ")
    last.click()
    page.keyboard.press("Escape")  # out of the text, into the notebook's own keys
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(count).to_contain_text("step 1 ")
    plots.first.scroll_into_view_if_needed()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.notebook", description=__doc__)
    parser.add_argument("--shot", help="where a picture of the page is put")
    asked = parser.parse_args()
    if find_spec("jupyterlab") is None:
        wanted = ["-r", str(HERE / "requirements.txt")]
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *wanted], check=True)
    chromium = find()
    if not chromium:
        return print(MISSING) or 1
    watch = Watch()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "try.ipynb").write_text(notebook(SHOW, AGAIN, READ), encoding="utf-8")
        with jupyter(folder) as address:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1500, "height": 1000})
            page.set_default_timeout(PATIENCE)
            watch.host = address.removeprefix("http://")
            watch.follow(page)
            try:
                tried(page, address)
            finally:
                if asked.shot:
                    page.screenshot(path=asked.shot)
                browser.close()
    print("\n".join(watch.verdict()) or "Nothing was wrong on the page.")
    return 1 if watch.verdict() else 0


if __name__ == "__main__":
    sys.exit(main())
