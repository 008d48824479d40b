"""The one person at this machine: only the token counts, and only from here, under a name of here."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import streamlit as st

from components.views import local_role
from components.views.local_role import FROM_ELSEWHERE_JA, NO_TOKEN_JA, NOT_BROUGHT_JA, OPEN_TO_OTHERS_JA

TOKEN = "a-token-of-the-tests-only"


@pytest.fixture
def request_of(monkeypatch):
    """Pretend a request: its headers, the other machine's address, the token in its cookie and in its page's address."""

    def pretend(
        headers=(("Host", "localhost:8501"),), peer=None, cookie=TOKEN, address=None, options=("localhost",) * 2
    ):
        cookies = {"kyosei_monitor_8501": cookie} if cookie else {}
        monkeypatch.setenv(local_role.VARIABLE, TOKEN)
        monkeypatch.setattr(st, "context", SimpleNamespace(headers=dict(headers), ip_address=peer, cookies=cookies))
        monkeypatch.setattr(st, "query_params", {"token": address} if address else {})
        monkeypatch.setattr(st, "session_state", {})
        monkeypatch.setattr(st, "html", lambda *_, **__: None)
        monkeypatch.setattr(
            st, "get_option", dict(zip(("server.address", "browser.serverAddress"), options, strict=True)).get
        )
        local_role.receive_token()
        return local_role.refusal_ja()

    return pretend


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST:8501"])
def test_a_request_from_here_with_the_token_has_the_role(request_of, host):
    assert request_of([("Host", host)]) == ""
    assert request_of([("Host", host)], cookie=None, address=TOKEN) == ""


@pytest.mark.parametrize("cookie", [None, "another-token-of-the-tests", TOKEN[:-1], "é"])
def test_without_the_token_there_is_no_role_and_the_page_says_where_it_is(request_of, cookie):
    assert request_of(cookie=cookie) == NOT_BROUGHT_JA
    assert request_of(cookie=None, address=cookie) == NOT_BROUGHT_JA


@pytest.mark.parametrize(
    "host",
    ["evil.example:8501", "localhost.evil.example:8501", "127.0.0.1.evil.example", "192.0.2.7:8501", "", "[", "a@b:x"],
)
def test_another_name_has_no_role_even_with_the_token(request_of, host):
    """DNS rebinding: a stranger's name that leads to this machine."""
    assert request_of([("Host", host)], address=TOKEN) == FROM_ELSEWHERE_JA


@pytest.mark.parametrize("name", ["X-Forwarded-For", "x-forwarded-host", "Forwarded", "X-Real-IP", "Via"])
def test_what_a_proxy_passed_on_has_no_role(request_of, name):
    assert request_of([("Host", "localhost:8501"), (name, "127.0.0.1")]) == FROM_ELSEWHERE_JA


def test_another_machine_has_no_role(request_of):
    assert request_of(peer="192.0.2.7") == FROM_ELSEWHERE_JA


@pytest.mark.parametrize("options", [("0.0.0.0", "localhost"), (None, "localhost"), ("localhost", "m.example.lg.jp")])
def test_a_server_open_to_other_machines_has_no_local_role(request_of, options):
    assert request_of(options=options) == OPEN_TO_OTHERS_JA


@pytest.mark.parametrize("token", ["", "1", "short", "with a blank in between it", "'; alert(1); '0123456789"])
def test_a_token_that_is_missing_short_or_odd_switches_the_role_off(monkeypatch, token):
    monkeypatch.setenv(local_role.VARIABLE, token)
    assert local_role.refusal_ja() == NO_TOKEN_JA
