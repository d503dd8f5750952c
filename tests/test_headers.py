"""What the server says of its pages to browsers: nothing from elsewhere, nothing to elsewhere, and who frames them."""

import asyncio
import base64
import gzip
import hashlib
import os
import re

import plotly
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from surface.view.hosts.files import PLOTLY, STATIC, WHOLE, routes, version
from surface.view.hosts.headers import INDEX, Reasoned, policy

EVIL = ["", "evil.example; script-src *", "a b", "a,b", "a\r\nb", "*", "'unsafe-inline'", "http://evil.example", "[::1"]


def rules(text):
    return {name: values.split() for name, _, values in (rule.partition(" ") for rule in text.split("; "))}


class Client:
    """Asks an app as a server does that speaks for a browser."""

    def __init__(self, app):
        self.app = app

    def get(self, address, **headers):
        path, _, query = address.partition("?")
        given = {"host": "localhost", **{name.replace("_", "-"): value for name, value in headers.items()}}
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "root_path": ""}
        scope |= {"query_string": query.encode(), "http_version": "1.1", "scheme": "http", "server": ("localhost", 80)}
        scope["headers"] = [(name.encode(), value.encode()) for name, value in given.items()]
        told, heard = [], iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive():
            return next(heard, None) or await asyncio.Event().wait()  # it listens on for one who leaves

        async def send(message):
            told.append(message)

        asyncio.run(self.app(scope, receive, send))
        self.status = told[0]["status"]
        self.headers = {name.decode(): value.decode() for name, value in told[0]["headers"]}
        self.content = b"".join(message.get("body", b"") for message in told[1:])
        return self


@pytest.fixture
def client():
    ways = [Route("/", lambda request: PlainTextResponse("a page")), *routes()]
    return Client(Starlette(routes=ways, middleware=[Middleware(Reasoned)]))


def test_scripts_are_the_servers_own_and_the_one_in_streamlits_page():
    page = INDEX.read_text(encoding="utf-8")
    (inline,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert rules(policy("localhost:8501", False))["script-src"] == [
        "'self'",
        "blob:",
        "'wasm-unsafe-eval'",
        f"'sha256-{digest}'",
    ]


def test_no_source_is_elsewhere():
    for name, values in rules(policy("localhost:8501", False)).items():
        own = {"'self'", "'none'", "blob:", "data:", "ws://localhost:8501", "wss://localhost:8501"}
        styles = {"style-src": {"'unsafe-inline'"}, "script-src": {"'wasm-unsafe-eval'"}}.get(name, set())
        assert {value for value in values if not value.startswith("'sha256-")} <= own | styles


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "lab.example"])
def test_a_visits_socket_is_named_by_the_host_that_was_asked_for(host):
    assert rules(policy(host, False))["connect-src"][-2:] == [f"ws://{host}", f"wss://{host}"]


@pytest.mark.parametrize("host", EVIL)
def test_what_is_no_host_adds_nothing(host):
    assert rules(policy(host, False))["connect-src"] == ["'self'", "blob:", "data:"]
    assert rules(policy(host, False)).keys() == rules(policy("localhost", False)).keys()


@pytest.mark.parametrize(
    ("query", "who"),
    [("", "'self'"), ("?embed=true", "*"), ("?embed=false", "'self'"), ("?scene=bowl&embed=true&show=details", "*")],
)
def test_another_page_may_frame_what_is_asked_for_as_a_frame_alone(client, query, who):
    headers = client.get(f"/{query}").headers
    assert rules(headers["content-security-policy"])["frame-ancestors"] == [who]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


# --- compressed once ----------------------------------------------------------------------------------------------


def test_a_file_is_compressed_once_for_all_who_ask(client, monkeypatch):
    packed, compress = [], gzip.compress
    monkeypatch.setattr(gzip, "compress", lambda *given, **named: packed.append(1) or compress(*given, **named))
    address, plain = f"/vendor/plotly/plotly.min.js?v={plotly.__version__}", (PLOTLY / "plotly.min.js").read_bytes()
    for _ in range(3):
        answer = client.get(address, accept_encoding="gzip, br")
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.content) == plain
    assert len(packed) <= 1
    assert "Accept-Encoding" in answer.headers["vary"]
    assert "immutable" in answer.headers["cache-control"]
    again = client.get(address, accept_encoding="gzip", if_none_match=answer.headers["etag"])
    assert (again.status, again.content) == (304, b"")


def test_who_takes_no_compressed_file_gets_it_as_it_is(client):
    answer = client.get(f"/view-{version()}/index.js")
    assert "content-encoding" not in answer.headers
    assert answer.content == (STATIC / "index.js").read_bytes()


def test_a_file_that_is_replaced_is_compressed_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("surface.view.hosts.files.STATIC", tmp_path)
    client = Client(Starlette(routes=routes()))
    for written, text in enumerate((b"1", b"22")):
        (tmp_path / "a.js").write_bytes(text)
        os.utime(tmp_path / "a.js", (written, written))
        assert gzip.decompress(client.get("/view-0/a.js", accept_encoding="gzip").content) == text


def test_all_modules_as_one_are_compressed_once(client, monkeypatch):
    packed, compress = [], gzip.compress
    monkeypatch.setattr(gzip, "compress", lambda *given, **named: packed.append(1) or compress(*given, **named))
    plain = client.get(f"/view-{version()}/{WHOLE}").content
    for _ in range(2):
        answer = client.get(f"/view-{version()}/{WHOLE}", accept_encoding="gzip")
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.content) == plain
    assert len(packed) <= 1
