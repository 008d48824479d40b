"""The tables of the report: few columns, texts ready to be set, each row with its source; the closing tables. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from components.drawing import wording
from components.drawing.marks import PILLARS, PROGRAMME_GROUPS
from components.drawing.model import Row
from components.figures.profile import standings
from components.packs.model import Listing, Pack
from data import schema

SOURCE_JA = "出典"
_QUANTITY = r"^(?P<number>-?[\d,]+(?:\.\d+)?)\s?(?P<unit>\D*)$"
_LINES_IN_A_ROW = 120  # characters; a longer list of lines goes on in a row of its own


def towns_with_plan(towns: pd.DataFrame) -> Listing:
    """Return the municipalities with a plan: programmes, 高齢化率, C1 of both pillars, C3 and the lines of the plan."""
    rows = tuple(
        (
            str(row["name_ja"]),
            PROGRAMME_GROUPS[str(row["programme_group"])].label_ja,
            wording.percent(row["aging_rate_pct"]),
            wording.percent(row["coverage_consultation_pct"]),
            wording.percent(row["coverage_community_pct"]),
            wording.percent(row["function_coverage_pct"], 0),
            wording.place_of(row),
        )
        for row in towns[towns["has_record"]].to_dict("records")
    )
    headings = ("市町村", "計画書にある事業", "高齢化率", "カバー率 イ", "カバー率 ア", "機能充足率", SOURCE_JA)
    return Listing(
        "計画書のある市町村（支援カバー率 C1、機能充足率 C3）",
        headings,
        rows,
        (1.5, 1.6, 1, 1.1, 1.1, 1.1, 2),
        frozenset(headings[2:6]),
    )


def scatter_points(placed: pd.DataFrame, coverage_ja: str) -> Listing:
    """Return the points of the scatter, the highest 高齢化率 first."""
    ordered = placed.sort_values(["aging_rate_pct", "area_code"], ascending=[False, True])
    rows = tuple(
        (
            str(row["name_ja"]),
            wording.percent(row["aging_rate_pct"]),
            wording.percent(row["coverage_pct"]),
            wording.with_unit(row["population"], "人"),
            str(row["quadrant_ja"]),
            wording.place_of(row) + ("、報告" if row["coverage_basis"] == "reported" else ""),
        )
        for row in ordered.to_dict("records")
    )
    headings = ("市町村", "高齢化率", coverage_ja, "人口", "位置", SOURCE_JA)
    return Listing("散布図の値", headings, rows, (1.4, 1, 1.2, 1.2, 2.4, 1.8), frozenset(headings[1:4]))


def left_out(rows: pd.DataFrame) -> Listing:
    """Return the municipalities that cannot be placed in the scatter, each with its reason."""
    lines = tuple(
        (str(row["name_ja"]), str(row["reason_ja"]), wording.place_of(row)) for row in rows.to_dict("records")
    )
    return Listing("図に置けない市町村", ("市町村", "理由", SOURCE_JA), lines, (1.4, 4, 1.8))


def targets(rows: pd.DataFrame, statuses: Mapping[str, str]) -> Listing:
    """Return every target with its result and, where it was rated, its band or state.

    Args:
        rows: `figures.targets.with_words`, results already in words.
        statuses: target_id → band or state in words; empty where nothing was rated.
    """
    order = {code: number for number, code in enumerate(PILLARS)}
    ordered = rows.assign(order=rows["pillar"].map(order)).sort_values(["area_code", "order", "target_id"])
    lines = tuple(
        (
            str(row["area_name_ja"]),
            str(row["pillar_ja"]),
            "（文章の目標）" if wording.is_missing(row["label_ja"]) else str(row["label_ja"]),
            _year(row["target_fy"]),
            str(row["quantity_ja"]),
            _result(row, statuses),
            statuses.get(str(row["target_id"]), "―"),
            wording.place_of(row),
        )
        for row in ordered.to_dict("records")
    )
    headings = ("自治体", "柱", "目標", "年度", "目標値", "実績", "段階・状態", SOURCE_JA)
    widths = (1.2, 1.75, 2.4, 1.1, 1.25, 1.3, 1.3, 1.6)
    shown = [place for place in range(len(headings)) if statuses or headings[place] != "段階・状態"]
    return Listing(
        "目標と実績の一覧",
        tuple(headings[place] for place in shown),
        tuple(tuple(line[place] for place in shown) for line in lines),
        tuple(widths[place] for place in shown),
    )


def report_states(rows: pd.DataFrame) -> Listing:
    """Return who has reported and who has not, those without a report first.

    Args:
        rows: `figures.reporting.states` of the municipalities that were asked.
    """
    order = {"returned": 1, "not_submitted": 0, "submitted": 2, "confirmed": 3}
    ordered = rows.assign(order=rows["state"].map(order)).sort_values(["order", "area_code"])
    lines = tuple(
        (
            str(row["area_name_ja"]),
            str(row["state_ja"]),
            _western(row["due_ja"]),
            _western(row["received_ja"]) or "―",
            str(row["lateness_ja"]) or "―",
        )
        for row in ordered.to_dict("records")
    )
    return Listing("報告の状態", ("市町村", "状態", "期限", "提出日", "期限との関係"), lines, (1.5, 1.2, 1.6, 1.6, 2))


def unreported(rows: pd.DataFrame) -> Listing:
    """Return by place how many targets have a number, a result stated in a document, and none."""
    lines = []
    for (_, name), group in rows.groupby(["area_code", "area_name_ja"], sort=True):
        stated, missing = (int((group["state"] == state).sum()) for state in ("stated", "not_reported"))
        lines.append((str(name), f"{len(group):,}件", f"{stated + missing:,}件", f"{stated:,}件", f"{missing:,}件"))
    headings = ("自治体", "目標", "数値のある目標", "文書に実績のある目標", "未報告")
    return Listing("文書に実績のない目標", headings, tuple(lines), (2, 1, 1.4, 1.6, 1), frozenset(headings[1:]))


def profile(values: pd.DataFrame, quartiles: pd.DataFrame, place_ja: str) -> Listing:
    """Return the basic figures of a municipality, each with its place among the others of the prefecture."""
    found = standings(values, quartiles, place_ja)
    places = [wording.place_of(row) for row in values.to_dict("records")]
    rows = tuple((row.label, row.value, row.words, place) for row, place in zip(found, places, strict=True))
    headings = ("項目", "値", f"計画書のある{place_ja}の市町村の中での位置", SOURCE_JA)
    return Listing("基本情報", headings, rows, (1.6, 1.2, 3.4, 1.5), frozenset(headings[1:2]))


def functions(states: pd.DataFrame) -> Listing:
    """Return the functions of the plan's form with the state of their field."""
    rows = tuple(
        (
            PILLARS[str(row["pillar"])].label_ja,
            str(row["name_ja"]),
            ("● " if row["filled"] else "○ ") + schema.label_of("implementation_functions", "state", str(row["state"])),
            "数える" if row["counts_in_coverage"] else "数えない",
            wording.place_of(row),
        )
        for row in states.to_dict("records")
    )
    return Listing(
        "機能ごとの記入", ("柱", "機能", "記入", "充足率（C3）に", SOURCE_JA), rows, (1.4, 2.2, 1.4, 1.2, 1.5)
    )


