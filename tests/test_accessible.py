"""The page about accessibility keeps its word: every criterion stands there once, and the tests that it names exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / ".github" / "ACCESSIBILITY.md").read_text(encoding="utf-8")
# Of https://www.w3.org/TR/WCAG22/, those of level A and AA that are not obsolete.
NUMBERS = {
    "1.1": (1,),
    "1.2": (1, 2, 3, 4, 5),
    "1.3": (1, 2, 3, 4, 5),
    "1.4": (1, 2, 3, 4, 5, 10, 11, 12, 13),
    "2.1": (1, 2, 4),
    "2.2": (1, 2),
    "2.3": (1,),
    "2.4": (1, 2, 3, 4, 5, 6, 7, 11),
    "2.5": (1, 2, 3, 4, 7, 8),
    "3.1": (1, 2),
    "3.2": (1, 2, 3, 4, 6),
    "3.3": (1, 2, 3, 4, 7, 8),
    "4.1": (2, 3),
}
CRITERIA = [f"{guideline}.{number}" for guideline, numbers in NUMBERS.items() for number in numbers]
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")] for line in PAGE.splitlines() if re.match(r"\| \d", line)
]
BY_HAND = "looked at by hand"


def defined_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_criterion_of_level_a_and_aa_stands_there_once():
    assert len(CRITERIA) == 55
    assert [row[0].split()[0] for row in ROWS] == CRITERIA


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].split()[0])
def test_what_holds_a_criterion_is_a_test_that_there_is(row):
    _, state, reason, held = row
    named = re.findall(r"`([^`]+)`", held)
    assert state in ("holds", "in part", "does not apply")
    assert reason
    assert state != "holds" or named or BY_HAND in reason
    assert state != "does not apply" or not named
    for file, test in (name.split("::") for name in named):
        assert test in defined_in(file)


def test_the_commands_of_the_page_are_of_files_that_there_are():
    files = re.findall(r"tests/[\w/]+\.py", "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)))
    assert files
    assert [file for file in files if not (ROOT / file).exists()] == []
