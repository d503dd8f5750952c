"""What the server has printed, read for what went wrong."""

import re

_ONE = r"Traceback \(most recent call last\):\n(?:(?:[ \t].*)?\n)*(?:\S.*\n?)?"
_FAULT = re.compile(r'\{"time": .*"event": "fault".*\}')
_CHAIN = re.compile(rf"{_ONE}(?:\n(?:During handling|The above exception).*\n\n{_ONE})*")


def tracebacks(lines: list[str]) -> list[str]:
    """Every traceback of a log, with those that it was raised from, and every fault that the app has noted.

    But for a visitor who left while the server sent.
    Streamlit 1.67 takes the end of such a socket (Starlette's `WebSocketDisconnected`, a RuntimeError) for a text frame
    that it refuses, and so prints it; nothing is wrong with the app, and nobody is there to see it.
    """
    text = "".join(lines)
    chains = [chain for chain in _CHAIN.findall(text) if "websockets.WebSocketDisconnected: " not in chain]
    return chains + _FAULT.findall(text)
