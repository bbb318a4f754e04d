"""A real web server on this machine that answers as a test wants."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Server:
    """What the server answers with, and what it was asked for."""

    content: bytes = b""
    status: int = 200
    requests: list[str] = field(default_factory=list)
    before_answer: Callable[[], object] = lambda: None
    url: str = ""


@contextmanager
def serve() -> Iterator[Server]:
    """A server on a free port for the length of the block."""
    state = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.requests.append(self.path)
            state.before_answer()
            self.send_response(state.status)
            self.send_header("Content-Length", str(len(state.content)))
            self.end_headers()
            self.wfile.write(state.content)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the output of the tests quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        state.url = f"http://127.0.0.1:{running.server_address[1]}/mnist.npz"
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield state
        finally:
            running.shutdown()
            thread.join()
