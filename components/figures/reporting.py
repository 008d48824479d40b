"""Reports of a year: the reporting rate, who is late, states by prefecture, and the history. Pure."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.drawing import charts, html, tables, wording
from components.drawing.marks import REPORT_STATES, words_of
from components.drawing.model import Address, Bars, Basis, Figure, Number, Row
from data import schema


@dataclass(frozen=True)
class Report:
    """The report of one year and kind."""

    fiscal_year: int  # The year that is reported on
    kind: str  # `full_year` or `mid_year`
    year_ja: str  # The year in words
    kind_ja: str  # The kind in words

    def of(self, submissions: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of this report."""
        mine = (submissions["fiscal_year"] == self.fiscal_year) & (submissions["report_kind"] == self.kind)
        return submissions[mine].reset_index(drop=True)


NEVER_ASKED_JA = (
    "報告の期限はまだ設定されていません。期限を設定すると、ここに報告率と、期限を過ぎて未提出の市町村が出ます。"
)
MOST_LATE = 12


def standing(forms: pd.DataFrame, rates: pd.DataFrame, year: int, basis: Basis, address: Address) -> Figure:
    """Return the reporting rate of a year and who is late: municipalities, for all Japan prefectures."""
    rate = rates[rates["fiscal_year"] == year].to_dict("records")[0]
    late = forms[forms["is_late"]]
    whole_japan = forms["prefecture_code"].nunique() > 1
    draw_late = _late_prefectures if whole_japan else _late_towns
    slowest = late[late["days_late"] == late["days_late"].max()]
    facts = {"rate": rate, "year": year, "slowest": slowest["area_name_ja"].tolist(), "days": late["days_late"].max()}

    def rows() -> pd.DataFrame:
        told = forms.assign(
            state_ja=forms["state"].map(words_of(REPORT_STATES)), due_date=forms["due_date"].map(_iso),
            due_ja=forms["due_date"].map(lambda day: wording.era_date(_iso(day))), submitted_at=forms["submitted_at"].map(_iso),
        )  # fmt: skip
        return told.sort_values(["days_late", "area_code"], ascending=[False, True], na_position="last")

    return basis.figure(
        "reporting", facts, n=int(rate["asked_count"]), missing=len(late), rows=rows,
        drawing=lambda _: html.number_tiles(_tiles(rate, forms)) + draw_late(forms, address),
    )  # fmt: skip


def _tiles(rate: Row, forms: pd.DataFrame) -> list[Number]:
    due, done = int(rate["due_count"]), int(rate["submitted_count"])
    counts = forms["state"].value_counts()
    pct = wording.number(rate["reporting_pct"], 1)
    note = f"期限の来た{due:,}市町村のうち{done:,}" if due else f"期限前（{int(rate['received_count']):,}が提出）"
    confirmed, returned = int(counts.get("confirmed", 0)), int(counts.get("returned", 0))
    return [
        Number("報告率", pct, "%" if due else "", note),
        Number("提出済・確定", f"{int(rate['received_count']):,}", "市町村", f"うち確定 {confirmed:,}"),
        Number("期限を過ぎて未提出", f"{int(rate['late_count']):,}", "市町村", f"うち差戻し {returned:,}"),
        Number("期限の後に提出", f"{int(rate['submitted_late_count']):,}", "市町村", "提出済に含みます"),
    ]


def _late_towns(forms: pd.DataFrame, address: Address) -> str:
    late = forms[forms["is_late"]].sort_values(["days_late", "area_code"], ascending=[False, True])
    lines = [
        (str(row["area_name_ja"]), address(str(row["area_code"])),
         [REPORT_STATES[row["state"]].label_ja, wording.era_date(_iso(row["due_date"])), f"{row['days_late']:,}日"])
        for row in late.head(MOST_LATE).to_dict("records")
    ]  # fmt: skip
    headings = ["市町村", "状態", "期限", "過ぎた日数"]
    return html.linked_rows(headings, lines) + html.rest_in_table(len(late) - MOST_LATE, "市町村")


def _late_prefectures(forms: pd.DataFrame, address: Address) -> str:
    """Return the prefectures with somebody late, those with the lowest rate first."""
    due = forms[forms["is_due"]]
    late = due[due["is_late"]]
    asked, missing = due["prefecture_code"].value_counts(), late["prefecture_code"].value_counts()
    days = late.groupby("prefecture_code")["days_late"].max()
    names = late.drop_duplicates("prefecture_code").set_index("prefecture_code")["prefecture_ja"]
    pct = (100 * (1 - missing / asked.reindex(missing.index))).sort_index().sort_values(kind="stable")
    lines = [
        (str(names[code]), address(str(code)),
         [wording.percent(pct[code]), f"{asked[code]:,}のうち{missing[code]:,}", f"{days[code]:,}日"])
        for code in pct.index[:MOST_LATE]
    ]  # fmt: skip
    headings = ["報告率の低い都道府県", "報告率", "未提出", "過ぎた日数"]
    return html.linked_rows(headings, lines) + html.rest_in_table(len(pct) - MOST_LATE, "都道府県")


def _iso(day: Any) -> str:
    return "" if wording.is_missing(day) else str(day)[:10]


