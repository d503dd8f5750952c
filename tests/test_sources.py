"""The sources: every registry's entry and every author that a docstring names is in the one list, whose files exist."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from surface import ACTIVATIONS, RULES, SCHEDULES
from surface.model import INITIALISATIONS

ROOT = Path(__file__).parents[1]
SOURCES = (ROOT / ".github" / "SOURCES.md").read_text(encoding="utf-8")
NAMED = re.compile(r"([A-Z][a-z]+)(?:, [A-Z][a-z]+)*(?: and [A-Z][a-z]+| et al\.)? ((?:19|20)\d\d)\b")


@pytest.mark.parametrize("name", [*RULES, *SCHEDULES, *ACTIVATIONS, *INITIALISATIONS])
def test_every_entry_has_its_source(name):
    assert f"`{name}`" in SOURCES


def test_its_files_exist():
    files = re.findall(r"\]\((\.\./[^)]+)\)", SOURCES)
    assert files
    assert [file for file in files if not (ROOT / ".github" / file).is_file()] == []


def named():
    """Yield author and year of each work that a docstring of the package names, with its file."""
    for file in sorted((ROOT / "surface").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if not NAMED.search(text):  # most name none, and each worker reads them all to know its tests
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                for author, year in NAMED.findall(ast.get_docstring(node) or ""):
                    yield pytest.param(author, year, id=f"{file.stem}-{author}-{year}")


@pytest.mark.parametrize(("author", "year"), list(named()))
def test_what_a_docstring_names_is_listed(author, year):
    assert re.search(rf"\b{author}\b[^|]*?\b{year}\b", SOURCES)


def test_the_citation_says_what_the_package_says():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    fields = dict(re.findall(r"^([a-z-]+): (.+)$", citation, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (fields["version"], fields["license"]) == (project["version"], project["license"])
    assert fields["cff-version"] == "1.2.0"
    assert {"title", "message", "type"} <= fields.keys()
    assert "\nauthors:\n  - " in citation
