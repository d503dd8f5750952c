"""The page Lessons, driven without a browser: every lesson and scene opens, every control works, mistakes are shown."""

import json

import pytest
from streamlit.testing.v1 import AppTest
from visit import PATIENCE, ran, read

from surface.landscape.basins import basins, difference
from surface.landscape.summary import basins_title, difference_title
from surface.lessons import Problem
from surface.pages import lessons
from surface.pages.lessons import LESSONS
from surface.pages.pictures import PICTURES
from surface.scenes import link
from surface.scenes.measures import BASINS_RESOLUTION, BASINS_STEPS
from surface.view.overlay import basins_overlay, difference_overlay

SCRIPT = """
import streamlit as st
from surface.pages import explore, lessons

first = st.Page(lessons.page, title="Lessons", url_path="lessons", default=True)
st.navigation([first, st.Page(explore.page, title="Explore")]).run()
"""
BY_SLUG = {lesson.slug: lesson for lesson in LESSONS}
SCENES = [(lesson.slug, act.label) for lesson in LESSONS for act in lesson.acts]


def opened(slug: str) -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=PATIENCE)
    app.query_params["lesson"] = slug
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
    assert app.title[0].value == "1 · How wrong is it?"


def test_next_and_previous_go_through_the_story():
    app = opened("how-wrong-is-it")
    for lesson in LESSONS[1:]:
        ran(app.button("lesson-Next").click().run())
        assert app.query_params["lesson"] in (lesson.slug, [lesson.slug])
    assert app.button("lesson-Next").disabled


def test_a_problem_is_shown_and_the_other_lessons_open(monkeypatch):
    monkeypatch.setattr(lessons, "PROBLEMS", [Problem("06-momentum.md", 3, "a scene must be one of these")])
    monkeypatch.setattr(lessons, "LESSONS", [lesson for lesson in LESSONS if lesson.slug != "momentum"])
    app = opened("slope")
    assert "06-momentum.md, line 3: a scene must be one of these." in read(app.warning[0])
    assert app.title[0].value == "2 · Slope"


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