def states(towns: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per municipality with the state of its report, also for those that nobody asked."""
    columns = ["area_code", "state", "due_date", "submitted_at", "revision", "reason_ja", "is_late", "was_late"]
    names = towns[["area_code", "name_ja", "prefecture_ja"]].rename(columns={"name_ja": "area_name_ja"})
    rows = names.merge(submissions[columns], "left", "area_code")
    rows["state"] = rows["state"].astype(object).fillna("not_asked")
    for mark in ("is_late", "was_late"):
        rows[mark] = rows[mark].astype(object).fillna(False).astype(bool)
    revisions = pd.to_numeric(rows["revision"]).fillna(0).astype(int)
    return rows.assign(
        state_ja=rows["state"].map(words_of(REPORT_STATES)), due_ja=rows["due_date"].map(_both_calendars),
        received_ja=rows["submitted_at"].map(_both_calendars),
        revision_ja=revisions.map(lambda number: f"第{number}版" if number > 0 else ""),
        lateness_ja=[_lateness(row) for row in rows.to_dict("records")],
        reason_ja=rows["reason_ja"].where(rows["state"] == "returned").astype(object).fillna(""),
    )  # fmt: skip


def states_by_prefecture(rows: pd.DataFrame, rate: Row | None, report: Report, basis: Basis) -> Figure:
    """Return bars of the states: by prefecture for all of Japan, else one bar; no rate where nobody was asked."""
    whole_japan = rows["prefecture_ja"].nunique() > 1
    asked = rows[rows["state"] != "not_asked"] if whole_japan else rows
    counts = pd.crosstab(asked["prefecture_ja"], asked["state"]).reindex(asked["prefecture_ja"].unique())
    chart = Bars(counts, REPORT_STATES, "市町村")
    days = rows["due_date"].dropna()
    facts = {
        "report": report, "rate": rate, "due": _both_calendars(min(days) if len(days) else ""),
        "late": rows.loc[rows["is_late"], "area_name_ja"].tolist(),
    }  # fmt: skip
    return basis.figure(
        "report_states", facts, n=len(rows), missing=int((rows["state"] == "not_asked").sum()), rows=rows,
        drawing=charts.bars(chart) if len(counts) else None, chart=chart if len(counts) else None,
    )  # fmt: skip


def _lateness(row: Row) -> str:
    if row["is_late"]:
        return "期限を過ぎて未提出"
    if row["was_late"]:
        return "期限の後に提出"
    return "" if wording.is_missing(row["due_date"]) or row["state"] != "not_submitted" else "期限前"


def _both_calendars(value: Any) -> str:
    if wording.is_missing(value):
        return ""
    iso = str(value)[:10]
    return f"{wording.era_date(iso)}（{iso}）"


def history(submissions: pd.DataFrame) -> pd.DataFrame:
    """Return every revision that came in, the newest first, with words for codes."""
    rows = submissions[submissions["revision"].notna()]
    rows = rows.sort_values("recorded_at", ascending=False, ignore_index=True)
    return rows.assign(
        kind_ja=tables.in_words(rows["report_kind"], schema.LIVE_TABLES["report_submissions"].column("report_kind")),
        state_ja=rows["state"].map(words_of(REPORT_STATES)),
        received_at=rows["received_at"].map(_moment),
        recorded_at=rows["recorded_at"].map(_moment),
    )


def _moment(value: Any) -> str:
    return "" if wording.is_missing(value) else str(value)[:16].replace("T", " ")


@dataclass(frozen=True)
class Step:
    """A step of the yearly round, from the due date to the meeting."""

    title_ja: str
    task: str  # Where it is done on 実績報告; "" = on 議会説明資料
    is_done: bool
    state_ja: str  # How far it is


def steps(forms: pd.DataFrame, town_count: int, frozen_at: str | None) -> list[Step]:
    """Return the five steps of a year's reports with their state.

    Args:
        forms: The form of each municipality that was asked, as it stands today (see `submissions_at`).
        frozen_at: When the latest edition was frozen; None without one.
    """
    states = forms["state"].value_counts()
    counts = {state: int(states.get(state, 0)) for state in ("not_submitted", "returned", "submitted", "confirmed")}
    came = forms["recorded_at"].dropna()
    last = str(came.max()) if len(came) else ""
    is_in = bool(len(forms)) and bool(forms["is_submitted"].all())
    in_all = int(forms["is_submitted"].sum())
    return [
        Step("期限を決める", "calendar", len(forms) >= town_count > 0,
             f"{town_count:,}市町村のうち{len(forms):,}に期限があります"),
        Step("様式を配る", "forms", len(came) > 0,
             "配った様式が届いています" if len(came) else "全市町村の様式を一つの zip にして配ります"),
        Step("届いた様式を受け付ける", "upload", is_in,
             f"{len(forms):,}市町村のうち{in_all:,}が提出（未提出{counts['not_submitted']:,}、差戻し{counts['returned']:,}）"),
        Step("確かめて確定する", "history", bool(last) and not counts["submitted"],
             f"確定{counts['confirmed']:,}、確認待ち{counts['submitted']:,}"),
        Step("版を固定して資料を作る", "", bool(last) and (frozen_at or "") > last,
             "最後の報告の後に固定した版があります" if (frozen_at or "") > last > "" else "最後の報告の後に固定した版はまだありません"),
    ]  # fmt: skip


def guide(done: list[Step], year_ja: str, address: Address) -> str:
    """Return the five steps as a small table, each a link to the place where it is done."""
    lines = [
        (f"{number}. {step.title_ja}", address(step.task), [f"{'✓ 済' if step.is_done else '○ 未'}：{step.state_ja}"])
        for number, step in enumerate(done, 1)
    ]
    return html.heading("5つの手順で試す", f"{year_ja}の報告") + html.linked_rows(["手順", "いま"], lines)
