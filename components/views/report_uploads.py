"""Take filled forms in: check, say what was found and what changes, hand the file back, accept."""

import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.markdown import escaped
from components.views import card, filters, gate
from components.views.card import SAVE
from components.views.report_tasks import KINDS, SEVERITIES_JA, XLSX, report_years
from data import answers
from data.errors import DatasetError
from loaders.reports import accept_desk, desk
from loaders.reports.accept_desk import Outcome
from loaders.reports.desk import Examined

CHOSEN = "reports_chosen"  # which forms a person says that files are, by the hashes of their content
MOST_MEGABYTES = 20  # a filled form is far below
NOT_WRITTEN_JA = "このファイルには指摘を書き込めません。画面の一覧を写して返してください。"
NO_FORM_JA = "様式ではない"
NOT_A_FORM_JA = "様式として読めません"


def show(person_ja: str | None) -> None:
    """Draw the upload, what the check found, and the acceptance by a person (None = the reader may not)."""
    if person_ja is None:
        st.info("受付には権限が必要です。市町村の方は、記入した様式を都道府県の担当者に送ってください。")
        return
    if warning := desk.clock_warning_ja():
        st.warning(escaped(warning))
    label = "記入された様式（xlsx・様式の CSV をいくつでも、または zip）"
    uploads = filters.choose_files(label, "report_files", accept_multiple_files=True, max_upload_size=MOST_MEGABYTES)
    if done := st.session_state.pop("reports_accepted", None):
        st.success(escaped(done[0]))
        if done[1]:
            st.error("受け付けられなかった様式があります。")
            st.html("".join(html.paragraph(line) for line in done[1]))
    if not uploads:
        st.caption("選ぶとまず検査だけを行います。受け付けるまで何も記録されません。")
        return
    files = [(upload.name, upload.getvalue()) for upload in uploads]
    last_entry = str(answers.audit_log()["entry_id"].max())
    chosen = st.session_state.setdefault(CHOSEN, {})
    contents = [(name, sha256(data).hexdigest()) for name, data in files]
    state = sha256(repr([last_entry, contents, sorted(chosen.items())]).encode())
    examined = _examined(files, chosen, state.hexdigest())
    if not examined:
        st.warning("zip の中に様式がありません。様式（xlsx）を入れた zip を選んでください。")
        return
    _show_summary(examined)
    position = card.choose_row(listing(examined), "report_file_rows") if len(examined) > 1 else 0
    _show_one(examined[position or 0])
    _show_acceptance(examined, person_ja, state.hexdigest()[:12])


def _examined(
    files: Sequence[tuple[str, bytes]], chosen: Mapping[str, tuple[str, int, str]], state: str
) -> list[Examined]:
    """Return the files as they were read, once for each state of files and store."""
    kept = st.session_state.get("reports_examined")
    if kept is not None and kept[0] == state:
        found: list[Examined] = kept[1]
        return found
    bar = st.progress(0.0, "様式を検査中")
    received = desk.received(files)
    examined = []
    with gate.outside():
        for number, one in enumerate(desk.examine(received, chosen=chosen), start=1):
            examined.append(one)
            bar.progress(number / len(received), f"様式を検査中 {number:,}/{len(received):,}件")
    bar.empty()
    st.session_state["reports_examined"] = (state, examined)
    return examined


def _show_summary(examined: Sequence[Examined]) -> None:
    outcomes = Counter(outcome_ja(one) for one in examined)
    held = sum(one.reading.held_rows for one in examined)
    left = sum(len(one.reading.open_findings) for one in examined if not one.reading.is_other_file)
    words = "、".join(f"{words} {count:,}件" for words, count in outcomes.items() if words != NO_FORM_JA)
    others = f"様式ではないファイル {outcomes[NO_FORM_JA]:,}件は読んでいません。" if outcomes[NO_FORM_JA] else ""
    counts = f"保留する行 {held:,}行、対応が必要な指摘 {left:,}件。{others}"
    reading = f"様式{len(examined) - outcomes[NO_FORM_JA]:,}件: {words or 'ありません'}。{counts}"
    st.html('<h2 class="km-title">検査の結果</h2>' + html.paragraph(reading, "km-reading"))
    if len(examined) == 1:
        card.show_table(listing(examined))
    returned = [one for one in examined if one.reading.open_findings and one.reading.can_be_returned]
    if len(returned) > 1:
        st.download_button(
            f"指摘を書き込んだ様式（{len(returned):,}件、zip）", data=lambda: zip_of_returned(returned), icon=SAVE,
            file_name="指摘つき様式.zip", mime="application/zip", on_click="ignore",
        )  # fmt: skip
        st.caption("行を選ぶと、その様式の指摘と変わる内容を下に表示します。")


