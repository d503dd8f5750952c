"""The Chromium of this machine: found, or, run as a script, installed where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A page and a tab ask for none of these, and each costs processor time: the address line's list is a page of its own in
# every window, a spare process is begun at every navigation.
OF_A_WINDOW = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "SpareRendererForSitePerProcess")
# What Playwright switches off itself: of two such lists Chromium reads the last one alone.
PLAYWRIGHTS = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
ARGUMENTS = (
    "--no-sandbox",  # root, as in a container, cannot have one
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    f"--disable-features={','.join(PLAYWRIGHTS + OF_A_WINDOW)}",
)
# For many pages on few cores, without a graphics card: edges drawn four times over are half of what 3D costs, and V8's
# helper threads and its frequent small collections a tenth of an opening.
FRUGAL = (
    "--webgl-antialiasing-mode=none",
    "--js-flags=--single-threaded,--min-semi-space-size=64,--max-semi-space-size=128",
)
MISSING = (
    "The browser tests need Chromium, and none could be installed here: "
    f"put one of {', '.join(COMMANDS)} on the PATH and run the tests again."
)


def playwrights_own() -> str:
    """Where Playwright keeps the browser it downloads, whether or not it has."""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def find() -> str | None:
    """The path of the browser to test with: the machine's own before Playwright's."""
    installed = (shutil.which(command) for command in COMMANDS)
    return next(filter(None, installed), None) or next(filter(os.path.exists, [playwrights_own()]), None)


def installers() -> list[list[list[str]]]:
    """The ways to get a browser on this machine, each a list of commands, the likeliest first."""
    packaged = [["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "-y", "chromium", "fonts-dejavu-core"]]
    downloaded = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    root_on_debian = Path("/etc/debian_version").exists() and shutil.which("apt-get") and os.geteuid() == 0
    return [packaged, downloaded] if root_on_debian else [downloaded]


def install() -> None:
    """Try each way in turn until there is a browser."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for commands in installers():
        for command in commands:
            subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)
        if find():
            return


if __name__ == "__main__":
    if not find():
        print("No Chromium on this machine: installing one for the browser tests.", flush=True)
        install()
    sys.exit(None if find() else MISSING)
