"""The page's state as a link: every scene comes back exactly, and no link, however wrong, does harm."""

import base64
import json
import math
import zlib
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface import ACTIVATIONS, DATASETS, RULES, SCHEDULES, Dataset, Plane
from surface.descent import hyperparameters
from surface.model import INITIALISATIONS
from surface.scenes import (
    GALLERY,
    MAX_RESOLUTION,
    MAX_RUNS,
    MAX_SEED,
    MAX_STEPS,
    OVERLAYS,
    SCALES,
    SCENES,
    Scene,
    edits,
    link,
    parts,
    training,
)

OPENINGS = [(name, variant) for name, entry in GALLERY.items() for variant in ("", *entry.variants)]
NAMES = [link.SCENE, *(part.name for part in link.PARTS)]
OWN = Dataset([[0.5, 1], [2, 3]], [[1], [0]], title="mine.csv")

numbers = st.floats(allow_nan=False, allow_infinity=False)
small = st.floats(-20, 20)


def travelled(query: dict[str, str]) -> dict[str, str]:
    """What a browser hands back of a link: written into an address and read from it."""
    return dict(parse_qsl(urlencode(query), keep_blank_values=True))


# --- scenes of every kind --------------------------------------------------------------------------------------


@st.composite
def changes(draw, scene):
    """Any change that the page can make, with values that may or may not be possible."""
    run, names = st.integers(0, len(scene.runs) - 1), st.sampled_from(scene.network.names)
    activation, layers = st.sampled_from(list(ACTIVATIONS)), len(scene.network.layers)
    kinds = (  # functions, for only the one that is drawn is worth making
        lambda: st.tuples(st.just(edits.with_data), st.sampled_from(list(DATASETS))),
        lambda: st.tuples(st.just(edits.with_hidden), st.lists(st.integers(0, 4), max_size=4)),
        lambda: st.tuples(st.just(edits.with_activations), st.lists(activation, min_size=layers, max_size=layers)),
        lambda: st.tuples(st.just(edits.with_bias), st.lists(st.booleans(), min_size=layers, max_size=layers)),
        lambda: st.tuples(st.just(edits.with_weight), names, small),
        lambda: st.tuples(st.just(edits.with_free), st.tuples(names, names)),
        lambda: st.tuples(st.just(edits.with_window), small, small, small, small),
        lambda: st.tuples(st.just(edits.with_resolution), st.integers(0, MAX_RESOLUTION + 2)),
        lambda: st.tuples(st.just(edits.with_steps), st.integers(0, MAX_STEPS + 2)),
        lambda: st.tuples(st.just(edits.with_runs), st.integers(0, MAX_RUNS + 1)),
        lambda: st.tuples(st.just(edits.with_added_run)),
        lambda: st.tuples(st.just(edits.with_copied_run), run),
        lambda: st.tuples(st.just(edits.without_run), run),
        lambda: st.tuples(st.just(edits.with_rule), run, st.sampled_from(list(RULES))),
        lambda: st.tuples(st.just(edits.with_setting), run, st.sampled_from(parts.SETTINGS), st.floats(-1, 2)),
        lambda: st.tuples(st.just(edits.with_start), run, st.tuples(numbers, numbers)),
        lambda: st.tuples(st.just(edits.with_schedule), run, st.none() | st.sampled_from(list(SCHEDULES))),
        lambda: st.tuples(st.just(scheduled), run, st.data()),
        lambda: st.tuples(st.just(edits.with_batch), run, st.none() | st.integers(0, 50) | st.sampled_from([2.5, 1e7])),
        lambda: st.tuples(st.just(edits.with_batch_seed), run, st.integers(-1, MAX_SEED + 1)),
        lambda: st.tuples(st.just(edits.with_data), own_data()),
        lambda: st.tuples(st.just(over_random_directions), st.integers(0, 99)),
        lambda: st.tuples(st.just(looked_at), st.none() | st.integers(-1, 2**31), st.sampled_from((*OVERLAYS, "snow"))),
        lambda: st.tuples(st.just(scaled), st.sampled_from(SCALES)),
        lambda: st.tuples(st.just(training.with_training), plans(len(scene.network.names))),
    )
    return draw(draw(st.sampled_from(kinds))())