def outcome_ja(one: Examined) -> str:
    """Return what would become of a file."""
    if one.to_accept:
        return "受け付けられる"
    if one.reading.is_other_file:
        return NO_FORM_JA
    return "変更なし" if one.is_unchanged else "受け付けられない"


def listing(examined: Sequence[Examined]) -> pd.DataFrame:
    """Return one row per file: what it is, and what would become of it."""
    return pd.DataFrame(
        [
            {
                "結果": outcome_ja(one), "市町村": one.reading.area_name_ja or NOT_A_FORM_JA,
                "年度": str(one.reading.fiscal_year or ""), "種類": KINDS.get(one.reading.report_kind, ""),
                "受け付ける目標（件）": len(one.reading.rows), "様式の目標（件）": one.reading.target_count,
                "保留（行）": one.reading.held_rows, "対応が必要な指摘（件）": len(one.reading.open_findings),
                "サービス・件数（行）": sum(map(len, one.reading.further.values())), "変わる内容（件）": len(one.changes), "ファイル": one.reading.file_name,
            }
            for one in examined
        ]
    )  # fmt: skip


def findings_table(findings: Sequence[Any]) -> pd.DataFrame:
    """Return the findings of a form, the worst first: where, what, why, how to mend."""
    ordered = sorted(findings, key=lambda one: list(SEVERITIES_JA).index(one.severity))
    return pd.DataFrame(
        [
            {
                "種類": SEVERITIES_JA[one.severity], "セル": _place(one), "何が書かれているか": one.happened_ja,
                "なぜ問題か": one.reason_ja, "直し方": one.remedy_ja,
            }
            for one in ordered
        ]
    )  # fmt: skip


def _place(finding: Any) -> str:
    if finding.row is None:
        return finding.sheet or "ファイル全体"
    return f"{finding.sheet}!{finding.cell or f'{finding.row}行目'}"


def _show_one(one: Examined) -> None:
    """Draw findings and changes of one form, and the file with its notes."""
    reading = one.reading
    st.html(html.heading(reading.area_name_ja or NOT_A_FORM_JA, reading.file_name))
    if reading.submitter_note:
        st.html(html.facts([("提出者の注記", reading.submitter_note)]))
    if reading.is_nameless:
        _ask_whose(one)
    table = findings_table(reading.findings)
    if table.empty:
        st.caption("指摘はありません。")
    else:
        st.html(html.rows(list(table.columns), table.to_numpy().tolist(), widths=(9, 13, 26, 26, 26)))
        if reading.can_be_returned:
            name = desk.returned_name(reading.file_name)
            st.download_button(
                "指摘を書き込んだ様式", data=lambda: one.returned_file() or NOT_WRITTEN_JA, icon=SAVE, key="returned_one",
                file_name=name, mime="text/csv" if name.lower().endswith(".csv") else XLSX, on_click="ignore",
            )  # fmt: skip
        else:
            st.caption("このファイルは開けないため、指摘を書き込んで返せません。")
    if one.changes:
        st.html('<h3 class="km-subtitle">受け付けると変わる内容</h3>')
        lines = [[change.subject_ja, change.before_ja, change.after_ja] for change in one.changes]
        st.html(html.rows(["目標", "いま", "受け付けた後"], lines, widths=(44, 28, 28)))


