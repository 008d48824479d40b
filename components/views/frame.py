"""The frame of every page: head, choice of the prefecture, age and version of the data, calm errors.

A page also works when Streamlit runs it without app.py, so the frame sets the page config again and shows the menu.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from typing import Protocol

import pandas as pd
import streamlit as st

from components.drawing.html import address_of
from components.views import filters, navigation, practice_mark, settled, url_state
from components.views.card import mode
from components.views.filters import Filters
from data.errors import DatasetError
from data.folders import PROJECT

__all__ = ["UNEXPECTED_JA", "Dataset", "mode", "page"]


# Imported, not inlined: both are sent once and then come from the browser's cache.
_STYLE = f"<style>@import url('{address_of('monitor.css')}');</style>"
_SCRIPT = f'<script src="{address_of("monitor.js")}"></script>'
_LOG = logging.getLogger(__name__)
UNEXPECTED_JA = (
    "**この画面を表示できませんでした。**\n\n数値の誤りを避けるため、表示を止めています。\n\n"
    "もう一度開いても同じ場合は、管理者に画面の名前と時刻をお知らせください。"
)


class Dataset(Protocol):
    """What the frame asks of data.answers."""

    def state_version(self) -> str:
        """Return the version of the dataset, with that of imported statistics where there are any."""

    def as_of(self) -> str:
        """Return in Japanese which time the data speak of."""

    def prefectures(self) -> pd.DataFrame:
        """Return one row per prefecture: prefecture_code, name_ja, municipality_count, record_count."""

    def dataset_facts(self) -> dict[str, object]:
        """Return what the loaders noted about the dataset; `practice` marks an invented one."""


@contextmanager
def page(title: str, icon: str, lead: str, dataset: Dataset) -> Iterator[Filters]:
    """Draw the head of a page, hand out the reader's choice and keep it in the address.

    An error raised inside becomes a calm sentence, and the page stops there.
    """
    st.set_page_config(page_title=f"{title}｜{navigation.PRODUCT}", page_icon=navigation.PRODUCT_ICON, layout="wide")
    navigation.ensure_app()
    st.logo(PROJECT / "static" / "logo.svg", size="large")
    st.html(_STYLE)
    st.html(_SCRIPT, unsafe_allow_javascript=True)
    url_state.begin()
    try:
        version = dataset.state_version()
        is_practice = dataset.dataset_facts().get("practice") is True
        practice_mark.show(is_practice=is_practice)
        linked = _linked_version(title, version)
        chosen = filters.choose_prefecture(dataset.prefectures(), version, dataset.as_of())
        chosen = replace(chosen, is_practice=is_practice)
        _head(title, lead, chosen)
        if linked:
            st.info(f"このリンクはデータ版 {linked} で作られました。いま表示しているのは版 {version} です。")
        yield chosen
        settled.after_first_run(title)
    except DatasetError as error:
        st.error(f"**{error.happened_ja}**\n\n{error.effect_ja}\n\n{error.next_ja}")
        st.stop()
    except Exception:
        # Whatever else goes wrong is for the server's log; the reader gets a sentence, never a traceback.
        _LOG.exception("Page %s failed", title)
        st.error(UNEXPECTED_JA)
        st.stop()
    finally:
        url_state.end()


def _head(title: str, lead: str, chosen: Filters) -> None:
    facts = [("範囲", chosen.prefecture_ja), ("時点", chosen.as_of), ("データ版", chosen.version)]
    items = "".join(f"<span><b>{name}</b> {escape(value)}</span>" for name, value in facts)
    st.html(
        f'<header class="km-head"><h1>{escape(title)}</h1><p>{escape(lead)}</p>'
        f'<div class="km-facts">{items}</div></header>'
    )


def _linked_version(title: str, version: str) -> str:
    """Return the other version that a link to this page carried, until the reader leaves the page."""
    asked = st.query_params.get("v", version)
    if asked != version:
        st.session_state["linked_version"] = (title, asked)
    page_title, linked = st.session_state.get("linked_version", (title, ""))
    if page_title == title:
        return str(linked)
    del st.session_state["linked_version"]
    return ""
