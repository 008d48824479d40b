"""The yearly round of reports: the five steps and how far they are, and what changed since a day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from components.drawing.model import Basis, Figure
from components.figures import edition_changes, reporting
from components.packs import feed, files
from components.views import card, filters, navigation, report_tasks
from components.views.filters import Filters
from data import answers


def show_guide(chosen: Filters) -> None:
    """Draw the five steps of the latest year that is asked for, each a link to where it is done."""
    asked = answers.report_calendar(chosen.prefecture_code)["fiscal_year"].dropna()
    if asked.empty:
        return
    year = int(asked.max())
    forms, editions = answers.submission_states(year, chosen.prefecture_code), answers.editions()
    frozen = str(editions["frozen_at"].iloc[0]) if len(editions) else None
    steps = reporting.steps(forms, len(answers.municipalities(chosen.prefecture_code)), frozen)

    def address(task: str) -> str:
        query = chosen.query(task=task, report_fy=str(year)) if task else chosen.query()
        return navigation.address("reports" if task else "briefing", **query)

    st.html(reporting.guide(steps, answers.fiscal_year_ja(year), address))


def show_digest(chosen: Filters) -> None:
    """Draw what changed since a day, with the same as paper and as a feed."""
    today = report_tasks.today()
    since = min(today, filters.choose_day("since", "この日から", today - timedelta(days=30)))
    rows = answers.digest(since, today, chosen.prefecture_code)
    basis = Basis(chosen.prefecture_ja, "", "報告の受付簿、文書のデータの版")
    figure = edition_changes.digest(
        rows, since.isoformat(), today.isoformat(), basis, knows_stages=answers.knows_stages_of(since)
    )
    card.show(figure, chosen, as_picture=False)
    _offer(figure, rows, chosen)


def _offer(figure: Figure, rows: pd.DataFrame, chosen: Filters) -> None:
    """Draw the buttons for what changed on paper and as a feed."""
    practice = chosen.is_practice
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "PDF（A4）", icon=card.SAVE, mime="application/pdf", on_click="ignore", key="digest_pdf",
            data=lambda: files.sheet(figure, edition_changes.DIGEST_WIDTHS, chosen.version, is_practice=practice),
            file_name=files.file_name("digest", chosen.prefecture_code, chosen.version, "pdf", is_practice=practice),
        )  # fmt: skip
        st.download_button(
            "フィード（Atom）", icon=card.SAVE, mime="application/atom+xml", on_click="ignore", key="digest_atom",
            data=lambda: feed.to_atom(rows, feed.title_ja(chosen.prefecture_ja, is_practice=practice), datetime.now(report_tasks.JAPAN).isoformat(timespec="seconds")),
            file_name=files.file_name("digest", chosen.prefecture_code, chosen.version, "atom", is_practice=practice),
        )  # fmt: skip
