"""A client of the server without a browser: what a rerun costs the server, and nothing else.

It speaks Streamlit's own protocol: one message asks for a run of the script, and many bring what
has changed until one says that the script has finished.
"""

import time
from threading import Event
from types import TracebackType

from streamlit.proto.AutoRerun_pb2 import AutoRerun
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol


class Session:
    """One visitor's session with a server at `url`, as in "http://localhost:8501"."""

    def __init__(self, url: str) -> None:
        """Connect; nothing runs yet."""
        self._timed: AutoRerun | None = None
        address = url.replace("http", "ws", 1) + "/_stcore/stream"
        protocols = [Subprotocol("streamlit")]
        self._socket = connect(address, subprotocols=protocols, max_size=None, proxy=None)

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def open(self, page: str, query: str = "") -> float:
        """Run a page with a query as in "run=pretrained" and return the seconds until it is sent.

        Raises `RuntimeError` when the script ends with an error.
        """
        begun = time.perf_counter()
        self.begin(page, query)
        self.until_finished()
        return time.perf_counter() - begun

    def begin(self, page: str, query: str = "") -> None:
        """Ask for a run of a page, as `open` does, and do not wait for it."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        self._socket.send(message.SerializeToString())

    def keep_open(self, page: str, query: str, until: Event) -> int:
        """Show a page as a browser does: run its timed fragments again when their time has come.

        Return how often that was. Raises `RuntimeError` when the script ends with an error.
        """
        self.open(page, query)
        reruns = 0
        while not until.wait(self._timed.interval if self._timed else 1.0):
            if self._timed is None:
                continue
            message = BackMsg()
            message.rerun_script.page_name = page
            message.rerun_script.query_string = query
            message.rerun_script.fragment_id = self._timed.fragment_id
            message.rerun_script.is_auto_rerun = True
            self._socket.send(message.SerializeToString())
            self.until_finished()
            reruns += 1
        return reruns

    def until_finished(self) -> None:
        """Wait until what was asked for is sent; raise `RuntimeError` for a script that fails."""
        message = ForwardMsg()
        while message.WhichOneof("type") != "script_finished":
            data = self._socket.recv(timeout=60)
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            if message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(message.delta.new_element.exception.message)
            match message.WhichOneof("type"):
                case "auto_rerun":
                    self._timed = AutoRerun()
                    self._timed.CopyFrom(message.auto_rerun)
                case "stop_auto_rerun":
                    self._timed = None
