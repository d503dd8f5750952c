"""A server of a folder's files that allows its pages no more than they need, and notes what is asked of it."""

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Files(SimpleHTTPRequestHandler):
    """Answers GET with a file, under a policy."""

    def __init__(self, policy, asked, *given, **options):
        self.policy, self.asked = policy, asked
        super().__init__(*given, **options)

    def end_headers(self):
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_request(self, code="-", size="-"):
        self.asked.append((self.command, self.path, int(code)))

    def log_message(self, *_):
        pass


@contextmanager
def serving(folder, policy):
    """The host and port of a server of a folder, and the list of (method, path, status) of all that is asked of it."""
    asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, policy, asked, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
