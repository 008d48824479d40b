"""Which report the page is about: a fiscal year and a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone

import pandas as pd
import streamlit as st

from components.drawing.periods import Report
from components.views import filters

JAPAN = timezone(timedelta(hours=9))


def choose(
    target_years: pd.Series[int], asked_years: pd.Series[int], kinds: Mapping[str, str], in_words: Callable[[int], str]
) -> Report:
    """Show the choice of year and kind: at first the last year with a due date, else the year with most targets.

    Args:
        kinds: Kind of report → its words.
    """
    targets, asked = target_years.dropna().astype(int), asked_years.dropna().astype(int)
    years = {str(year): in_words(year) for year in sorted({*targets, *asked}, reverse=True)}
    usual = asked.max() if len(asked) else targets.mode().iloc[0]
    left, right = st.columns(2, gap="small")
    with left:
        year = filters.choose_one("report_fy", "年度", years, str(usual))
    with right:
        kind = filters.choose_one("report_kind", "報告の種類", kinds, style="buttons")
    return Report(int(year), kind, years[year], kinds[kind])


def today() -> date:
    """Return the day in Japan, wherever the server stands."""
    return datetime.now(JAPAN).date()
