"""The page that plays from a file: all in one, nothing from elsewhere, and no data that becomes markup."""

import base64
import gzip
import html
import json
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from plotly.offline import get_plotlyjs

from surface.data import Dataset
from surface.descent import RULES, SCHEDULES, descend
from surface.error import ErrorSurface
from surface.model import Network
from surface.scenes import SCENES
from surface.view import show
from surface.view.hosts import page
from surface.view.protocol import EVENTS

EVIL = 'a</script><ScRiPt>alert("x")</SCRIPT><!-- &amp; <img src=x>'


class Elements(HTMLParser):
    """The elements of a page, with what they fetch."""

    def __init__(self):
        super().__init__()
        self.tags, self.fetched, self.classes = [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.fetched += [value for name, value in attributes if name in ("src", "href")]
        self.classes += [value for name, value in attributes if name == "class"]


@pytest.fixture(scope="module")
def shown():
    network = Network.single_layer([[0.0, 0.0]], "sin")
    data = Dataset(np.eye(2), [[0.5], [0.2]], input_names=(EVIL, "x2"), title=EVIL)
    E = ErrorSurface(network, data, network.names)
    return show(E, descend(E, RULES["momentum"](0.1), (1, 1), 20), ((-2, 2), (-2, 2)), 15)


def elements(page):
    found = Elements()
    found.feed(page)
    return found


def test_the_page_holds_everything_itself(shown):
    page = elements(shown.page())
    assert page.fetched == ["data:,"]
    assert page.tags.count("script") == 4
    assert page.tags.count("style") == 1


def test_text_from_the_data_stays_text(shown):
    page = elements(shown.page())
    assert "img" not in page.tags
    assert page.tags.count("script") == 4
    assert f"<title>{html.escape(EVIL)}</title>" in shown.page()


def test_what_to_watch_stays_text(shown):
    told = replace(shown, runs={**shown.runs, "watch": EVIL}).page()
    assert elements(told).tags.count("script") == 4
    assert html.escape(EVIL) in told


def test_the_page_is_the_same_each_time(shown):
    assert shown.page() == shown.page()


def test_a_page_holds_plotly_as_the_package_has_it(shown):
    (packed,) = re.findall(r'<script type="text/plain" id="plotly">([^<]*)</script>', shown.page())
    assert gzip.decompress(base64.b64decode(packed)).decode() == get_plotlyjs()


class Own(SCHEDULES["exponential"]):
    """A schedule whose formula the browser does not go by, though it has a setting."""


@pytest.mark.parametrize(("kind", "settings"), [(SCHEDULES["exponential"], ["gamma"]), (Own, [])])
def test_a_page_offers_the_settings_of_a_schedule_that_it_can_compute_alone(kind, settings):
    E = SCENES["two-hollows"].surface()
    runs = show(E, descend(E, RULES["momentum"](0.1), (1, 1), 20, kind(0.9)), ((-2, 2), (-2, 2)), 15).runs
    (run,) = page.allowing(runs)["runs"]
    assert [one["knob"]["name"] for one in run["plan_settings"]] == settings
    assert run["plan"] == kind(0.9).words


@pytest.mark.parametrize("may", page.MAY)
def test_the_reader_may_change_what_was_chosen(shown, may):
    (held,) = re.findall(r'id="picture">([^<]*)</script>', shown.page(may))
    assert set(json.loads(held)["runs"]["events"]) == set(page.MAY[may]) <= EVENTS.keys()
    assert ("saved-back" in elements(shown.page(may)).classes) == (may != "nothing")


def test_another_choice_is_refused(shown, tmp_path):
    with pytest.raises(ValueError, match="`may` must be one of everything, starts and settings, nothing, got 'all'"):
        shown.save(tmp_path / "page.html", may="all")
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize(
    ("title", "name"), [("My fit", "my-fit"), ('"><img>', "img"), ("数据 7", "数据-7"), ("…", "error-surface")]
)
def test_files_of_a_picture_that_is_of_no_scene_are_called_by_its_title(title, name):
    assert f'<div id="player" data-name="{name}">' in page.body(title, "")


def test_a_file_holds_the_page(shown, tmp_path):
    path = shown.save(tmp_path / "page.html")
    assert path.read_text(encoding="utf-8") == shown.page()


def test_a_notebook_without_widgets_shows_the_page_in_a_frame(shown, monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "surface.view.hosts.notebook", raising=False)
    frame = shown._repr_mimebundle_()["text/html"]
    (source,) = re.findall(r'srcdoc="([^"]*)"', frame)
    assert html.unescape(source) == shown.page()
    assert elements(frame).tags == ["iframe"]


def test_every_import_and_export_is_of_a_form_that_is_bundled():
    paths = sorted(page.STATIC.rglob("*.js"))
    assert len(paths) > 100
    for path in paths:
        source, name = path.read_text(encoding="utf-8"), path.relative_to(page.STATIC).with_suffix("").as_posix()
        bundled = page._enclosed(name)
        assert len(re.findall(r"^import\b", source, re.MULTILINE)) == bundled.count("} = modules."), name
        assert re.findall(r"^(?:import|export)\b.*", bundled, re.MULTILINE) == [], name


def test_an_import_over_many_lines_is_bundled(tmp_path, monkeypatch):
    (tmp_path / "other.js").write_text("export const first = 1;\nexport const second = 2;\n", encoding="utf-8")
    (tmp_path / "index.js").write_text('import {\n  first,\n  second,\n} from "./other.js";\n', encoding="utf-8")
    monkeypatch.setattr(page, "STATIC", tmp_path)
    assert page.modules() == ["other", "index"]
    assert "const {\n  first,\n  second,\n} = modules.other;" in page.script()
