"""What the server says of its pages to browsers: where a page may take things from, who may frame it, what it tells.

Each header has its reason beside it; tests hold them, and that the app works under them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
HOST = re.compile(r"[\w.\-]+(:\d+)?|\[[\da-fA-F:]+\](:\d+)?")

NOSNIFF = "nosniff"  # a file is what its type says: a text that was taken for a script would run
REFERRER = "same-origin"  # an address holds the scene, own data too: a page that is gone to does not hear of it


class Reasoned:
    """Adds the headers to every answer of an app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        framed = QueryParams(scope["query_string"]).get("embed") == "true"

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy(host, framed)
                headers["X-Content-Type-Options"] = NOSNIFF
                headers["Referrer-Policy"] = REFERRER
            await send(message)

        await self._app(scope, receive, told)


def policy(host: str, framed: bool) -> str:
    """Return the Content-Security-Policy of a page under a host's name; framed: whether it is asked for as a frame."""
    # Older WebKit takes 'self' for no socket: it is named, as far as the name is one.
    sockets = [f" {scheme}://{host}" for scheme in ("ws", "wss") if HOST.fullmatch(host)]
    rules = {
        # Nothing is fetched from anywhere else, and nothing is sent there: not by what a file or a link brings in.
        "default-src": "'self'",
        "connect-src": f"'self' blob: data:{''.join(sockets)}",
        # Streamlit's one script in its page, and no other: a name or a text that got into the page stays a text.
        # Its page compiles some WebAssembly, which is no text.
        "script-src": f"'self' blob: 'wasm-unsafe-eval' {' '.join(_inline_scripts())}",
        "worker-src": "'self' blob:",
        # Streamlit and Plotly write styles as they draw.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' data: blob:",
        "frame-src": "'self' blob: data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        # A course's page may show the app that it asks for with ?embed=true; any other page could lay the whole app,
        # with a visitor's own data, under buttons of its own.
        "frame-ancestors": "*" if framed else "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


@cache
def _inline_scripts() -> tuple[str, ...]:
    """Return the hashes of the scripts that stand in Streamlit's own page."""
    texts = INLINE.findall(INDEX.read_text(encoding="utf-8"))
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return tuple(f"'sha256-{digest}'" for digest in digests)
