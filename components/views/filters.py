"""The reader's choices: one frozen value made of widgets, kept over pages and mirrored in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import streamlit as st

from components.views import url_state

ALL = "00"
ALL_JA = "全国"
_SEPARATOR = "."


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
    """Show the choice of the prefecture in the sidebar and return it with the version of the data.

    Args:
        prefectures: One row per prefecture: prefecture_code, name_ja, municipality_count, record_count.
    """
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
    url_state.keep("v", version)
    return Filters(None if code == ALL else code, names.get(code, ALL_JA), version, as_of)


def choose_one(
    name: str,
    label: str,
    options: Mapping[str, str],
    default: str | None = None,
    *,
    style: Literal["list", "buttons", "radio"] = "list",
    placeholder: str = "選んでください",
    help_ja: str | None = None,
) -> str:
    """Show a choice of exactly one option and return its code.

    Args:
        options: Code → text, in order of appearance; at least one.
        default: Code at first; the first option where not given.
        placeholder: Text in the empty search field of a list.
    """
    codes = list(options)
    key = f"choice_{name}"
    st.session_state[key] = url_state.current(name, default or codes[0], options.__contains__)
    shared: dict[str, Any] = {
        "options": codes,
        "format_func": options.__getitem__,
        "key": key,
        "help": help_ja,
        "on_change": url_state.keep_widget_value,
        "args": (name, key),
    }
    if style == "buttons":
        value = st.segmented_control(label, required=True, wrap=True, **shared)
    elif style == "radio":
        value = st.radio(label, horizontal=True, **shared)
    else:
        value = st.selectbox(label, placeholder=placeholder, filter_mode="contains", **shared)
    url_state.keep(name, value or codes[0])
    return value or codes[0]


def choose_many(
    name: str, label: str, options: Mapping[str, str], *, placeholder: str = "すべて", help_ja: str | None = None
) -> tuple[str, ...]:
    """Show a choice of any number of options and return their codes; none chosen means all."""
    key = f"choice_{name}"
    asked = url_state.current(name, "", lambda text: bool(_known(text, options)))
    st.session_state[key] = _known(asked, options)
    chosen: Sequence[str] = st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        placeholder=placeholder,
        help=help_ja,
        on_change=url_state.keep_widget_value,
        args=(name, key, _join),
    )
    url_state.keep(name, _join(chosen))
    return tuple(chosen)


def type_text(name: str, label: str, *, placeholder: str, help_ja: str | None = None) -> str:
    """Show a field for free text and return what stands in it, without blanks around it."""
    key = f"choice_{name}"
    st.session_state[key] = url_state.current(name, "", lambda _: True)
    text: str = st.text_input(
        label, key=key, placeholder=placeholder, help=help_ja, on_change=url_state.keep_widget_value, args=(name, key)
    )
    url_state.keep(name, text)
    return text.strip()


def _known(text: str, options: Mapping[str, str]) -> list[str]:
    return [code for code in text.split(_SEPARATOR) if code in options]


def _join(codes: object) -> str:
    return _SEPARATOR.join(codes) if isinstance(codes, list | tuple) else ""


def marked_area() -> str | None:
    """Return the municipality that the reader looked at last, to be marked in other figures; None at first."""
    code = url_state.current("area", "", lambda _: True)
    url_state.keep("area", code)
    return code or None
