"""Set until when the municipalities are asked to report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date

import streamlit as st

from components.drawing import wording
from components.drawing.periods import Report
from components.views.report_contract import Desk

_WESTERN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_REIWA = re.compile(r"(?:令和|R)(元|\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.IGNORECASE)


def day_of(text: str) -> date | None:
    """Return the day that a text names in either calendar, or None where it names none.

    >>> day_of("2026-05-31") == day_of("令和８年５月３１日") == day_of("R8.5.31")
    True
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    if found := _WESTERN.fullmatch(plain):
        year = int(found[1])
    elif found := _REIWA.fullmatch(plain):
        year = 2018 + (1 if found[1] == "元" else int(found[1]))
    else:
        return None
    try:
        return date(year, int(found[2]), int(found[3]))
    except ValueError:
        return None


def show(area_codes: Collection[str], place_ja: str, report: Report, desk: Desk, person_ja: str) -> None:
    """Draw the field for the due date of all municipalities of the place."""
    done = st.session_state.pop("due_dates_set", None)
    if done:
        st.success(done)
    with st.expander(f"期限を設定する（{place_ja}の{wording.count(len(area_codes), '市町村')}）"):
        text = st.text_input(
            "期限", placeholder="例：令和8年5月31日、2026-05-31", key=f"due_{report.fiscal_year}_{report.kind}"
        )
        day = day_of(text)
        if text and day is None:
            st.warning("日付として読めません。「令和8年5月31日」か「2026-05-31」の形で書いてください。")
        said = f"{wording.era_date(day.isoformat())}（{day.isoformat()}）" if day else "期限"
        sure = st.checkbox(
            f"{said}に設定してよい", disabled=day is None, key=f"due_sure_{report.fiscal_year}_{report.kind}"
        )
        if st.button("期限を設定する", disabled=not (day and sure), key=f"due_set_{report.fiscal_year}_{report.kind}"):
            changed = desk.set_calendar(area_codes, report.fiscal_year, report.kind, day, set_by=person_ja)
            st.session_state["due_dates_set"] = f"{changed:,}市町村の期限を{said}に設定しました。"
            st.rerun()
