"""Tasks about reports: forms, due dates, editions, and the history of revisions with findings and the decision."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.declared import headings_of, table_of
from components.drawing.markdown import escaped
from components.drawing.marks import REPORT_STATES
from components.figures import reporting
from components.figures.reporting import Report
from components.views import card, filters
from components.views.card import SAVE
from components.views.filters import Filters
from components.views.town import choose_town
from data import answers
from loaders.reports import desk

SEVERITIES_JA = {"error": "✕ 要修正", "warning": "▲ 要説明", "info": "ⓘ お知らせ"}
FINDINGS = headings_of(("severity_ja", "種類"), "cell", "message_ja", ("remedy_ja", "直し方"))


def show_history(report: Report, chosen: Filters, person_ja: str | None) -> None:
    """Draw the history of a report; the office staff (a person) also sees files, notes and findings and decides."""
    rows = reporting.history(report.of(answers.submissions(chosen.prefecture_code)))
    if rows.empty:
        st.info("この年度の報告は、まだ受け付けていません。")
        return
    if done := st.session_state.pop("report_decided", None):
        st.success(escaped(done))
    if person_ja is None:
        card.show_table(table_of("history", rows)())
        return
    position = card.choose_row(table_of("history_of_staff", rows)(), "history_rows")
    if position is None:
        st.caption("行の左端を選ぶと、指摘と、確定・差戻しのボタンが出ます。")
        return
    row = rows.iloc[position]
    st.html(html.heading(str(row["area_name_ja"]), f"第{row['revision']}版・{row['state_ja']}"))
    _show_findings(answers.report_findings(str(row["submission_id"])))
    newest = rows.loc[rows["area_code"] == row["area_code"], "revision"].max()
    if row["revision"] < newest:
        st.info(f"その後の第{newest:,}版が今の報告です。判断は新しい版に対して行います。")
    else:
        _decide(str(row["submission_id"]), str(row["state"]), person_ja)


def _show_findings(findings: pd.DataFrame) -> None:
    if findings.empty:
        st.caption("受付のときの指摘はありません。")
        return
    shown = findings.assign(severity_ja=findings["severity"].map(SEVERITIES_JA))[list(FINDINGS)].fillna("")
    st.html(html.rows(list(FINDINGS.values()), shown.to_numpy().tolist(), widths=(10, 14, 38, 38)))


def _decide(submission_id: str, state: str, person_ja: str) -> None:
    reason = st.text_input(
        "差戻しの理由", placeholder="差し戻すときに書きます（500字まで）", max_chars=500, key=f"reason_{submission_id}"
    )
    with st.container(horizontal=True, gap="small"):
        confirm = st.button("確定する", disabled=state == "confirmed", key=f"confirm_{submission_id}")
        cannot = state == "returned" or not reason.strip()
        send_back = st.button("差し戻す", disabled=cannot, key=f"return_{submission_id}")
        undo = st.button("提出済に戻す", disabled=state == "submitted", key=f"undo_{submission_id}")
    chosen = "confirmed" if confirm else "returned" if send_back else "submitted" if undo else ""
    if chosen:
        desk.decide_report(submission_id, chosen, decided_by=person_ja, reason_ja=reason.strip() or None)
        words = REPORT_STATES[chosen].label_ja
        st.session_state["report_decided"] = f"状態を「{words}」にしました。"
        st.rerun()


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WITH_REPORTS_JA = "前に報告された値も入っています。庁内用です。"
_WITHOUT_REPORTS_JA = "前に報告された値は、受付の権限のある人が作った様式にだけ入ります。"
_FORM_KINDS = {"xlsx": "Excel", "csv": "CSV"}
_CSV_HELP = "CSV は、別のソフトで記入する市町村のための、同じ内容の様式です。どちらで返されても受け付けます。"
KINDS = {code: answers.label_of("report_submissions", "report_kind", code) for code in ("full_year", "mid_year")}
NOW = "now"
NOW_JA = "いま"
JAPAN = timezone(timedelta(hours=9))
_WESTERN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_REIWA = re.compile(r"(?:令和|R)(元|\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.IGNORECASE)


def choose_report() -> Report:
    """Show the choice of year and kind: at first the last year with a due date, else the year with most targets."""
    targets = answers.table("targets")["target_fy"].dropna().astype(int)
    asked = answers.report_calendar()["fiscal_year"].dropna().astype(int)
    years = report_years()
    usual = asked.max() if len(asked) else targets.mode().iloc[0]
    left, right = st.columns(2, gap="small")
    with left:
        year = filters.choose_one("report_fy", "年度", years, str(usual))
    with right:
        kind = filters.choose_one("report_kind", "報告の種類", KINDS, style="buttons")
    return Report(int(year), kind, years[year], KINDS[kind])


def report_years() -> dict[str, str]:
    """Return the fiscal years that reports can be about, the newest first, with their names.

    Those with targets or due dates, and all since the law of 2021: a form needs no plan.
    """
    targets, asked = answers.table("targets")["target_fy"], answers.report_calendar()["fiscal_year"]
    since_2021 = range(2021, (today() - timedelta(days=90)).year + 1)  # a fiscal year begins in April
    years = {*targets.dropna().astype(int), *asked.dropna().astype(int), *since_2021}
    return {str(year): answers.fiscal_year_ja(year) for year in sorted(years, reverse=True)}


def today() -> date:
    """Return the day in Japan, wherever the server stands."""
    return datetime.now(JAPAN).date()


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


def set_due_dates(area_codes: Collection[str], place_ja: str, report: Report, person_ja: str) -> None:
    """Draw the field for the due date of all municipalities of the place."""
    if done := st.session_state.pop("due_dates_set", None):
        st.success(escaped(done))
    asked = f"{report.fiscal_year}_{report.kind}"
    with st.expander(f"期限を設定する（{escaped(place_ja)}の{wording.count(len(area_codes), '市町村')}）"):
        text = st.text_input("期限", placeholder="例：令和8年5月31日、2026-05-31", max_chars=40, key=f"due_{asked}")
        day = day_of(text)
        if text and day is None:
            st.warning("日付として読めません。「令和8年5月31日」か「2026-05-31」の形で書いてください。")
        said = f"{wording.era_date(day.isoformat())}（{day.isoformat()}）" if day else "期限"
        sure = st.checkbox(f"{escaped(said)}に設定してよい", disabled=day is None, key=f"due_sure_{asked}")
        if st.button("期限を設定する", disabled=not (day and sure), key=f"due_set_{asked}"):
            changed = desk.set_calendar(area_codes, report.fiscal_year, report.kind, day, set_by=person_ja)
            st.session_state["due_dates_set"] = f"{changed:,}市町村の期限を{said}に設定しました。"
            st.rerun()


def show_forms(report: Report, chosen: Filters, *, with_reports: bool) -> None:
    """Draw the buttons for the forms of one municipality and of a prefecture; with reports they are not public."""
    towns = answers.municipalities(chosen.prefecture_code)
    ending = filters.choose_one("form_kind", "様式の形", _FORM_KINDS, style="buttons", help_ja=_CSV_HELP)
    one, all_of_them = st.columns(2, gap="medium")
    with one:
        st.html('<h2 class="km-title">一つの市町村の様式</h2>')
        town = choose_town(towns, chosen)
        area = str(town["area_code"])
        is_csv, place = ending == "csv", f"{area}_{town['prefecture_ja']}{town['name_ja']}"
        year, kind = report.fiscal_year, report.kind
        st.download_button(
            f"{town['name_ja']}の様式（{_FORM_KINDS[ending]}）", icon=SAVE,
            data=lambda: desk.form_of(area, year, kind, with_reports=with_reports, as_csv=is_csv)[1],
            file_name=f"{place}_{year}年度_{report.kind_ja}.{ending}",
            mime="text/csv" if is_csv else XLSX, on_click="ignore", type="primary", key="form_of_one",
        )  # fmt: skip
    with all_of_them:
        st.html('<h2 class="km-title">都道府県の全市町村の様式</h2>')
        _show_zip(len(towns), report, chosen, with_reports, as_csv=ending == "csv")
    st.caption(
        "様式には、その市町村のその年度の目標が印刷されています。黄色の欄だけに記入してください。書き方は様式の中の説明のシートにあります。"
        "令和3年度からの様式では、五つの事業の実施状況と件数、文書にない自団体の目標も報告できます。CSV は、見出しと「■」の行を"
        f"変えずに記入し、そのまま「受付」に出せます。{_WITH_REPORTS_JA if with_reports else _WITHOUT_REPORTS_JA}"
    )


def _show_zip(count: int, report: Report, chosen: Filters, with_reports: bool, *, as_csv: bool) -> None:
    if chosen.prefecture_code is None:
        st.info("左の「都道府県」を選ぶと、全市町村の様式を一つの zip にできます。")
        return
    made = (chosen.prefecture_code, report, chosen.version, with_reports, as_csv)
    label = f"{chosen.prefecture_ja}の{wording.count(count, '市町村')}の{'CSV の' if as_csv else ''}様式を作る"
    if st.button(escaped(label), key="make_forms"):
        bar = st.progress(0.0, "様式を作成中")
        file = desk.forms_zip(
            chosen.prefecture_code, report.fiscal_year, report.kind, with_reports=with_reports, as_csv=as_csv,
            progress=lambda done, of: bar.progress(done / of, f"様式を作成中 {done:,}/{of:,}市町村"),
        )  # fmt: skip
        bar.empty()
        st.session_state["forms_zip"] = (made, *file)
    held = st.session_state.get("forms_zip")
    if held is not None and held[0] == made:
        st.download_button(
            held[1], icon=SAVE, data=held[2], file_name=held[1], mime="application/zip", on_click="ignore", type="primary",
        )  # fmt: skip


def list_editions(editions: pd.DataFrame, *, with_people: bool) -> None:
    """Draw the frozen editions, the latest first; who froze them only for the staff."""
    if editions.empty:
        st.info(
            "固定した版はまだありません。議会や会議の前に名前を付けて固定すると、そのときの数値をいつでも再現できます。"
        )
        return
    listed = html.listing(
        editions, ("名前", 0, "name"), ("固定した日時", 0, lambda row: str(row["frozen_at"])[:16].replace("T", " ")),
        ("データの版", 0, "dataset_version"), ("注記", 0, lambda row: wording.text(row["note"], "")),
        *([("固定した人", 0, "frozen_by")] if with_people else []),
    )  # fmt: skip
    st.html(listed)


def freeze_edition(person_ja: str) -> None:
    """Draw the field that gives the present state a name."""
    if done := st.session_state.pop("edition_frozen", None):
        st.success(escaped(done))
    with st.expander("いまの状態に名前を付けて固定する"):
        name = st.text_input("版の名前", placeholder="例：令和8年第1回定例会", max_chars=60, key="edition_name")
        note = st.text_input("注記（なくてもよい）", max_chars=200, key="edition_note")
        sure = st.checkbox("固定した版は変えられないことを確かめました", key="edition_sure")
        if st.button("固定する", type="primary", disabled=not (name.strip() and sure), key="edition_freeze"):
            desk.freeze_edition(name.strip(), frozen_by=person_ja, note=note.strip() or None)
            st.session_state["edition_frozen"] = f"「{name.strip()}」を固定しました。"
            st.rerun()


def choose_two_editions(editions: pd.DataFrame) -> tuple[str | None, str | None]:
    """Show the choice of the two states to compare and return their names; None = now."""
    names = [str(name) for name in editions["name"]]
    # Codes in the address: a name may hold any character, but a name is what a reader of the address understands.
    options = {name: name for name in names} | {NOW: NOW_JA}
    left, right = st.columns(2, gap="small")
    with left:
        before = filters.choose_one("before", "前", options, names[0])
    with right:
        after = filters.choose_one("after", "後", options, NOW)
    return (None if before == NOW else before), (None if after == NOW else after)
