"""A reader without a browser: one session over Streamlit's own WebSocket protocol, through nginx or straight to a process."""

from __future__ import annotations

import ssl
from contextlib import suppress
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect


class SocketReader:
    """Opens pages one after the other; a lost connection is made again, as a browser does."""

    def __init__(self, address: str) -> None:
        self.address = address  # ws:// or wss://, without a path
        self.cookie = ""
        self.connection: ClientConnection | None = None

    def __enter__(self) -> SocketReader:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.leave()

    def leave(self) -> None:
        """Close the connection."""
        if self.connection is not None:
            with suppress(WebSocketException, OSError):
                self.connection.close()
        self.connection = None

    def connect(self) -> None:
        """Make the connection where there is none."""
        if self.connection is None:
            self.connection = self._connected()

    def open(self, page: str = "", query: str = "", seconds: float = 60) -> str:
        """Run a page and return everything that the server sent, as text.

        Raises:
            WebSocketException | OSError: The connection ended before the page did.
        """
        self.connect()
        assert self.connection is not None
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        self.connection.send(asked.SerializeToString())
        parts: list[bytes] = []
        while True:
            received = self.connection.recv(timeout=seconds)
            parts.append(received if isinstance(received, bytes) else received.encode())
            message = ForwardMsg.FromString(parts[-1])
            is_end = message.WhichOneof("type") == "script_finished"
            if is_end and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return b"".join(parts).decode(errors="replace")

    def _connected(self) -> ClientConnection:
        trusting = ssl._create_unverified_context() if self.address.startswith("wss") else None
        origin = self.address.replace("ws", "http", 1)
        made = connect(
            f"{self.address}/_stcore/stream", ssl=trusting, origin=origin, max_size=None, subprotocols=["streamlit"],
            additional_headers={"Cookie": self.cookie} if self.cookie else {}, open_timeout=10, proxy=None, legacy=True,
        )  # fmt: skip
        given = made.response.headers.get("Set-Cookie", "") if made.response else ""
        self.cookie = given.partition(";")[0] or self.cookie
        return made
