"""What the server grants and refuses, whatever page asks: the socket of a visit."""

import base64
import http.client
import os

import pytest
from browser.serverlog import tracebacks


def handshake(server, host, origin=None):
    """The status with which the server answers somebody who asks for a visit's socket under this name."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {
        "Host": host,
        "Origin": origin or f"http://{host}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
    }
    connection.request("GET", "/_stcore/stream", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_a_visit_is_granted_under_the_machines_own_names(server, name):
    assert handshake(server, f"{name}:{server.port}") == 101


@pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", "192.168.1.20"])
def test_a_name_that_somebody_else_gave_this_machine_is_refused(server, name):
    assert handshake(server, f"{name}:{server.port}") == 403


def test_a_page_from_elsewhere_is_refused(server):
    assert handshake(server, f"localhost:{server.port}", origin="http://evil.example") == 403


# --- what it prints -----------------------------------------------------------------------------------------------

LEFT = """\
ERROR:    Exception in ASGI application
Traceback (most recent call last):
  File "streamlit/web/server/starlette/starlette_websocket.py", line 516, in _websocket_endpoint
    data = await websocket.receive_bytes()
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
starlette.websockets.WebSocketDisconnected: WebSocket is not connected. Need to call "accept" first.

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "uvicorn/protocols/websockets/websockets_sansio_impl.py", line 409, in run_asgi
    result = await self.app(self.scope, self.receive, self.send)
TypeError: WebSocket text frames are not supported; connection closed. Expected binary protobufs.
"""
OURS = """\
Traceback (most recent call last):
  File "surface/pages/explore.py", line 5, in show
    raise ValueError("a run without a rule")
ValueError: a run without a rule
"""


def test_a_log_is_read_for_faults_of_the_app_and_not_for_visitors_who_left():
    lines = f"Stopping...\n{LEFT}{OURS}{LEFT}127.0.0.1 left\n{OURS}".splitlines(keepends=True)
    assert tracebacks(lines) == [OURS, OURS]
    assert tracebacks(OURS.splitlines(keepends=True)[:3]) == ["".join(OURS.splitlines(keepends=True)[:3])]
    assert tracebacks(["fine\n"]) == []
