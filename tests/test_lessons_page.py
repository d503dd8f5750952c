"""The page Lessons, driven without a browser: every lesson and scene opens, every control works, mistakes are shown."""

import json
import os
import shutil
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest
from visit import PATIENCE, deliver, ran, read
from visit import sent as reported

from surface.descent import LABELS, RULES
from surface.landscape.basins import basins, difference
from surface.landscape.summary import basins_title, difference_title
from surface.lessons import Problem
from surface.lessons.reader import KEYS
from surface.lessons.source import FOLDER
from surface.pages import lessons, library, teachers
from surface.pages.library import Library
from surface.pages.pictures import PICTURES
from surface.scenes import GALLERY, link
from surface.scenes.measures import BASINS_RESOLUTION, BASINS_STEPS
from surface.scenes.quantities import QUANTITIES
from surface.view.overlay import basins_overlay, difference_overlay

SCRIPT = """
import streamlit as st
from surface.pages import explore, lessons, teachers

first = st.Page(lessons.page, title="Lessons", url_path="lessons", default=True)
more = st.Page(teachers.page, title=teachers.TITLE, url_path=teachers.URL, visibility="hidden")
st.navigation([first, st.Page(explore.page, title="Explore"), more]).run()
"""
LESSONS = library.read().lessons
BY_SLUG = {lesson.slug: lesson for lesson in LESSONS}
SCENES = [(lesson.slug, act.label) for lesson in LESSONS for act in lesson.acts]


def opened(slug: str, **query: str) -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=PATIENCE)
    for name, text in {"lesson": slug, **query}.items():
        app.query_params[name] = text
    return ran(app.run())


def switched(slug: str, label: str) -> AppTest:
    app = opened(slug)
    if len(BY_SLUG[slug].acts) > 1:
        ran(app.segmented_control(f"scene-{slug}").set_value(label).run())
    return app


def sent(app: AppTest, name: str) -> dict:
    """What a component of the page was last given under this name, else all of it."""
    messages = [json.loads(component.proto.json) for component in app.get("bidi_component") if component.proto.json]
    return next(message[name] for message in messages if name in message)


@pytest.mark.parametrize(("slug", "label"), SCENES)
def test_every_scene_of_every_lesson_opens(slug, label):
    app = switched(slug, label)
    lesson = BY_SLUG[slug]
    act = next(act for act in lesson.acts if act.label == label)
    assert [title.value for title in app.title] == [f"{LESSONS.index(lesson) + 1} · {lesson.title}"]
    assert [warning.value for warning in app.warning] == []
    assert app.radio[0].label == lesson.question
    assert len(sent(app, "runs")["runs"]) == len(act.scene.runs)
    assert sent(app, "runs")["suspense"]
    own = sent(app, "lesson")
    assert (own and own["picture"]) == (None if act.picture in ("player", "rules") else act.picture)


def test_a_slider_changes_its_run_and_no_other():
    app = opened("momentum")
    before = sent(app, "runs")["runs"]
    slider = next(slider for slider in app.slider if slider.label == "momentum β of run 2")
    ran(slider.set_value(0.5).run())
    after = sent(app, "runs")["runs"]
    assert after[1]["settings"]["momentum"] == 0.5
    assert (after[0]["w"], after[1]["w"] == before[1]["w"]) == (before[0]["w"], False)


def test_the_basins_are_those_of_explore_and_the_vote_opens_the_others():
    app = opened("where-do-starts-end")
    scene = BY_SLUG["where-do-starts-end"].acts[0].scene.with_(steps=BASINS_STEPS)
    rules = [run.rule for run in scene.runs[:2]]
    found = [basins(scene.surface(), rule, scene.window, BASINS_RESOLUTION, BASINS_STEPS) for rule in rules]
    lesson = sent(app, "lesson")
    assert len(lesson["overlays"]) == 1
    ran(app.radio[0].set_value("Fewer").run())
    opened_now = sent(app, "lesson")["overlays"]
    keys = [each["key"] for each in opened_now]
    alone = [basins_overlay(key, basins_title(each.rule), each) for key, each in zip(keys, found, strict=False)]
    assert opened_now[:2] == alone
    assert opened_now[2] == difference_overlay(keys[2], difference_title(*rules), difference(*found))
    assert lesson["titles"] == [each["title"] for each in opened_now]


