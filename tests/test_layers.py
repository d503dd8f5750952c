"""The house: which floor each module is on, what it may import, and what no file may hold."""

import ast
import graphlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import surface

ROOT = Path(__file__).parents[1]
LONGEST = 400  # lines: a file is one idea

# From the ground up; a name that ends in `.` is a folder. A module imports from its own floor and those below it.
FLOORS = (
    ("surface.formatting", "surface.arrays", "surface.cluster", "surface.workers", "surface.workers."),
    ("surface.model", "surface.model.", "surface.data", "surface.data."),
    ("surface.error", "surface.error.", "surface.descent", "surface.descent."),
    ("surface.landscape", "surface.landscape."),
    ("surface.scenes", "surface.scenes."),
    ("surface",),
    ("surface.lessons", "surface.lessons.", "surface.figures", "surface.figures."),
    ("surface.view", "surface.view."),
    ("surface.__main__",),
    ("surface.pages", "surface.pages."),
    ("app",),
)
# The folders of the player's modules, in the same way; the doors themselves stand above them all.
SCRIPT_FLOORS = (
    "base",
    "maths",
    "messages",
    "marks",
    "surface3d",
    "map",
    "panels",
    "player",
    "take",
    "lessons",
    "server",
)
SCRIPTS = ROOT / "surface" / "view" / "static"

ENGINE = FLOORS[: FLOORS.index(("surface",)) + 1]  # they know NumPy alone
# And these, of the files that they read and of the cluster that they use, imported where there is one.
READERS = ("openpyxl", "pyarrow", "dask", "distributed")

# What is not in Python's standard library, and who may import it.
LIBRARIES = {
    "numpy": ("surface", "surface."),
    "pandas": ("app",),  # loaded before visitors come, and used by Streamlit alone
    "plotly": (
        "surface.figures",
        "surface.figures.",
        "surface.view",
        "surface.view.",
        "surface.pages",
        "surface.pages.",
        "app",
    ),
    "streamlit": (
        "surface.view.hosts.streamlit",
        "surface.view.hosts.headers",
        "surface.pages",
        "surface.pages.",
        "app",
    ),
    "starlette": ("surface.view.hosts.files", "surface.view.hosts.headers", "app"),
    "anywidget": ("surface.view.hosts.notebook",),
    "traitlets": ("surface.view.hosts.notebook",),
    "markdown_it": ("surface.view.hosts.site.markup",),
    "latex2mathml": ("surface.view.hosts.site.markup",),
    "PIL": ("surface.pages.take.gif",),
    "segno": ("surface.pages.take.code",),
    "openpyxl": ("surface.data.table.workbook",),
    "dask": ("surface.cluster",),
    "distributed": ("surface.cluster",),
    "pyarrow": ("surface.data.table.parquet", "surface.data.large.batches"),
}

TOP_LEVEL = {"app.py", "surface", "tests", "requirements.txt", "README.md", "pyproject.toml", "CITATION.cff", "LICENSE"}
NOT_KEPT = {"__pycache__", "build", "dist", "error_surface.egg-info"}

FORBIDDEN_CALLS = {
    "eval",
    "exec",
    "__import__",
    "import_module",
    "importlib.import_module",
    "sleep",
    "time.sleep",
    "pytest.skip",
    "pytest.importorskip",
    "pytest.xfail",
    "pytest.mark.skip",
    "pytest.mark.skipif",
    "pytest.mark.xfail",
}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}

ADDRESS = re.compile(
    r"""(?:https?|wss?)://(?!127\.0\.0\.1|localhost|www\.w3\.org/)[^\s"'`)]*|["'(]//[\w-]+\.[^\s"'`)]*"""
)
MARKUP = re.compile(r"\b(?:inner|outer)HTML\s*[+|?&]*=(?!=)|\binsertAdjacentHTML\b|\bdocument\.write|\bsrcdoc\s*=(?!=)")
EVALUATED = re.compile(r"\beval\s*\(|\bnew\s+Function\s*\(|\bimport\s*\(\s*['\"]data:")


@pytest.fixture(scope="module", autouse=True)
def forgotten():
    """What was read is of no use to other files' tests, and large."""
    yield
    forget()


def forget() -> None:
    for kept in (tree, all_nodes, text_of, imports):
        kept.cache_clear()


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def files(*endings: str) -> list[Path]:
    """The project's own files of these kinds: the app's, not the tests'."""
    inside = [path for path in sorted((ROOT / "surface").rglob("*")) if path.suffix in endings]
    return inside + [path for path in [ROOT / "app.py"] if path.suffix in endings and path.exists()]


SOURCES = {module_name(path): path for path in files(".py")}
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PYTHON_FILES = [*SOURCES.values(), *TESTS]


