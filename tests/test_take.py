"""What is taken along: QR codes that a reader reads, addresses that lead here, files that come back."""

import json
import re
import socket
import string

import numpy as np
import pytest
import streamlit as st
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as texts
from javascript import ask
from PIL import Image, ImageFilter
from streamlit.testing.v1.util import patch_config_options
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed
from test_link import OWN, scenes
from visit import deliver, opened, ran, read, sent

from surface import SCENES, Scene
from surface.data import Dataset
from surface.pages import visit
from surface.pages.take import MENU, code, file, link, machine, opening
from surface.scenes import GALLERY, checking, edits
from surface.scenes.called import called

HERE = "http://192.168.1.20:8501/"
GOOD = SCENES["two-hollows"].json()


def picture(rows, pixels):
    """A code's modules as a grey picture, so many pixels to a module."""
    modules = np.array([[255 * (module == "0") for module in row] for row in rows], dtype=np.uint8)
    return np.kron(modules, np.ones((pixels, pixels), dtype=np.uint8))


def reading(image):
    """What a reader of barcodes makes of a picture, an empty text where it finds none."""
    found = zxingcpp.read_barcodes(image)
    return found[0].text if found else ""


# --- the code of a link -------------------------------------------------------------------------------------------


@given(texts.text(string.ascii_letters + string.digits + "-._~=&%", max_size=code.CAPACITY - len(HERE)))
@settings(max_examples=25, deadline=None)
def test_a_code_says_its_address(query):
    (made,) = code.codes(HERE + query)
    assert reading(picture(made["rows"], 4)) == made["address"] == HERE + query
    margin = [made["rows"][at] for at in (0, 1, 2, 3, -4, -3, -2, -1)]
    sides = [row[:4] + row[-4:] for row in made["rows"]]
    assert set("".join(margin + sides)) == {"0"}  # the quiet zone


@pytest.mark.parametrize("size", [60, 458])
def test_what_is_said_to_be_read_from_the_last_row_is_read_at_three_blurred_pixels_to_a_module(size):
    (made,) = code.codes(HERE.ljust(size, "a"))
    assert made["words"] == []
    sharp = Image.fromarray(picture(made["rows"], 12)).filter(ImageFilter.GaussianBlur(2))
    small = sharp.rotate(3, expand=True, fillcolor=255).resize((len(made["rows"]) * 3 + 5,) * 2)
    assert reading(np.array(small) // 2 + 60) == made["address"]


def test_a_code_that_is_too_fine_for_the_last_row_says_so():
    (made,) = code.codes(HERE.ljust(459, "a"))
    assert made["words"] == [
        "This code is too fine for the last row: 77 modules a side, where 73 are read from there. "
        "The scene file says the same."
    ]
    assert reading(picture(made["rows"], 3)) == made["address"]


def test_what_fits_into_no_code_is_offered_as_a_file():
    (made,) = code.codes(HERE.ljust(code.CAPACITY + 1, "a"))
    assert made["rows"] == []
    assert made["words"] == [
        "A QR code holds at most 2,953 characters, and this link has 2,954: copy it, or take the scene as a file."
    ]


@pytest.mark.parametrize("text", ["", "x", "javascript:alert(1)", "ftp://a/", "http://", "http://a:b/", "http://[a/"])
def test_what_is_no_address_has_no_code(text):
    assert not code.is_address(text)
    assert not code.is_address(HERE + "a" * code.LONGEST)


# --- the addresses of this machine --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "app.localhost", "127.0.0.1", "127.9.9.9", "::1", "0.0.0.0"]
)
def test_a_loopback_address_is_known(host):
    assert machine.is_loopback(host)


@pytest.mark.parametrize("host", ["192.168.1.20", "localhost.school.example", "notlocalhost", "fe80::1", "8.8.8.8", ""])
def test_what_leads_elsewhere_is_no_loopback(host):
    assert not machine.is_loopback(host)


@pytest.mark.parametrize("host", ["192.168.1.20", "a.school.example", "school.example", "localhost"])
@pytest.mark.parametrize(
    "allowed", [[], ["*"], ["192.168.1.20"], ["*.school.example"], ["SCHOOL.example", "localhost"], ["10.0.0.1"]]
)
def test_who_is_allowed_is_as_the_server_has_it(host, allowed):
    with patch_config_options({"server.allowedHosts": allowed}):
        assert machine.is_allowed(host, allowed) == is_host_allowed(host)


def test_the_machines_own_address_is_one_that_it_listens_to():
    own = machine.address()
    if own is not None:  # a machine in no network has none
        assert not machine.is_loopback(own)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
            listening.bind((own, 0))


def offered(monkeypatch, server, allowed, own="192.168.1.20"):
    monkeypatch.setattr(machine, "address", lambda: own)
    monkeypatch.setattr(st, "get_option", {"server.address": server, "server.allowedHosts": allowed}.get)
    return code.codes("http://localhost:8501/?scene=bowl&at=end")


