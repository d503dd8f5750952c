"""The player's modules, asked from Python: in Node where there is one, else in the browser of the browser tests."""

import json
import shutil
import subprocess

from browser.chromium import ARGUMENTS, MISSING, find
from playwright.sync_api import sync_playwright

from surface.view import standalone

PRELUDE = """
const plain = (value) => {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value === undefined) return null;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(value, plain);
  return value;
};
"""


def ask(statements: str, **given):
    """Return what the statements return; they see `modules` (name -> exports) and `given` (JSON values).

    Numbers that are not finite come back as texts: "NaN", "Infinity", "-Infinity".
    """
    body = f"{standalone.script()}\n{PRELUDE}\nconst given = {json.dumps(given)};\n"
    asked = f"{body}const answer = JSON.stringify(plain((() => {{\n{statements}\n}})()));\n"
    node = shutil.which("node")
    return json.loads(_from_node(node, asked) if node else _from_browser(asked))


def _from_node(node: str, asked: str) -> str:
    command = [node, "--input-type=module"]
    done = subprocess.run(command, input=f"{asked}console.log(answer);", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _from_browser(asked: str) -> str:
    chromium = find()
    assert chromium, MISSING
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page()
        page.set_content(f'<script type="module">{asked}globalThis.answer = answer;</script>')
        page.wait_for_function("globalThis.answer !== undefined")
        answer = page.evaluate("answer")
        browser.close()
    return answer