def wrong(things: Iterable[Any], found: Callable[[Any], Any]) -> dict[str, Any]:
    """What was found against a rule, by the name of each module or file that breaks it; there are some to look at."""
    looked_at = {shown(thing) if isinstance(thing, Path) else thing: found(thing) for thing in things}
    assert looked_at
    return {name: broken for name, broken in looked_at.items() if broken}


@cache  # nine rules ask for it
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def all_nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(tree(path)))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def called(node: ast.AST) -> str:
    """The dotted name of what is called or used as a decorator, else an empty string."""
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def belongs(module: str, names: tuple[str, ...]) -> bool:
    return any(module == name or (name.endswith(".") and module.startswith(name)) for name in names)


def floor(module: str) -> int:
    """The number of the module's floor, -1 where it has none."""
    return next((number for number, names in enumerate(FLOORS) if belongs(module, names)), -1)


def base(module: str, level: int) -> str:
    """The package that `level` leading dots mean in this module."""
    package = module if SOURCES[module].name == "__init__.py" else module.rpartition(".")[0]
    return ".".join(package.split(".")[: len(package.split(".")) - (level - 1)])


def imported_from(module: str, node: ast.ImportFrom) -> set[str]:
    """The modules that `from ... import ...` reads: the package's own modules by name, and else the package."""
    source = ".".join(filter(None, [base(module, node.level) if node.level else "", node.module]))
    inside = {f"{source}.{alias.name}" for alias in node.names} & SOURCES.keys()
    return inside | ({source} if len(inside) < len(node.names) else set())


def nodes(start: ast.AST, types: bool):
    """Every node from this one down; without `types`, not those under `if TYPE_CHECKING`."""
    if types or not (isinstance(start, ast.If) and called(start.test) == "TYPE_CHECKING"):
        yield start
        for child in ast.iter_child_nodes(start):
            yield from nodes(child, types)


@cache
def imports(module: str, types: bool = True) -> set[str]:
    """Every module that this one imports, wherever in the file it does; without `types`, those that it needs to run."""
    found = set()
    for node in nodes(tree(SOURCES[module]), types):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= imported_from(module, node)
    return found


