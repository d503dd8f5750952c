"""The player's JavaScript where it is pure: against Python, against its own words, and module against module."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from javascript import ask

from surface import formatting
from surface.data import Dataset
from surface.error import ErrorSurface
from surface.model import ACTIVATIONS, Layer, Network, Plane
from surface.view.encoding import encode
from surface.view.hosts import page
from surface.view.payload import sheet
from surface.view.protocol.sent import PROTOCOL

SHAPES = {"one input": (1, 2), "three inputs": (3, 1), "two outputs": (2, 2), "hidden layer": (2, 3, 2)}
WEIGHTS = [[-0.7, 1.9], [3.0, -2.5], [0.0, 0.0]]


def network_of(widths, activation, bias, seed=1):
    rng = np.random.default_rng(seed)
    sizes = pairwise(widths)
    return Network([Layer(rng.normal(size=(j, i)), activation, rng.normal(size=j) if bias else None) for i, j in sizes])


def surface_of(network, size=1.5):
    rng = np.random.default_rng(2)
    data = Dataset(rng.normal(size=(7, network.inputs)) * size, rng.normal(size=(7, network.outputs)))
    return ErrorSurface(network, data, (network.names[0], network.names[-1]))


def outputs(E, weights):
    """What evaluator.js computes for the surface's data at each of the weights, (places, data points, outputs)."""
    payload = sheet(E, E.sample(((-1, 1), (-1, 1)), 5)).payload
    statements = """
    const evaluator = modules.evaluator.outputsFor(given.network, given.inputs);
    return given.weights.map(([a, b]) => evaluator.outputs(a, b).slice());
    """
    answer = ask(statements, network=payload["network"], inputs=payload["data"]["inputs"], weights=weights)
    return np.array(answer, dtype=float).reshape(len(weights), len(E.data), -1)


