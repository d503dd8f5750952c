"""What the server grants and refuses, whatever page asks: the socket of a visit."""

import base64
import http.client
import os

import pytest


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
