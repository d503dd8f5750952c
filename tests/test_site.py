"""The site of files: what an export writes, refuses and leaves alone, and the words of its lessons."""

import base64
import json
import os
import re
import struct
import subprocess
import sys
import zlib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import numpy as np
import pytest
from plotly.offline import get_plotlyjs

from surface.__main__ import main
from surface.lessons import read_lessons
from surface.lessons.pictures import PICTURES
from surface.scenes import GALLERY, SCENES
from surface.scenes.played import Played
from surface.view.hosts.site import export
from surface.view.hosts.site.folder import LIST, Folder
from surface.view.hosts.site.markup import html_of, mathml
from surface.view.hosts.site.thumbnail import thumbnail

ROOT = Path(__file__).parents[1]
LESSONS, _ = read_lessons({name: picture.controls for name, picture in PICTURES.items()})
ONLY = ("two-hollows", "bowl", "one-unit", "where-do-starts-end", "momentum")
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)


class Links(HTMLParser):
    """The addresses on a page, and all ids."""

    def __init__(self, text):
        super().__init__()
        self.addresses, self.ids = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.addresses += [value for name, value in attributes if name in ("src", "href") and "data:" not in value]
        self.ids += [value for name, value in attributes if name == "id"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of an export of some scenes and lessons, and what it told."""
    told, folder = [], tmp_path_factory.mktemp("export") / "site"
    export(folder, ONLY, tell=told.append)
    return folder, told


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def held(page, id):
    (text,) = re.findall(rf'<script type="application/json" id="{id}">([^<]*)</script>', page.read_text("utf-8"))
    return json.loads(text)


def test_every_page_is_there_and_told(site):
    folder, told = site
    assert files(folder) == [
        LIST,
        "index.html",
        "lessons/momentum.html",
        "lessons/one-unit.html",
        "lessons/where-do-starts-end.html",
        "lib/player.js",
        "lib/plotly.min.js",
        "lib/style.css",
        "scenes/bowl-straight.html",
        "scenes/bowl.html",
        "scenes/two-hollows-starts.html",
        "scenes/two-hollows-too-much.html",
        "scenes/two-hollows.html",
    ]
    assert [line.partition(" of ")[0] for line in told] == [str(n) for n in range(1, 9)]
    assert told[-1].startswith("8 of 8: lessons/")


def test_every_address_is_of_a_file_of_the_site_and_each_id_stands_once(site):
    folder, _ = site
    for page in folder.rglob("*.html"):
        links, here = Links(page.read_text("utf-8")), page.relative_to(folder).as_posix()
        reached = {urljoin(f"/{here}", address).removeprefix("/") for address in links.addresses}
        assert reached <= set(files(folder))
        assert len(links.ids) == len(set(links.ids)), here
        assert all(not address.startswith("/") for address in links.addresses)


def test_the_drawing_library_is_there_once_and_the_pages_are_small(site):
    folder, _ = site
    assert (folder / "lib" / "plotly.min.js").read_text("utf-8") == get_plotlyjs()
    pages = list(folder.rglob("*.html"))
    assert max(page.stat().st_size for page in pages) < 1_000_000
    assert not [page for page in pages if "<script>" in page.read_text("utf-8")]  # a strict host runs none in a page


def test_a_page_has_the_words_of_its_variant(site):
    folder, _ = site
    text = (folder / "scenes" / "two-hollows-too-much.html").read_text("utf-8")
    variant = GALLERY["two-hollows"].variants["too-much"]
    assert variant.watch in text
    runs = held(folder / "scenes" / "two-hollows-too-much.html", "picture")["runs"]
    assert [run["rule"] for run in runs["runs"]] == [run.rule.name for run in variant.runs]


def test_maps_that_no_browser_works_out_are_there_for_every_stop(site):
    data = held(site[0] / "lessons" / "where-do-starts-end.html", "lesson")
    stops = data["acts"][0]["stops"]
    assert {0.9, 0.94} <= set(stops["values"])
    assert stops["values"] == sorted(stops["values"])
    assert data["acts"][0]["lesson"] == stops["lessons"][stops["values"].index(0.9)]
    titles = [lesson["titles"][1] for lesson in stops["lessons"]]
    assert len(set(titles)) == len(titles) == len(stops["values"])
    assert "0.94" in titles[stops["values"].index(0.94)]


def test_numbers_in_the_words_are_the_scenes_own(site):
    text = (site[0] / "lessons" / "momentum.html").read_text("utf-8")
    lesson = next(lesson for lesson in LESSONS if lesson.slug == "momentum")
    error = lesson.acts[0].played.descents[0].error[-1]
    assert f"instead of {error:.3f}" in text
    assert "{" not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


# ---------------------------------------------------------------------------------------------------------- the folder


def test_an_export_can_be_made_again_and_leaves_other_files_as_they_are(tmp_path):
    export(tmp_path / "site", ["bowl"], variants=False, tell=list)
    foreign = tmp_path / "site" / "notes.txt"
    foreign.write_text("mine", "utf-8")
    (tmp_path / "site" / "index.html").write_text("spoilt", "utf-8")
    told = []
    export(tmp_path / "site", ["bowl"], variants=False, may="nothing", tell=told.append)
    assert foreign.read_text("utf-8") == "mine"
    assert told[-1] == "left as they are: notes.txt"
    assert "Round bowl" in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert held(tmp_path / "site" / "scenes" / "bowl.html", "picture")["runs"]["events"] == []


def test_a_folder_with_other_files_is_refused_whole(tmp_path, capsys):
    (tmp_path / "thesis.tex").write_text("mine", "utf-8")
    assert main(["export", "--to", str(tmp_path), "--only", "bowl"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "must go into an empty folder or into one of an export before" in said.err
    assert files(tmp_path) == ["thesis.tex"]


@pytest.mark.parametrize("listed", ["no json", '{"a": 1}'])
def test_a_list_that_is_none_gives_nothing_away(tmp_path, listed):
    (tmp_path / LIST).write_text(listed, "utf-8")
    with pytest.raises(ValueError, match="which holds other files"):
        Folder(tmp_path)


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path):
    Folder(tmp_path).write("a.html", "ours")
    (tmp_path / "b.html").write_text("mine", "utf-8")
    with pytest.raises(ValueError, match=r"got b.html, which is none"):
        Folder(tmp_path).claim(["a.html", "b.html"])
    Folder(tmp_path).write("a.html", "ours again")
    assert (tmp_path / "a.html").read_text("utf-8") == "ours again"


@pytest.mark.parametrize("name", ["../outside.html", "linked/outside.html"])
def test_nothing_outside_the_folder_is_touched(tmp_path, name):
    site, other = tmp_path / "site", tmp_path / "other"
    other.mkdir()
    folder = Folder(site)
    folder.write("a.html", "ours")
    os.symlink(other, site / "linked")
    with pytest.raises(ValueError, match="leads out of it"):
        folder.write(name, "no")
    assert files(other) == []
    assert not (tmp_path / "outside.html").exists()


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ValueError, match="which is a file"):
        Folder(tmp_path / "file")


def test_what_is_not_there_is_named(tmp_path, capsys):
    assert main(["export", "--to", str(tmp_path / "site"), "--only", "bowls"]) == 2
    assert "a scene or a lesson must be one of two-hollows," in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_an_export_needs_no_app(tmp_path):
    code = (
        "import sys; sys.modules['streamlit'] = None\n"
        "from surface.__main__ import main; sys.exit(main(['export', '--to', sys.argv[1], '--only', 'bowl']))"
    )
    to = str(tmp_path / "site")
    done = subprocess.run([sys.executable, "-c", code, to], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 of 2: scenes/bowl.html" in done.stdout


# ----------------------------------------------------------------------------------------------------------- the words


def test_every_formula_of_the_lessons_is_set():
    texts = [lesson.words + lesson.answer + "".join(a.words + a.answer for a in lesson.acts) for lesson in LESSONS]
    formulas = [match for text in texts for match in FORMULA.finditer(text)]
    assert len(formulas) > 60
    for match in formulas:
        said = mathml(re.sub(r"\{([^{}=]*)=[^{}]*\}", r"\1", match[1] or match[2]))
        assert said.startswith("<math ")
        assert "\\" not in said  # a command that is not known would stand there as it was written


def test_a_formula_is_what_it_says():
    assert mathml(r"w_{11}") == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline">'
        "<mrow><msub><mi>w</mi><mrow><mn>11</mn></mrow></msub></mrow></math>"
    )
    assert "<mo>&#x02212;</mo>" in mathml("5−3") or "<mo>−</mo>" in mathml("5−3")


def test_marks_of_markdown_inside_a_formula_are_the_formulas():
    said = html_of("*one* $a*b$ and $c*d$")
    assert said.startswith("<p><em>one</em> <math")
    assert said.count("<em>") == 1


# ------------------------------------------------------------------------------------------------------- the thumbnail


def unpacked(svg):
    """The rows of a thumbnail's PNG, and its palette."""
    (text,) = re.findall(r"data:image/png;base64,([^\"]+)", svg)
    data, place, chunks = base64.b64decode(text), 8, {}
    while place < len(data):
        size, name = struct.unpack(">I4s", data[place : place + 8])
        content = data[place + 8 : place + 8 + size]
        assert struct.unpack(">I", data[place + 8 + size : place + 12 + size])[0] == zlib.crc32(name + content)
        chunks[name] = content
        place += 12 + size
    columns, rows = struct.unpack(">II", chunks[b"IHDR"][:8])
    numbers = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(rows, columns + 1)
    return numbers[:, 1:], np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)


def test_a_thumbnail_is_dark_where_the_error_is_large_and_its_paths_begin_at_the_starts():
    played = Played(SCENES["two-hollows"])
    svg = thumbnail(played)
    numbers, palette = unpacked(svg)
    error = played.landscape.error[::-1]  # upwards is up
    light = palette[numbers].astype(int).sum(axis=-1)
    low, high = np.unravel_index(error.argmin(), error.shape), np.unravel_index(error.argmax(), error.shape)
    assert light[low] == light.max() > light[high] == light.min()
    order = np.argsort(error, axis=None)
    assert (np.diff(light.ravel()[order]) <= 0).all()
    first = re.findall(r'points="([\d.-]+),([\d.-]+) ', svg)[0]
    (left, right), (bottom, top) = played.window
    a, b = played.scene.runs[0].start
    expected = 180 * (a - left) / (right - left), 80 * (top - b) / (top - bottom)
    np.testing.assert_allclose(np.array(first, float), expected, atol=0.51)
