"""What the server has printed, read for what went wrong."""

import re

_ONE = r"Traceback \(most recent call last\):\n(?:(?:[ \t].*)?\n)*(?:\S.*\n?)?"
_CHAIN = re.compile(rf"{_ONE}(?:\n(?:During handling|The above exception).*\n\n{_ONE})*")


def tracebacks(lines: list[str]) -> list[str]:
    """Every traceback of a log, with those that it was raised from, but for a visitor who left while the server sent.

    Streamlit 1.67 takes the end of such a socket (Starlette's `WebSocketDisconnected`, a RuntimeError) for a text frame
    that it refuses, and so prints it; nothing is wrong with the app, and nobody is there to see it.
    """
    return [chain for chain in _CHAIN.findall("".join(lines)) if "websockets.WebSocketDisconnected: " not in chain]
