"""What is shipped for serving many: the configuration, the container, and the plan of what it takes."""

import re
from math import ceil
from pathlib import Path

import pytest
from deploy import DEPLOY, configuration

PLAN = (DEPLOY / "README.md").read_text("utf-8")
NGINX = (DEPLOY / "nginx.conf").read_text("utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")
LOAD = (Path(__file__).parent / "load" / "README.md").read_text("utf-8")


def rows():
    """The rows of the plan, as numbers."""
    lines = [line for line in PLAN.splitlines() if re.match(r"\| [\d,]+ \|", line)]
    return [[float(cell.replace(",", "")) for cell in line.strip("| ").split("|")] for line in lines]


def test_the_plan_follows_from_the_figures_that_it_names():
    act, kilobytes, of_a_core = 0.057, 193, 0.7
    assert "| as visitors mix them | 210 | 57 | 310 | 193 |" in LOAD  # what is sent
    assert "| now, 57 ms, in a crowd, half of it with the panel open | 12 | 61 |" in LOAD
    assert "80 to 90 ms" in LOAD
    held = int(of_a_core / (0.2 * act))
    assert f"{held} visitors a core" in PLAN
    for visitors, warm, cold, memory, traffic, openings, none, saved in rows():
        assert warm == ceil(visitors / held)
        assert cold == ceil(visitors / 40)
        assert memory == pytest.approx(0.3 * warm, rel=0.01)
        assert traffic == pytest.approx(visitors * 0.2 * kilobytes * 8 / 1000, rel=0.01)
        assert openings == pytest.approx(visitors * 6.5e-3, rel=0.03)
        assert (none, saved) == (0, pytest.approx(visitors * 1.9e-3, rel=0.01))
    assert [row[0] for row in rows()] == [300, 10_000, 1_000_000]


def test_nginx_takes_no_uploads_and_keeps_a_visitor_where_they_are():
    assert re.findall(r"client_max_body_size (\d+)m;", NGINX) == ["1"]
    assert "hash $visitor consistent;" in NGINX
    assert "access_log off;" in NGINX


def test_the_command_finds_all_that_it_replaces_in_the_configuration(tmp_path):
    written = configuration(tmp_path, 1, [2, 3]).read_text("utf-8")
    assert re.findall(r"server 127\.0\.0\.1:(\d+) ", written) == ["2", "3"]
    assert "listen 127.0.0.1:1;" in written
    assert written.count("X-Server") == 1
    assert "/tmp/surface" not in written


def test_the_container_holds_what_the_app_is_made_of_and_runs_it_as_an_ordinary_user():
    copied = re.findall(r"^COPY (\S+) (\S+)$", CONTAINER, re.M)
    assert {source for source, _ in copied} == {"requirements.txt", "app.py", ".streamlit", "surface"}
    assert all((DEPLOY.parents[1] / source).exists() for source, _ in copied)
    (user,) = re.findall(r"^USER (\d+)$", CONTAINER, re.M)
    assert int(user) >= 1000
    assert "/_stcore/health" in CONTAINER
