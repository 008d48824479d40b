"""What the server does besides showing pages: it answers operators, and reads its own pages before anybody comes.

`/healthz` says whether the store, the dataset and the disk are right, `/metrics` what was counted; details only to this
machine itself, not through a proxy. The server is its own first reader (`warmed`), so that no other one waits for libraries,
national figures or a prefecture that nobody opened since the start, or since a report was accepted.
"""

import asyncio
import ctypes
import gc
import os
import socket
from collections.abc import AsyncIterator, Iterable, MutableMapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.views import gate, navigation, running
from data import answers, health
from data.errors import DatasetError

WARM = "MONITOR_WARM"  # "0": the server does not read its own pages
_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # of malloc.h
MOST_AT_START = 3  # seconds of reading before the first reader is served: a process that starts again is soon there
LOOK_EVERY = 30  # seconds between two looks whether something was recorded, or is to be thrown away
_LOOPBACK = ("127.0.0.1", "::1")
_OF_REPORTS = ("overview", "targets", "progress_map", "reports")  # pages that everybody opens after an acceptance


async def _healthz(request: Request) -> Response:
    found = await run_in_threadpool(health.checks)
    state = {"status": "ok" if all(one.is_right for one in found) else "wrong"}
    if _is_near(request):
        state |= {"streamlit": st.__version__}
        state |= {one.name: one.found_ja if one.is_right else f"✕ {one.found_ja} {one.remedy_ja}" for one in found}
    return JSONResponse(state, 200 if state["status"] == "ok" else 503)


async def _metrics(request: Request) -> Response:
    if not _is_near(request):
        return PlainTextResponse("", 404)
    return PlainTextResponse(running.metrics(), media_type="text/plain; version=0.0.4")


def _is_near(request: Request) -> bool:
    """Return whether the request came from this machine and through no proxy."""
    is_passed_on = any("forwarded" in name or name == "via" for name in request.headers)
    return request.client is not None and request.client.host in _LOOPBACK and not is_passed_on


ROUTES = [Route("/healthz", _healthz), Route("/metrics", _metrics)]


@asynccontextmanager
async def warmed(app: st.App) -> AsyncIterator[None]:
    """Read the pages about all Japan before anybody is served, all others while nobody reads, some again after each entry."""
    _few_arenas()
    _send_at_once()
    gc.set_threshold(5_000, 10, 10)  # a page makes 100,000 objects
    tasks = [asyncio.create_task(_tidy())]
    if os.environ.get(WARM) != "0":
        with suppress(Exception):  # whatever is wrong, each reader's page says it
            await asyncio.wait_for(_read(app, _visits(["00"])), MOST_AT_START)
        gc.freeze()
        tasks.append(asyncio.create_task(_warm(app)))
    yield
    for task in tasks:
        task.cancel()


async def _tidy() -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY)
        await run_in_threadpool(_give_back)


async def _warm(app: st.App) -> None:
    state, of_japan = await run_in_threadpool(_state), _visits(["00"])
    await _read(app, of_japan)  # what the start left
    gc.freeze()  # what is there now stays: looking through it again and again takes 0.3 s each time
    of_prefectures = _visits(await run_in_threadpool(_prefectures))
    await _read(app, of_prefectures)
    while True:
        await asyncio.sleep(LOOK_EVERY)
        if (now := await run_in_threadpool(_state)) != state:
            state = now
            await _read(app, [visit for visit in [*of_japan, *of_prefectures] if visit[0] in _OF_REPORTS])


def _visits(codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(entry.name, code) for code in codes for entry in navigation.entries()]


def _give_back() -> None:
    """Hand memory that nothing uses any more back to the system, where its library can (glibc)."""
    if gate.is_quiet():
        gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _few_arenas() -> None:
    """Let all threads take memory from the same two heaps: one for each of many short-lived threads is never given back.

    What is large stays outside of the heaps, where it leaves no hole between small things that live on.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, 64 * 1024)


def _send_at_once() -> None:
    """Let every message leave at once: a reader waits 40 ms otherwise, until the system acknowledges the one before.

    asyncio asks for this itself, but not where the listening socket was made without the number of its protocol, as
    Streamlit's is. Connections inherit it from the socket that listens.
    """
    for opened in Path("/dev/fd").iterdir():
        with suppress(OSError):
            if opened.is_socket():
                with socket.socket(fileno=os.dup(int(opened.name))) as one:
                    if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _prefectures() -> list[str]:
    with suppress(DatasetError):
        rows = answers.prefectures()
        # those with documents have pages that take time; the others share what all Japan was made from
        return list(rows.loc[rows["record_count"] > 0, "prefecture_code"])
    return []


def _state() -> str:
    with suppress(DatasetError):
        return answers.report_state()
    return ""


async def _read(app: st.App, visits: Iterable[tuple[str, str]]) -> None:
    """Open pages one after the other as a browser would, without a network in between, while no reader is there."""
    sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    drawn: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
    await sent.put({"type": "websocket.connect"})
    host = next(iter(st.get_option("server.allowedHosts") or []), "localhost").lstrip("*.")
    base = st.get_option("server.baseUrlPath").strip("/")
    path = f"/{base}/_stcore/stream" if base else "/_stcore/stream"
    scope = {
        "type": "websocket", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "ws", "path": path,
        "raw_path": path.encode(), "root_path": "", "query_string": b"", "subprotocols": ["streamlit"],
        "headers": [(b"host", host.encode()), (b"user-agent", gate.OWN_READER.encode())], "client": None, "server": None,
        "state": {},
    }  # fmt: skip
    serving = asyncio.create_task(app(scope, sent.get, drawn.put))
    try:
        for page, code in visits:
            while not gate.is_quiet():
                await asyncio.sleep(gate.PAUSE / 2)
            asked = BackMsg()
            asked.rerun_script.page_name = "" if page == navigation.entries()[0].name else page
            asked.rerun_script.query_string = f"pref={code}"
            asked.rerun_script.context_info.color_scheme = "light"
            await sent.put({"type": "websocket.receive", "bytes": asked.SerializeToString()})
            while not _is_end(await drawn.get()):
                pass
    finally:
        await sent.put({"type": "websocket.disconnect", "code": 1000})
        with suppress(Exception):
            await asyncio.wait_for(serving, 5)


def _is_end(event: MutableMapping[str, Any]) -> bool:
    if event["type"] == "websocket.close":
        raise ConnectionError
    message = ForwardMsg()
    message.ParseFromString(event.get("bytes") or b"")
    is_finished = message.WhichOneof("type") == "script_finished"
    return is_finished and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
