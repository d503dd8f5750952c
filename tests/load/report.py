"""What was measured, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.timing import table
from tests.load.acts import SHARES
from tests.load.crowd import PAUSE, Measured
from tests.load.session import Answer

BUSY = 0.7  # the share of one core that a process may be kept at: beyond it, who waits waits for all others
NAMES = {
    "opened": "opened",
    "unfolded": "panel opened",
    "scene": "another scene",
    "released": "setting, slider in the picture",
    "typed": "setting, typed",
    "start": "start",
    "back": "came back",
}


def part(values: Sequence[float], share: float) -> float:
    """Return the value that so large a share of all does not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def _row(name: str, answers: Sequence[Answer]) -> list[object]:
    pictures = [answer.picture for answer in answers if answer.picture is not None]
    ends = [answer.end for answer in answers]
    three = [
        [f"{each:.2f}" for each in (part(times, 0.5), part(times, 0.95), max(times))] if times else ["–"] * 3
        for times in (pictures, ends)
    ]
    sizes = sum(answer.size for answer in answers) / len(answers)
    return [name, len(answers), *three[0], *three[1], f"{sizes / 1e3:.0f}"]


def of_crowd(measured: Measured) -> str:
    """Return the table of many visitors, and what it says of how many a process can serve."""
    head = ["seconds", "n", "picture p50", "p95", "max", "end p50", "p95", "max", "kB"]
    rows = [_row(NAMES[kind], measured.answers[kind]) for kind in NAMES if measured.answers.get(kind)]
    acts = measured.of_acts()
    lines = [table(head, [*rows, _row("all acts", acts)] if acts else rows), ""]
    if measured.acts:
        each = measured.cpu / measured.acts
        lines += [
            f"{measured.acts} acts in {measured.seconds:.0f} s, {1e3 * each:.0f} ms of processor time each;"
            f" openings took {measured.opening:.1f} s together; {measured.lost} lost.",
            f"A process at {BUSY:.0%} of a core has room for {BUSY / each:.0f} acts a second: {BUSY * PAUSE / each:.0f}"
            f" visitors who act every {PAUSE:g} s.",
        ]
    before, there, after = measured.memory
    return "\n".join(
        [*lines, f"Memory: {before:.0f} MiB before, {there:.0f} with all, {after:.0f} after they left and one came."]
    )


def of_kinds(costs: dict[str, tuple[float, list[Answer]]], opens: bool) -> str:
    """Return the table of a visitor alone, whose panel beside the picture is open or is not."""
    rows = []
    for kind, (spent, answers) in costs.items():
        sizes = [answer.size / 1e3 for answer in answers]
        messages = [answer.messages for answer in answers]
        rows.append([NAMES[kind], f"{1e3 * spent:.0f}", f"{part(sizes, 0.5):.0f}", f"{max(sizes):.0f}", max(messages)])
    mean = sum(SHARES[kind] * spent for kind, (spent, _) in costs.items())
    head = ["act", "CPU ms", "kB, median", "kB, most", "messages, most"]
    words = f"With the panel {'open' if opens else 'folded'}, as visitors mix them"
    return f"{table(head, rows)}\n\n{words}: {1e3 * mean:.0f} ms of processor time an act."