def test_the_answer_waits_for_the_vote_and_the_run():
    app = opened("momentum")
    said = [text.value for text in app.markdown]
    assert not any("over the low ridge" in text for text in said)
    ran(app.radio[0].set_value("The near one, like the first run").run())
    ran(app.button("show-momentum").click().run())
    assert any("over the low ridge" in text.value for text in app.markdown)


def test_an_answer_names_the_lessons_own_settings_and_they_come_back():
    app = opened("where-do-starts-end")
    ran(app.slider[0].set_value(0.94).run())
    ran(app.radio[0].set_value("Fewer").run())
    own = "This is for the lesson's own settings: momentum β = 0.9 for run 2."
    assert own in [text.value for text in app.markdown]
    ran(app.button("back-where-do-starts-end").click().run())
    assert own not in [text.value for text in app.markdown]
    assert app.slider[0].value == 0.9


def test_vote_scene_and_slider_are_kept_for_the_visit():
    app = switched("momentum", "Too much")
    ran(app.radio[0].set_value("It never comes to rest").run())
    ran(app.slider[0].set_value(0.5).run())
    ran(app.button("lesson-Next").click().run())
    assert app.radio[0].value is None
    ran(app.button("lesson-Previous").click().run())
    assert app.radio[0].value == "It never comes to rest"
    assert app.segmented_control("scene-momentum").value == "Too much"
    assert app.slider[0].value == 0.5
    assert sent(app, "runs")["runs"][1]["settings"]["momentum"] == 0.5


def test_an_unknown_lesson_opens_the_first_and_says_so():
    app = opened("impetus")
    assert "no lesson called impetus" in app.warning[0].value
    assert app.title[0].value == "1 · One unit"


def test_next_and_previous_go_through_the_story():
    app = opened("one-unit")
    for lesson in LESSONS[1:]:
        ran(app.button("lesson-Next").click().run())
        assert app.query_params["lesson"] in (lesson.slug, [lesson.slug])
    assert app.button("lesson-Next").disabled


def test_a_problem_is_shown_and_the_other_lessons_open(monkeypatch):
    there = tuple(lesson for lesson in LESSONS if lesson.slug != "momentum")
    problem = Problem("07-momentum.md", 3, "a scene must be one of these")
    monkeypatch.setattr(lessons, "library", lambda: Library(there, (), (problem,)))
    app = opened("slope")
    assert "07-momentum.md, line 3: a scene must be one of these." in read(app.warning[0])
    assert app.title[0].value == "3 · Slope"


def test_four_rules_at_most_and_none_is_the_lessons_own():
    app = opened("which-rule")
    pills = app.button_group("rules-which-rule-Ravine")
    ran(pills.set_value(["adagrad", "rmsprop"]).run())
    assert [run["rule"] for run in sent(app, "runs")["runs"]] == ["adagrad", "rmsprop"]
    ran(app.button_group("rules-which-rule-Ravine").set_value([]).run())
    assert len(sent(app, "runs")["runs"]) == 4


@pytest.mark.parametrize("slug", BY_SLUG)
def test_every_scene_can_be_opened_in_explore(slug):
    for act in BY_SLUG[slug].acts:
        scene, left_out = link.scene_from(link.query_from(act.scene))
        assert left_out == []
        assert scene == act.scene


def test_every_picture_names_its_controls_once():
    for picture in PICTURES.values():
        assert len(set(picture.controls)) == len(picture.controls) > 0


# --- links --------------------------------------------------------------------------------------------------------

LINKS = {
    "momentum": {"momentum2": "0.5"},
    "how-big-a-step": {"learning_rate1": "0.02"},
    "downhill": {"learning_rate1": "2.5"},
    "how-wrong-is-it": {"act": "2", "start1": "0.5~0.25"},
    "slope": {"act": "3", "start1": "-1~0.5"},
    "the-wrong-hollow": {"act": "2", "start2": "1.5~2"},
    "one-unit": {"start1": "3~-1"},
    "which-rule": {"act": "3", "rules": "gradient-descent~adagrad", "start1": "1~2"},
    "where-do-starts-end": {"momentum2": "0.94"},
}


