"""Under which addresses the app can be reached from the network that this machine is in."""

from __future__ import annotations

import ipaddress
import socket

import streamlit as st

ANYWHERE = (None, "", "0.0.0.0", "::")
"""What `server.address` says where the server listens to the whole network."""


def is_loopback(host: str) -> bool:
    """Return whether a host's name leads nowhere but to the machine that asks."""
    name = host.lower().rstrip(".")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def offered() -> list[str]:
    """Return the names that lead to the app from outside: those that it is served under, or else the machine's own."""
    if st.get_option("server.address") not in ANYWHERE:
        return []
    allowed = [name.strip() for name in st.get_option("server.allowedHosts")]
    named = [name for name in allowed if not name.startswith("*") and not is_loopback(name)]
    own = address()
    return named or ([own] if own and is_allowed(own, allowed) else [])


def is_allowed(host: str, allowed: list[str]) -> bool:
    """Return whether the server answers under this name: without a list it does under any."""
    # As Streamlit reads them: "*" is any, "*.school.example" whatever ends so.
    return not allowed or any(
        name == "*" or host == name.lower() or (name.startswith("*.") and host.endswith(name[1:].lower()))
        for name in allowed
    )


def how_to_serve() -> str:
    """Return what the app is to be started with so that others in the network get to see it; nothing outside one."""
    own = address()
    return f"--server.address 0.0.0.0 --server.allowedHosts {own}" if own else ""


def address() -> str | None:
    """Return this machine's own address in its network, None where it is in none."""
    found = _routed() or _named()
    return None if found is None or is_loopback(found) else found


def _routed() -> str | None:
    """Return the address from which packets would leave; connecting a datagram socket chooses it and sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation (RFC 5737), where nobody is
            return probe.getsockname()[0]
        except OSError:
            return None


def _named() -> str | None:
    """Return the address of this machine's own name, for a network that leads no farther."""
    try:
        return socket.gethostbyname(socket.gethostname())
    except OSError:
        return None