@st.composite
def plans(draw, weights):
    """A training of so many weights, or none."""
    if draw(st.integers(0, 4)) == 0:
        return None
    rule, schedule = (
        kind(**{each.name: draw(st.sampled_from([each.default, 0.25, 1 / 3]) | st.just(each.default)) for each in some})
        for kind in (draw(st.sampled_from(list(RULES.values()))), draw(st.sampled_from(list(SCHEDULES.values()))))
        for some in [[each for each in hyperparameters(kind) if not each.whole]]
    )
    steps, batch = draw(st.integers(1, 20_000)), draw(st.none() | st.integers(1, 50))
    start = draw(st.sampled_from(list(INITIALISATIONS)) | st.lists(small, min_size=weights, max_size=weights))
    return training.TrainingPlan(rule, steps, schedule, batch, draw(st.integers(0, MAX_SEED)), start)


@st.composite
def own_data(draw):
    """Data of a visitor's own, with names and numbers of every kind."""
    rows, inputs, targets = draw(st.integers(1, 6)), draw(st.integers(1, 3)), draw(st.integers(1, 2))
    cell = st.integers(-9, 9) | st.floats(-1e6, 1e6)

    def table(columns):
        return draw(st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows))

    def names(columns):
        return draw(st.lists(st.text(max_size=8), min_size=columns, max_size=columns))

    counted = {}
    if draw(st.booleans()):
        counts = draw(st.lists(st.integers(1, 10**9), min_size=rows, max_size=rows))
        counted = {"counts": counts, "unexplained": draw(st.just(0.0) | st.floats(0, 1e6))}
    texts = names(inputs), names(targets), draw(st.text(max_size=20)), "a file"
    return Dataset(table(inputs), table(targets), *texts, **counted)


def over_random_directions(scene, seed):
    return scene.with_(plane=Plane.random(scene.network, seed))


def looked_at(scene, seed, overlay):
    return scene.with_(random_starts=seed, overlay=overlay)


def scheduled(scene, run, data):
    """Another setting of a run's schedule, which it may or may not have."""
    value = st.floats(-1, 2) | st.integers(0, 2 * MAX_STEPS)
    name = data.draw(st.sampled_from(parts.SCHEDULE_SETTINGS))
    return edits.with_schedule_setting(scene, run, name, data.draw(value))


def scaled(scene, scale):
    return scene.with_(scale=scale)


@st.composite
def scenes(draw):
    name, variant = draw(st.sampled_from(OPENINGS))
    scene = GALLERY[name].opened(variant)
    for _ in range(draw(st.integers(0, 8))):
        make, *values = draw(changes(scene))
        try:
            scene = edits.playable(make(scene, *values))
        except ValueError:
            continue  # refused, as the page would: the scene stays as it was
    return scene


@given(scenes())
@settings(max_examples=120)
def test_every_scene_comes_back_exactly(scene):
    query = link.query_from(scene)
    back, left_out = link.scene_from(travelled(query))
    assert left_out == []
    assert back == scene
    assert link.query_from(back) == query
    assert Scene.from_link(scene.link()) == (scene, [])


def test_a_zero_keeps_its_sign():
    scene = edits.with_data(SCENES["two-hollows"], Dataset([[0.5, -0.0]], [[-0.0]]))
    back, _ = Scene.from_link(scene.link())
    assert back.json() == scene.json()


@pytest.mark.parametrize(("name", "variant"), OPENINGS)
def test_a_scene_as_it_opens_needs_no_more_than_its_name(name, variant):
    query = link.query_from(GALLERY[name].opened(variant))
    named = {"scene": name} if name != next(iter(SCENES)) else {}
    assert query == named | ({"variant": variant} if variant else {})


def test_the_first_screen_has_a_clean_address():
    assert link.query_from(next(iter(SCENES.values()))) == {}


def test_a_link_says_only_what_differs():
    scene = edits.with_setting(SCENES["two-hollows"], 1, "momentum", 0.86)
    assert link.query_from(scene) == {"momentum2": "0.86"}


@given(scenes())
@settings(max_examples=60)
def test_a_link_needs_no_escapes(scene):
    query = link.query_from(scene)
    assert urlencode(query) == "&".join(f"{name}={text}" for name, text in query.items())


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-300, 5e-324, 1.7976931348623157e308, -0.0, 123456789.0, 1e22])
def test_numbers_are_exact(value):
    scene = edits.with_start(SCENES["two-hollows"], 0, (value, -value))
    back, _ = link.scene_from(travelled(link.query_from(scene)))
    assert back.runs[0].start == (value, -value)


