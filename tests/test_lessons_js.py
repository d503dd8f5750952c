"""The lessons' own pictures where their JavaScript is pure: against the engine, against a second way, and by hand."""

import numpy as np
import pytest
from javascript import ask

from surface.descent import GradientDescent, descend
from surface.error import FullError
from surface.figures import COLOURS
from surface.scenes import GALLERY, SCENES
from surface.view.payload import sheet

PLACES = [[-0.7, 1.9], [3.0, -2.5], [0.3, 0.1]]


def payload(E) -> dict:
    drawn = sheet(E, E.sample(((-1, 1), (-1, 1)), 5)).payload
    return {"network": drawn["network"], "data": drawn["data"]}


def test_terms_sum_to_the_gradient_and_follow_the_formula():
    E = SCENES["and-gate"].surface()
    statements = """
    const { termOf } = modules.terms;
    const byHand = (part) => -(part.y - part.output) * part.slope * part.reach[0];
    const row = (part) => [termOf(part, 0), termOf(part, 1), byHand(part), ...part.reach];
    return modules.evaluator.evaluatorOf(given).parts(...given.w).map(row);
    """
    given = np.array(ask(statements, w=[-3, 5], **payload(E)))
    np.testing.assert_allclose(given[:, :2].sum(axis=0), E.gradient([-3, 5]), rtol=1e-12)
    np.testing.assert_allclose(given[:, 0], given[:, 2])
    np.testing.assert_array_equal(given[:, 3:], E.data.inputs)


@pytest.mark.parametrize("name", ["xor-hidden", "teacher-twins", "two-outputs-cross"])
def test_what_goes_back_sums_to_the_gradient_of_the_surface_and_of_all_weights(name):
    E = SCENES[name].surface()
    statements = """
    const { passesAt } = modules.backward;
    return given.places.map((w) => passesAt(given, w).map((pass) => pass.terms));
    """
    terms = np.array(ask(statements, places=PLACES, **payload(E)))
    for at, added in zip(PLACES, terms, strict=True):
        network = E.network_at(at)
        sums = added.sum(axis=0)
        np.testing.assert_allclose(sums, FullError(network, E.data).gradient(network.weights), rtol=1e-9, atol=1e-15)
        free = [network.names.index(name) for name in E.free]
        np.testing.assert_allclose(sums[free], E.gradient(at), rtol=1e-9, atol=1e-15)


def test_the_deltas_follow_the_formulas():
    E = SCENES["xor-hidden"].surface()
    statements = """
    const [hidden, last] = modules.backward.passesAt(given, [-4, -3])[1].layers;
    return [hidden.fed, hidden.net, hidden.out, hidden.delta, [...last.net, ...last.out, ...last.delta]];
    """
    x, net, z, shares, (h, out, delta) = map(np.array, ask(statements, **payload(E)))
    np.testing.assert_array_equal(x, E.data.inputs[1])
    np.testing.assert_allclose(net, [2.5, 1])
    np.testing.assert_allclose(z, 1 / (1 + np.exp(-net)))
    assert h == pytest.approx(6 * z[0] - 6 * z[1] - 3)
    assert delta == pytest.approx((0.9 - out) * out * (1 - out))
    np.testing.assert_allclose(shares, z * (1 - z) * [6, -6] * delta)


def test_the_walk_is_the_engines():
    scene = SCENES["two-hollows"]
    E, start = scene.surface(), GALLERY[scene.id].starts["A"]
    statements = "return modules.terms.descentFrom(modules.evaluator.evaluatorOf(given), given.start, 0.2, 25);"
    path = np.array(ask(statements, start=start, **payload(E)))
    np.testing.assert_allclose(path, descend(E, GradientDescent(0.2), start, 25).path, rtol=1e-9)


def test_a_ball_in_a_curve_moves_one_weight_only():
    E = SCENES["two-hollows"].surface()
    statements = "return modules.terms.descentFrom(modules.evaluator.evaluatorOf(given), [-1.3, 0.07], 0.2, 200, [0]);"
    path = np.array(ask(statements, **payload(E)))
    assert set(path[:, 1]) == {0.07}
    slope, curvature = E.gradient(path[-1])[0], E.hessian(path[-1])[0, 0]
    assert abs(slope) < 1e-3
    assert curvature > 0


