"""The README and the page for contributors keep their word: commands and Python run, what they name is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROSE = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
HOLDS = (ROOT / ".github" / "HOLDS.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
# The examples for who carries on go on from each other.
PYTHON += ["\n".join(re.findall(r"```python\n(.*?)```", CONTRIBUTING, re.DOTALL))]
COMMANDS = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)


def requirements() -> list[str]:
    files = [ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"]
    return [re.match(r"[\w-]+", line).group() for file in files for line in file.read_text().splitlines()]


def test_there_are_two_commands_and_ci_runs_the_second():
    start, test = COMMANDS
    assert start.endswith("streamlit run app.py")
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1].endswith(f"exec {test}")


@pytest.mark.parametrize("code", PYTHON, ids=[f"example {i + 1}" for i in range(len(PYTHON))])
def test_the_python_runs(code, tmp_path):
    environment = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)


@pytest.mark.parametrize("package", requirements())
def test_every_requirement_says_what_it_is_for(package):
    assert re.search(rf"^\|[^|]*\b{package}\b.*\|.*\w.*\|$", README, re.MULTILINE)


LINK = re.compile(r"\]\((?!#)([^)]+)\)")


def test_every_link_leads_to_a_file():
    targets = LINK.findall(PROSE)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_link_of_the_page_for_contributors_leads_to_a_file():
    targets = LINK.findall(re.sub(r"```.*?```", "", CONTRIBUTING, flags=re.DOTALL))
    assert targets
    assert [target for target in targets if not (ROOT / ".github" / target).exists()] == []


def test_every_command_and_link_of_the_page_of_promises_is_there():
    commands = re.findall(r"python -m ([\w.]+)", HOLDS)
    assert commands
    homes = [ROOT / command.replace(".", "/") for command in commands]
    assert [
        home for home in homes if not home.with_suffix(".py").exists() and not (home / "__main__.py").exists()
    ] == []
    targets = [ROOT / ".github" / target.partition("#")[0] for target in LINK.findall(HOLDS)]
    assert [target for target in targets if not target.exists()] == []