@pytest.mark.parametrize("slug", LINKS)
def test_a_link_is_read_and_written_again_as_it_was(slug):
    app = opened(slug, **LINKS[slug])
    assert [warning.value for warning in app.warning] == []
    assert {name: flat(text) for name, text in app.query_params.items()} == {"lesson": slug, **LINKS[slug]}
    bare = opened(slug, **{name: text for name, text in LINKS[slug].items() if name == "act"})
    given, own = sent(app, "runs")["runs"], sent(bare, "runs")["runs"]
    assert [(run["rule"], run["settings"], run["w"]) for run in given] != [
        (run["rule"], run["settings"], run["w"]) for run in own
    ]


def flat(text):
    return text[-1] if isinstance(text, list) else text


WRONG = {
    "act=0": ("act", "0", "2 scenes"),
    "act in words": ("act", "Too much", "2 scenes"),
    "outside the control": ("momentum2", "0.99", "from 0 to 0.98"),
    "no number": ("momentum2", "nan", "from 0 to 0.98"),
    "text": ("momentum2", "<b>", "it must be a number"),
    "much text": ("momentum2", "9" * 5000, "from 0 to 0.98"),
    "not the lesson's to change": ("learning_rate2", "0.3", "nothing of that name"),
    "a start, where none can be moved": ("start1", "0~0", "nothing of that name"),
    "a part of Explore's links": ("data", "xor", "nothing of that name"),
}


@pytest.mark.parametrize(("name", "text", "words"), WRONG.values(), ids=WRONG)
def test_what_a_link_may_not_change_stays_and_is_said(name, text, words):
    app = opened("momentum", **{name: text})
    assert words in read(app.warning[0])
    assert text[:40] in read(app.warning[0])
    assert len(read(app.warning[0])) < 200
    assert {key: flat(value) for key, value in app.query_params.items()} == {"lesson": "momentum"}
    assert [run["settings"].get("momentum") for run in sent(app, "runs")["runs"]] == [None, 0.9]


@pytest.mark.parametrize("text", ["1", "1~2~3", "99~0", "a~b", "nan~0", "~"])
def test_a_start_of_a_link_lies_in_the_picture(text):
    app = opened("the-wrong-hollow", act="2", start1=text)
    assert "start1" in read(app.warning[0])
    assert list(app.query_params) == ["lesson", "act"]


@pytest.mark.parametrize(
    "text", ["", "adam~adam", "impetus", "~".join(["adam"] * 9), "adam~momentum~nesterov~adagrad~rmsprop"]
)
def test_the_rules_of_a_link_are_some_of_the_six(text):
    app = opened("which-rule", rules=text)
    assert "from 1 to 4 of" in read(app.warning[0])
    assert len(sent(app, "runs")["runs"]) == 4


def test_of_a_link_with_many_mistakes_few_sentences_are_shown():
    app = opened("momentum", **{f"wrong{number}": "1" for number in range(50)})
    assert [read(warning) for warning in app.warning][-1] == "46 more values of the link were left out."


# --- what a browser kept ------------------------------------------------------------------------------------------


def attended(app: AppTest):
    """The component that keeps votes over a reload."""
    return next(each.proto for each in app.get("bidi_component") if '"kept"' in each.proto.json)


def test_what_the_browser_kept_comes_back_and_is_no_more_than_that():
    kept = {"momentum": {"vote": "It never comes to rest", "answered": True, "played": ["Out of the hollow", "x", 3]}}
    app = opened("momentum")
    ran(deliver(app, reported(attended(app).id, kept=kept)))
    assert app.radio[0].value == "It never comes to rest"
    assert app.radio[0].disabled
    assert not sent(app, "runs")["suspense"]
    assert sent(app, "kept") == {"momentum": {**kept["momentum"], "played": ["Out of the hollow"]}}


NONSENSE = [
    None, 7, "x", [], {"momentum": None}, {"momentum": []}, {"momentum": {"vote": 3}}, {"momentum": {"vote": ["x"]}},
    {"momentum": {"vote": "None of these", "answered": True}}, {"impetus": {"vote": "x"}}, {"momentum": {"vote": {}}},
]  # fmt: skip


@pytest.mark.parametrize("kept", NONSENSE, ids=str)
def test_nonsense_that_the_browser_kept_is_passed_over(kept):
    app = opened("momentum")
    ran(deliver(app, reported(attended(app).id, kept=kept)))
    assert app.radio[0].value is None
    assert sent(app, "kept") == {}


