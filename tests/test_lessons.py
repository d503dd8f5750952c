"""The lessons: every file reads, every number is what its scenes give, and a mistake is named with its line."""

import logging
import re
import shutil
from itertools import combinations

import numpy as np
import pytest
from bundled import played

from surface.error import FullError
from surface.formatting import pretty
from surface.lessons import disagreements, explained, read_glossary, read_lessons, spoken
from surface.lessons.fitting import MAX_CONTROLS
from surface.lessons.reader import MAX_WORDS, count_words
from surface.lessons.source import FOLDER
from surface.lessons.statements import value
from surface.model import ACTIVATIONS
from surface.pages import library
from surface.pages.insight.planning import ANEW, FROM_END
from surface.pages.insight.sections import TABS
from surface.pages.pictures import PICTURES
from surface.scenes import GALLERY, SCENES
from surface.scenes.claims import agrees
from surface.scenes.freed import freed
from surface.scenes.quantities import QUANTITIES, find, missing
from surface.scenes.terms import deltas, parts_of_term

CONTROLS = {name: picture.controls for name, picture in PICTURES.items()}
LESSONS, PROBLEMS = read_lessons(CONTROLS)
TERMS, GLOSSARY_PROBLEMS = read_glossary()
every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)

STORY = [
    "One unit",
    "How wrong is it?",
    "Slope",
    "Downhill",
    "How big a step?",
    "The wrong hollow",
    "Momentum",
    "Flat places",
    "Where do starts end?",
    "Which rule?",
    "More than two weights",
    "How deep is the trap?",
    "How can one be sure?",
    "Scale your inputs",
    "The same start for all",
    "Where the gradient comes from",
    "Noise that helps",
]

GOOD = """\
title: A lesson
picture: player
scene: two-hollows
run: gradient descent, start A
run: momentum, start (-1.3, 2.4), learning rate 0.2, momentum 0.9
control: momentum of run 2, 0 to 0.9
question: Left or right?
choice: left
right choice: right
claim: error of run 2 < error of run 1

## Words

Ends at {0.387 = error of run 1}.

## Answer

At {= error of run 2}.
"""


