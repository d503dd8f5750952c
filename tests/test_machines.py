"""A server that was started with a cluster: long work is done there; here where it is lost, and that is said."""

import socket
import sys
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from visit import opened, read

from surface.cluster import ClusterError
from surface.pages import jobs, machines
from surface.pages.machines import Machines
from surface.scenes import work


def nobody() -> str:
    """An address of this machine at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


class Place:
    """Where a page would draw, and what was drawn there."""

    def __init__(self):
        self.drawn = []

    def progress(self, share, words):
        self.drawn.append(words)

    def caption(self, words):
        self.drawn.append(words.replace("\\", ""))

    def empty(self):
        self.drawn.append("")


class Workers:
    """A client of three workers, on which work is lost, or done."""

    status = "running"
    scheduler = SimpleNamespace(address="tcp://10.0.0.5:8786", ncores=None)

    def __init__(self, count=3):
        self.closed, self.count = [], count

    def sync(self, _, **kwargs):
        return {str(k): 1 for k in range(self.count)}

    def close(self, timeout):
        self.closed.append(timeout)


@pytest.fixture
def cluster(monkeypatch):
    """The cluster of the server, with a client of nobody's."""
    jobs.results.clear()
    client = Workers()
    monkeypatch.setattr(machines, "connected", lambda address, seconds: client)
    found = Machines("tcp://10.0.0.5:8786")
    found.connecting.join()
    monkeypatch.setattr(machines, "given", lambda: found)
    yield found
    jobs.results.clear()


def once(monkeypatch, function):
    """What a job comes to, and what its place was told."""
    monkeypatch.setattr(work, "SPREAD", (function,))
    place = Place()
    return jobs.once(function.__name__, "Counting …", place, function, 7), place.drawn


def test_work_is_done_by_the_workers_and_says_so(cluster, monkeypatch):
    def counted(number, tick, client=None):
        monkeypatch.setattr(jobs, "SHOW", 0.0)
        tick(0.5)
        return number, client

    (number, client), drawn = once(monkeypatch, counted)
    assert (number, client) == (7, cluster.client())
    assert drawn == ["Counting …", "Counting on 3 workers …", ""]


def test_a_cluster_that_is_lost_in_mid_work_is_said_and_gone_on_without(cluster, monkeypatch, capsys):
    client = cluster.client()

    def counted(number, tick, client=None):
        if client is not None:
            raise ClusterError("the connection to the scheduler at tcp://10.0.0.5:8786 is lost")
        return number

    said = "connection to the scheduler at tcp://10.0.0.5:8786 is lost: long work is done on this machine"
    assert once(monkeypatch, counted) == (7, ["Counting …", "", f"The {said}."])
    assert capsys.readouterr().err == f"--scheduler: the {said}\n"
    # The next one does not ask for it, and neither does what is known already.
    assert cluster.client() is None
    assert once(monkeypatch, counted) == (7, [f"The {said}."])
    # After a while it is tried once more.
    monkeypatch.setattr(machines, "AGAIN", 0.0)
    cluster.client()
    cluster.connecting.join()
    assert (cluster.client(), cluster.sentence) == (client, "")


def test_a_cluster_without_workers_does_nothing(cluster, monkeypatch):
    cluster.client().count = 0

    def counted(number, tick, client=None):
        return number, client

    found, drawn = once(monkeypatch, counted)
    assert found == (7, None)
    assert drawn[-1] == "The cluster has no worker: long work is done on this machine."


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "a scheduler's address must be like tcp://10.0.0.5:8786, got ''"),
        ("10.0.0.5", "a scheduler's address must be like tcp://10.0.0.5:8786, got '10.0.0.5'"),
        ("tcp://10.0.0.5:port", "a scheduler's address must be like tcp://10.0.0.5:8786, got 'tcp://10.0.0.5:port'"),
        ("http://10.0.0.5:80", "a scheduler's address must be like tcp://10.0.0.5:8786, got 'http://10.0.0.5:80'"),
    ],
)
def test_what_is_no_address_is_said_and_gone_on_without(address, sentence, capsys):
    found = Machines(address)
    found.connecting.join()
    assert found.client() is None
    assert found.sentence == f"{sentence}: long work is done on this machine"
    assert capsys.readouterr().err == f"--scheduler: {found.sentence}\n"


