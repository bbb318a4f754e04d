"""A client of the server without a browser: what a rerun costs the server, and nothing else.

It speaks Streamlit's own protocol: one message asks for a run of the script, and many bring what
has changed until one says that the script has finished.
"""

import json
import secrets
import time
import urllib.request
from dataclasses import dataclass
from threading import Event
from typing import Any

from streamlit.proto.AutoRerun_pb2 import AutoRerun
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from core.data.fabric_paths import drawing_of

_XSRF_COOKIE, _XSRF_HEADER = "_streamlit_xsrf", "X-Xsrftoken"


@dataclass(frozen=True)
class Widget:
    """A widget of the page: its id, and the fragment that it is in, or ""."""

    id: str
    fragment: str


class Session:
    """One visitor's session with a server at `url`, as in "http://localhost:8501"."""

    def __init__(self, url: str) -> None:
        """Connect; nothing runs yet."""
        self._url = url
        self._timed: AutoRerun | None = None
        self._page, self._query = "", ""
        self._widgets: dict[str, Widget] = {}
        address = url.replace("http", "ws", 1) + "/_stcore/stream"
        protocols = [Subprotocol("streamlit")]
        # Without limits, so that what is still on its way never keeps the end waiting.
        self._connection = connect(
            address, subprotocols=protocols, max_size=None, max_queue=None, proxy=None
        )
        self._socket = self._connection.__enter__()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.__exit__(None, None, None)

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
        self._page, self._query = page, query
        self._send(BackMsg())

    def click(self, key: str) -> float:
        """Click the button of that key, and return the seconds until what follows is sent.

        Raises `LookupError` when the page has no such widget, `RuntimeError` as `open` does.
        """
        return self._change(key, WidgetState(trigger_value=True))

    def draw(self, key: str, strokes: list[dict[str, object]]) -> float:
        """Have these strokes on the canvas of that key, as `core.data.pen_strokes` takes them.

        See `click`.
        """
        drawn = {"drawing": {"raw": drawing_of(strokes), "data": None}}
        return self._change(f"{key}_0", WidgetState(json_value=json.dumps(drawn)))

    def upload(self, key: str, name: str, data: bytes) -> float:
        """Give a file to the uploader of that key, as a browser does; see `click`."""
        begun = time.perf_counter()
        urls = self._file_urls(name)
        self._put(urls.upload_url, name, data)
        state = WidgetState()
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(data), urls.file_id
        info.file_urls.CopyFrom(urls)
        self._change(key, state)
        return time.perf_counter() - begun

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
            message.rerun_script.fragment_id = self._timed.fragment_id
            message.rerun_script.is_auto_rerun = True
            self._rerun(message)
            reruns += 1
        return reruns

    def _change(self, key: str, state: WidgetState) -> float:
        if key not in self._widgets:
            raise LookupError(f"{self._page} has no widget {key}, only {sorted(self._widgets)}")
        widget = self._widgets[key]
        message = BackMsg()
        message.rerun_script.fragment_id = widget.fragment
        state.id = widget.id
        message.rerun_script.widget_states.widgets.append(state)
        return self._rerun(message)

    def _rerun(self, message: BackMsg) -> float:
        begun = time.perf_counter()
        self._send(message)
        self.until_finished()
        return time.perf_counter() - begun

    def _send(self, message: BackMsg) -> None:
        message.rerun_script.page_name = self._page
        message.rerun_script.query_string = self._query
        if not message.rerun_script.fragment_id:
            self._forget()
        self._socket.send(message.SerializeToString())

    def _forget(self) -> None:
        # Of a page that is run as a whole nothing stays: the server answers no fragment of before.
        self._timed = None
        self._widgets.clear()

    def _file_urls(self, name: str) -> FileURLs:
        message = BackMsg()
        message.file_urls_request.request_id = secrets.token_hex(8)
        message.file_urls_request.file_names.append(name)
        self._socket.send(message.SerializeToString())
        while (answer := self._receive()).WhichOneof("type") != "file_urls_response":
            pass
        urls = FileURLs()
        urls.CopyFrom(answer.file_urls_response.file_urls[0])
        return urls

    def _put(self, path: str, name: str, data: bytes) -> None:
        boundary = secrets.token_hex(16)
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        token = self._xsrf_token()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": f"{_XSRF_COOKIE}={token}",
            _XSRF_HEADER: token,
        }
        body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
        request = urllib.request.Request(self._url + path, body, headers, method="PUT")
        with urllib.request.urlopen(request, timeout=60):
            pass

    def _xsrf_token(self) -> str:
        with urllib.request.urlopen(f"{self._url}/_stcore/health", timeout=60) as answer:
            cookies = answer.headers.get_all("Set-Cookie") or []
        found = (cookie.partition(";")[0].partition("=") for cookie in cookies)
        return next((value for name, _, value in found if name == _XSRF_COOKIE), "")

    def _receive(self) -> ForwardMsg:
        data = self._socket.recv(timeout=60)
        message = ForwardMsg()
        message.ParseFromString(data if isinstance(data, bytes) else data.encode())
        return message

    def until_finished(self) -> None:
        """Wait until what was asked for is sent; raise `RuntimeError` for a script that fails."""
        message = ForwardMsg()
        while not _is_the_end(message):
            message = self._receive()
            if message.delta.new_element.WhichOneof("type") == "exception":
                error = message.delta.new_element.exception
                raise RuntimeError(f"{error.type}: {error.message}")
            match message.WhichOneof("type"):
                case "script_finished" if not _is_the_end(message):
                    self._forget()
                case "delta":
                    self._remember(message)
                case "auto_rerun":
                    self._timed = AutoRerun()
                    self._timed.CopyFrom(message.auto_rerun)
                case "stop_auto_rerun":
                    self._timed = None

    def _remember(self, message: ForwardMsg) -> None:
        element: Any = message.delta.new_element
        kind = element.WhichOneof("type")
        own_id = getattr(getattr(element, kind), "id", "") if kind else ""
        # An id is $$ID, a digest and the widget's key.
        if isinstance(own_id, str) and own_id.startswith("$$") and own_id.count("-") >= 2:
            key = own_id.split("-", 2)[2]
            self._widgets[key] = Widget(own_id, message.delta.fragment_id)


def _is_the_end(message: ForwardMsg) -> bool:
    # A page that leads to another, or asks to be run again, has not been sent yet.
    again = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
    return message.WhichOneof("type") == "script_finished" and message.script_finished != again
