"""The frame of every page: head, choice of the prefecture, age and version of the data, calm errors.

A page also works when Streamlit runs it without app.py, so the frame sets the page config again and shows the menu.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import streamlit as st
import websockets.http11

from components.drawing import html
from components.drawing.html import address_of
from components.drawing.markdown import error_box, plain
from components.views import filters, gate, local_role, navigation, running
from components.views.filters import Filters
from data import answers
from data.errors import DatasetError, PracticeDataError, PracticeModeError
from data.folders import PROJECT

# Imported, not inlined: both are sent once and then come from the browser's cache.
_STYLE = f"<style>@import url('{address_of('monitor.css')}');</style>"
_SCRIPT = f'<script src="{address_of("monitor.js")}"></script>'
_VERSION = re.compile(r"[0-9a-f]{12}[0-9a-f-]{0,18}")  # 3f2a9c01b7de-5e1f0a: documents, imported statistics
# The cookies of somebody with many groups are longer than the 8 KB that one header of a WebSocket may have; their page stayed
# empty. `make run` and the systemd unit set it from the start, a server started otherwise from its first reader on.
websockets.http11.MAX_LINE_LENGTH = max(websockets.http11.MAX_LINE_LENGTH, 65_536)
UNEXPECTED_JA = (
    "**この画面を表示できませんでした。**\n\n数値の誤りを避けるため、表示を止めています。\n\n"
    "もう一度開いても同じ場合は、管理者にこの番号をお知らせください："
)
PRACTICE_JA = (
    '<p class="km-practice" role="note"><b>練習用データ</b>'
    "架空の「見本県」のデータです。市町村・計画・報告はすべて作りもので、実在の自治体とは関係ありません。"
    '<a href="reports" target="_self">5つの手順で試す</a></p>'
)


@contextmanager
def page(title: str, lead: str) -> Iterator[Filters]:
    """Draw the head of a page, hand out the reader's choice and keep it in the address.

    An error raised inside becomes a calm sentence, and the page stops there.
    """
    ahead = gate.WIDGET if st.session_state.get("page_open") == title else 0.0
    if st.context.headers.get("User-Agent") == gate.OWN_READER:
        ahead = gate.BACKGROUND
    with gate.turn(ahead), running.counted(title), answers.one_moment():
        st.session_state["page_open"] = title
        yield from _page(title, lead)


def _page(title: str, lead: str) -> Iterator[Filters]:
    st.set_page_config(page_title=f"{title}｜{navigation.PRODUCT}", page_icon=navigation.PRODUCT_ICON, layout="wide")
    navigation.ensure_app()
    st.logo(PROJECT / "static" / "logo.svg", size="large")
    st.html(_STYLE)
    st.html(_SCRIPT, unsafe_allow_javascript=True)
    local_role.receive_token()
    filters.read_address()
    try:
        version, is_practice = answers.state_version(), _is_practice()
        linked = _linked_version(title, version)
        chosen = filters.choose_prefecture(answers.prefectures(), version, answers.as_of())
        chosen = replace(chosen, is_practice=is_practice)
        facts = [("範囲", chosen.prefecture_ja), ("時点", chosen.as_of), ("データ版", chosen.version)]
        st.html(html.page_head(title, lead, facts))
        if linked:
            st.info(
                f"このリンクはデータ版 {plain(linked)} で作られました。いま表示しているのは版 {plain(version)} です。"
            )
        yield chosen
    except DatasetError as error:
        st.error(error_box(error))
        st.stop()
    except Exception as error:
        # Whatever else goes wrong is for the server's log; the reader gets a sentence, never a traceback.
        st.error(f"{UNEXPECTED_JA} **{plain(running.log_error(title, error))}**")
        st.stop()
    finally:
        filters.write_address()


def _is_practice() -> bool:
    """Return whether the dataset is an invented one, and mark the page then: the two are never taken for each other.

    Raises:
        PracticeDataError, PracticeModeError: The dataset is not of the kind that MONITOR_PRACTICE asks for.
    """
    is_practice = answers.dataset_facts().get("practice") is True
    if is_practice != (os.environ.get("MONITOR_PRACTICE") == "1"):
        raise PracticeDataError if is_practice else PracticeModeError
    if is_practice:
        st.html(PRACTICE_JA)
    return is_practice


def _linked_version(title: str, version: str) -> str:
    """Return the other version that a link to this page carried, until the reader leaves the page."""
    asked = st.query_params.get("v", version)
    if asked != version and _VERSION.fullmatch(asked):
        st.session_state["linked_version"] = (title, asked)
    page_title, linked = st.session_state.get("linked_version", (title, ""))
    if page_title == title:
        return str(linked)
    del st.session_state["linked_version"]
    return ""
