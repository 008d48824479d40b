"""The store of reports may be out of reach while the documents are not: then a calm sentence stands in place of cards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data.errors import DatasetError

LOADING_JA = "報告を読み込んでいます…"


@contextmanager
def store_in_reach() -> Iterator[None]:
    """Say calmly that reports cannot be shown; figures about documents go on without them."""
    try:
        yield
    except DatasetError as error:
        st.warning(f"**{error.happened_ja}**\n\n{error.effect_ja}\n\n{error.next_ja}")