@pytest.mark.parametrize("bias", [False, True], ids=["no bias", "bias"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_forward_pass_is_the_networks(activation, shape, bias):
    E = surface_of(network_of(SHAPES[shape], activation, bias))
    expected = [E.network_at(w).predict(E.data.inputs) for w in WEIGHTS]
    np.testing.assert_allclose(outputs(E, WEIGHTS), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_forward_pass_holds_far_from_the_origin(activation):
    E = surface_of(network_of((2, 1), activation, True), size=1e4)
    expected = [E.network_at(w).predict(E.data.inputs) for w in WEIGHTS]
    np.testing.assert_allclose(outputs(E, WEIGHTS), expected, rtol=1e-9, atol=1e-11)


def test_a_plane_through_weight_space_has_its_networks():
    network = network_of((2, 3, 1), "tanh", True)
    rng = np.random.default_rng(3)
    data = surface_of(network).data
    E = ErrorSurface.on(Plane(network, *rng.normal(size=(3, len(network.names)))), data)
    expected = [E.network_at(w).predict(data.inputs) for w in WEIGHTS]
    np.testing.assert_allclose(outputs(E, WEIGHTS), expected, rtol=1e-12)


def test_numbers_arrive_as_they_were_sent():
    numbers = [0.1, -2e-300, 1e308, float("inf"), float("-inf"), float("nan"), 5e-324]
    answer = ask("return modules.decode.decodeNumbers(given.text);", text=encode(numbers))
    np.testing.assert_array_equal(np.array(answer, dtype=float), numbers)


# ------------------------------------------------------------------------------------------------------- the playhead


def playhead(statements, steps=200):
    """The state of a playhead that stands at the end of a scene, after these statements."""
    start = f"const {{ Playhead }} = modules.playhead; const head = new Playhead(); head.open({steps});"
    watch = "const watch = (seconds) => { for (let s = 0; s <= seconds * 60; s++) head.tick((s * 1000) / 60); };"
    return ask(f"{start}{watch}{statements}; return [head.step, head.last, head.playing];")


def test_a_scene_opens_at_its_end():
    assert playhead("") == [200, 200, False]


def test_playing_starts_over_at_the_end_and_stops_there():
    assert playhead("head.play()") == [0, 200, True]
    assert playhead("head.play(); watch(11)") == [200, 200, False]
    assert playhead("head.play(); watch(11); head.play()") == [0, 200, True]


@pytest.mark.parametrize(("speed", "step"), [(0.25, 5), (0.5, 10), (1, 20), (2, 40), (4, 80)])
def test_a_second_at_each_speed(speed, step):
    reached, _, _ = playhead(f"head.speed = {speed}; head.play(); watch(1)")
    assert reached == pytest.approx(step)


@pytest.mark.parametrize("steps", [1, 5, 60, 200, 1500, 5000])
def test_no_run_is_a_blink_or_a_wait(steps):
    seconds = ask("return modules.playhead.playingSeconds(given.steps);", steps=steps)
    assert min(3, steps) <= seconds <= 15
    assert playhead(f"head.play(); watch({seconds} + 0.1)", steps) == [steps, steps, False]


def test_the_clock_starts_with_the_first_stamp():
    assert playhead("head.play(); head.tick(123456)")[0] == 0
    assert playhead("head.play(); head.tick(5000); head.tick(4000)")[0] == 0


def test_a_hidden_tab_does_not_run_ahead():
    step = playhead("head.play(); head.tick(0); head.tick(60000)")[0]
    assert 0 < step <= 2


@pytest.mark.parametrize(
    ("moves", "step"),
    [
        ("head.seek(3.4); head.forward()", 4),
        ("head.seek(3.4); head.back()", 3),
        ("head.seek(3); head.back()", 2),
        ("head.seek(0); head.back()", 0),
        ("head.forward()", 200),
        ("head.seek(-5)", 0),
        ("head.seek(1e9)", 200),
    ],
)
def test_steps_are_whole_and_inside_the_run(moves, step):
    assert playhead(moves) == [step, 200, False]


def test_moving_by_hand_stops_the_play():
    assert playhead("head.play(); watch(1); head.forward()")[2] is False


def test_a_change_of_the_runs_keeps_the_playhead():
    assert playhead("head.resize(500)") == [500, 500, False]  # it stood at the end
    assert playhead("head.seek(37); head.resize(500)") == [37, 500, False]
    assert playhead("head.seek(150); head.resize(100)") == [100, 100, False]
    assert playhead("head.play(); watch(1); head.resize(500)")[1:] == [500, True]


def test_a_run_of_no_steps_cannot_be_played():
    assert playhead("head.play()", steps=0) == [0, 0, False]


# -------------------------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("formatNumber(0.38723)", "0.3872"),
        ("formatNumber(-0.0031)", "−0.003100"),
        ("formatNumber(0)", "0"),
        ("formatNumber(12345.678)", "12346"),
        ("formatNumber(1.5e-7, 3)", "1.50·10⁻⁷"),
        ("formatNumber(-2.5e12, 2)", "−2.5·10¹²"),
        ("formatNumber(1/0)", "∞"),
        ("formatNumber(-1/0)", "−∞"),
        ("formatNumber(0/0)", "undefined"),
        ("formatFixed(-1.23456)", "−1.235"),
        ("formatFixed(-0.00001)", "0.000"),
        ("formatFixed(1e9)", "1.000·10⁹"),
        ("formatSetting(0.2)", "0.2"),
        ("formatSetting(1e-10)", "10⁻¹⁰"),
        ("formatSetting(2.5e-8)", "2.5·10⁻⁸"),
        ("formatSetting(0)", "0"),
        ("formatSetting(-100)", "−100"),
        ("formatTick(-0, 0.5)", "0.0"),
        ("formatTick(0.30000000000000004, 0.1)", "0.3"),
        ("formatTick(2000, 500)", "2000"),
    ],
)
def test_numbers_are_written_as_a_reader_writes_them(call, text):
    assert ask(f"return modules.format.{call};") == text


@given(st.floats(allow_nan=False, allow_infinity=False) | st.decimals(-999, 999, places=6).map(float))
def test_a_setting_is_written_alike_by_python_and_by_the_player(value):
    assert ask("return modules.format.formatSetting(given.value);", value=value) == formatting.setting(value)


@pytest.mark.parametrize(
    ("low", "high", "count"), [(0, 200, 4), (-0.9, 1.1, 6), (1e-9, 3e-9, 5), (0, 1e28, 5), (0, 1, 1)]
)
def test_ticks_are_round_inside_the_axis_and_about_as_many_as_asked(low, high, count):
    answer = ask(
        "return modules.axes.linearTicks([given.low, given.high], given.count).ticks.map((t) => t.value);",
        low=low,
        high=high,
        count=count,
    )
    assert 1 <= len(answer) <= 2 * count + 1
    assert all(low - 1e-9 * (high - low) <= tick <= high + 1e-9 * (high - low) for tick in answer)
    spacing = np.diff(answer)
    assert np.allclose(spacing, spacing[:1])


def test_powers_of_ten_are_the_ticks_of_a_logarithmic_axis():
    ticks = ask("return modules.axes.logTicks([0.002, 50], 8).ticks.map((t) => [t.value, t.label]);")
    assert ticks == [[0.01, "10⁻²"], [0.1, "10⁻¹"], [1, "1"], [10, "10"]]


@pytest.mark.parametrize("log", [False, True])
def test_a_run_that_diverges_does_not_flatten_the_others(log):
    errors = [[10.0, 3.0, 1.0], [10.0, 1e6, 1e300]]
    low, high = ask(
        "return modules.curveaxes.errorRange(given.errors.map((error) => ({ error })), given.log);",
        errors=errors,
        log=log,
    )
    assert low < 1 < 10 < high
    assert high < (1e6 if log else 1e3)
    assert (low > 0) == log


@pytest.mark.parametrize("errors", [[[0.0, 0.0]], [[5.0]], [[1e-30, 0.0]]])
@pytest.mark.parametrize("log", [False, True])
def test_an_error_axis_is_never_without_width(errors, log):
    low, high = ask(
        "return modules.curveaxes.errorRange(given.errors.map((error) => ({ error })), given.log);",
        errors=errors,
        log=log,
    )
    assert low < high


def test_the_ball_moves_between_steps_and_the_numbers_do_not():
    statements = """
    const run = { k: 2, w: [0, 0, 1, 2, 3, 4], error: [9, 4, 1], gradient: [3, 4, 0, 0, 0, 0] };
    const { errorOf, numbersOf, weightsOf } = modules.runs;
    return [weightsOf(run, 0.5), errorOf(run, 1.5), weightsOf(run, 99), Object.values(numbersOf(run, 0.9))];
    """
    assert ask(statements) == [[0.5, 1], 2.5, [3, 4], [0, 0, 0, 9, 5]]


# ------------------------------------------------------------------------------------------------------------ modules

MODULES = page.modules()


def imports_only_what_is_exported(path):
    source = path.read_text(encoding="utf-8")
    imports = re.findall(r'^import \{([^}]*)\} from "(\.\.?/[\w/-]+\.js)";$', source, re.MULTILINE)
    assert len(imports) == len(re.findall(r"^import\b", source, re.MULTILINE)), f"an import of {path} has another form"
    for names, other in imports:
        exported = re.findall(
            r"^export (?:default )?(?:async )?(?:function|const|class) (\w+)",
            (path.parent / other).read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        assert set(re.findall(r"\w+", names)) <= set(exported), path


def test_a_module_imports_only_what_is_exported():
    for name in MODULES:
        imports_only_what_is_exported(page.STATIC / f"{name}.js")


def test_one_script_of_all_modules_keeps_neither_imports_nor_exports():
    assert re.findall(r"^(?:import|export)\b.*", page.script(), re.MULTILINE) == []


def test_modules_come_after_what_they_import():
    assert MODULES[-1] == "index"
    assert len(MODULES) == len(set(MODULES))
    assert MODULES.index("messages/decode") < MODULES.index("player/player")


def test_surfaces_that_were_seen_long_ago_are_let_go():
    statements = """
    const { surfaces } = modules.surfaces;
    const { numbers } = given, { PROTOCOL: version } = modules.protocol;
    const sent = (key) => (
      { version, key, data: {}, w1: numbers, w2: numbers, error: numbers, undecided: numbers }
    );
    for (const key of "abcd") surfaces.put(sent(key));
    surfaces.put(sent("a"));
    surfaces.put(sent("e"));
    return [..."abcde"].filter((key) => surfaces.get(key) !== null).join("");
    """
    assert ask(statements, numbers=encode([1.0])) == "acde"


# --- what a hand moves reaches the panels in turn -----------------------------------------------------------------

PANELS = [{"name": name, "prompt": name == "map", "cost": 0} for name in ("curve", "map", "cards", "table")]
IN_TURN = """
const { inTurn, updated } = modules.panelset;
const seen = [];
let clock = 0, behind = [];
for (let frame = 0; frame < given.frames; frame++) {
  behind = inTurn(given.panels, behind);
  const time = { slice: given.slice, alone: given.alone ?? true };
  behind = updated(behind, time, ({ name, cost }) => (seen.push(name), (clock += Math.max(cost, 3))), () => clock);
}
return [seen, behind.map(({ name }) => name)];
"""


def test_the_panel_under_the_hand_comes_first_in_every_frame_and_no_other_is_left_out():
    seen, _ = ask(IN_TURN, panels=PANELS, frames=6, slice=5)
    assert seen.count("map") == 6
    assert [name for name in seen if name != "map"] == ["curve", "cards", "table", "curve", "cards", "table"]
    assert ask(IN_TURN, panels=PANELS, frames=2, slice=0) == [["map", "map"], ["curve", "cards", "table"]]


def test_a_panel_that_takes_more_than_its_slice_goes_alone_and_keeps_no_other_waiting():
    panels = [{**panel, "cost": 20 if panel["name"] == "curve" else 3} for panel in PANELS]
    seen, left = ask(IN_TURN, panels=panels, frames=1, slice=8)
    assert (seen, left) == (["map", "curve"], ["cards", "table"])
    seen, left = ask(IN_TURN, panels=panels, frames=2, slice=8, alone=False)
    assert (seen, left) == (["map", "cards", "map", "table"], ["curve", "cards"])


def test_a_panel_that_takes_long_has_its_turn_while_the_hand_moves_on_but_seldom():
    asked = """
    const { PanelSet } = modules.panelset;
    const set = Object.create(PanelSet.prototype), turns = [];
    let clock = 1000;
    const real = performance.now;
    performance.now = () => clock;
    const update = () => ((clock += 20), turns.push(clock));
    const panel = { name: "curve", prompt: false, plotly: false, cost: 20, update };
    Object.assign(set, { present: [panel], behind: [], served: 0, rested: 0, fresh: new Set() });
    while (clock < 3000) {
      set.renew();
      set.follow({}, true);
      panel.cost = 20;
      clock += 16;
    }
    performance.now = real;
    return turns;
    """
    turns = np.array(ask(asked))
    assert 6 <= len(turns) <= 9  # in two seconds
    assert np.all(np.diff(turns) < 360)
    assert np.all(np.diff(turns) >= 240)


# --- the runs, sent apart -----------------------------------------------------------------------------------------


def test_a_run_that_was_sent_once_is_there_after_a_hundred_changes_of_another():
    found = ask(
        """
        const { tracks, whole } = modules.tracks;
        const put = (key) => tracks.put({ version: given.version, key, run: { key } });
        put("stays");
        const seen = [];
        for (let n = 0; n < 100; n++) {
          put(`change ${n}`);
          seen.push(whole({ runs: [] }, [`change ${n}`, "stays"]) !== null);
        }
        return [seen.every(Boolean), whole({ runs: [] }, ["change 0", "stays"])];
        """,
        version=PROTOCOL,
    )
    assert found == [True, None]  # and what nobody has asked for is forgotten
