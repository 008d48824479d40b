"""Who opens a page in these tests."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.runtime.context import StreamlitHeaders

from components.views import local_role
from data.store.engine import close_all


@pytest.fixture
def fresh_store(tmp_path, monkeypatch):
    """A store of this test's own."""
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'monitor.sqlite'}")
    yield
    close_all()


@pytest.fixture
def office(monkeypatch):
    """The one person at this machine, who opened the address that `make run` prints; leaving takes the role away."""
    token = "a-token-of-the-tests-only"
    context = SimpleNamespace(
        headers=StreamlitHeaders([("Host", "localhost:8501")]),
        ip_address=None,  # Streamlit's word for an address of this machine
        cookies={"kyosei_monitor_8501": token},
        theme=SimpleNamespace(type="light"),
    )
    monkeypatch.setenv(local_role.VARIABLE, token)
    monkeypatch.setattr(st, "context", context)
    return SimpleNamespace(context=context, leave=lambda: monkeypatch.delenv(local_role.VARIABLE))
