"""The reader's choices: one frozen value made of widgets, kept for the session and mirrored in the address of the page.

The address speaks first whenever it is new (a link, the browser's back button, an address typed by hand); after that
the widgets do. A choice survives a change of page, where Streamlit forgets both widgets and addresses.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st

from components.drawing import wording
from components.drawing.markdown import escaped

ALL = "00"
ALL_JA = "全国"
MOST_LETTERS = 100  # of a free text
_SEPARATOR = "."
_PENDING = "address_to_write"
_WRITTEN = "address_written"
_IS_NEW = "address_is_new"
_UPLOADS = "uploads_of_this_session"
_ARE_LOST = "uploads_are_lost"
LOST_FILES_JA = "接続が切れたか、画面を開き直したため、選んだファイルはサーバーに残っていません。受け付けた記録はそのままです。続けるには、ファイルをもう一度選んでください。"


@dataclass(frozen=True)
class Filters:
    """What the whole application looks at."""

    prefecture_code: str | None  # Two digits; None = all of Japan
    prefecture_ja: str  # Name of the prefecture, or 全国
    version: str  # Version of the dataset on screen
    as_of: str = ""  # Which time the data speak of, in words
    is_practice: bool = False  # Whether the data are invented; every file that leaves the application then says so

    def query(self, **more: str | None) -> dict[str, str | None]:
        """Return the address parameters that take this choice to another page."""
        return {"pref": self.prefecture_code or ALL, "v": self.version, **more}


def choose_prefecture(prefectures: pd.DataFrame, version: str, as_of: str) -> Filters:
    """Show the choice of the prefecture in the sidebar and return it with the version of the data."""
    names = dict(zip(prefectures["prefecture_code"], prefectures["name_ja"], strict=True))
    records = dict(zip(prefectures["prefecture_code"], prefectures["record_count"], strict=True))
    labels = {ALL: f"{ALL_JA}（計画書 {sum(records.values())}件）"} | {
        code: f"{name}（{f'計画書 {records[code]}件' if records[code] else '計画書なし'}）"
        for code, name in names.items()
    }
    if len(names) == 1:  # nothing to choose: the practice dataset has one prefecture
        del labels[ALL]
    with st.sidebar:
        code = choose_one("pref", "都道府県", labels, next(iter(labels)), placeholder="都道府県名で検索")
    keep("v", version)
    return Filters(None if code == ALL else code, names.get(code, ALL_JA), version, as_of)


def choose_one(
    name: str, label: str, options: Mapping[str, str], default: str | None = None, *,
    style: Literal["list", "buttons", "radio", "slider"] = "list", placeholder: str = "選んでください",
    help_ja: str | None = None,
) -> str:  # fmt: skip
    """Show a choice of exactly one option (code → text) and return its code; the first one is the default."""
    codes = list(options)
    key = f"choice_{name}"
    wanted = kept_value(name, default or codes[0], options.__contains__)
    if style != "slider" or st.session_state.get(key) != wanted:  # written again, it would undo a step taken meanwhile
        st.session_state[key] = wanted
    # The words of buttons are Markdown, those of a list are not.
    shown = options if style == "list" else {code: escaped(text) for code, text in options.items()}
    shared: dict[str, Any] = {
        "options": codes, "format_func": shown.__getitem__, "key": key, "help": help_ja,
        "on_change": keep_widget_value, "args": (name, key),
    }  # fmt: skip
    if style == "buttons":
        value = st.segmented_control(label, required=True, wrap=True, **shared)
    elif style == "slider":
        value = st.select_slider(label, **shared) if len(codes) > 1 else codes[0]
    elif style == "radio":
        value = st.radio(label, horizontal=True, **shared)
    else:
        value = st.selectbox(label, placeholder=placeholder, filter_mode="contains", **shared)
    keep(name, value or codes[0])
    return value or codes[0]


def choose_year(name: str, years: pd.Series, label: str = "年度") -> int | None:
    """Show the choice of a fiscal year among those of a column, the latest first, and return it; None = all of them."""
    found = sorted(map(int, years.dropna().unique()), reverse=True)
    chosen = choose_one(name, label, {str(year): wording.fiscal_year(year) for year in found} | {"all": "すべて"})
    return None if chosen == "all" else int(chosen)


def choose_many(name: str, label: str, options: Mapping[str, str], *, placeholder: str = "すべて") -> tuple[str, ...]:
    """Show a choice of any number of options and return their codes; none chosen means all."""
    key = f"choice_{name}"
    asked = kept_value(name, "", lambda text: bool(_known(text, options)))
    st.session_state[key] = _known(asked, options)
    chosen: Sequence[str] = st.multiselect(
        label, list(options), format_func=options.__getitem__, key=key, placeholder=placeholder,
        on_change=keep_widget_value, args=(name, key, _join),
    )  # fmt: skip
    keep(name, _join(chosen))
    return tuple(chosen)


def type_text(name: str, label: str, *, placeholder: str) -> str:
    """Show a field for free text and return what stands in it, without blanks around it."""
    key = f"choice_{name}"
    st.session_state[key] = kept_value(name, "", lambda text: len(text) <= MOST_LETTERS)
    text: str = st.text_input(
        label, key=key, placeholder=placeholder, max_chars=MOST_LETTERS, on_change=keep_widget_value,
        args=(name, key),
    )  # fmt: skip
    keep(name, text)
    return text.strip()


def choose_day(name: str, label: str, usual: date) -> date:
    """Show the choice of a day and return it."""
    key = f"choice_{name}"
    st.session_state[key] = date.fromisoformat(kept_value(name, usual.isoformat(), _is_day))
    how: dict[str, Any] = {"key": key, "on_change": keep_widget_value, "args": (name, key)}
    day: date = st.date_input(label, format="YYYY/MM/DD", width=180, **how)
    keep(name, day.isoformat())
    return day


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year > 1900
    except ValueError:
        return False


def choose_files(label: str, name: str, **how: Any) -> Any:
    """Show a field for files and return what was chosen; after a cut connection it is empty, and the reader is told so.

    A browser that connects anew, to a session that knows nothing, goes on showing the files of the old one; a field with a
    name of this session's own it draws empty. The address remembers that there were files.
    """
    if _UPLOADS not in st.session_state:
        st.session_state[_UPLOADS] = secrets.token_hex(4)
        st.session_state[_ARE_LOST] = "files" in st.query_params
    chosen = st.file_uploader(label, key=f"{name}_{st.session_state[_UPLOADS]}", **how)
    if chosen:
        st.session_state[_ARE_LOST] = False
        keep("files", "1")
        st.button("接続を確かめる", key="after_cut")  # hidden; static/monitor.js presses it once connected again
    elif st.session_state[_ARE_LOST]:
        st.warning(LOST_FILES_JA)
    return chosen


def _known(text: str, options: Mapping[str, str]) -> list[str]:
    return [code for code in text.split(_SEPARATOR) if code in options]


def _join(codes: object) -> str:
    return _SEPARATOR.join(codes) if isinstance(codes, list | tuple) else ""


def marked_area() -> str | None:
    """Return the municipality that the reader looked at last, to be marked in other figures; None at first."""
    code = kept_value("area", "", lambda _: True)
    keep("area", code)
    return code or None


def read_address() -> None:
    """Start a run of a page: nothing is written to the address yet."""
    st.session_state[_PENDING] = {}
    address = st.query_params.to_dict()
    # The menu opens a page without any address; that is no new one, and what was chosen before stands.
    st.session_state[_IS_NEW] = bool(address) and address != st.session_state.get(_WRITTEN)


def kept_value(name: str, default: str, is_valid: Callable[[str], bool]) -> str:
    """Return the value chosen under a name: from a new address, else from this session, else the default."""
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


def unknown_in_address(name: str, is_valid: Callable[[str], bool]) -> str:
    """Return the impossible value that a new address asks for, to be told to the reader; empty where there is none."""
    asked = st.query_params.get(name, "")
    return asked if asked and st.session_state.get(_IS_NEW) and not is_valid(asked) else ""


def keep_widget_value(name: str, widget_key: str, to_text: Callable[[object], str] = str) -> None:
    """Keep what a widget has just been set to; for its on_change.

    The address that comes with it is never news: a quick hand is ahead of the browser, which still shows an older one.
    """
    st.session_state[f"kept_{name}"] = to_text(st.session_state[widget_key])
    address = st.query_params.to_dict()
    st.session_state.update({f"written_{each}": value for each, value in address.items()} | {_WRITTEN: address})


def write_address() -> None:
    """Write all kept values to the address in one step, so that the browser's history gets one entry."""
    pending: dict[str, str] = st.session_state.pop(_PENDING, {})
    for name, value in pending.items():
        st.session_state[f"written_{name}"] = value
    address = {name: value for name, value in pending.items() if value}
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)
    st.session_state[_WRITTEN] = address
    st.session_state[_IS_NEW] = False