@pytest.mark.parametrize("seed", [0, 1, 10**9, MAX_SEED])
def test_every_seed_travels(seed):
    scene = SCENES["two-hollows"].with_(random_starts=seed)
    assert Scene.from_link(scene.link()) == (scene, [])


# --- links that are wrong -----------------------------------------------------------------------------------------

texts = st.one_of(
    st.text(max_size=30), numbers.map(str), st.sampled_from(["nan", "inf", "-1", "0", "1e9", "~", "none"])
)
mixed = st.lists(st.one_of(texts, st.sampled_from(["w.1.1", "w.2.1", "b.1", "sin", "yes"])), max_size=5)
queries = st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), st.one_of(texts, mixed.map("~".join)))


@given(queries)
@settings(max_examples=200)
def test_no_link_raises_or_makes_an_impossible_scene(query):
    scene, left_out = link.scene_from(query)
    assert scene.with_() == scene  # everything in it is checked once more
    again, silence = link.scene_from(link.query_from(scene))
    assert (again, silence) == (scene, [])
    assert all(sentence.startswith("The link's ") and sentence.endswith(".") for sentence in left_out)
    assert len(left_out) <= len(query)


@given(queries, st.sampled_from(OPENINGS))
@settings(max_examples=60)
def test_what_is_wrong_in_a_link_does_not_touch_the_rest(query, opening):
    good = edits.with_steps(GALLERY[opening[0]].opened(opening[1]), 77)
    apart = {"scene", "variant", "steps", link.PRESENT}  # what is compared, and what is read beside the scene
    wrong = {name: "?" for name in query if name not in apart}
    scene, left_out = link.scene_from(wrong | link.query_from(good))
    assert scene == good
    assert len(left_out) == len(wrong.keys() - link.query_from(good).keys())


