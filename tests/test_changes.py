"""What was changed of a scene, in words beside its title: each thing that can be, and nothing where nothing was."""

import pytest
from visit import opened, ran, read

from surface.scenes import GALLERY, SCENES, edits
from surface.scenes.changes import changes

SCENE = SCENES["two-hollows"]
BATCHES = ["batches of 8 of run 1", "seed 3 of the batches of run 1"]


@pytest.mark.parametrize("name", GALLERY)
def test_a_scene_as_it_opens_has_no_changes(name):
    entry = GALLERY[name]
    for variant in ("", *entry.variants):
        assert changes(entry.opened(variant)) == []


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda scene: edits.with_setting(scene, 1, "momentum", 0.85), ["momentum 0.85 of run 2"]),
        (lambda scene: edits.with_rule(scene, 0, "adam"), ["adam of run 1"]),
        (lambda scene: edits.with_start(scene, 0, (1, 2)), ["start of run 1"]),
        (lambda scene: edits.with_steps(scene, 20), ["20 steps"]),
        (lambda scene: edits.with_schedule(scene, 1, "cosine"), ["cosine schedule of run 2"]),
        (lambda scene: edits.with_batch(scene, 0, 8), ["batches of 8 of run 1"]),
        (lambda scene: edits.with_batch_seed(edits.with_batch(scene, 0, 8), 0, 3), BATCHES),
        (lambda scene: edits.with_batch_seed(scene, 0, 3), []),
        (lambda scene: edits.without_run(scene, 0), ["1 run"]),
        (lambda scene: edits.with_added_run(scene), ["3 runs"]),
        (lambda scene: edits.with_window(scene, -1, 1, -2, 2), ["another window"]),
        (lambda scene: edits.with_output_activation(scene, "tanh"), ["network: 2-1, tanh, without bias"]),
        (lambda scene: edits.with_resolution(scene, 31), []),
        (lambda scene: scene.with_(scale="log", random_starts=3, overlay="basins"), []),
    ],
)
def test_each_change_is_named(make, words):
    assert changes(make(SCENE)) == words


def test_other_data_and_held_weights_are_named():
    gate = next(scene for scene in SCENES.values() if scene.data.title and len(scene.network.names) > 2)
    other = edits.with_data(gate, "xor" if gate.data != SCENES["two-hollows"].data else "and")
    assert changes(other)[0] == f"data: {other.data.title}"
    held = next(name for name in gate.network.names if name not in gate.free)
    (words,) = changes(edits.with_weight(gate, held, 0.125))
    assert words.endswith("= 0.125")


def test_the_sentence_goes_with_a_change_and_comes_back_with_reset():
    app = opened()
    watched = GALLERY["two-hollows"].watch

    def said() -> list[str]:
        return [read(text) for text in app.markdown]

    assert watched in said()
    ran(app.number_input(key="steps").set_value(20).run())
    assert watched not in said()
    assert "Changed: 20 steps" in said()
    ran(app.button(key="reset").click().run())
    assert watched in said()
