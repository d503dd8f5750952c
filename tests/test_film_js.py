"""How a film goes: its frames, its length, its files; against the formats' own structure and plain arithmetic."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from javascript import ask

PLANS = st.builds(
    lambda start, steps, seconds, rate: {"from": start, "to": start + steps, "seconds": seconds, "rate": rate},
    st.integers(0, 1000),
    st.integers(1, 5000),
    st.floats(0.2, 120),
    st.sampled_from([10, 12, 15, 20, 25, 30]),
)
STEPS = """const { frameCount, stepAt } = modules.plan;
return Array.from({ length: frameCount(given.plan) }, (_, n) => stepAt(given.plan, n));"""
SAMPLES = """const samples = given.sizes.map((size, n) => (
  { bytes: new Uint8Array(size).fill(n + 1), key: n % 10 === 0 }));
const film = { samples, rate: 20, width: 640, height: 360 };"""


@given(PLANS)
def test_the_frames_go_evenly_from_the_first_step_to_the_last(plan):
    steps = ask(STEPS, plan=plan)
    assert (steps[0], steps[-1]) == (plan["from"], pytest.approx(plan["to"]))
    assert steps == sorted(steps)
    assert abs(len(steps) - plan["seconds"] * plan["rate"]) <= 0.5 + 1e-9


@pytest.mark.parametrize(("milliseconds", "rate"), [(0, 30), (19, 30), (21, 25), (59, 10), (5000, 10)])
def test_a_slow_computer_makes_fewer_frames(milliseconds, rate):
    assert ask("return modules.plan.rateFor(given.milliseconds)", milliseconds=milliseconds) == rate


@pytest.mark.parametrize(
    ("known", "forms"),
    [
        ([], []),
        (["video/webm"], [["webm", "video/webm"]]),
        (["video/webm;codecs=vp8", "video/mp4"], [["webm", "video/webm;codecs=vp8"]]),
        (
            ["video/mp4;codecs=avc1.42E01E", "video/webm;codecs=vp9"],
            [["mp4", "video/mp4;codecs=avc1.42E01E"], ["webm", "video/webm;codecs=vp9"]],
        ),
    ],
)
def test_only_what_the_browser_records_is_offered(known, forms):
    asked = "return modules.plan.formsKnown((mime) => given.known.includes(mime)).map(({ name, mime }) => [name, mime])"
    assert ask(asked, known=known) == forms


@given(st.integers(1, 5000), st.floats(0.3, 100), st.sampled_from(["seconds", "speed", "from"]), st.floats(0.1, 60))
def test_speed_and_length_follow_one_another(steps, most, name, value):
    course = ask(
        "const { openingCourse, withChange } = modules.filmsettings;"
        "return [openingCourse(given.steps, given.most), withChange(openingCourse(given.steps, given.most), given.name,"
        " given.value)].map(Object.entries)",
        **{"steps": steps, "most": most, "name": name, "value": 0 if name == "from" else value},
    )
    for one in map(dict, course):
        assert one["speed"] * one["seconds"] == pytest.approx(one["to"] - one["from"])
    assert dict(course[0])["seconds"] <= max(most, 0)


@pytest.mark.parametrize(
    ("course", "sentence"),
    [
        ({"from": 3, "to": 3, "seconds": 1}, "The last step must be after the first, got 3 and 3."),
        ({"from": 5, "to": 3, "seconds": 1}, "The last step must be after the first, got 5 and 3."),
        (
            {"from": 0, "to": 200, "seconds": 17.36},
            "The film must be at most 17 seconds long, got 17.4: less of the run, or faster.",
        ),
        ({"from": 0, "to": 1, "seconds": 0.05}, "The film must be at least 0.2 seconds long, got 0.05."),
        ({"from": 0, "to": 200, "seconds": 17}, ""),
    ],
)
def test_a_course_that_cannot_be_is_refused_in_a_sentence(course, sentence):
    assert ask("return modules.filmsettings.courseRefusal(given.course, 17)", course=course) == sentence


def test_a_gif_is_bounded_as_python_has_it():
    from surface.pages.take.gif import MOST_PIXELS

    sizes = ask("return modules.filmsettings.sizesOf('gif').map(({ width, height }) => [width, height])")
    for width, height in sizes:
        most = ask("return modules.filmsettings.mostSeconds('gif', given, 10)", width=width, height=height)
        assert (10 * most) * width * height <= MOST_PIXELS < (10 * most + 10) * width * height


def elements(data, start=0, end=None):
    """The elements of Matroska between two places: (sort, from, to), read as RFC 8794 says."""
    at, found, end = start, [], len(data) if end is None else end
    while at < end:
        long = 8 - data[at].bit_length() + 1
        sort = int.from_bytes(data[at : at + long])
        at += long
        long = 8 - data[at].bit_length() + 1
        size = int.from_bytes(data[at : at + long]) & ((1 << (7 * long)) - 1)
        unknown = size == (1 << (7 * long)) - 1
        at += long
        found.append((sort, at, end if unknown else at + size))
        at = found[-1][2]
    assert at == end
    return found


def test_a_webm_file_holds_every_frame_at_its_time_and_says_where_to_find_the_key_frames():
    sizes = [(7 * n) % 301 + 1 for n in range(45)]
    data = bytes(ask(f"{SAMPLES} return modules.webmfile.webmFile(film, 'V_VP9')", sizes=sizes))
    head, (_, start, end) = elements(data)
    assert head[0] == 0x1A45DFA3
    parts = elements(data, start, end)
    ((_, a, b),) = [part for part in parts if part[0] == 0x1549A966]
    info = {sort: data[x:y] for sort, x, y in elements(data, a, b)}
    assert struct.unpack(">d", info[0x4489])[0] == 1000 * 45 / 20
    frames, begins = [], []
    for sort, x, y in parts:
        if sort != 0x1F43B675:
            continue
        begins.append(x - 12 - start)  # its own four bytes, and eight of its size
        (_, c, d), *blocks = elements(data, x, y)
        for _, p, q in blocks:
            time = int.from_bytes(data[c:d]) + int.from_bytes(data[p + 1 : p + 3], signed=True)
            frames.append((time, data[p + 3] == 0x80, data[p + 4 : q]))
    assert frames == [(50 * n, n % 10 == 0, bytes([n + 1]) * size) for n, size in enumerate(sizes)]
    ((_, x, y),) = [part for part in parts if part[0] == 0x1C53BB6B]
    cues = [elements(data, *point[1:]) for point in elements(data, x, y)]
    places = [int.from_bytes(data[slice(*elements(data, *cue[1][1:])[1][1:])]) for cue in cues]
    assert places == begins


def boxes(data):
    """The boxes of an MP4 file: [(name, what it holds)]."""
    found = []
    while data:
        size = int.from_bytes(data[:4])
        found.append((data[4:8].decode(), data[8:size]))
        data = data[size:]
    return found


def inner(data, *names):
    for name in names:
        data = dict(boxes(data))[name]
    return data


def numbers(data, skip):
    return struct.unpack(f">{(len(data) - skip) // 4}I", data[skip:])


def test_an_mp4_file_holds_every_frame_at_its_place_and_is_as_long_as_its_frames():
    sizes = [(7 * n) % 301 + 1 for n in range(45)]
    data = bytes(ask(f"{SAMPLES} return modules.mp4file.mp4File(film, new Uint8Array([1, 2, 3]))", sizes=sizes))
    assert [name for name, _ in boxes(data)] == ["ftyp", "moov", "mdat"]
    clock, length = numbers(inner(data, "moov", "mvhd")[:20], 12)
    assert length / clock == 45 / 20
    table = inner(data, "moov", "trak", "mdia", "minf", "stbl")
    assert numbers(inner(table, "stsz"), 8) == (45, *sizes)
    assert numbers(inner(table, "stss"), 4) == (5, 1, 11, 21, 31, 41)
    count, samples, ticks = numbers(inner(table, "stts"), 4)
    assert (count, samples, ticks * 20) == (1, 45, clock)
    assert inner(table, "stsd").endswith(b"avcC\x01\x02\x03")
    _, at = numbers(inner(table, "stco"), 4)
    assert data[at:] == b"".join(bytes([n + 1]) * size for n, size in enumerate(sizes))


def recorded(info):
    """The head of a film as a recorder writes it, before it knows how long the film will be."""
    segment = bytes.fromhex("18538067 01ffffffffffffff")
    track = bytes.fromhex("1654ae6b 83 ec81 00")
    return bytes.fromhex("1a45dfa3 84 42868101") + segment + bytes.fromhex("1549a966") + info + track


SCALE = bytes.fromhex("2ad7b1 83 0f4240")


def test_the_length_of_a_recorded_film_is_written_into_its_head():
    head = recorded(bytes([0x80 + len(SCALE)]) + SCALE)
    parts = ask(
        "return modules.webmhead.headWithDuration(new Uint8Array(given.head), 2.5).map((part) => [...part])",
        head=list(head),
    )
    data = b"".join(map(bytes, parts))
    _, (_, start, end) = elements(data)
    (sort, x, y), after = elements(data, start, end)
    assert sort == 0x1549A966
    assert [(one, data[a:b]) for one, a, b in elements(data, x, y)] == [
        (0x2AD7B1, bytes.fromhex("0f4240")),
        (0x4489, struct.pack(">d", 2500)),
    ]
    assert data[after[1] : after[2]] == bytes.fromhex("ec8100")  # all else is as it was


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"no film at all, but some text",
        recorded(bytes([0x80 + len(SCALE) + 11]) + SCALE + bytes.fromhex("4489 88") + struct.pack(">d", 1)),
    ],
    ids=["nothing", "no film", "a length of its own"],
)
def test_what_has_no_such_head_is_left_as_it_is(head):
    assert ask("return modules.webmhead.headWithDuration(new Uint8Array(given.head), 1)", head=list(head)) is None


@pytest.mark.parametrize(("picture", "name"), [("view", "two-hollows.svg"), ("map", "two-hollows-map.svg")])
def test_a_file_is_called_by_its_picture(picture, name):
    assert ask("return modules.saving.fileName('two-hollows', given.picture, 'svg')", picture=picture) == name


def test_only_what_changes_is_left_of_a_frame():
    asked = """const pixels = Uint32Array.from(given.pixels);
    const whole = modules.gifframes.onlyChanges(pixels, given.before && Uint32Array.from(given.before));
    return [[...pixels], [...whole]];"""
    assert ask(asked, pixels=[5, 6, 7], before=None) == [[5, 6, 7], [5, 6, 7]]
    assert ask(asked, pixels=[5, 9, 7], before=[5, 6, 7]) == [[0, 9, 0], [5, 9, 7]]
