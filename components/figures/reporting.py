"""How many have reported and who is late: the reports of one year on the start page. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from components.drawing import markup, tables, wording
from components.drawing.figure import Basis, Figure
from components.drawing.markup import LinkedRow
from components.figures.report_states import REPORT_STATES, RULE_JA

Row = Mapping[Any, Any]
Address = Callable[[str], str]
NEVER_ASKED_JA = "報告の期限はまだ設定されていません。「実績報告」で期限を設定すると、ここに報告率と、期限を過ぎて未提出の市町村が出ます。"
MOST_LATE = 12
HEADINGS = {
    "prefecture_ja": "都道府県",
    "area_name_ja": "市町村",
    "area_code": "団体コード",
    "state_ja": "状態",
    "due_date": "期限",
    "due_ja": "期限（和暦）",
    "submitted_at": "提出日",
    "days_late": "期限を過ぎた日数（日）",
}


def standing(forms: pd.DataFrame, rates: pd.DataFrame, year: int, basis: Basis, address: Address) -> Figure:
    """Return the reporting rate of a year and who is late: municipalities, for all Japan prefectures.

    Args:
        address: Code of a municipality, or of a prefecture, → address of the page that it leads to.
    """
    rate = rates[rates["fiscal_year"] == year].to_dict("records")[0]
    late = forms[forms["is_late"]]
    whole_japan = forms["prefecture_code"].nunique() > 1
    draw_late = _late_prefectures if whole_japan else _late_towns
    return Figure(
        name="reporting",
        title=f"{wording.fiscal_year(year)}の報告の状況",
        reading=_sentence(rate, late),
        unit="%（期限の来た市町村のうち、提出済・確定の割合）",
        n=int(rate["asked_count"]),
        missing=len(late),
        missing_ja="期限を過ぎて未提出",
        as_of=basis.as_of,
        source=basis.source,
        notes=(RULE_JA,),
        table=lambda: _table(forms),
        drawing=lambda _: markup.number_tiles(_tiles(rate, forms)) + draw_late(forms, address),
    )


def _sentence(rate: Row, late: pd.DataFrame) -> str:
    if not rate["due_count"]:
        return f"期限前です。提出されたのは{wording.share(int(rate['received_count']), int(rate['asked_count']))}です。"
    done = wording.share(int(rate["submitted_count"]), int(rate["due_count"]))
    first = f"期限の来た{done}が報告しました。"
    if late.empty:
        return first + "期限を過ぎた未提出はありません。"
    slowest = late[late["days_late"] == late["days_late"].max()]
    names = wording.names([str(name) for name in slowest["area_name_ja"]])
    return (
        f"{first}期限を最も長く過ぎているのは{names}（{wording.count(int(slowest['days_late'].iloc[0]), '日')}）です。"
    )


def _tiles(rate: Row, forms: pd.DataFrame) -> list[markup.Number]:
    due, done = int(rate["due_count"]), int(rate["submitted_count"])
    counts = forms["state"].value_counts()
    pct = wording.number(rate["reporting_pct"], 1)
    note = f"期限の来た{due:,}市町村のうち{done:,}" if due else f"期限前（{int(rate['received_count']):,}が提出）"
    confirmed, returned = int(counts.get("confirmed", 0)), int(counts.get("returned", 0))
    return [
        markup.Number("報告率", pct, "%" if due else "", note),
        markup.Number("提出済・確定", f"{int(rate['received_count']):,}", "市町村", f"うち確定 {confirmed:,}"),
        markup.Number("期限を過ぎて未提出", f"{int(rate['late_count']):,}", "市町村", f"うち差戻し {returned:,}"),
        markup.Number("期限の後に提出", f"{int(rate['submitted_late_count']):,}", "市町村", "提出済に含みます"),
    ]  # fmt: skip


def _late_towns(forms: pd.DataFrame, address: Address) -> str:
    late = forms[forms["is_late"]].sort_values(["days_late", "area_code"], ascending=[False, True])
    lines = [
        LinkedRow(
            str(row["area_name_ja"]),
            address(str(row["area_code"])),
            [REPORT_STATES[row["state"]].label_ja, wording.era_date(_iso(row["due_date"])), f"{row['days_late']:,}日"],
        )
        for row in late.head(MOST_LATE).to_dict("records")
    ]
    return markup.linked_rows(["市町村", "状態", "期限", "過ぎた日数"], lines) + _rest(len(late) - MOST_LATE, "市町村")


def _late_prefectures(forms: pd.DataFrame, address: Address) -> str:
    """Return the prefectures with somebody late, those with the lowest rate first."""
    due = forms[forms["is_due"]]
    late = due[due["is_late"]]
    asked, missing = due["prefecture_code"].value_counts(), late["prefecture_code"].value_counts()
    days = late.groupby("prefecture_code")["days_late"].max()
    names = late.drop_duplicates("prefecture_code").set_index("prefecture_code")["prefecture_ja"]
    pct = (100 * (1 - missing / asked.reindex(missing.index))).sort_index().sort_values(kind="stable")
    lines = [
        LinkedRow(
            str(names[code]),
            address(str(code)),
            [wording.percent(pct[code]), f"{asked[code]:,}のうち{missing[code]:,}", f"{days[code]:,}日"],
        )
        for code in pct.index[:MOST_LATE]
    ]
    headings = ["報告率の低い都道府県", "報告率", "未提出", "過ぎた日数"]
    return markup.linked_rows(headings, lines) + _rest(len(pct) - MOST_LATE, "都道府県")


def _rest(count: int, counter: str) -> str:
    if count <= 0:
        return ""
    return markup.paragraph(f"ほか{wording.count(count, counter)}は「表で見る」と CSV にあります。", "km-meta")


def _table(forms: pd.DataFrame) -> pd.DataFrame:
    rows = forms.assign(
        state_ja=forms["state"].map(lambda state: REPORT_STATES[state].label_ja),
        due_date=forms["due_date"].map(_iso),
        due_ja=forms["due_date"].map(lambda day: wording.era_date(_iso(day))),
        submitted_at=forms["submitted_at"].map(_iso),
    )
    ordered = rows.sort_values(["days_late", "area_code"], ascending=[False, True], na_position="last")
    return tables.readable(ordered, HEADINGS, sources=False)


def _iso(day: Any) -> str:
    return "" if wording.is_missing(day) else str(day)[:10]