@pytest.mark.parametrize("server", [None, "0.0.0.0", "::"])
@pytest.mark.parametrize("allowed", [[], ["*"], ["localhost", "192.168.1.20"], ["192.168.1.20"]])
def test_from_a_loopback_address_the_code_leads_to_this_machine_in_its_network(monkeypatch, server, allowed):
    (made,) = offered(monkeypatch, server, allowed)
    assert made["address"] == "http://192.168.1.20:8501/?scene=bowl&at=end"
    assert made["words"] == [
        "The page's own address, localhost, leads nowhere from other machines; "
        "192.168.1.20 is this one's in its network."
    ]
    assert reading(picture(made["rows"], 3)) == made["address"]


def test_every_name_that_the_app_is_served_under_is_offered(monkeypatch):
    made = offered(monkeypatch, "0.0.0.0", ["lab.example", "::1", "2001:db8::7"])
    assert [each["host"] for each in made] == ["lab.example", "2001:db8::7"]
    assert made[1]["address"] == "http://[2001:db8::7]:8501/?scene=bowl&at=end"


@pytest.mark.parametrize(("server", "allowed"), [("localhost", []), ("127.0.0.1", ["*"]), ("0.0.0.0", ["localhost"])])
def test_an_address_that_the_server_would_refuse_is_not_offered_but_how_to_start_it(monkeypatch, server, allowed):
    (made,) = offered(monkeypatch, server, allowed)
    assert made["address"] == "http://localhost:8501/?scene=bowl&at=end"
    assert made["words"] == [
        "This address leads only to this machine. For others in its network, start the app with these words added:"
    ]
    assert made["command"] == "--server.address 0.0.0.0 --server.allowedHosts 192.168.1.20"
    (alone,) = offered(monkeypatch, server, allowed, own=None)
    assert (alone["words"], alone["command"]) == (["This address leads only to this machine."], "")


# --- the link -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at_end", "given_on"), [(False, "?scene=bowl&steps=7"), (True, "?scene=bowl&steps=7&at=end")])
def test_a_link_is_given_on_without_what_only_its_frame_is_about(at_end, given_on):
    query = "?embed=true&scene=bowl&embed_options=dark_theme&show=play%2Ccards&at=end&steps=7"
    address = ask("return modules.address.sceneAddress(given.href, given.atEnd)", href=HERE + query, atEnd=at_end)
    assert address == HERE + given_on


def test_of_a_scene_that_fits_into_no_link_the_row_offers_the_file():
    title = np.random.default_rng(5).bytes(6000).hex()
    scene = edits.with_data(SCENES["two-hollows"], Dataset([[0.5, 1], [2, 3]], [[1], [0]], title=title))
    app = menu()
    assert component(app, '"codes"') is not None
    app.session_state["visit"].scene = scene
    ran(app.run())
    assert link.TOO_LONG in [caption.value for caption in app.caption]
    assert component(app, '"codes"') is None


# --- the file -----------------------------------------------------------------------------------------------------


def component(app, marker):
    """The component whose message has this in it, None where there is none."""
    return next((each.proto for each in app.get("bidi_component") if marker in each.proto.json), None)


def chosen(app, **told):
    """The page after a file was chosen in the menu, as the browser tells it."""
    return ran(deliver(app, sent(component(app, '{"most":').id, file=told)))


def dropped(app, **told):
    """The page after a file was dropped on it."""
    return ran(deliver(app, sent(component(app, '"words"').id, file=told)))


def menu():
    """The page with the menu open."""
    app = opened()
    app.session_state[MENU] = True
    return ran(app.run())


def words(app):
    return [read(text) for text in (*app.error, *app.warning)]


@pytest.fixture(scope="module")
def page():
    return menu()


@given(scene=scenes())
@settings(max_examples=15, deadline=None)
def test_a_file_that_is_opened_is_the_scene_and_is_saved_as_it_was(scene):
    st.session_state.pop(visit.KEY, None)
    opening.bring({"name": "x.json", "text": scene.json()})
    assert visit.scene() == scene
    assert visit.scene().json() == scene.json()


@pytest.mark.parametrize("way", [chosen, dropped])
def test_a_file_is_opened_by_either_way_with_its_own_data_and_undone(page, way):
    scene = edits.with_steps(edits.with_data(SCENES["two-hollows"], OWN), 77)
    before = page.session_state["visit"].scene
    way(page, name="x.json", size=9, text=scene.json())
    assert page.session_state["visit"].scene == scene
    assert Scene.from_link("&".join(f"{name}={text}" for name, text in page.query_params.items())) == (scene, [])
    visit_now = page.session_state["visit"]
    assert visit_now.history.past[-1] == before
    ran(page.button(key="reset").click().run())


def changed(**fields):
    return json.dumps(json.loads(GOOD) | fields)


