"""The browsers of this machine: found, or installed from Debian's packages where that may be."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.engines.firefox import firefox
from tests.engines.webdriver import mini_browser, webkit

ENGINES = {"firefox": firefox, "webkit": webkit}
# Without a graphics card Mesa's software renderer draws; Xvfb is the screen that WebGL asks for in either.
PACKAGES = {
    "firefox": ("firefox-esr", "xvfb", "libegl1", "libgl1-mesa-dri"),
    "webkit": ("webkit2gtk-driver", "xvfb", "libegl1", "libgl1-mesa-dri"),
}
COMMANDS = {"firefox": ("firefox-esr", "Xvfb"), "webkit": ("WebKitWebDriver", "Xvfb")}


def missing(engine: str) -> bool:
    """Whether an engine lacks a command here."""
    lacks = any(shutil.which(command) is None for command in COMMANDS[engine])
    return lacks or (engine == "webkit" and mini_browser() is None)


def install(engine: str) -> str:
    """Install what an engine lacks; what else is to be done for it, "" for nothing."""
    if not missing(engine):
        return ""
    command = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *PACKAGES[engine]]
    by_hand = f"{engine} is not here; on Debian: sudo {' '.join(command)}"
    if not (Path("/etc/debian_version").exists() and shutil.which("apt-get") and os.geteuid() == 0):
        return by_hand
    print(f"No {engine} on this machine: installing it.", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for each in (["apt-get", "update", "-qq"], command):
        subprocess.run(each, env=environment, stdin=subprocess.DEVNULL, check=False)
    return by_hand if missing(engine) else ""
