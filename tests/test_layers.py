"""The house: which floor each module is on, what it may import, and what no file may hold."""

import ast
import graphlib
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

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
SCRIPT_FLOORS = ("base", "maths", "messages", "marks", "surface3d", "map", "panels", "player", "take", "lessons")
SCRIPTS = ROOT / "surface" / "view" / "static"

ENGINE = FLOORS[: FLOORS.index(("surface",)) + 1]  # they know NumPy alone
# And these, of the files that they read and of the cluster that they use, imported where there is one.
READERS = ("openpyxl", "pyarrow", "dask", "distributed")

# What is not in Python's standard library, and who may import it.
LIBRARIES = {
    "numpy": ("surface", "surface."),
    "plotly": (
        "surface.figures",
        "surface.figures.",
        "surface.view",
        "surface.view.",
        "surface.pages",
        "surface.pages.",
        "app",
    ),
    "streamlit": ("surface.view.hosts.streamlit", "surface.pages", "surface.pages.", "app"),
    "starlette": ("surface.view.hosts.files",),
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
every_module = pytest.mark.parametrize("module", SOURCES)
every_python_file = pytest.mark.parametrize("path", [*SOURCES.values(), *TESTS], ids=shown)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


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


@every_module
def test_every_module_has_a_floor(module):
    message = f"`{module}` is on no floor: name it in FLOORS of tests/test_layers.py, above all that it imports"
    assert floor(module) >= 0, message


@every_module
def test_nothing_imports_upwards(module):
    above = {name for name in ours(module) if floor(name) > floor(module)}
    assert not above, f"`{module}` imports {sorted(above)}, which are on a floor above its own"


def test_no_module_imports_itself_by_way_of_others():
    graph = {module: ours(module, types=False) - {module} for module in SOURCES}
    assert list(graphlib.TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*/*.js")), ids=shown)
def test_no_script_imports_upwards(path):
    own = SCRIPT_FLOORS.index(path.parent.name)
    imported = re.findall(r'^import [^;]* from "(.+)";$', path.read_text(encoding="utf-8"), re.MULTILINE)
    folders = [(path.parent / name).resolve().relative_to(SCRIPTS).parent.name for name in imported]
    assert [folder for folder in folders if SCRIPT_FLOORS.index(folder) > own] == []


def test_every_script_has_a_name_of_its_own():
    names = [path.stem for path in SCRIPTS.rglob("*.js")]
    assert len(names) == len(set(names))  # page.py tells them apart by it


@every_module
def test_each_library_stays_in_its_rooms(module):
    strangers = {name for name in outside(module) if not belongs(module, LIBRARIES.get(name, ()))}
    assert not strangers, f"`{module}` imports {sorted(strangers)}, which only these may: {LIBRARIES}"


def test_the_engine_is_numpy_and_the_standard_library():
    engine = [module for module in SOURCES if floor(module) < len(ENGINE)]
    assert engine
    assert {name for module in engine for name in outside(module)} <= {"numpy", *READERS}


@every_module
def test_what_reads_a_file_or_uses_a_cluster_is_imported_where_there_is_one(module):
    at_once = {name.split(".")[0] for node in tree(SOURCES[module]).body for name in imported_by(node)}
    assert at_once & set(READERS) == set()


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


@pytest.mark.parametrize("path", files(".py", ".js"), ids=shown)
def test_a_file_is_one_idea(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{shown(path)} has {lines} lines: divide it by its ideas"


@pytest.mark.parametrize("path", files(".py", ".js", ".css", ".html"), ids=shown)
def test_nothing_is_fetched_from_elsewhere(path):
    assert ADDRESS.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", files(".js", ".html"), ids=shown)
def test_no_script_writes_markup_or_evaluates_text(path):
    text = path.read_text(encoding="utf-8")
    assert MARKUP.findall(text) + EVALUATED.findall(text) == []


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


@every_python_file
def test_no_forbidden_call(path):
    used = {called(node) for node in ast.walk(tree(path))}
    assert used & FORBIDDEN_CALLS == set()


@every_python_file
def test_no_handler_catches_everything(path):
    handlers = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler)]
    assert [f"line {handler.lineno}" for handler in handlers if catches_everything(handler)] == []


@every_python_file
def test_no_module_that_runs_what_it_reads(path):
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {(node.module or "").split(".")[0] for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)}
    assert names & FORBIDDEN_MODULES == set()


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