WRONG = [
    ({"text": "a poem"}, "a scene file must be JSON, got expecting value in line 1"),
    ({"text": "[]"}, "the file must be an object with the fields format, version, "),
    ({"text": changed(format="a poem")}, "`format` must be 'error surface scene', got 'a poem'"),
    ({"text": changed(version=9)}, "`version` must be from 1 to 4, got 9: the file is of a later version of this app"),
    ({"text": changed(steps=0)}, "`steps` must be from 1 to 5000, got 0"),
    ({"text": changed(network=[{"activation": "sin", "weights": [[0, 0, 0]], "bias": None}])}, "3"),
    ({"text": changed(overlay="<script>alert(1)</script>")}, "'<script>alert(1)</script>'"),
    ({"text": changed(id="__import__('os').system('x')")}, "__import__"),
    ({"text": "{" * 100_000}, "a scene file must be JSON"),
    ({"fault": "large scene", "size": 300_000_000}, "a scene file must have at most 20 MB, got 300"),
    ({"fault": "large table", "size": 300 * 2**20}, "a table must have at most 10 MB, got 300"),
    ({"fault": "no text"}, "a scene file must be text in UTF-8, got something else"),
    ({"fault": "many", "size": 3}, "one file can be opened at a time, got 3"),
    ({"fault": "unreadable"}, "the file could not be read: is it a folder, or was it moved?"),
    ({"fault": {"odd": 1}, "size": -1}, "the file could not be read: is it a folder, or was it moved?"),
    ({"name": "x.csv", "base64": "no base 64!"}, "the file could not be read: is it a folder, or was it moved?"),
]


@pytest.mark.parametrize(("told", "sentence"), WRONG, ids=[sentence[:40] for _, sentence in WRONG])
def test_a_file_that_cannot_be_is_refused_in_one_sentence_and_the_scene_stays(told, sentence):
    st.session_state.pop(visit.KEY, None)
    before = visit.scene()
    with pytest.raises(ValueError, match=re.escape(sentence)):
        opening.bring({"name": "x.json", **told})
    assert (visit.scene(), visit.current().opening) == (before, False)


@pytest.mark.parametrize("way", [chosen, dropped])
def test_the_sentence_stands_on_the_page_and_goes_with_the_next_change(page, way):
    before = page.session_state["visit"].scene
    way(page, name="x.json", text=changed(version=9))
    assert page.session_state["visit"].scene == before
    assert words(page) == ["Version must be from 1 to 4, got 9: the file is of a later version of this app."]
    ran(page.button(key="reset").click().run())
    assert words(page) == []


def test_the_sentence_can_be_closed_and_comes_again_where_it_is_so_again(page):
    for _ in range(2):
        dropped(page, name="x.json", text=changed(version=9))
        assert len(words(page)) == 1
        ran(page.button(key="close-notices").click().run())
        assert words(page) == []


@pytest.mark.parametrize("told", [None, 3, [], {}, {"text": 7}, {"base64": 7, "name": 7}, {"base64": "AA"}])
def test_what_is_told_of_no_file_is_dropped(told):
    st.session_state.pop(visit.KEY, None)
    before = visit.scene()
    opening.bring(told)
    assert (visit.scene(), visit.current().opening) == (before, False)


def test_a_table_that_is_dropped_is_asked_about():
    app = dropped(opened(), name="mine.csv", size=20, base64="YSxiCjEsMgozLDQKNSw2Cg==")  # a,b 1,2 3,4 5,6
    assert app.session_state["visit"].brought == ("mine.csv", b"a,b\n1,2\n3,4\n5,6\n")
    ran(app.button(key="file-use").click().run())
    data = app.session_state["visit"].scene.data
    assert (data.title, data.inputs.tolist(), data.targets.tolist()) == ("mine.csv", [[1], [3], [5]], [[2], [4], [6]])
    assert app.session_state["visit"].brought is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("My data.csv", "my-data"),
        ("../../etc/passwd", "etc-passwd"),
        ("Größe & Miete.xlsx", "größe-miete"),
        ("…", "two-hollows"),
        ("", "two-hollows"),
        ("a" * 200, "a" * 60),
        ("A_b  c.d e", "a-b-c-d-e"),
    ],
)
def test_a_file_is_called_by_the_title_of_the_data(title, name):
    own = Dataset([[0.5, 1], [2, 3]], [[1], [0]], title=title)
    assert called(edits.with_data(SCENES["two-hollows"], own)) == name


def test_a_file_is_called_by_the_title_of_the_scene():
    assert called(SCENES["bowl"]) == "round-bowl"


def test_the_files_of_no_two_openings_are_called_alike():
    openings = [entry.opened(variant) for entry in GALLERY.values() for variant in ("", *entry.variants)]
    names = [called(scene) for scene in openings]
    assert len(set(names)) == len(openings)
    assert all(re.fullmatch("[a-z0-9-]{1,60}", name) for name in names)


def test_no_file_is_saved_that_could_not_be_opened_again(monkeypatch):
    for module in (file, checking):
        monkeypatch.setattr(module, "MAX_CHARACTERS", 50_000)
    sizes, table = (1, 300, 450, 600, 800, 2000), np.random.default_rng(5).normal(size=(2000, 3))
    for size in sizes:
        scene = edits.with_data(SCENES["two-hollows"], Dataset(table[:size, :2], table[:size, 2:]))
        assert file.can_be_read(scene) == (len(scene.json()) <= 50_000)