def _ask_whose(one: Examined) -> None:
    """Ask whose form it is that does not say so; what its title names is proposed, and counts once a person says it."""
    reading, digest = one.reading, one.reading.file_sha256
    st.html('<h3 class="km-subtitle">どの団体・年度・種類の報告ですか</h3>')
    if reading.title_ja:
        st.html(html.paragraph(f"シートの題名は「{reading.title_ja}」です。確かめてから選んでください。"))
    areas = answers.municipalities()
    full_names = (areas["prefecture_ja"] + areas["name_ja"]).tolist()
    towns = dict(zip(areas["area_code"].tolist(), full_names, strict=True))
    proposed = one.proposed or ("", 0, "")
    left, middle, right = st.columns((5, 4, 3), gap="small")
    with left:
        town = _one_of("市町村", towns, proposed[0], digest)
    with middle:
        year = _one_of("年度", report_years(), str(proposed[1]), digest)
    with right:
        kind = _one_of("報告の種類", KINDS, proposed[2], digest)
    is_whole = bool(town and year and kind)
    if st.button("この団体・年度・種類の報告として検査する", key=f"whose_{digest}", disabled=not is_whole):
        st.session_state[CHOSEN][digest] = (str(town), int(year or 0), str(kind))
        st.rerun()


def _one_of(label: str, options: Mapping[str, str], proposed: str, digest: str) -> str | None:
    codes = list(options)
    chosen: str | None = st.selectbox(
        label, codes, format_func=options.__getitem__, key=f"{label}_{digest}",
        index=codes.index(proposed) if proposed in options else None, placeholder="選んでください", filter_mode="contains",
    )  # fmt: skip
    return chosen


def _show_acceptance(examined: Sequence[Examined], person_ja: str, state: str) -> None:
    waiting = [one for one in examined if one.to_accept]
    if not waiting:
        st.info("受け付けるものはありません。指摘のある様式は、直したものをもう一度選んでください。")
        return
    changes = sum(len(one.changes) for one in waiting)
    # A new state draws new widgets: nobody confirms a preview that somebody else's entry has overtaken.
    sure = st.checkbox(f"変わる内容（{changes:,}件）を確かめました", key=f"sure_{state}")
    label = f"{wording.count(len(waiting), '件')}を受け付ける"
    if not st.button(escaped(label), type="primary", disabled=not sure, key=f"accept_{state}"):
        return
    bar = st.progress(0.0, "受付中")
    outcomes: list[Outcome] = []
    stopped = ""

    def done(outcome: Outcome) -> None:
        outcomes.append(outcome)
        bar.progress(len(outcomes) / len(waiting), f"受付中 {len(outcomes):,}/{len(waiting):,}件")

    try:
        with gate.outside():
            accept_desk.accept_beside(waiting, person_ja, done)
    except DatasetError as error:
        stopped = f"{error.happened_ja}{error.next_ja}"
    st.session_state["reports_accepted"] = accepted_ja(outcomes, len(waiting), stopped)
    st.rerun()


def accepted_ja(outcomes: Sequence[Outcome], count: int, stopped: str = "") -> tuple[str, list[str]]:
    """Return what was recorded, in one sentence, and one sentence for each form that was not.

    Args:
        count: How many were to be accepted.
        stopped: Why the rest was not tried, "" where all were.
    """
    new = sum(one.is_new for one in outcomes)
    problems = [(one.examined.reading.file_name, one.problem_ja) for one in outcomes if one.problem_ja]
    failed = [f"{name}: 記録されていません。{problem}" for name, problem in problems]
    if stopped:
        failed.append(f"残りの{count - len(outcomes):,}件は記録されていません。{stopped}")
    return f"{new:,}件を受け付けました。「履歴」で確かめられます。", failed


def zip_of_returned(examined: Sequence[Examined]) -> bytes:
    """Return the forms with their findings as one zip; files that cannot be opened are left out."""
    buffer, used = io.BytesIO(), Counter[str]()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for one in examined:
            data = one.returned_file()
            if data is None:
                continue
            name = desk.returned_name(one.reading.file_name)
            used[name] += 1
            own = PurePosixPath(name)
            archive.writestr(name if used[name] == 1 else f"{own.stem}_{used[name]}{own.suffix}", data)
    return buffer.getvalue()
