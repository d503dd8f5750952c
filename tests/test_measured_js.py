"""The sizes of places on the page: read once, and again where the browser tells of another size, or the theme turns."""

from javascript import ask

# A page without a browser: a place that counts how often it is asked, and a browser that tells when it is told to.
PAGE = """
const asked = { size: 0, type: 0 };
const before = [globalThis.ResizeObserver, globalThis.getComputedStyle];
globalThis.ResizeObserver = class { constructor(heard) { globalThis.told = heard; } observe() {} };
globalThis.getComputedStyle = () => ({ fontSize: `${++asked.type * 10}px` });
const place = { width: given.width, get clientWidth() { asked.size++; return this.width; }, clientHeight: 30 };
const { measuresOf } = modules.measured;
try { %s } finally { [globalThis.ResizeObserver, globalThis.getComputedStyle] = before; }
"""


def measured(statements, width=40):
    return ask(PAGE % statements, width=width)


def test_a_place_is_asked_once_until_it_has_another_size_or_another_theme():
    statements = """
    const [light, dark] = [{}, {}];
    for (let n = 0; n < 5; n++) measuresOf(place, light);
    const first = { ...measuresOf(place, light) };
    place.width = 50;
    const kept = measuresOf(place).width;
    globalThis.told([{ target: place }]); // of the one observer, which an earlier question may have made
    const later = measuresOf(place, light).width;
    measuresOf(place, dark);
    return [first.width, first.height, first.type, kept, later, asked.size, asked.type];
    """
    assert measured(statements) == [40, 30, 10, 40, 50, 2, 3]


def test_a_place_without_room_is_asked_each_time_until_it_has_some():
    statements = """
    const none = [measuresOf(place).width, measuresOf(place).width];
    place.width = 25;
    return [...none, measuresOf(place).width, measuresOf(place).width, asked.size];
    """
    assert measured(statements, width=0) == [0, 0, 25, 25, 3]
