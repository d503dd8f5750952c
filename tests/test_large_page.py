"""A server that was started with a table of any length: offered in the dialog, read once, and seen as what it is."""

import sys

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from streamlit.testing.v1 import AppTest
from visit import opened, ran, read

from surface.data import Source
from surface.pages.controls.table import large

ROWS = 20_000


@pytest.fixture
def file(tmp_path, monkeypatch):
    rng = np.random.default_rng(4)
    x = rng.normal(size=(3, ROWS))
    columns = dict(zip(["a", "b", "<b>c", "y"], [*x, 1.0 * (x[0] > x[1])], strict=True))
    path = tmp_path / "sea_*ice*.parquet"
    parquet.write_table(pa.table(columns), path)
    monkeypatch.setattr(large, "given", lambda: Source(path))
    return path


def press(app: AppTest, key: str) -> AppTest:
    return ran(app.button(key=key).click().run())


def sentence(app: AppTest) -> str:
    return " ".join(read(part).replace("\\", "") for part in [*app.success, *app.markdown, *app.caption])


def keys(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def test_it_is_read_when_that_is_asked_for_and_stays_known(file):
    app = press(opened(scene="bowl"), "file-open")
    assert app.multiselect(key=large.INPUTS).value == ["a", "b"]
    assert app.multiselect(key=large.TARGETS).value == ["y"]
    assert "file-use" not in keys(app)
    press(app, large.READ)
    assert "20,000 rows of sea_*ice*.parquet in" in sentence(app)
    press(app, "file-use")
    data = app.session_state["visit"].scene.data
    assert (data.rows, data.title) == (ROWS, file.name)
    assert data.counts is not None
    assert f"{data.source}, E exact to" in sentence(app)
    assert "These points stand for many rows each, and cannot be changed one by one." in sentence(app)
    # Another visitor finds it read.
    assert "file-use" in keys(press(opened(scene="bowl"), "file-open"))


def test_of_more_inputs_it_is_a_sample_and_a_refusal_is_a_sentence(file):
    app = press(opened(scene="bowl"), "file-open")
    ran(app.multiselect(key=large.INPUTS).set_value(["a", "b", "<b>c"]).run())
    assert "20,000 rows of" in sentence(press(app, large.READ))
    ran(app.multiselect(key=large.TARGETS).set_value(["a"]).run())
    press(app, large.READ)
    assert [read(error).replace("\\", "") for error in app.error] == [
        "A column must be an input or a target, got 'a' as both."
    ]
    assert "file-use" not in keys(app)
    assert app.session_state["visit"].scene.id == "bowl"


def test_the_path_comes_from_the_command_line_alone(monkeypatch, tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    large.given.cache_clear()
    monkeypatch.setattr(sys, "argv", ["app.py", "--table", str(path)])
    try:
        assert large.given().names == ("a", "b")
        large.given.cache_clear()
        monkeypatch.setattr(sys, "argv", ["app.py"])
        assert large.given() is None
        large.given.cache_clear()
        monkeypatch.setattr(sys, "argv", ["app.py", "--table", str(tmp_path / "none.csv")])
        with pytest.raises(ValueError, match=r"`source` must be the path of a file, got '.*none\.csv'"):
            large.given()
    finally:
        large.given.cache_clear()
