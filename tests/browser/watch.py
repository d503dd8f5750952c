"""What a page must not do while it is tested: fail in its console, or talk to anybody but the app."""

from urllib.parse import urlsplit

LOCAL_SCHEMES = ("about", "blob", "chrome-error", "data", "file")


class Watch:
    """Everything that went wrong on the pages of one test."""

    def __init__(self):
        self.host = ""  # the app's, where the test has one
        self.others: set[str] = set()  # hosts that the test itself brings
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self._allowed: list[str] = []
        self._followed: list[tuple] = []

    def follow(self, page) -> None:
        """Listen to a page, and to every one that it goes to."""
        ears = {
            "console": self._hear,
            "pageerror": lambda error: self.errors.append(str(error)),
            "request": lambda request: self._see(request.url),
            "websocket": lambda socket: self._see(socket.url),
        }
        for event, ear in ears.items():
            page.on(event, ear)
            self._followed.append((page, event, ear))

    def allow(self, fragment: str) -> None:
        """Expect errors that contain this text: for a test that brings one about."""
        self._allowed.append(fragment)

    def end(self) -> None:
        """Listen no more."""
        for page, event, ear in self._followed:
            page.remove_listener(event, ear)
        self._followed.clear()

    def _hear(self, message) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _see(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in LOCAL_SCHEMES and address.netloc not in {self.host, *self.others}:
            self.strangers.append(url)

    def verdict(self) -> list[str]:
        """One line for each thing that went wrong."""
        errors = [text for text in self.errors if not any(fragment in text for fragment in self._allowed)]
        return [f"console: {text}" for text in errors] + [f"request to a stranger: {url}" for url in self.strangers]
