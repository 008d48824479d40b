"""Hand out report forms: one municipality as xlsx, a prefecture as zip with progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import wording
from components.drawing.periods import Report
from components.views import town_picker
from components.views.filters import Filters
from components.views.report_contract import Desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(towns: pd.DataFrame, report: Report, desk: Desk, chosen: Filters, *, with_reports: bool) -> None:
    """Draw the buttons for one form and for all forms of the prefecture.

    Args:
        with_reports: Whether the forms hold what was reported before: small counts in it are not public.
    """
    one, all_of_them = st.columns(2, gap="medium")
    with one:
        st.html('<h2 class="km-title">一つの市町村の様式</h2>')
        town = town_picker.choose_town(towns, chosen)
        area = str(town["area_code"])
        st.download_button(
            f"⬇ {town['name_ja']}の様式（Excel）",
            data=lambda: desk.form_of(area, report.fiscal_year, report.kind, with_reports=with_reports)[1],
            file_name=f"{area}_{town['prefecture_ja']}{town['name_ja']}_{report.fiscal_year}年度_{report.kind_ja}.xlsx",
            mime=XLSX,
            on_click="ignore",
            type="primary",
            key="form_of_one",
        )
    with all_of_them:
        st.html('<h2 class="km-title">都道府県の全市町村の様式</h2>')
        _show_zip(len(towns), report, desk, chosen, with_reports)
    st.caption(
        "様式には、その市町村のその年度の目標が印刷されています。黄色の欄だけに記入してください。書き方は様式の中の説明のシートにあります。"
        + (
            "前に報告された値も入っています。庁内用です。"
            if with_reports
            else "前に報告された値は、受付の権限のある人が作った様式にだけ入ります。"
        )
    )


def _show_zip(count: int, report: Report, desk: Desk, chosen: Filters, with_reports: bool) -> None:
    if chosen.prefecture_code is None:
        st.info("左の「都道府県」を選ぶと、全市町村の様式を一つの zip にできます。")
        return
    made = (chosen.prefecture_code, report, chosen.version, with_reports)
    label = f"{chosen.prefecture_ja}の{wording.count(count, '市町村')}の様式を作る"
    if st.button(label, key="make_forms"):
        st.session_state["forms_zip"] = (made, *_zip(desk, report, chosen.prefecture_code, with_reports))
    held = st.session_state.get("forms_zip")
    if held is not None and held[0] == made:
        st.download_button(
            f"⬇ {held[1]}", data=held[2], file_name=held[1], mime="application/zip", on_click="ignore", type="primary"
        )


def _zip(desk: Desk, report: Report, prefecture: str, with_reports: bool) -> tuple[str, bytes]:
    """Return file name and zip, with a bar that says how far it is."""
    bar = st.progress(0.0, "様式を作成中")
    groups = desk.contents_by_prefecture(report.fiscal_year, report.kind, prefecture, with_reports=with_reports)
    ((name, contents),) = groups.items()
    data = desk.zip_forms(_counted(contents, bar))
    bar.empty()
    return f"{name}_{report.fiscal_year}年度_{report.kind_ja}.zip", data


def _counted(contents: Sequence[Any], bar: Any) -> Iterator[Any]:
    for number, content in enumerate(contents, start=1):
        yield content
        bar.progress(number / len(contents), f"様式を作成中 {number:,}/{len(contents):,}市町村")
