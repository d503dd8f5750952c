"""The dialog that opens a table, driven without a browser: what is read, asked, chosen and refused."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from visit import brought, deliver, file_field, opened, ran, read, sent

from surface import SCENES, Dataset
from surface.data.table import MAX_BYTES
from surface.pages import visit
from surface.pages.controls.table.guesses import WORKED_OUT
from surface.scenes import edits, link

CASES = Path(__file__).parent / "tables" / "cases"


@pytest.fixture
def app() -> AppTest:
    """The page with the dialog open."""
    return press(opened(scene="bowl"), "file-open")


def press(app: AppTest, key: str) -> AppTest:
    return ran(app.button(key=key).click().run())


def give(app: AppTest, content: bytes, name: str = "mine.csv") -> AppTest:
    return ran(deliver(app, brought(app, name, content)))


def scene(app: AppTest):
    return app.session_state["visit"].scene


def errors(app: AppTest) -> list[str]:
    return [read(error) for error in app.error]


def said(app: AppTest) -> str:
    return " ".join(read(caption) for caption in app.caption)


def grid(app: AppTest) -> list[str]:
    """The headings of the rows that are shown."""
    return list(app.dataframe[-1].value.columns)


def test_the_sizes_are_said_before_a_table_is_given(app):
    assert "up to 10 MB, 100,000 rows, 200 columns and 2,000,000 cells" in file_field(app).html_content
    assert not errors(app)


def test_a_file_is_shown_chosen_from_and_used(app):
    give(app, b"name,a,b\nfoo,1,2\nbar,2,3\nbaz,3,5\n")
    assert grid(app) == ["line", "name (text)", "a (number)", "b (number)"]
    assert "3 rows, 3 columns. Read as text in UTF-8 with commas between the columns" in said(app)
    assert "Text, which is neither input nor target: name." in said(app)
    assert press(app, "file-use").session_state["visit"].opening is False
    assert scene(app).data == Dataset([[1], [2], [3]], [[2], [3], [5]], ["a"], ["b"], "mine.csv", "your file")
    assert file_field(app) is None


def test_a_scene_that_is_chosen_for_a_table_opens_and_the_dialog_closes(app):
    told = {"name": "mine.txt", "size": 9, "text": SCENES["iris"].json(), "at": 1}
    ran(deliver(app, sent(file_field(app).id, file=told)))
    assert scene(app) == SCENES["iris"]
    assert file_field(app) is None
    press(app, "file-open")
    assert "mine.txt" not in file_field(app).json


def test_what_cannot_be_decided_is_asked_in_words(app):
    give(app, (CASES / "05-thousands-dot.csv").read_bytes())
    question = app.radio(key="file-question")
    assert question.label.replace("\\", "") == "In column miete, what is 1.299 (line 2): 1299 or 1.299?"
    assert [button.key for button in app.button if button.key == "file-use"] == []
    ran(question.set_value(("1299", "thousands", ".")).run())
    assert app.selectbox(key="file-thousands").value == "."
    assert "1.299 (line 2) is read as 1299, not as 1.299." in said(app)
    assert scene(press(app, "file-use")).data.targets[:, 0].tolist() == [1299, 899, 1050, 745]


def test_gaps_are_said_and_left_out_by_a_switch(app):
    give(app, (CASES / "04-missing-leaves-one-column.csv").read_bytes())
    assert errors(app) == [
        "1 of 4 rows has no score (line 3: 'NA'): leave out rows with gaps, or choose other columns."
    ]
    ran(app.toggle(key="file-drop").set_value(True).run())
    assert errors(app) == []
    assert scene(press(app, "file-use")).data.targets[:, 0].tolist() == [52, 61, 70]


def test_each_guess_can_be_changed(app):
    give(app, b"1;2\n3;4\n5,5;6\n")
    assert grid(app)[1:] == ["1 (number)", "2 (number)"]
    ran(app.selectbox(key="file-header").set_value(True).run())
    assert grid(app)[1:] == ["1 (number)", "2 (number)"]
    assert app.dataframe[-1].value["line"].tolist() == ["2", "3"]
    ran(app.selectbox(key="file-separator").set_value(",").run())
    assert errors(app) == ["Line 3 must have 1 cell, as line 1 has, got 2."]
    ran(app.selectbox(key="file-separator").set_value(WORKED_OUT).run())
    ran(app.selectbox(key="file-encoding").set_value("utf-16").run())
    assert errors(app)
    ran(app.selectbox(key="file-encoding").set_value("cp1252").run())
    assert "text in CP1252" in said(app)


def test_numbers_can_be_classes_and_what_was_left_out_kept(app):
    give(app, b",x,kind\n0,1.5,2\n1,2.5,0\n2,3.5,1\n")
    assert grid(app)[1:] == ["x (number)", "kind (number)"]
    ran(app.toggle(key="file-keep").set_value(True).run())
    assert grid(app)[1:] == ["1 (number)", "x (number)", "kind (number)"]
    ran(app.multiselect(key="file-classes").set_value(["kind"]).run())
    assert grid(app)[1:] == ["1 (number)", "x (number)", "kind (class)"]
    assert scene(press(app, "file-use")).data.target_names == ("kind = 0", "kind = 1", "kind = 2")


def test_another_file_is_worked_out_anew(app):
    give(app, b"1,2\n3,4\n5,6\n")
    ran(app.selectbox(key="file-header").set_value(True).run())
    give(app, b"1,2\n3,4\n5,6\n", "other.csv")
    assert app.selectbox(key="file-header").value == WORKED_OUT
    assert app.dataframe[-1].value["line"].tolist() == ["1", "2", "3"]


def test_classes_become_a_unit_each_and_standardised_inputs_say_so(app):
    give(app, (CASES / "02-no-header-with-class.csv").read_bytes())
    ran(app.toggle(key="file-standardise").set_value(True).run())
    press(app, "file-use")
    assert scene(app).data.target_names == ("5 = blue", "5 = red")
    assert scene(app).data.input_names == ("1 (standardised)", "2 (standardised)")
    assert scene(app).network.outputs == 2
    assert "inputs 1 (standardised), 2 (standardised) · targets 5 = blue, 5 = red" in said(app)


def test_numbers_are_the_first_guess_for_inputs(app):
    give(app, b"colour,n,m,y\nred,1,,2\nblue,2,3,3\nred,3,4,5\nblue,4,5,7\n")
    assert app.multiselect(key="file-inputs").value == ["n"]
    assert app.multiselect(key="file-targets").value == ["y"]


def test_pasted_text_is_a_table_too(app):
    app.session_state["visit"].table_way = "Pasted text"
    ran(app.run())
    ran(app.text_area(key="file-text").input("x\ty\n1,5\t2\n2,5\t4\n").run())
    press(app, "file-use")
    assert scene(app).data == Dataset([[1.5], [2.5]], [[2], [4]], ["x"], ["y"], "pasted table", "your file")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "A file must hold a table, got an empty one."),
        (b"x\n1\n2\n", "A network needs two columns of numbers, dates or classes, and there is only 'x'."),
        (b"a,b\nfoo,bar\nbaz,qux\n", "A network needs two columns of numbers, dates or classes, and there is none."),
        (b"\0\1\2", "A file must be a table, and this is no text: line 1 holds the byte 0x00."),
        (b"a,b\n1,2,3\n", "Line 2 must have 2 cells, as line 1 has, got 3."),
        (b"a" * (MAX_BYTES + 1), "A table must have at most 10 MB, got 11."),
        (
            b"PK\x03\x04" + bytes(99),
            "A workbook must be a whole zip archive without a password, got: File is not a zip file.",
        ),
        (b"x,y\n1e300,1\n2e300,2\n", "Run 1 must start where the error is finite, got inf at (-3.0, 3.0)."),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_cannot_be_is_one_sentence_and_the_data_in_use_stay(app, content, message):
    before = scene(app)
    give(app, content)
    assert errors(app) == [message]
    assert scene(app) == before
    assert [button.key for button in app.button if button.key == "file-use"] == []


def test_names_mean_nothing_but_themselves(app):
    give(app, "<script>alert(1)</script>,=cmd(),😀\n1,2,3\n4,5,6\n".encode())
    assert grid(app)[1] == "<script>alert(1)</script> (number)"
    press(app, "file-use")
    assert scene(app).data.input_names == ("<script>alert(1)</script>", "=cmd()")
    assert all("<script>" not in caption.value for caption in app.caption)


def test_a_table_is_read_once_for_each_way_to_read_it(app):
    give(app, b"1,2\n3,4\n")
    table = app.session_state["visit"].table
    ran(app.toggle(key="file-standardise").set_value(True).run())
    assert app.session_state["visit"].table is table
    ran(app.selectbox(key="file-header").set_value(True).run())
    assert app.session_state["visit"].table is not table


def test_a_visit_keeps_the_newest_few_of_its_own_data():
    app = opened(scene="bowl")
    for number in range(visit.MOST_OWN + 3):
        data = Dataset([[number], [1]], [[1], [0]], title=f"{number}.csv")
        app.query_params = link.query_from(edits.with_data(SCENES["bowl"], data))
        ran(app.run())
        assert scene(app).data == data
    titles = [data.title for data in app.session_state["visit"].own.values()]
    assert titles == [f"{number}.csv" for number in range(3, visit.MOST_OWN + 3)]
