"""Figures kept for the next reader of the same view: pure input gives the same figure, so it is made once per state."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from components.drawing.model import Figure


@st.cache_resource(show_spinner=False, max_entries=640)
def kept(view: str, state: str, place: str | None, _make: Callable[[], Figure]) -> Figure:
    """Return a figure, made on the first call for a view, state and place; its drawings are kept with it.

    Args:
        place: Code of the prefecture or municipality; None = all of Japan.
    """
    figure = _make()
    return figure if figure.drawing is None else replace(figure, drawing=functools.cache(figure.drawing))