def test_a_vote_of_this_visit_is_not_taken_back_by_an_older_one():
    app = opened("momentum")
    ran(app.radio[0].set_value("It never comes to rest").run())
    kept = {"momentum": {"vote": "The near one, like the first run", "answered": True, "played": []}}
    ran(deliver(app, reported(attended(app).id, kept=kept)))
    assert app.radio[0].value == "It never comes to rest"


def test_a_vote_that_comes_after_the_answer_changes_nothing():
    app = opened("where-do-starts-end")  # its answer comes with the vote
    ran(app.radio[0].set_value("Fewer").run())
    assert app.radio[0].disabled
    app.radio[0]._value = "Yes, many more"  # as a browser may send it that has not heard of the answer yet
    ran(app.run())
    assert app.radio[0].value == "Fewer"
    assert any("You said: Fewer." in text.value for text in app.markdown)


# --- a file that is changed ---------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The lessons in a folder of their own, which the page reads."""
    for path in FOLDER.glob("*.md"):
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(lessons, "library", partial(library.library, tmp_path))
    return tmp_path


def rewritten(path, old, new):
    """The file with another text, as an editor leaves it: with a later time."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    before = path.stat().st_mtime_ns
    path.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_a_changed_file_shows_on_the_next_run_and_a_wrong_number_with_it(folder):
    app = opened("momentum")
    ran(app.radio[0].set_value("It never comes to rest").run())
    rewritten(folder / "07-momentum.md", "title: Momentum", "title: Impetus")
    ran(app.run())
    assert app.title[0].value.endswith("Impetus")
    rewritten(folder / "07-momentum.md", "{0.003 = error of run 2}", "{0.03 = error of run 2}")
    ran(app.run())
    assert "the words say 0.03" in read(app.warning[0])
    rewritten(folder / "07-momentum.md", "choice: It never comes to rest", "choice: Neither")
    ran(app.run())
    assert app.radio[0].value is None
    rewritten(folder / "07-momentum.md", "label: Out of the hollow", "label: Over the ridge")
    ran(app.run())
    assert app.segmented_control("scene-momentum").value == "Over the ridge"


def test_a_file_that_is_broken_taken_away_or_new_shows_too(folder):
    app = opened("momentum")
    rewritten(folder / "07-momentum.md", "scene: two-hollows", "scene: three-hollows")
    ran(app.run())
    assert "07-momentum.md" in read(app.warning[0])
    assert app.title[0].value == "1 · One unit"
    (folder / "07-momentum.md").unlink()
    ran(app.run())
    assert [warning.value for warning in app.warning] == []
    shutil.copy(FOLDER / "07-momentum.md", folder / "00-first.md")
    ran(app.run())
    ran(app.segmented_control("lesson-place").set_value("first").run())
    assert app.title[0].value == "1 · Momentum"


def test_files_that_stay_are_not_read_again(folder):
    assert library.library(folder) is library.library(folder)


# --- for teachers -------------------------------------------------------------------------------------------------


def test_all_that_a_lesson_can_name_is_on_the_teachers_page():
    app = AppTest.from_string("from surface.pages import teachers\n\nteachers.page()")
    text = " ".join(part.value for part in [*ran(app.run(timeout=PATIENCE)).markdown, *app.code])
    named = [*GALLERY, *PICTURES, *RULES, *LABELS, *QUANTITIES, *KEYS]
    named += [control for picture in PICTURES.values() for control in picture.own]
    assert [name for name in named if f"`{name}`" not in text] == []
    assert all(f"{letter} (" in teachers.scenes() for entry in GALLERY.values() for letter in entry.starts)
    for name, picture in PICTURES.items():
        assert picture.about, name


def test_the_example_for_teachers_is_a_lesson_that_reads(tmp_path):
    example = "\n".join(teachers._example())
    for section in ("## Words", "## Answer"):
        example = example.replace(section, f"{section}\n\nSome words.\n")
    (tmp_path / "01-example.md").write_text(example.replace("label: Over the ridge", "label: One"), encoding="utf-8")
    shutil.copy(FOLDER / "glossary.md", tmp_path)
    assert [str(problem) for problem in library.read(tmp_path).problems] == []


def test_the_page_for_teachers_is_found_at_the_foot_of_a_lesson():
    links = [each.proto.page for each in opened("momentum").get("page_link")]
    assert any("write-a-lesson" in str(link) for link in links)