def test_the_sums_of_the_first_lesson_are_the_error():
    E = SCENES["two-outputs-cross"].surface()
    statements = """
    const units = modules.evaluator.evaluatorOf(given).parts(0.2, -0.5);
    const { squares, inner, outer } = modules.squares.squareSums(units, given.data.inputs.length);
    return [squares, inner, [outer]];
    """
    squares, inner, (outer,) = ask(statements, **payload(E))
    residual = E.data.targets - E.network_at([0.2, -0.5]).predict(E.data.inputs)
    np.testing.assert_allclose(squares, (residual**2).ravel())
    np.testing.assert_allclose(inner, (residual**2).sum(axis=1))
    assert outer / 2 == pytest.approx(float(E.error([0.2, -0.5])))


def test_bands_are_darker_where_the_error_is_larger():
    statements = """
    const { bandOf } = modules.relief, { scaleColour } = modules.colours;
    const knots = [0, 1, 2, 4, 8];
    const light = (share) => scaleColour(given.colours, share).reduce((sum, value) => sum + value, 0);
    return [[0, 0.5, 1, 1.5, 3, 7.9, 8].map((error) => bandOf(error, knots)), [0, 0.25, 0.5, 0.75, 1].map(light)];
    """
    bands, light = ask(statements, colours=list(COLOURS))
    assert bands == [0, 0, 1, 1, 2, 3, 3]
    assert light == sorted(light, reverse=True)


def test_a_run_along_a_path_meets_the_engines_errors_and_gradients():
    E = SCENES["two-hollows"].surface()
    statements = """
    const evaluator = modules.evaluator.evaluatorOf(given);
    const { k, w, error, gradient } = modules.terms.alongPath({}, given.path, evaluator, { w1: [-1, 1], w2: [-1, 1] });
    return [[k], w, error, gradient];
    """
    (k,), w, error, gradient = ask(statements, path=PLACES, **payload(E))
    assert k == len(PLACES) - 1
    assert w == np.ravel(PLACES).tolist()
    np.testing.assert_allclose(error, E.error(PLACES), rtol=1e-12)
    np.testing.assert_allclose(gradient, E.gradient(PLACES).ravel(), rtol=1e-12)


def test_an_arrow_keeps_its_sign_and_its_ink_on_the_way_to_the_map():
    statements = """
    const box = { left: 0, top: 0, width: 100, height: 100, range: { left: 0, right: 1, bottom: 0, top: 1 } };
    const { sign, ink, xy } = modules.mapping.mapArrow({ sign: "∇E", ink: "red", from: [0, 0], to: [1, 0.5] }, box);
    return [sign, ink, ...xy];
    """
    assert ask(statements) == ["∇E", "red", 0, 100, 100, 50]


@pytest.mark.parametrize("shear", [0, 0.7, -1.4])
def test_a_slanted_box_holds_what_lies_in_it_and_in_its_rim(shear):
    slant = np.array([[1, shear], [0, 1]])
    corners = np.array([[-1, -2], [3, -2], [3, 1], [-1, 1]]) @ slant.T
    shares = np.random.default_rng(2).uniform(-0.3, 1.3, (200, 2))
    shares = shares[np.all(np.abs(np.abs(shares - 0.5) - 0.5625) > 1e-6, axis=1)]
    places = (np.array([-1, -2]) + shares * [4, 3]) @ slant.T
    statements = "return given.places.map((w) => modules.boxesdrawing.holds(given.corners, w));"
    held = ask(statements, corners=corners.ravel().tolist(), places=places.tolist())
    assert held == np.all(np.abs(shares - 0.5) <= 0.5625, axis=1).tolist()


def test_a_saved_lesson_opens_with_the_picture_that_its_slider_begins_with():
    made = """const { prototype } = modules.savedlesson.SavedLesson, parts = ["end", "lay", "show", "tell"];
    const stops = { lessons: ["low", "middle", "high"], at: 1 };
    const acts = [{ stops, lesson: "middle", surface: 0 }, { stops: null, lesson: "other", surface: 0 }];
    const lesson = Object.create(prototype, { given: { value: { acts, surfaces: [{}] } } });
    for (const part of [...parts, "hear"]) lesson[part] = () => {};
    lesson.place = { querySelector: () => null };
    const seen = [];
    for (const act of [0, 1, 0]) {
      lesson.choose(act);
      seen.push(lesson.act.lesson);
      if (act === 0) lesson.stop("high");
    }
    lesson.bringBack();
    return [...seen, lesson.act.lesson];"""
    assert ask(made) == ["middle", "other", "middle", "middle"]
