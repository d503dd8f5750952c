"""What the server serves beside the app: the player's own files, and the plotly.js of the installed Python package."""

from __future__ import annotations

import gzip
import hashlib
import os
from functools import cache, lru_cache
from pathlib import Path
from time import time

import plotly
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from surface.view.hosts.page import DOORS, script

STATIC = Path(__file__).parents[1] / "static"
PLOTLY = Path(plotly.__file__).parent / "package_data"
TEXTS = {".js", ".css", ".svg", ".json", ".html"}
PACKED = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
LASTING = "public, max-age=31536000, immutable"
WHOLE = "whole.js"
"""All modules that the app's pages use, as one: a browser waits for one answer, not for two hundred in turns."""


def version() -> str:
    """Return a digest of the player's files as they were when it was first called: a part of their address."""
    return _digested()[0]


@cache
def _digested() -> tuple[str, float]:
    """Return the digest of the player's files, and when it was begun: a later file may not be what it says."""
    digest, began = hashlib.sha256(), time()
    for path in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(STATIC).as_posix()} {path.stat().st_size} ".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12], began


class _Files(StaticFiles):
    """Files that a browser keeps.

    Where their address names this version it never asks again. Else, and for a file that was written after the version
    was read, it asks each time, so that it never plays an old module beside a new one.
    """

    def __init__(self, directory: Path, version: str):
        super().__init__(directory=directory)
        self._version = version

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        named = (scope.get("path_params", {}).get("version"), scope["query_string"].decode("latin-1"))
        lasting = self._version in named and stat_result.st_mtime < _digested()[1]
        response.headers["Cache-Control"] = LASTING if lasting else "no-cache"
        if response.status_code == 200 and _takes_gzip(scope) and Path(full_path).suffix in TEXTS:
            return _Packed(Path(full_path), stat_result.st_mtime_ns, response)
        return response


class _Packed(Response):
    """A file in the form that was compressed once for all who ask for it."""

    def __init__(self, path: Path, written: int, plain: Response) -> None:
        super().__init__(_packed(path, written), media_type=plain.media_type, headers=PACKED)
        for name in ("Cache-Control", "ETag", "Last-Modified"):
            self.headers[name] = plain.headers[name]


@lru_cache(maxsize=512)  # more than there are files
def _packed(path: Path, written: int) -> bytes:
    """Return a file's bytes, compressed; written: when it was, for a file may be replaced under a running server."""
    return gzip.compress(path.read_bytes(), mtime=0)


def _takes_gzip(scope: Scope) -> bool:
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


def _whole(request: Request) -> Response:
    """Return all modules as one, which a browser keeps as it keeps their files."""
    edited = max(path.stat().st_mtime for path in STATIC.rglob("*.js"))
    lasting = request.path_params["version"] == version() and edited < _digested()[1]
    plain, packed = _joined(edited)
    takes = _takes_gzip(request.scope)
    headers = {"Cache-Control": LASTING if lasting else "no-cache", **(PACKED if takes else {})}
    return Response(packed if takes else plain, headers=headers, media_type="text/javascript")


@lru_cache(1)
def _joined(edited: float) -> tuple[bytes, bytes]:
    """Return all modules as one, plain and compressed, anew where one of them was edited since."""
    plain = f"{script(*DOORS)}\nexport {{ modules }};\n".encode()
    return plain, gzip.compress(plain, mtime=0)


def routes(base: str = "") -> list[BaseRoute]:
    """Return the routes for `st.App`; base is Streamlit's `server.baseUrlPath`, below which the app lives."""
    # "", "/", "app" and "/app/" may all be given.
    prefix = f"/{base.strip('/')}".rstrip("/")
    return [
        # First, for it is no file in the folder.
        Route(f"{prefix}/view-{{version}}/{WHOLE}", _whole),
        # Any version leads to the files that there are: a page that was open over an update can go on.
        Mount(f"{prefix}/view-{{version}}", app=_Files(STATIC, version())),
        Mount(f"{prefix}/vendor/plotly", app=_Files(PLOTLY, f"v={plotly.__version__}")),
    ]