@pytest.mark.parametrize("kind", [TypeError, RuntimeError, ImportError, ValueError, KeyError])
def test_a_scheduler_of_which_no_client_can_be_made_is_said(kind, monkeypatch, capsys):
    def refused(*_, **__):
        raise kind("TLS expects\nan `ssl_context`")

    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=refused))
    found = Machines("tls://10.0.0.5:8786")
    found.connecting.join()
    assert found.sentence.startswith("the scheduler at tls://10.0.0.5:8786 cannot be used, got: ")
    assert found.sentence.endswith(": long work is done on this machine")
    assert capsys.readouterr().err == f"--scheduler: {found.sentence}\n"


def test_a_cluster_that_is_lost_is_tried_again_only_after_a_while(cluster, monkeypatch):
    first = cluster.connecting
    now = machines.monotonic() + 10 * machines.AGAIN
    monkeypatch.setattr(machines, "monotonic", lambda: now)
    cluster.lose(ClusterError("it is lost"), cluster.client())
    assert (cluster.client(), cluster.connecting) == (None, first)
    now += machines.AGAIN
    cluster.client()
    assert cluster.connecting is not first
    cluster.connecting.join()


def test_two_visitors_at_once_begin_one_client(cluster, monkeypatch):
    begun, others, gate, connect = [], [], Event(), cluster._connect

    def connected(address, seconds):
        begun.append(address)
        gate.wait()
        return Workers()

    def between():
        """Another visitor comes while the first is about to connect, and has a while to do so as well."""
        if not others:
            others.append(Thread(target=cluster.client))
            others[0].start()
            others[0].join(0.1)
        connect()

    monkeypatch.setattr(machines, "AGAIN", 0.0)
    monkeypatch.setattr(machines, "connected", connected)
    monkeypatch.setattr(cluster, "_connect", between)
    cluster.lose(ClusterError("it is lost"))
    cluster.client()
    others[0].join()
    gate.set()
    cluster.connecting.join()
    assert len(begun) == 1


def test_without_dask_the_extra_is_named(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    found = Machines("tcp://10.0.0.5:8786")
    found.connecting.join()
    assert found.sentence.startswith("Dask is not installed here, which the extra `cluster` brings: long work is done")
    assert "`cluster`" in capsys.readouterr().err


def test_the_address_comes_from_the_command_line_alone(monkeypatch):
    seen = []
    monkeypatch.setattr(machines, "Machines", seen.append)
    try:
        for arguments in ([], ["--table", "a.csv"], ["--scheduler", "tcp://a:1"], ["--scheduler"]):
            machines.given.cache_clear()
            monkeypatch.setattr(sys, "argv", ["app.py", *arguments])
            machines.given()
    finally:
        machines.given.cache_clear()
    assert seen == ["tcp://a:1", ""]


def test_all_that_is_spread_gives_the_page_what_it_would_give_alone():
    # A client as the last argument, where a job is handed one.
    for function in work.SPREAD:
        assert function.__code__.co_varnames[: function.__code__.co_argcount][-2:] == ("tick", "client")


def test_a_page_whose_scheduler_is_not_there_goes_on_and_says_so(monkeypatch):
    address = nobody()
    monkeypatch.setattr(machines, "CONNECT", 0.2)
    found = Machines(address)
    found.connecting.join()
    monkeypatch.setattr(machines, "given", lambda: found)
    app = opened(over="basins")
    sentence = f"No scheduler answers at {address} within 0.2 seconds: long work is done on this machine."
    assert sentence in [read(each).replace("\\", "") for each in app.caption]
    assert app.session_state["visit"].scene.overlay == "basins"