def service_areas(rows: pd.DataFrame) -> Listing:
    """Return the service areas that a plan declares."""
    lines = tuple(
        (
            PILLARS[str(row["pillar"])].label_ja,
            wording.text(row["area_ja"]),
            wording.text(row["range_ja"]),
            wording.quantity(row["population"], row["population_max"], unit="人"),
            wording.place_of(row),
        )
        for row in rows.to_dict("records")
    )
    return Listing("対象の区域", ("柱", "区域", "範囲", "記載の人口", SOURCE_JA), lines, (1.3, 2, 3, 1.2, 1.5))


def _result(row: Row, statuses: Mapping[str, str]) -> str:
    """Return the result; its state is left out where it has a column of its own."""
    words = str(row["result_ja"])
    state = statuses.get(str(row["target_id"]), "").split(" ")[-1]
    return words.removesuffix(f"（{state}）") if state else words


def _year(year: object) -> str:
    return wording.fiscal_year(year).split("（")[0]


def _western(day: object) -> str:
    """Return only the Japanese form of a day that stands in both calendars."""
    return str(day).split("（")[0]


def question_list(pack: Pack) -> Listing:
    """Return the questions a member may ask, each with a proposed answer, the rule that chose it and its source."""
    return Listing(
        "想定される質問",
        ("質問", "答えの案", "選んだ規則", "出典"),
        tuple((item.question_ja, item.answer_ja, item.rule_ja, item.source_ja) for item in pack.questions),
        (24, 36, 22, 18),
    )