@pytest.fixture
def read(tmp_path):
    """A function: reads a folder that holds one lesson with this text."""

    def read(text, name="01-a-lesson.md"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_lessons(CONTROLS, tmp_path)

    return read


# --- the lessons as they are --------------------------------------------------------------------------------------


def test_the_story_is_complete_and_in_order():
    assert PROBLEMS == GLOSSARY_PROBLEMS == []
    assert [lesson.title for lesson in LESSONS] == STORY


@every_lesson
def test_every_number_and_claim_is_what_the_scenes_give(lesson):
    assert [str(problem) for problem in disagreements(lesson)] == []


def everything(lesson):
    """All that a lesson says, beside whichever picture."""
    return " ".join([lesson.words, lesson.answer, *(text for act in lesson.acts for text in (act.words, act.answer))])


@every_lesson
def test_every_decimal_in_the_words_is_tied_to_what_gives_it(lesson):
    bare = re.sub(r"\{[^{}=]*=\s*[a-z][^{}]*\}", "", everything(lesson))
    # What is told of a start is read off the scene: "0.001 beside it" stands in the saddle's own starts.
    told = {"0.001"} if lesson.slug == "flat-places" else set()
    assert set(re.findall(r"\d+\.\d+", bare)) <= told


def test_the_saddles_start_beside_the_ridge_is_where_the_words_say():
    starts = GALLERY["saddle"].starts
    assert starts["A"][1] == 0
    assert starts["B"][1] == 0.001


@every_lesson
def test_lessons_keep_to_their_measure(lesson):
    for act in lesson.acts:
        assert count_words(f"{lesson.words}\n\n{act.words}\n\n{lesson.answer}\n\n{act.answer}") <= MAX_WORDS
    assert 1 <= len(lesson.controls) <= MAX_CONTROLS
    assert 0 <= lesson.right < len(lesson.choices)
    assert len(set(lesson.choices)) == len(lesson.choices)


@every_lesson
def test_what_a_reader_sees_has_no_ties_left(lesson):
    for act in lesson.acts:
        for text in (lesson.words, lesson.answer, act.words, act.answer):
            said = spoken(text, lesson.seen_from(act))
            assert "= error" not in said
            assert " of run " not in said
            assert "?" not in re.findall(r"\S+", said)


@pytest.mark.parametrize(("slug", "start"), [("more-than-two-weights", FROM_END), ("the-same-start-for-all", ANEW)])
def test_the_section_of_explore_that_goes_on_is_there_and_begins_as_it_is_said(slug, start):
    said = everything(next(lesson for lesson in LESSONS if lesson.slug == slug))
    sections = re.findall(r"\*(All weights)\*", said)
    assert sections
    assert set(sections) <= set(TABS)
    assert start.removesuffix(" of run {}") in said


def test_a_question_is_about_its_first_scene_where_none_is_marked():
    subjects = {lesson.slug: [act.label for act in lesson.subjects] for lesson in LESSONS}
    assert subjects["momentum"] == ["Out of the hollow"]
    assert subjects["more-than-two-weights"] == ["A slice", "All nine weights"]
    assert subjects["the-wrong-hollow"] == ["A curve", "The surface"]


def test_every_picture_is_used():
    assert {act.picture for lesson in LESSONS for act in lesson.acts} == set(PICTURES)


# --- mistakes, each named with its line ---------------------------------------------------------------------------


def test_a_lesson_as_it_should_be(read):
    (lesson,), problems = read(GOOD)
    assert problems == []
    assert lesson.slug == "a-lesson"
    assert (lesson.choices, lesson.right) == (("left", "right"), 1)
    first, second = lesson.acts[0].scene.runs
    assert first.start == second.start == GALLERY["two-hollows"].starts["A"]
    assert second.rule.momentum == 0.9
    assert disagreements(lesson) == []
    assert spoken(lesson.answer, lesson.acts) == "At 0.0031."


POINT_9 = "data point 9 for weight 1 of run 1 at step 0"
MISTAKES = {
    "unknown scene": ("scene: two-hollows", "scene: two-hills", 3, "two-hills"),
    "unknown picture": ("picture: player", "picture: painting", 2, "painting"),
    "no picture": ("picture: player\n", "", 2, "`picture:`"),
    "no title": ("title: A lesson\n", "", 1, "`title:`"),
    "no question": ("question: Left or right?\n", "", 1, "`question:`"),
    "two right choices": ("choice: left\n", "right choice: left\n", 8, "exactly one"),
    "no answer": ("## Answer\n\nAt {= error of run 2}.\n", "", 15, "## Answer"),
    "unknown section": ("## Words", "## Wurds", 12, "Wurds"),
    "unknown key": ("title:", "titel:", 1, "titel"),
    "no key": ("question: Left or right?", "Left or right?", 7, "key: value"),
    "unknown rule": ("run: momentum", "run: impetus", 5, "impetus"),
    "unknown setting": ("momentum 0.9", "heaviness 0.9", 5, "heaviness"),
    "impossible setting": ("momentum 0.9", "momentum 1.5", 5, "less than 1"),
    "no number": ("momentum 0.9", "momentum much", 5, "much"),
    "unknown start": ("start A", "start Z", 4, "start Z"),
    "a batch in words": ("start A", "start A, batch few", 4, "`batch` must be a whole number, got 'few'"),
    "steps in words": ("run: gradient", "steps: many\nrun: gradient", 4, "many"),
    "too many steps": ("run: gradient", "steps: 99999\nrun: gradient", 4, "99999"),
    "too many controls": ("control: momentum of run 2, 0 to 0.9\n", "control: start\n" * 4, 9, "at most 3"),
    "unknown control": ("control: momentum of run 2", "control: colour of run 2", 6, "colour"),
    "control of no run": ("control: momentum of run 2", "control: momentum of run 7", 6, "7"),
    "control backwards": ("0 to 0.9\nq", "0.9 to 0\nq", 6, "smaller to a larger"),
    "unknown quantity": ("error of run 1}", "sadness of run 1}", 14, "sadness of run 1"),
    "no number tied": ("{0.387 =", "{about 0.4 =", 14, "about 0.4"),
    "no claim": ("claim: error of run 2 < error of run 1", "claim: momentum is best, always", 10, "momentum"),
    "too many words": ("Ends at", "word " * 150 + "ends at", 13, "150"),
    "control outside": ("0 to 0.9\nq", "0 to 0.8\nq", 6, "own value, 0.9"),
    "control that is no number": ("0 to 0.9\nq", "0 to 0.9.1\nq", 6, "0.9.1"),
    "control that the rule has not": ("control: momentum of run 2", "control: momentum of run 1", 6, "no momentum"),
    "control without its run": ("momentum of run 2, 0", "momentum, 0", 6, "momentum of run 1"),
    "number of no run": ("error of run 1}", "error of run 9}", 14, "no run 9"),
    "number of no step": ("error of run 1}", "error of run 1 at step 999}", 14, "no step 999"),
    "number of no data point": ("error of run 1}", f"term of {POINT_9}}}", 14, "no number 9"),
    "number of no setting": ("error of run 1}", "momentum of run 1}", 14, "no momentum"),
    "claim of no run": ("error of run 2 < error of run 1", "error of run 2 < error of run 3", 10, "no run 3"),
    "a second scene misspelt": ("question:", "control: scene\nscene: bowls\nquestion:", 8, "bowls"),
    "a subject, but not yes": ("run: gradient", "subject: perhaps\nrun: gradient", 4, "perhaps"),
    "two scenes, no switch": ("question:", "scene: bowl\nquestion:", 7, "`control: scene`"),
}


# Each of these changes a line of its own, and none hangs on another.
SEPARATE = ["unknown picture", "unknown key", "unknown start", "unknown setting", "no number tied", "no claim"]
SEPARATE += ["control of no run", "unknown section"]


@pytest.mark.parametrize(("old", "new", "line", "word"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_file_and_line(read, old, new, line, word):
    assert old in GOOD
    lessons, problems = read(GOOD.replace(old, new, 1))
    assert lessons == []
    assert [(problem.file, problem.line) for problem in problems] == [("01-a-lesson.md", line)]
    assert word in problems[0].reason
    assert str(problems[0]).startswith(f"01-a-lesson.md, line {line}: ")
    assert "\n" not in str(problems[0])


@pytest.mark.parametrize("together", list(combinations(SEPARATE, 2)))
def test_all_mistakes_of_a_file_come_at_once(read, together):
    text = GOOD
    for name in together:
        old, new, *_ = MISTAKES[name]
        assert old in text
        text = text.replace(old, new, 1)
    _, problems = read(text)
    words = [MISTAKES[name][3] for name in together]
    assert sorted(problem.line for problem in problems) == sorted(MISTAKES[name][2] for name in together)
    assert all(any(word in problem.reason for problem in problems) for word in words)


def test_a_number_that_is_wrong_comes_with_the_other_mistakes_where_its_run_is_in_no_doubt(read):
    wrong = GOOD.replace("0.387 =", "0.378 =")
    _, problems = read(wrong.replace("control: momentum of run 2", "control: colour of run 2"))
    assert [(problem.line, "0.387247" in problem.reason) for problem in problems] == [(6, False), (14, True)]
    _, problems = read(wrong.replace("start A", "start Z"))
    assert [problem.line for problem in problems] == [4]


def test_a_name_that_is_nearly_another_is_told_which(read):
    _, (problem,) = read(GOOD.replace("two-hollows", "two-hollow"))
    assert problem.reason.endswith("(is it 'two-hollows'?)")


def test_words_may_stand_beside_one_picture_and_speak_of_its_scene(read):
    more = """
## Words: Bowl

At {= error of run 1 at step 0} here, at {= error of run 1 at step 0 in Two hollows} there.

## Answer: Bowl

Rounder.
"""
    two = GOOD.replace("question:", "control: scene\nscene: bowl\nlabel: Bowl\nquestion:") + more
    (lesson,), problems = read(two)
    assert problems == []
    first, bowl = lesson.acts
    assert (first.words, bowl.answer) == ("", "Rounder.")
    hollows, round_bowl = (SCENES[name].descents()[0].error[0] for name in ("two-hollows", "bowl"))
    assert spoken(bowl.words, lesson.seen_from(bowl)) == f"At {round_bowl:.3g} here, at {hollows:.3g} there."
    assert disagreements(lesson) == []
    _, (problem,) = read(two.replace("## Words: Bowl", "## Words: Bowls"))
    assert (problem.line, "is it 'Bowl'?" in problem.reason) == (23, True)
    _, (problem,) = read(two.replace("error of run 1 at step 0}", "error of run 9 at step 0}"))
    assert (problem.line, "no run 9 in Round bowl" in problem.reason) == (25, True)


def test_words_are_counted_as_they_are_seen_beside_one_picture(read):
    two = GOOD.replace("question:", "control: scene\nscene: bowl\nlabel: Bowl\nquestion:")
    beside = [f"\n## Words: {label}\n\n{'word ' * 100}\n" for label in ("Two hollows", "Bowl")]
    assert read(two + "".join(beside))[1] == []
    assert "150" in read(two + beside[0] + beside[0])[1][0].reason


def test_a_choice_that_is_there_twice_is_one_mistake(read):
    _, (problem,) = read(GOOD.replace("choice: left", "choice: right"))
    assert (problem.line, "twice" in problem.reason) == (9, True)


def test_a_broken_lesson_leaves_the_others_open(tmp_path):
    for path in FOLDER.glob("*.md"):
        shutil.copy(path, tmp_path)
    broken = tmp_path / "07-momentum.md"
    broken.write_text(broken.read_text(encoding="utf-8").replace("two-hollows", "three-hollows"), encoding="utf-8")
    lessons, problems = read_lessons(CONTROLS, tmp_path)
    assert [lesson.title for lesson in lessons] == [title for title in STORY if title != "Momentum"]
    assert {problem.file for problem in problems} == {"07-momentum.md"}


@pytest.mark.parametrize("name", ["01 A Lesson.md", "My-Lesson.md", "notes.md"])
def test_a_file_with_another_name_is_refused(read, name):
    lessons, (problem,) = read(GOOD, name)
    assert lessons == []
    assert (problem.file, problem.line, "07-momentum.md" in problem.reason) == (name, 1, True)


def test_two_files_may_not_have_one_address(read):
    read(GOOD, "04-a-lesson.md")
    (lesson,), (problem,) = read(GOOD, "12-a-lesson.md")
    assert (lesson.file, problem.file, problem.line) == ("04-a-lesson.md", "12-a-lesson.md", 1)
    assert "04-a-lesson.md" in problem.reason


@pytest.mark.parametrize("name", ["07-momentum.md", "glossary.md"])
def test_a_file_that_is_not_utf_8_is_named_and_the_others_open(tmp_path, name):
    for path in FOLDER.glob("*.md"):
        shutil.copy(path, tmp_path)
    (tmp_path / name).write_bytes("title: Größe".encode("latin-1"))
    shelf = library.read(tmp_path)
    assert [str(problem) for problem in shelf.problems] == [f"{name}, line 1: the file must be saved as UTF-8."]
    assert len(shelf.lessons) == len(STORY) - (name == "07-momentum.md")
    assert bool(shelf.terms) == (name != "glossary.md")


def test_the_mark_that_some_editors_set_before_utf_8_is_no_mistake(tmp_path):
    (tmp_path / "01-a-lesson.md").write_text(GOOD, encoding="utf-8-sig")
    assert read_lessons(CONTROLS, tmp_path)[1] == []


def test_the_page_reads_at_start_up_and_logs(tmp_path, caplog):
    (tmp_path / "01-a-lesson.md").write_text(GOOD.replace("two-hollows", "nowhere"), encoding="utf-8")
    shutil.copy(FOLDER / "glossary.md", tmp_path)
    with caplog.at_level(logging.WARNING):
        library.read(tmp_path)
    assert "01-a-lesson.md, line 3" in caplog.text


# --- numbers in the words -----------------------------------------------------------------------------------------


def test_a_number_that_is_not_what_the_run_gives_is_told(read):
    (lesson,), _ = read(GOOD.replace("0.387 =", "0.378 ="))
    (problem,) = disagreements(lesson)
    assert str(problem) == "01-a-lesson.md, line 14: the words say 0.378, but error of run 1 is 0.387247."


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("outcome of run 1 is stuck in a local minimum", True),
        ("outcome of run 1 is reached the lowest minimum", False),
        ("error of run 1 = 0.387", True),
        ("error of run 1 = 0.388", False),
        ("share of run 1 < 50 %", True),
        ("slope 1 of run 1 at step 0 > −9", True),
        ("error of run 1 > 1", False),
        ("share of run 1 < 0.5", True),
        ("steps of run 1 until error 0.1 < 200", False),  # it never gets there, and that is no number
    ],
)
def test_claims(read, claim, holds):
    (lesson,), problems = read(GOOD.replace("error of run 2 < error of run 1", claim))
    assert problems == []
    assert (disagreements(lesson) == []) == holds


@pytest.mark.parametrize(
    ("written", "number", "holds"),
    [
        ("0.387", 0.38725, True),
        ("0.387", 0.3876, False),
        ("−2", -2.0, True),
        ("41 %", 0.4097, True),
        ("41 %", 0.416, False),
        ("diverged", "diverged", True),
        ("4", "no number", False),
    ],
)
def test_a_number_agrees_as_far_as_its_digits_go(written, number, holds):
    assert agrees(written, number) == holds


def test_a_number_that_only_the_run_can_refuse_leaves_the_lesson_open(read):
    (lesson,), problems = read(GOOD.replace("= error of run 2}", "= steps of run 1 until error 0.1}"))
    assert problems == []
    assert spoken(lesson.answer, lesson.acts) == "At ?."
    assert [(problem.line, "never has" in problem.reason) for problem in disagreements(lesson)] == [(18, True)]


def test_another_scene_is_named_by_its_label():
    flat = next(lesson for lesson in LESSONS if lesson.slug == "flat-places")
    assert value("outcome of run 1 in Saddle", flat.acts) == "stuck at a saddle"
    assert value("outcome of run 1", flat.acts) == "reached the lowest minimum"


@pytest.fixture(scope="module")
def run():
    return played("two-hollows")


def test_quantities_against_the_scene_itself(run):
    scene = SCENES["two-hollows"]
    E, (plain, heavy) = scene.surface(), scene.descents()
    asked = {
        "error of run 1": plain.error[-1],
        "error of run 2 at step 7": heavy.error[7],
        "weight 2 of run 1 at step 3": plain.path[3, 1],
        "slope 1 of run 1 at step 3": E.gradient(plain.path[3])[0],
        "gradient of run 1 at step 0": np.hypot(*E.gradient(plain.path[0])),
        "momentum of run 2": 0.9,
        "steps of run 1": 200,
        "steps of run 1 until error 1": np.flatnonzero(plain.error < 1)[0],
        "number of minima": 2,
        "number of saddles": 4,
        "number of data points": 4,
        "number of weights": 2,
        "largest curvature where run 1 ends": np.linalg.eigvalsh(E.hessian(plain.path[-1]))[1],
        "smallest curvature where run 1 ends": np.linalg.eigvalsh(E.hessian(plain.path[-1]))[0],
        "lowest error": heavy.error[-1],
        "condition at the lowest minimum": np.linalg.cond(E.hessian(run.points.minima[0].weights)),
        "slope of x² at 2": 4,
    }
    given = {name: find(name)(run) for name in asked}
    assert given == pytest.approx(asked, rel=1e-6)


def test_one_data_points_terms_sum_to_the_gradient():
    run = played("two-outputs-same")
    count = len(run.scene.data)
    for weight in "12":
        terms = [parts_of_term(run, str(point + 1), weight, "1", "5")["term"] for point in range(count)]
        assert sum(terms) == pytest.approx(find(f"slope {weight} of run 1 at step 5")(run), abs=1e-12)


def test_what_comes_back_through_a_hidden_layer_sums_to_the_gradient_of_all_weights():
    run = played("xor-hidden")
    network, data = run.surface.network_at(run.descents[0].path[7]), run.scene.data
    points = [str(n + 1) for n in range(len(data))]
    behind = [deltas(run, point, "1", "7") for point in points]
    slopes = dict(zip(network.names, FullError(network, data).gradient(network.weights), strict=True))
    z = ACTIVATIONS["sigmoid"].value(network.pre_activations(data.inputs)[0])
    for j in (0, 1):
        assert slopes[f"b1[{j + 1}]"] == pytest.approx(-sum(hidden[j] for _, hidden in behind), rel=1e-9)
        assert slopes[f"w2[{j + 1},1]"] == pytest.approx(-sum(out * z[n, j] for n, (out, _) in enumerate(behind)))
        for i in (0, 1):
            terms = [-hidden[j] * data.inputs[n, i] for n, (_, hidden) in enumerate(behind)]
            assert slopes[f"w1[{i + 1},{j + 1}]"] == pytest.approx(sum(terms), rel=1e-9)
    assert find("delta of data point 2 at the output of run 1 at step 7")(run) == behind[1][0]
    assert find("delta of data point 2 at hidden unit 2 of run 1 at step 7")(run) == behind[1][1][1]


@pytest.mark.parametrize(
    ("scene", "asked", "words"),
    [
        ("and-gate", "delta of data point 2 at the output of run 1 at step 0", "not one hidden layer"),
        ("xor-hidden", "delta of data point 5 at the output of run 1 at step 0", "4 data points"),
        ("xor-hidden", "delta of data point 1 at hidden unit 3 of run 1 at step 0", "2 hidden units"),
        ("xor-hidden", "term of data point 1 for weight 1 of run 1 at step 0", "one layer only"),
        ("xor-hidden", "delta of data point 1 at hidden unit 2 of run 1 at step 0", None),
    ],
)
def test_a_data_point_is_followed_where_it_can_be(scene, asked, words):
    reason = missing(asked, SCENES[scene])
    assert reason is None if words is None else words in (reason or "")


def test_a_held_slope_is_the_steepest_by_finite_differences():
    run = played("xor-hidden")
    network, data = run.surface.network_at(run.descents[1].path[-1]), run.scene.data

    def error(name, by):
        moved = network.replace({name: network.value(name) + by})
        return 0.5 * np.sum((data.targets - moved.predict(data.inputs)) ** 2)

    held = [name for name in network.names if name not in run.scene.free]
    slopes = [abs(error(name, 1e-5) - error(name, -1e-5)) / 2e-5 for name in held]
    assert find("steepest held slope where run 2 ends")(run) == pytest.approx(max(slopes), rel=1e-5)
    assert find("steepest held weight where run 2 ends")(run) == pretty(held[slopes.index(max(slopes))])


def test_units_that_start_alike_stay_alike_and_those_a_hair_apart_do_not():
    run = played("teacher-twins", "hair-apart")
    alike, apart = run.descents
    assert (alike.path[:, 0] == alike.path[:, 1]).all()
    assert find("largest difference between the weights of run 1")(run) == 0
    asked = "largest difference between the weights of run 2"
    assert find(asked)(run) == np.abs(apart.path[:, 0] - apart.path[:, 1]).max() > 5
    after, names = freed(run, 0).weights, run.scene.network.names
    for name, twin in (("w1[1,1]", "w1[1,2]"), ("b1[1]", "b1[2]"), ("w2[1,1]", "w2[2,1]")):
        assert find(f"largest difference between {name} and {twin} of run 1 with all weights free")(run) == 0
        assert np.ptp(after[:, names.index(name)]) > 1
    assert find("largest difference between b1[1] and b2[1] of run 1 with all weights free")(run) > 0.1
    asked = "largest difference between b1[1] and b1[3] of run 1 with all weights free"
    assert "has no weight b1[3]" in (missing(asked, run.scene) or "")


def test_with_all_weights_free_a_run_goes_by_the_slopes_of_finite_differences():
    run = played("xor-hidden")
    after = freed(run, 1)
    network, data = run.scene.network, run.scene.data

    def error(weights):
        return 0.5 * np.sum((data.targets - network.with_weights(weights).predict(data.inputs)) ** 2)

    for k in (0, 100, 700):
        here = after.weights[k]
        shifts = 1e-5 * np.eye(len(here))
        slopes = [(error(here + shift) - error(here - shift)) / 2e-5 for shift in shifts]
        rate = run.scene.runs[1].rule.learning_rate
        np.testing.assert_allclose(after.weights[k + 1] - here, -rate * np.array(slopes), rtol=1e-4, atol=1e-8)
        assert after.error[k] == pytest.approx(error(here))
    assert after.error[0] == pytest.approx(run.descents[1].error[-1])
    assert find("error of run 2 with all weights free for 100 steps")(run) == after.error[100]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("held b[1]", None),
        ("held b[7]", "has no weight b\\[7\\]"),
        ("held w[1,1]", "is free"),
        ("error of run 1 with all weights free for 1001 steps", "followed for 1000 steps"),
    ],
)
def test_what_is_held_and_what_is_let_go(asked, words):
    gate = played("and-gate")
    if words is None:
        assert find(asked)(gate) == -3
    else:
        with pytest.raises(ValueError, match=words):
            raise ValueError(missing(asked, gate.scene) or find(asked)(gate))


