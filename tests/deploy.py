"""Two servers behind nginx, with the configuration that is shipped: `python -m tests.deploy`.

A visitor plays a scene with data of their own, and their server is killed: they have to be on the other one, with all
that they had, without a click. The servers are those of an ordinary user who may write nothing, where that can be had.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from playwright.sync_api import Page, expect, sync_playwright

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import faults  # noqa: E402
from browser.chromium import ARGUMENTS, FRUGAL, find  # noqa: E402
from browser.reused import WITHOUT_3D  # noqa: E402
from browser.server import Server, running_app  # noqa: E402

from surface.scenes import link  # noqa: E402

DEPLOY = Path(__file__).parents[1] / ".github" / "deploy"
NO_NGINX = "nginx is not there: apt-get install nginx-light"


def nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def configuration(folder: Path, port: int, servers: list[int]) -> Path:
    """Write the shipped configuration with these ports and this folder; it also says who has answered."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    shipped = iter(servers)
    text = re.sub(r"127\.0\.0\.1:85\d\d", lambda _: f"127.0.0.1:{next(shipped)}", text)
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("/tmp/surface-nginx", f"{folder}/nginx")
    text = text.replace("proxy_pass ", "add_header X-Server $upstream_addr always;\n            proxy_pass ")
    written = folder / "nginx.conf"
    written.write_text(text, "utf-8")
    return written


@contextmanager
def front(servers: list[int]) -> Iterator[str]:
    """Run nginx before servers at these ports; yield its address."""
    program = nginx()
    assert program, NO_NGINX
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # its workers are of another user
        written = configuration(Path(folder), port, servers)
        process = subprocess.Popen([program, "-p", folder, "-c", str(written), "-g", "daemon off;"])
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(address: str) -> None:
    until = monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert monotonic() < until, f"nothing answers at {address}"


def holder(page: Page, servers: list[Server]) -> Server:
    """The server that this visitor is with."""
    told = page.evaluate("fetch('_stcore/health').then((answer) => answer.headers.get('X-Server'))")
    return next(server for server in servers if str(server.port) == told.rsplit(":", 1)[1])


def one_is_killed(page: Page) -> tuple[int, int]:
    """Kill the server of a visitor in mid-session; return its port, and that of the one that they are with then."""
    data = faults.large_data()
    name = link.data_name(data)
    with running_app() as first, running_app() as second, front([first.port, second.port]) as address:
        page.goto(f"{address}/_stcore/health")
        page.evaluate(faults.SEEDED, [name, link.handed(data)])
        rates = "learning_rate1=0.0001&learning_rate2=0.0002"
        faults.playing(page, address, f"?scene=ravine&data={name}&steps=5000&runs=2&{rates}")
        theirs = holder(page, [first, second])
        assert holder(page, [first, second]) is theirs, "the same visitor went to two servers"
        before = faults.step(page)
        os.kill(theirs.pid, signal.SIGKILL)
        # What is done in the gap comes back too.
        page.get_by_label(faults.RATE % 1).fill("0.000123")
        page.get_by_label(faults.RATE % 1).press("Enter")
        page.get_by_label(faults.RATE % 2).fill("0.0005")
        faults.is_back(page, before)
        expect(page).to_have_url(re.compile(name))
        expect(page.get_by_text("left out")).to_have_count(0)
        other = holder(page, [first, second])
        assert other is not theirs
        page.goto("about:blank")
        return theirs.port, other.port


def main() -> int:
    if not nginx():
        print(NO_NGINX)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS + FRUGAL)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(WITHOUT_3D)
        began = monotonic()
        killed, other = one_is_killed(page)
        print(f"the server at {killed} was killed, and its visitor is at {other} with all that was there:", end=" ")
        print(f"{monotonic() - began:.0f} s in all")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
