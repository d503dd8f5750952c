"""The app as a user starts it: `streamlit run app.py`, on a port of its own."""

import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds, for a first start on a busy machine


class Server:
    """A running app: its address, and what it has printed."""

    def __init__(self, process: subprocess.Popen):
        self.url = ""
        self.log: list[str] = []
        self._process = process
        self._announced = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def port(self) -> int:
        return urlsplit(self.url).port

    @property
    def pid(self) -> int:
        return self._process.pid

    def _read(self) -> None:
        """Keep the log, and so keep the pipe empty; the line with the address comes once the socket listens."""
        for line in self._process.stdout:
            self.log.append(line)
            _, found, address = line.partition("URL: ")
            if found:
                self.url = address.strip()
                self._announced.set()
        self._announced.set()

    def wait_until_healthy(self) -> None:
        self._announced.wait(PATIENCE)
        if not self.url:
            raise RuntimeError("`streamlit run app.py` did not start:\n" + "".join(self.log))
        with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=PATIENCE) as answer:
            assert answer.status == 200

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()


def command(port: int, script: str | Path = "app.py") -> list[str]:
    options = ("headless=true", "address=127.0.0.1", f"port={port}", "fileWatcherType=none")
    flags = [f"--server.{option}" for option in options]
    return [sys.executable, "-m", "streamlit", "run", str(script), *flags, "--browser.gatherUsageStats=false"]


@contextmanager
def running_app(port: int = 0, script: str | Path = "app.py"):
    """The app's `Server`, or that of another script, healthy inside the block; port 0 takes a free one."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    server = Server(subprocess.Popen(command(port, script), cwd=ROOT, text=True, **pipes))
    try:
        server.wait_until_healthy()
        yield server
    finally:
        server.stop()