@pytest.mark.parametrize("name", QUANTITIES)
def test_no_quantity_goes_by_two_names(name):
    filled = re.sub(r"\b[A-Z]+\b", lambda word: FILLED.get(word[0], "1"), name)
    find(filled)


FILLED = {
    "SETTING": "momentum",
    "EXTREME": "largest",
    "BOUND": "least",
    "RULE": "adam",
    "CHANGE": "rescued",
    "KIND": "minima",
    "STATE": "looked at",
    "PART": "residual",
    "NAME": "b2[1]",
    "TWIN": "w1[2,1]",
}


@pytest.mark.parametrize("asked", ["error of run 9", "error of run 1 at step 900", "steps of run 1 until error 0"])
def test_a_quantity_that_a_scene_does_not_have(run, asked):
    with pytest.raises(ValueError, match=r"run|step"):
        find(asked)(run)


# --- the glossary -------------------------------------------------------------------------------------------------


def test_the_glossary_has_what_the_lessons_are_about():
    names = {term.name for term in TERMS}
    assert {"error", "gradient", "learning rate", "local minimum", "saddle", "momentum", "basin"} <= names
    forms = [form.lower() for term in TERMS for form in (term.name, *term.forms)]
    assert len(set(forms)) == len(forms)


@every_lesson
def test_a_term_is_explained_once_where_it_first_occurs(lesson):
    text = explained(everything(lesson), TERMS, lesson.slug)
    ids = [part.split('"')[0] for part in text.split('popovertarget="')[1:]]
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(f'id="{id}"' in text for id in ids)


