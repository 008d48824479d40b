"""What operators are told: everything on this machine, only whether all is right through a proxy."""

from __future__ import annotations

import asyncio
import gc
import json
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import Request

from components.views import navigation, operations
from data import health
from data.errors import StoreUnavailableError


def _asked(handler, client="127.0.0.1", **headers):
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "client": (client, 1),
             "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]}  # fmt: skip
    return _run(handler(Request(scope)))


def _run(coroutine):
    """Return what a coroutine does, in a thread of its own: a browser of the tests before keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def test_all_is_right_in_detail_on_this_machine():
    answer = _asked(operations._healthz)
    assert answer.status_code == 200
    assert set(json.loads(answer.body)) == {"status", "streamlit", "dataset", "store", "disk"}


def test_a_store_out_of_reach_is_said_with_its_remedy_and_no_other_check_stops(monkeypatch):
    def fail():
        raise StoreUnavailableError("sqlite:///x", "接続できません")

    monkeypatch.setattr(health, "last_moment", fail)
    answer = _asked(operations._healthz)
    state = json.loads(answer.body)
    assert answer.status_code == 503
    assert state["status"] == "wrong"
    assert state["store"].startswith("✕ ")
    assert state["dataset"].startswith("版 ")


def test_through_a_proxy_only_the_state_is_said_and_nothing_is_counted():
    assert set(json.loads(_asked(operations._healthz, x_forwarded_for="192.0.2.1").body)) == {"status"}
    assert _asked(operations._metrics, x_forwarded_for="192.0.2.1").status_code == 404
    assert _asked(operations._metrics, client="192.0.2.1").status_code == 404


def test_what_was_counted_is_told_to_this_machine():
    answer = _asked(operations._metrics)
    assert answer.status_code == 200
    assert b"kyosei_memory_bytes" in answer.body


def test_every_connection_sends_at_once_whatever_socket_it_came_through():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        operations._send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as one:
            assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def _server(opened, is_stuck=False):
    """Return what takes what a browser sends, and answers with messages of which one says that the script has finished."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    async def server(scope, receive, send):
        assert scope["path"] == "/_stcore/stream"
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        while (event := await receive())["type"] == "websocket.receive":
            asked = BackMsg()
            asked.ParseFromString(event["bytes"])
            opened.append((asked.rerun_script.page_name, asked.rerun_script.query_string))
            for state in () if is_stuck else (ForwardMsg.FINISHED_EARLY_FOR_RERUN, ForwardMsg.FINISHED_SUCCESSFULLY):
                message = ForwardMsg(script_finished=state)
                await send({"type": "websocket.send", "bytes": message.SerializeToString()})

    return server


@pytest.mark.parametrize("page", ["overview", ""])
def test_the_server_reads_its_pages_until_each_script_has_finished(page):
    opened = []
    _run(operations._read(_server(opened), [(page, "00"), ("targets", "01")]))
    assert opened == [("", "pref=00"), ("targets", "pref=01")]


@pytest.mark.parametrize("is_stuck", [False, True])
def test_the_pages_about_all_japan_are_read_before_anybody_is_served_and_a_stuck_one_keeps_nobody_out(
    monkeypatch, is_stuck
):
    opened, before = [], gc.get_threshold()
    monkeypatch.setenv(operations.WARM, "1")
    monkeypatch.setattr(operations, "MOST_AT_START", 0.2 if is_stuck else 60)

    async def started():
        async with operations.warmed(_server(opened, is_stuck)):
            return len(opened), gc.get_freeze_count()

    try:
        read, frozen = _run(started())
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
    assert {query for _, query in opened[:read]} == {"pref=00"}
    assert read == (1 if is_stuck else len(navigation.entries()))
    assert frozen > 1_000
