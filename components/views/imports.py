"""Whole files in and out: import a published statistic and take it back; download the tables."""

from collections.abc import Collection, Sequence
from functools import partial

import streamlit as st

from components.drawing import html, tables
from components.drawing.markdown import escaped
from components.packs import files
from components.packs.workbook.workbook import tables_to_xlsx
from components.views import card, filters, gate
from components.views.filters import Filters
from data import answers
from loaders.imports import desk
from loaders.imports.desk import Imported, Kind

SEVERITIES_JA = {"error": "✕ 誤り", "warning": "▲ 注意", "info": "ⓘ お知らせ"}


def show_uploads(there: Collection[str], person_ja: str | None) -> None:
    """Draw for each kind its use, its publisher and, for a person who may, the upload and the way back."""
    if person_ja is not None:
        desk.complete_log()
    if (done := st.session_state.pop("import_done", None)) is not None:
        _show_outcome(done)
    for kind in desk.KINDS.values():
        with st.container(border=True, key=f"import_{kind.code}"):
            state = "取り込み済み" if kind.code in there else "取り込まれていません"
            about = [("使いみち", kind.use_ja), ("公開元", kind.published_ja)]
            st.html(html.heading(kind.name_ja, state) + html.facts(about))
            if person_ja is None:
                continue
            _upload(kind, person_ja)
            if kind.code in there:
                _take_back(kind, person_ja)
    if person_ja is None:
        st.info(
            "取り込みと取り消しには権限が必要です。サーバーを管理する人は、"
            "`python -m loaders import census ファイル` でも取り込めます（運用の手引き 9）。"
        )


def _upload(kind: Kind, person_ja: str) -> None:
    label = escaped(f"{kind.name_ja}のファイル（{'・'.join(kind.endings)}）")
    how = {"type": [*kind.endings, *kind.named], "max_upload_size": kind.most_megabytes}
    upload = filters.choose_files(label, f"import_file_{kind.code}", **how)
    if upload is None or not st.button(
        f"{escaped(kind.name_ja)}を取り込む", type="primary", key=f"import_take_{kind.code}"
    ):
        return
    bar = st.progress(0.0, "検査中")

    def progress(step: str, share: float) -> None:
        bar.progress(share, step)

    with gate.outside():
        outcome = desk.take_in(kind.code, upload.name, upload, by=person_ja, progress=progress)
    bar.empty()
    if outcome.is_new:
        _draw_anew(outcome)
    _show_outcome(outcome)


def _take_back(kind: Kind, person_ja: str) -> None:
    with st.expander(f"{escaped(kind.name_ja)}の取り込みを取り消す"):
        list_id = None
        if kind == desk.STAGES:
            sources = answers.imported_sources()
            mine = sources[sources["source_code"] == kind.code].to_dict("records")
            lists = {str(row["sha256"])[:12]: f"{row['title_ja']}・{row['file_name']}" for row in mine}
            list_id = st.selectbox("取り消す一覧", list(lists), format_func=lists.__getitem__, key="import_list")
        sure = st.checkbox(
            "取り消すと、これを使う値と図が取り込む前に戻ることを確かめました", key=f"import_sure_{kind.code}"
        )
        if st.button("取り消す", disabled=not sure, key=f"import_back_{kind.code}"):
            desk.take_back(kind.code, by=person_ja, list_id=list_id)
            _draw_anew(f"{kind.name_ja}の取り込みを取り消しました。")


def _draw_anew(outcome: Imported | str) -> None:
    """Draw the page with the new values; its address names the version of before, which is no foreign link."""
    st.session_state["import_done"] = outcome
    st.query_params.pop("v", None)
    st.rerun()


def _show_outcome(outcome: Imported | str) -> None:
    if isinstance(outcome, str):
        st.success(escaped(outcome))
        return
    if outcome.is_refused:
        st.error("**取り込めませんでした。** 前のデータは元のままです。")
        st.html("".join(html.paragraph(line) for line in outcome.sentence_ja.splitlines()))
        return
    if outcome.is_new:
        st.success(escaped(outcome.sentence_ja))
    else:
        st.info(escaped(outcome.sentence_ja))
    if outcome.are_findings_kept or not outcome.findings:
        return
    rows = [[SEVERITIES_JA[one["severity"]], one["place"], one["message_ja"]] for one in outcome.findings]
    st.html(html.rows(["種類", "場所", "内容"], rows, widths=(14, 28, 58)))


def show_downloads(notes: Sequence[tuple[str, str]], chosen: Filters) -> None:
    """Draw the buttons: each table as CSV, all in one workbook with notes; a file is made when its button is pressed."""
    names, practice = answers.tables(), chosen.is_practice

    def as_csv(name: str) -> bytes:
        return files.to_csv(tables.published(answers.table(name), name), is_practice=practice)

    if practice:
        notes = [("練習用データ", "架空の見本県のデータです。実在の自治体とは関係ありません。"), *notes]
    card.save(
        "すべての表を1つの Excel ファイルで保存（説明つき）",
        files.file_name("all_tables", None, chosen.version, "xlsx", is_practice=practice),
        lambda: tables_to_xlsx({names[name]: tables.published(answers.table(name), name) for name in names}, notes),
        "download_all", type="primary",
    )  # fmt: skip
    st.caption("CSV は UTF-8（BOM つき）、見出しは日本語、各行に出典の記録と行番号があります。全国の全行です。")
    with st.container(horizontal=True, gap="small"):
        for name, label in names.items():
            file_name = files.file_name(name, None, chosen.version, is_practice=practice)
            card.save(label, file_name, partial(as_csv, name), f"download_{name}")
