"""The app in a frame of a course page, which comes from another server under another name."""

import re
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from browser.asking import expect
from browser.conftest import LOADED, PATIENCE
from browser.hand import at

FRAME = (
    '<iframe title="The view" allow="fullscreen; clipboard-write" style="width: 100%; height: 640px" src="{}"></iframe>'
)


@contextmanager
def course(app):
    """A server of course pages: each holds the app, at the query that it is itself opened at."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            body = "" if "?" not in self.path else FRAME.format(f"{app}/?{urlsplit(self.path).query}")
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f'<!doctype html><link rel="icon" href="data:,"><h1>Week 3</h1>{body}'.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_frame(server, new_page, watch):
    """A function: opens a course page, and returns it with its frame as soon as that has its runs."""
    with course(server.url) as host:
        watch.others.add(host)

        def open_frame(query, **options):
            page = new_page(alone=True, **options)
            page.goto(f"http://{host}/?{query}")
            frame = page.get_by_title("The view").element_handle().content_frame()
            expect(frame.locator(".player-count")).to_have_text(LOADED, timeout=PATIENCE)
            return page, frame

        yield open_frame


@pytest.mark.webgl(False)
def test_in_a_frame_of_another_origin_it_plays_a_start_is_dragged_and_what_is_hidden_is_hidden(open_frame):
    page, frame = open_frame("embed=true&scene=two-hollows&runs=1", viewport={"width": 1000, "height": 760})
    assert frame.evaluate("origin") != page.evaluate("origin")
    for hidden in (".player-panel-cards", ".map-tools", ".player-side", ".player-panel-legend", "h1"):
        expect(frame.locator(hidden).locator("visible=true")).to_have_count(0)
    for hidden in ("Take it", "Controls", "Reset scene", "Next"):
        expect(frame.get_by_role("button", name=hidden, exact=True)).to_have_count(0)
    bar = frame.locator(".player-transport").bounding_box()
    box = page.get_by_title("The view").bounding_box()
    assert bar["y"] + bar["height"] <= box["y"] + box["height"]  # nothing need be scrolled to
    frame.get_by_role("button", name="Play").click()
    expect(frame.locator(".player-count")).to_have_text(re.compile("^step [1-9]"))
    page.mouse.move(*at(frame, -1.3, 2.4))
    page.mouse.down()
    page.mouse.move(*at(frame, 1.5, 2.0), steps=6)
    page.mouse.up()
    frame.wait_for_url(re.compile("start1="))
    query = parse_qs(urlsplit(frame.url).query)
    assert query["embed"] == ["true"]
    w1, w2 = map(float, query["start1"][0].split("~"))
    assert abs(w1 - 1.5) < 0.1
    assert abs(w2 - 2.0) < 0.1


@pytest.mark.webgl(False)
def test_in_a_frame_take_it_works_where_it_is_asked_for_and_gives_the_whole_page_on(open_frame, server):
    page, frame = open_frame(
        "embed=true&show=play,take&scene=ravine", permissions=["clipboard-read", "clipboard-write"]
    )
    expect(frame.locator(".player-panel-cards")).to_be_hidden()
    frame.get_by_role("button", name="Take it").click()
    frame.get_by_role("button", name="Copy link").click()
    expect(frame.get_by_text("The link to this scene is copied.")).to_be_attached()
    page.get_by_role("heading").click()
    assert page.evaluate("navigator.clipboard.readText()") == f"{server.url}/?scene=ravine"


def test_another_page_shows_no_more_than_what_is_asked_for_as_a_frame(server, browser):
    with course(server.url) as host:
        context = browser.new_context()  # which nobody watches: that it is refused is an error to the browser
        page = context.new_page()
        page.goto(f"http://{host}/?scene=bowl")
        # The browser puts a page of its own there, which says that it was refused, and it may take a moment.
        shown = page.frame_locator("iframe").owner.element_handle().content_frame()
        shown.wait_for_url("chrome-error://chromewebdata/")
        context.close()