@every_lesson
def test_what_the_words_have_explained_the_answer_does_not(lesson):
    words, answer = explained(lesson.words, TERMS, "a"), explained(lesson.answer, TERMS, "a", before=lesson.words)
    ids = [part.split('"')[0] for text in (words, answer) for part in text.split('popovertarget="')[1:]]
    assert len(set(ids)) == len(ids)


def test_terms_inside_formulas_code_and_links_are_left_alone():
    text = "The $gradient$ and `gradient` and [gradient](x), then a gradient, a Gradient and non-gradient."
    marked = explained(text, TERMS, "here")
    assert marked.count("<button") == 1
    assert marked.startswith('The $gradient$ and `gradient` and [gradient](x), then a <span class="unbroken"><button')
    assert marked.endswith("a Gradient and non-gradient.")


def test_a_glossary_without_a_meaning_is_named(tmp_path):
    (tmp_path / "glossary.md").write_text("# Glossary\n\n## error\n\n## weight\n\nA number.\n", encoding="utf-8")
    terms, problems = read_glossary(tmp_path)
    assert [term.name for term in terms] == ["error", "weight"]
    assert [(problem.line, "error" in problem.reason) for problem in problems] == [(3, True)]
    assert read_glossary(tmp_path / "nowhere")[1][0].file == "glossary.md"
