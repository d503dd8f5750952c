"""The library as it is installed: what is in its wheel, and that it runs with NumPy and Plotly alone."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
BROUGHT = ("narwhals", "packaging")  # by Plotly
ABSENT = ("streamlit", "pandas", "pyarrow", "openpyxl", "dask", "distributed", "anywidget", "traitlets", "IPython")
BUILD = "from setuptools import build_meta; print(build_meta.build_wheel('.'))"
README = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split()


def test_requirements_are_the_library_and_the_app():
    assert lines(ROOT / "requirements.txt") == sorted(PROJECT["dependencies"] + EXTRAS["app"])


def test_the_tests_have_what_a_notebook_and_a_cluster_have():
    assert {*EXTRAS["notebook"], *EXTRAS["cluster"]} <= set(lines(ROOT / "tests" / "requirements.txt"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel, built from a copy of what it is made of, without a network."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "surface", source / "surface", ignore=shutil.ignore_patterns("__pycache__"))
    built = subprocess.run([sys.executable, "-c", BUILD], cwd=source, capture_output=True, text=True, check=True)
    return source / built.stdout.split()[-1]


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> list[Path]:
    """What is on the path of an environment that has the wheel, and what it asks for, and nothing else."""
    own, needed = tmp_path_factory.mktemp("own"), tmp_path_factory.mktemp("needed")
    zipfile.ZipFile(wheel).extractall(own)
    names = [re.split(r"\W", requirement)[0] for requirement in PROJECT["dependencies"]]
    for name in (*names, *BROUGHT):
        files = distribution(name).files or []
        for top in {path.parts[0] for path in files if path.parts[0] != ".."}:
            if not (needed / top).exists():
                (needed / top).symlink_to(distribution(name).locate_file(top))
    return [own, needed]


def run(installed: list[Path], code: str, folder: Path) -> str:
    """Run code where nothing but these is installed, and return what it prints."""
    environment = {"PYTHONPATH": ":".join(map(str, installed)), "PYTHONWARNINGS": "error", "HOME": str(folder)}
    command = [sys.executable, "-S", "-c", code]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_everything_that_it_needs_is_in_the_wheel(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    kept = [path for path in (ROOT / "surface").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    expected = {path.relative_to(ROOT).as_posix() for path in kept}
    assert "surface/py.typed" in expected
    assert {name for name in expected - inside if not name.endswith(".d.ts")} == set()


def test_the_wheel_asks_for_the_library_and_offers_the_extras(wheel):
    metadata = next(name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("METADATA"))
    told = zipfile.ZipFile(wheel).read(metadata).decode()
    needed = [line for line in re.findall(r"^Requires-Dist: (.*)$", told, re.MULTILINE) if "extra ==" not in line]
    assert sorted(re.split(r"\W", line)[0] for line in needed) == ["numpy", "plotly"]
    assert set(re.findall(r"^Provides-Extra: (.*)$", told, re.MULTILINE)) == set(EXTRAS)


def test_there_is_nothing_else_in_that_environment(installed, tmp_path):
    code = f"from importlib.util import find_spec; print(*[name for name in {ABSENT} if find_spec(name)])"
    assert run(installed, code, tmp_path).split() == []


def test_pictures_are_made_there(installed, tmp_path):
    code = """
import surface, surface.view, surface.figures, surface.lessons
from surface import SCENES, read
from surface.view import show
for shown in (
    show(SCENES["two-hollows"]),
    show(lambda x, y: x**2 + y**2, ((-1, 1), (-1, 1)), [[1, 1], [0, 0]]),
    show(read(b"area,rent\\n120,1299\\n80,899\\n60,745\\n").dataset(["area"], ["rent"])),
):
    print(shown.page().count("</script>"), *shown._repr_mimebundle_())
"""
    assert run(installed, code, tmp_path).splitlines() == [f"{scripts} text/html text/plain" for scripts in (4, 3, 4)]


@pytest.mark.parametrize("example", range(2))
def test_the_readmes_first_examples_run_there(installed, tmp_path, example):
    run(installed, README[example], tmp_path)


def test_what_is_missing_is_said_where_a_widget_is_asked_for(installed, tmp_path):
    code = """
from surface import SCENES
from surface.view import show
try:
    show(SCENES["bowl"]).widget()
except ModuleNotFoundError as missing:
    print(missing)
"""
    assert "anywidget" in run(installed, code, tmp_path)