def definition_list(pack: Pack) -> Listing:
    """Return how each figure is computed and what it must not be read as."""
    return Listing(
        "用語と指標の定義",
        ("指標", "単位", "計算のしかた", "意味", "注意"),
        tuple(
            (item.name_ja, item.unit_ja, item.formula_ja, item.meaning_ja, item.caveat_ja) for item in pack.definitions
        ),
        (17, 8, 26, 25, 24),
    )


def source_list(pack: Pack) -> Listing:
    """Return the documents with the lines that the report rests on; a long list of lines takes several rows."""
    rows = []
    for item in pack.sources:
        first = (f"文書{item.doc_id}" if item.doc_id else wording.MISSING, item.title_ja, item.kind_ja, item.year_ja)
        for number, lines in enumerate(_in_rows(item.used_ja)):
            rows.append((*(first if number == 0 else ("", "（つづき）", "", "")), lines))
    return Listing("出典", ("番号", "文書", "種類", "年度", "用いた行"), tuple(rows), (8, 26, 14, 12, 40))


def note_list(pack: Pack) -> Listing:
    """Return what stands beside the figures and where the spoken numbers come from, part by part."""
    rows = [("要点", pack.headline.title, "注", note, "") for note in pack.headline.notes]
    for section in pack.sections:
        for figure in section.figures:
            rows += [(section.title_ja, figure.title, "注", note, figure.source) for note in figure.notes]
        rows += [(section.title_ja, "", "数字の出どころ", item.number_ja, item.source_ja) for item in section.origins]
    return Listing("注記と数字の出どころ", ("部分", "図", "種類", "内容", "出典"), tuple(rows), (16, 20, 10, 36, 18))


def typed(listing: Listing) -> pd.DataFrame:
    """Return a listing as a table for a workbook: a column of numbers in one unit becomes numbers, the unit its heading's."""
    table = pd.DataFrame(listing.rows, columns=list(listing.headings))
    for heading in listing.headings:
        parts = table[heading].str.extract(_QUANTITY)
        units = parts.loc[~table[heading].isin(["", wording.MISSING]), "unit"]
        if heading in listing.numeric and units.notna().all() and units.nunique() == 1:
            table[heading] = pd.to_numeric(parts["number"].str.replace(",", ""))
            table = table.rename(columns={heading: _with_unit(heading, str(units.iloc[0]))})
    return table


def _with_unit(heading: str, unit: str) -> str:
    return heading if not unit or heading.endswith(f"（{unit}）") else f"{heading}（{unit}）"


def _in_rows(lines: Sequence[str]) -> Iterator[str]:
    row = ""
    for text in lines:
        if row and len(row) + len(text) > _LINES_IN_A_ROW:
            yield row
            row = ""
        row += ("、" if row else "") + text
    yield row
