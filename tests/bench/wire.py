"""A reader without a browser: Streamlit's own messages over its WebSocket, as its page in the browser sends them.

Like a browser it keeps long messages and names them at the next run, so that the server sends a reference only.
"""

from __future__ import annotations

import asyncio
import ssl
import time
import urllib.parse
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

_TRUSTING = ssl.create_default_context()  # a cluster under test signs its own certificate
_TRUSTING.check_hostname, _TRUSTING.verify_mode = False, ssl.CERT_NONE
RUNS_KEPT = 2  # `global.maxCachedMessageAge`: for how many runs a browser keeps a long message


class PageError(RuntimeError):
    """A page answered with an error, or not at all."""


@dataclass
class WireReader:
    """One reader with an open page."""

    address: str
    socket: Any
    cookies: str = ""
    xsrf: str = ""
    session_id: str = ""
    pages: dict[str, str] = field(default_factory=dict)  # name in the address → hash of its script
    page_hash: str = ""
    query: str = ""
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    elements: list[Any] = field(default_factory=list)  # what the last run drew
    received: int = 0  # bytes of the last run
    _kept: dict[str, int] = field(default_factory=dict)
    _run: int = 0

    async def open(self, page: str, query: str = "") -> float:
        """Open a page as the menu or a link does, and return the seconds until its script has finished."""
        self.widgets.clear()
        self.query = query
        self.page_hash = self.pages.get(page, "")
        return await self._rerun(page_name="" if self.page_hash else page)

    async def press(self, label: str) -> float:
        """Press the button whose label begins so."""
        return await self._rerun(WidgetState(id=self.find("button", label).id, trigger_value=True))

    async def tick(self, label: str) -> float:
        """Tick the checkbox whose label begins so."""
        return await self.set(WidgetState(id=self.find("checkbox", label).id, bool_value=True))

    async def set(self, state: WidgetState) -> float:
        """Leave a widget in a new state."""
        self.widgets[state.id] = state
        return await self._rerun()

    async def upload(self, files: dict[str, bytes], name: str = "") -> float:
        """Choose files in the uploader whose label holds the name."""
        uploader = self.find("file_uploader", name, begins=False)
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.extend(files)
        message.file_urls_request.session_id = self.session_id
        await self.socket.send(message.SerializeToString())
        while (answer := await self._receive()).WhichOneof("type") != "file_urls_response":
            pass
        state = WidgetState(id=uploader.id)
        for urls, (file_name, content) in zip(answer.file_urls_response.file_urls, files.items(), strict=True):
            await asyncio.to_thread(self._put, urls.upload_url, file_name, content)
            info = state.file_uploader_state_value.uploaded_file_info.add(file_id=urls.file_id, name=file_name)
            info.size = len(content)
            info.file_urls.CopyFrom(urls)
        return await self.set(state)

    def find(self, kind: str, label: str, *, begins: bool = True) -> Any:
        """Return the first drawn element of a kind by its label.

        Raises:
            PageError: The page shows none.
        """
        fits: Callable[[str], bool] = lambda text: text.startswith(label) if begins else label in text  # noqa: E731
        for element in self.elements:
            if element.WhichOneof("type") == kind and fits(getattr(element, kind).label):
                return getattr(element, kind)
        raise PageError(f"no {kind} 「{label}」 on {self.query}")

    async def _rerun(self, trigger: WidgetState | None = None, page_name: str = "") -> float:
        self._run += 1
        self._kept = {hash_: run for hash_, run in self._kept.items() if self._run - run <= RUNS_KEPT}
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash, state.page_name = self.query, self.page_hash, page_name
        state.cached_message_hashes.extend(self._kept)
        state.widget_states.widgets.extend([*self.widgets.values(), *([trigger] if trigger else [])])
        state.context_info.timezone, state.context_info.locale = "Asia/Tokyo", "ja-JP"
        state.context_info.url = f"{self.address}/{page_name}"
        state.context_info.color_scheme = "light"
        self.elements, self.received = [], 0
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await self._until_finished()
        return time.perf_counter() - start

    async def _until_finished(self) -> None:
        while True:
            message = await self._receive()
            match message.WhichOneof("type"):
                case "new_session":
                    self.session_id = message.new_session.initialize.session_id
                    self.page_hash = message.new_session.page_script_hash
                case "navigation":
                    self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
                    self.page_hash = message.navigation.page_script_hash
                case "page_info_changed":
                    self.query = message.page_info_changed.query_string
                case "delta":
                    self._take(message)
                case "ref_hash":
                    self._kept[message.ref_hash] = self._run
                case "script_finished":
                    # a script that ends early starts again at once, as for a first reader who names a page
                    if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                        return

    def _take(self, message: ForwardMsg) -> None:
        if message.metadata.cacheable:
            self._kept[message.hash] = self._run
        element = message.delta.new_element
        if element.WhichOneof("type") == "exception":
            raise PageError(element.exception.message)
        if element.WhichOneof("type") == "alert" and element.alert.format == element.alert.ERROR:
            raise PageError(element.alert.body)
        self.elements.append(element)

    async def _receive(self) -> ForwardMsg:
        data = await self.socket.recv()
        self.received += len(data)
        message = ForwardMsg()
        message.ParseFromString(data)
        return message

    def _put(self, url: str, name: str, content: bytes) -> None:
        boundary = "----wire"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="{urllib.parse.quote(name)}"\r\n\r\n'
        )
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Cookie": self.cookies,
                   "X-Xsrftoken": self.xsrf}  # fmt: skip
        urllib.request.urlopen(
            urllib.request.Request(self.address + url, body, headers, method="PUT"), context=_TRUSTING
        ).close()


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[WireReader]:
    """Connect a reader to a server (`http://127.0.0.1:8501`, or https with whatever certificate); they leave at the end."""
    with urllib.request.urlopen(f"{address}/_stcore/health", context=_TRUSTING) as answer:
        cookies = [line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie") or []]
    xsrf = next((one.partition("=")[2] for one in cookies if one.startswith("_streamlit_xsrf=")), "")
    protocols: Any = ["streamlit", xsrf or "-"]
    async with websockets.connect(
        f"ws{address.removeprefix('http')}/_stcore/stream", subprotocols=protocols, max_size=None, ping_interval=None,
        additional_headers={"Origin": address, "Cookie": "; ".join(cookies)},
        ssl=_TRUSTING if address.startswith("https") else None,
    ) as socket:  # fmt: skip
        yield WireReader(address, socket, "; ".join(cookies), xsrf)