WRONG = {
    "scene": ("no-such-scene", "two-hollows"),
    "variant": ("no-such-variant", "must be one of"),
    "data": ("no-such-data", "two-hollows"),
    "hidden": ("9", "none"),
    "activation": ("zap", "sin"),
    "bias": ("maybe", "no"),
    "weights": ("1~2~3", "0~0"),
    "free": ("w.1.1~w.1.1", "w.1.1~w.2.1"),
    "window": ("5~5~0~1", "-2.5~5~-3.5~3.5"),
    "resolution": ("402", "121"),
    "steps": ("5001", "200"),
    "runs": ("5", "2"),
    "rule1": ("sorcery", "gradient-descent"),
    "learning_rate1": ("-1", "0.2"),
    "momentum2": ("1", "0.9"),
    "momentum1": ("0.5", "no setting"),
    "start1": ("nan~0", "-1.3~2.4"),
    "schedule1": ("sorcery", "constant"),
    "schedule_length1": ("5", "the constant schedule has no setting length"),
    "batch1": ("-1", "0"),
    "batch_seed2": ("2147483648", "from 0 to 2147483647"),
    "batch2": ("2.5", "whole number"),
    "start3": ("1~2", "no run 3"),
    "random": ("-1", "whole number"),
    "over": ("snow", "basins"),
    "scale": ("square", "linear"),
    "training": ("sorcery", "a rule must be one of"),
    "training_steps": ("5", "there is no training"),
    "nonsense": ("1", "no scene has such a part"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_value_that_is_left_out_is_named_with_what_stands_instead(name):
    text, told = WRONG[name]
    scene, (sentence,) = link.scene_from({name: text})
    assert scene == SCENES["two-hollows"]
    assert f"{name} = {text}" in sentence
    assert told in sentence


@pytest.mark.parametrize("name", ["window", "start1", "learning_rate1", "momentum2", "weights"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_in_a_link_must_be_finite(name, value):
    count = {"window": 4, "start1": 2, "weights": 2}.get(name, 1)
    scene, left_out = link.scene_from({name: "~".join([str(value)] * count)})
    assert scene == SCENES["two-hollows"]
    assert len(left_out) == 1


def test_a_start_where_the_error_overflows_is_left_out():
    scene, (sentence,) = link.scene_from({"scene": "bowl", "start2": "1e300~0"})
    assert scene == SCENES["bowl"]
    assert "run 2 must start where the error is finite" in sentence


# --- data of one's own --------------------------------------------------------------------------------------------


def many(rows, columns=20):
    """More data than a link holds, as noise that cannot be packed."""
    table = np.random.default_rng(5).normal(size=(rows, columns))
    return Dataset(table[:, :2], table[:, 2:3], title="large.csv")


def test_own_data_travel_in_the_link():
    scene = edits.with_data(SCENES["two-hollows"], OWN)
    assert Scene.from_link(scene.link()) == (scene, [])


def test_data_that_are_too_many_come_back_in_the_visit_that_opened_them():
    data = many(2000)
    scene = edits.with_data(SCENES["two-hollows"], data)
    query = link.query_from(scene)
    assert len(urlencode(query)) < 200
    assert link.scene_from(query, {link.data_name(data): data}) == (scene, [])
    alone, (sentence,) = link.scene_from(query)
    assert alone == SCENES["two-hollows"]
    assert "does not travel in a link" in sentence


def test_a_scene_that_does_not_fit_into_a_link_is_offered_as_a_file():
    scene = edits.with_data(SCENES["two-hollows"], many(2000))
    with pytest.raises(ValueError, match="at most 6000 characters, and this scene needs more: save it as a file"):
        scene.link()
    assert Scene.from_json(scene.json()) == scene


@pytest.mark.parametrize("text", ["own-", "own-!!!!", "own-AAAA", "own-eJw", "own-" + "A" * 5000])
def test_packed_data_that_cannot_be_read_are_left_out(text):
    scene, (sentence,) = Scene.from_link(f"data={text}")
    assert scene == SCENES["two-hollows"]
    assert "was left out" in sentence


def test_packed_data_are_not_unpacked_without_a_bound():
    bomb = base64.urlsafe_b64encode(zlib.compress(b"1" * 50_000_000, 9)).decode()
    scene, (sentence,) = Scene.from_link(f"data=own-{bomb}")
    assert scene == SCENES["two-hollows"]
    assert "too large" in sentence


# --- links of before ----------------------------------------------------------------------------------------------

BEFORE = json.loads((Path(__file__).parent / "links.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("before", BEFORE, ids=[row["link"][:60] for row in BEFORE])
def test_a_link_that_was_given_out_still_opens(before):
    """As the first version wrote them, with what each meant."""
    scene, left_out = Scene.from_link(before["link"])
    assert left_out == []
    assert {
        "link": before["link"],
        "id": scene.id,
        "variant": scene.variant or None,
        "data": link.data_name(scene.data),
        "layers": [
            [layer.activation, layer.weights.tolist(), None if layer.bias is None else layer.bias.tolist()]
            for layer in scene.network.layers
        ],
        "free": list(scene.free),
        "window": [list(edges) for edges in scene.window],
        "resolution": scene.resolution,
        "steps": scene.steps,
        "runs": [[run.rule.name, run.settings, list(run.start)] for run in scene.runs],
    } == before


@given(st.text(max_size=300))
def test_no_text_of_a_link_raises(text):
    scene, left_out = Scene.from_link(text)
    assert isinstance(scene, Scene)
    assert all(sentence.endswith(".") for sentence in left_out)


# --- the table ----------------------------------------------------------------------------------------------------


def test_every_setting_of_every_rule_has_its_part():
    for rule in RULES.values():
        for setting in hyperparameters(rule):
            assert {f"{setting.name}{run}" for run in range(1, MAX_RUNS + 1)} <= set(NAMES)


def test_every_setting_of_every_schedule_has_its_part():
    for schedule in SCHEDULES.values():
        for setting in hyperparameters(schedule):
            assert {f"schedule_{setting.name}{run}" for run in range(1, MAX_RUNS + 1)} <= set(NAMES)


def test_a_schedule_and_batches_stand_in_the_link_as_far_as_they_differ():
    scene = edits.with_schedule(SCENES["two-hollows"], 0, "cosine")
    assert link.query_from(scene) == {"schedule1": "cosine"}  # over as many steps as the runs have
    scene = edits.with_batch(edits.with_schedule_setting(scene, 0, "floor", 0.1), 1, 8)
    assert link.query_from(scene) == {"schedule1": "cosine", "schedule_floor1": "0.1", "batch2": "8"}
    assert Scene.from_link(scene.link()) == (scene, [])


def test_names_are_told_apart():
    assert len(NAMES) == len(set(NAMES))
    assert not {"embed", "embed_options"} & set(NAMES)  # Streamlit's own
