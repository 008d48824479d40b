"""What the reader chose, kept for the session and mirrored in the address of the page.

The address speaks first whenever it is new (a link, the browser's back button, an address typed by hand); after that
the widgets do. A choice survives a change of page, where Streamlit forgets both widgets and addresses.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_PENDING = "address_to_write"
_WRITTEN = "address_written"
_IS_NEW = "address_is_new"


def begin() -> None:
    """Start a run of a page: nothing is written to the address yet."""
    st.session_state[_PENDING] = {}
    address = st.query_params.to_dict()
    # The menu opens a page without any address; that is no new one, and what was chosen before stands.
    st.session_state[_IS_NEW] = bool(address) and address != st.session_state.get(_WRITTEN)


def current(name: str, default: str, is_valid: Callable[[str], bool]) -> str:
    """Return the value chosen under a name: from a new address, else from this session, else the default.

    Args:
        default: Value where nothing valid has been chosen.
    """
    asked = st.query_params.get(name)
    if asked is not None and asked != st.session_state.get(f"written_{name}"):
        st.session_state[f"kept_{name}"] = asked
    elif asked is None and not default and st.session_state.get(_IS_NEW):
        # An empty value is never written, so a new address without it says that it is empty.
        st.session_state[f"kept_{name}"] = ""
    kept = st.session_state.get(f"kept_{name}", default)
    return kept if is_valid(kept) else default


def keep(name: str, value: str) -> None:
    """Keep a value for the session and for the address of this page; a fragment that runs alone writes it at once."""
    st.session_state[f"kept_{name}"] = value
    if _PENDING in st.session_state:
        st.session_state[_PENDING][name] = value
    elif value and st.query_params.get(name) != value:
        st.session_state[f"written_{name}"] = value
        st.query_params[name] = value
        st.session_state[_WRITTEN] = st.query_params.to_dict()


def asked_in_vain(name: str, is_valid: Callable[[str], bool]) -> str:
    """Return the impossible value that a new address asks for, to be told to the reader; empty where there is none."""
    asked = st.query_params.get(name, "")
    return asked if asked and st.session_state.get(_IS_NEW) and not is_valid(asked) else ""


def keep_widget_value(name: str, widget_key: str, to_text: Callable[[object], str] = str) -> None:
    """Keep what a widget has just been set to; for its on_change."""
    st.session_state[f"kept_{name}"] = to_text(st.session_state[widget_key])


def end() -> None:
    """Write all kept values to the address in one step, so that the browser's history gets one entry."""
    pending: dict[str, str] = st.session_state.pop(_PENDING, {})
    for name, value in pending.items():
        st.session_state[f"written_{name}"] = value
    address = {name: value for name, value in pending.items() if value}
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)
    st.session_state[_WRITTEN] = address
    st.session_state[_IS_NEW] = False