def imported_by(node: ast.AST) -> list[str]:
    """The modules that one line imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def ours(module: str, types: bool = True) -> set[str]:
    return {name for name in imports(module, types) if name.split(".")[0] in ("surface", "app", "tests")}


def outside(module: str) -> set[str]:
    top = {name.split(".")[0] for name in imports(module) - ours(module)}
    return top - sys.stdlib_module_names


def test_every_module_has_a_floor():
    message = "these are on no floor: name them in FLOORS of tests/test_layers.py, above all that they import"
    assert wrong(SOURCES, lambda module: floor(module) < 0) == {}, message


def test_nothing_imports_upwards():
    above = wrong(SOURCES, lambda module: {name for name in ours(module) if floor(name) > floor(module)})
    assert above == {}, "each imports these, which are on a floor above its own"


def test_no_module_imports_itself_by_way_of_others():
    graph = {module: ours(module, types=False) - {module} for module in SOURCES}
    assert list(graphlib.TopologicalSorter(graph).static_order())


def folders_above(path: Path) -> list[str]:
    own = SCRIPT_FLOORS.index(path.parent.name)
    imported = re.findall(r'^import [^;]* from "(.+)";$', text_of(path), re.MULTILINE)
    folders = [(path.parent / name).resolve().relative_to(SCRIPTS).parent.name for name in imported]
    return [folder for folder in folders if SCRIPT_FLOORS.index(folder) > own]


def test_no_script_imports_upwards():
    assert wrong(sorted(SCRIPTS.glob("*/*.js")), folders_above) == {}


def test_every_script_has_a_name_of_its_own():
    names = [path.stem for path in SCRIPTS.rglob("*.js")]
    assert len(names) == len(set(names))  # page.py tells them apart by it


def strangers(module: str) -> set[str]:
    return {name for name in outside(module) if not belongs(module, LIBRARIES.get(name, ()))}


def test_each_library_stays_in_its_rooms():
    assert wrong(SOURCES, strangers) == {}, f"each imports these, which only these may: {LIBRARIES}"


def test_the_engine_is_numpy_and_the_standard_library():
    engine = [module for module in SOURCES if floor(module) < len(ENGINE)]
    assert engine
    assert {name for module in engine for name in outside(module)} <= {"numpy", *READERS}


def imported_at_once(module: str) -> set[str]:
    return {name.split(".")[0] for node in tree(SOURCES[module]).body for name in imported_by(node)}


def test_what_reads_a_file_or_uses_a_cluster_is_imported_where_there_is_one():
    assert wrong(SOURCES, lambda module: imported_at_once(module) & set(READERS)) == {}


def test_importing_the_library_loads_neither_plotly_nor_streamlit():
    large = {"plotly", "streamlit", "pandas", *READERS}
    code = f"import sys, surface; print(*sorted({large} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


@pytest.mark.parametrize("name", ["ACTIVATIONS", "DATASETS", "RULES", "SCENES", "SCHEDULES"])
def test_registries_are_plain_dicts_from_names(name):
    registry = getattr(surface, name)
    assert type(registry) is dict
    assert registry
    assert all(type(key) is str and key == key.strip().lower() for key in registry)


def test_the_top_level_is_the_designs():
    entries = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert entries - NOT_KEPT <= TOP_LEVEL


def lines_too_many(path: Path) -> int:
    return max(0, len(text_of(path).splitlines()) - LONGEST)


def test_a_file_is_one_idea():
    too_many = wrong(files(".py", ".js"), lines_too_many)
    assert too_many == {}, f"each has so many lines above {LONGEST}: divide it by its ideas"


def test_nothing_is_fetched_from_elsewhere():
    assert wrong(files(".py", ".js", ".css", ".html"), lambda path: ADDRESS.findall(text_of(path))) == {}


def markup_or_evaluated(path: Path) -> list[str]:
    return MARKUP.findall(text_of(path)) + EVALUATED.findall(text_of(path))


def test_no_script_writes_markup_or_evaluates_text():
    assert wrong(files(".js", ".html"), markup_or_evaluated) == {}


@pytest.mark.parametrize(
    "line", ["import 'https://cdn.example/x.js'", "url(//fonts.example/a.woff)", "http://10.0.0.1"]
)
def test_an_address_would_be_seen(line):
    assert ADDRESS.search(line)


@pytest.mark.parametrize("line", ["'http://www.w3.org/2000/svg'", "http://localhost:8501", "a / b // c", "x.innerHTML"])
def test_what_is_no_address_is_left_alone(line):
    assert not ADDRESS.search(line)
    assert not MARKUP.search(line)


@pytest.mark.parametrize("line", ["a.innerHTML = b", "a.outerHTML += b", "a.insertAdjacentHTML('x', b)"])
def test_markup_would_be_seen(line):
    assert MARKUP.search(line)


def catches_everything(handler: ast.ExceptHandler) -> bool:
    names = {called(node) for node in ast.walk(handler.type)} if handler.type else {"Exception"}
    return bool(names & {"Exception", "BaseException"})


def forbidden_calls(path: Path) -> set[str]:
    used = {called(node) for node in all_nodes(path) if isinstance(node, ast.Name | ast.Attribute)}
    return used & FORBIDDEN_CALLS


def test_no_forbidden_call():
    assert wrong(PYTHON_FILES, forbidden_calls) == {}


def handlers_of_everything(path: Path) -> list[str]:
    handlers = [node for node in all_nodes(path) if isinstance(node, ast.ExceptHandler)]
    return [f"line {handler.lineno}" for handler in handlers if catches_everything(handler)]


def test_no_handler_catches_everything():
    assert wrong(PYTHON_FILES, handlers_of_everything) == {}


def forbidden_modules(path: Path) -> set[str]:
    return {name.split(".")[0] for node in all_nodes(path) for name in imported_by(node)} & FORBIDDEN_MODULES


def test_no_module_that_runs_what_it_reads():
    assert wrong(PYTHON_FILES, forbidden_modules) == {}


def broken_rules(folder: Path, source: str) -> list[bool]:
    """Which of the three rules about a Python file's text a file breaks."""
    path = folder / "file.py"
    path.write_text(source, encoding="utf-8")
    found = [bool(rule(path)) for rule in (forbidden_calls, handlers_of_everything, forbidden_modules)]
    forget()
    return found


def test_what_breaks_a_rule_would_be_seen(tmp_path, monkeypatch):
    for source, breaks in (
        ("import time\ntime.sleep(1)", [True, False, False]),
        ("try:\n  pass\nexcept Exception:\n  pass", [False, True, False]),
        ("from pickle import loads", [False, False, True]),
        ("def f():\n  import marshal", [False, False, True]),
        ("import time\ntry:\n  print(time.time())\nexcept ValueError:\n  pass", [False, False, False]),
    ):
        assert broken_rules(tmp_path, source) == breaks
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    assert wrong([tmp_path / "file.py"], lines_too_many) == {}
    assert list(wrong([tmp_path / "file.py"], lambda path: text_of(path))) == ["file.py"]


def test_the_server_keeps_to_itself():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    # Without an address, a server with no screen asks a host on the internet for its own.
    assert settings["server"]["address"] in ("localhost", "127.0.0.1")
    # A first start would stop and ask for an e-mail address.
    assert settings["server"]["showEmailPrompt"] is False


def test_no_two_modules_of_the_player_have_one_name():
    # They are joined by their names: of two of one name the second would silently take the first one's place.
    names = sorted(path.name for path in SCRIPTS.rglob("*.js"))
    assert [name for name, after in pairwise(names) if name == after] == []
