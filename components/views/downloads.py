"""Buttons that hand out whole tables: each as CSV, all of them as one workbook with notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from components.drawing import tables
from components.packs import csv_file
from components.packs.workbook import xlsx_file
from components.views.filters import Filters

ReadTable = Callable[[str], pd.DataFrame]


def show(names: Mapping[str, str], read: ReadTable, notes: Sequence[tuple[str, str]], chosen: Filters) -> None:
    """Draw the buttons; a file is made only when its button is pressed.

    Args:
        names: data.answers.tables: name of the table → its Japanese label.
    """
    practice = chosen.is_practice
    if practice:
        notes = [("練習用データ", "架空の見本県のデータです。実在の自治体とは関係ありません。"), *notes]
    st.download_button(
        "⬇ すべての表を1つの Excel ファイルで保存（説明つき）",
        data=lambda: xlsx_file.to_xlsx({names[name]: tables.published(read(name), name) for name in names}, notes),
        file_name=csv_file.file_name("all_tables", None, chosen.version, "xlsx", is_practice=practice),
        on_click="ignore",
        type="primary",
    )
    st.caption("CSV は UTF-8（BOM つき）、見出しは日本語、各行に出典の記録と行番号があります。全国の全行です。")
    with st.container(horizontal=True, gap="small"):
        for name, label in names.items():
            st.download_button(
                f"⬇ {label}",
                data=_as_csv(name, read, is_practice=practice),
                file_name=csv_file.file_name(name, None, chosen.version, is_practice=practice),
                mime="text/csv",
                key=f"download_{name}",
                on_click="ignore",
            )


def _as_csv(name: str, read: ReadTable, *, is_practice: bool) -> Callable[[], bytes]:
    return lambda: csv_file.to_csv(tables.published(read(name), name), is_practice=is_practice)
