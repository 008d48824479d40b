"""The targets of the plans and the results that documents state for them. Pure."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from components.drawing import charts, html, tables, wording
from components.drawing.marks import PILLARS, RESULT_STATES, words_of
from components.drawing.model import Bars, Basis, Figure
from data import schema

TYPES_JA = schema.table_named("targets").column("target_type").allowed
WITH_NUMBER = ("stated", "not_reported")
TOWN_TITLE_JA = "目標ごとの判定"
MISSING_REPORT_JA = "未報告は、求めた報告が期限までに届いていないことで、0 ではありません。"
DOCUMENTS_ONLY_JA = "ここでの実績は文書に書かれたものだけです。市町村の報告は上の判定にあります。"
UNREAD_JA = "この記載に読み取れていない数あり"


def with_words(targets: pd.DataFrame, achievements: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the targets with state (stated, not_reported, repeated, held, no_number) and words for every code.

    The number of an aim for all units (全市町村) is their total. A quarantined number is held back: shown with its mark, counted in no figure. Repeated is what counts with another
    target: its duplicates, parts and factors.
    """
    told: dict[str, list[str]] = defaultdict(list)
    for row in achievements[achievements["target_id"].notna()].to_dict("records"):
        told[str(row["target_id"])].append(result_words(row))
    stated = {target_id: "、".join(words) for target_id, words in told.items()}
    results_ja = [stated.get(str(target_id), wording.NOT_REPORTED) for target_id in targets["target_id"]]
    state = pd.Series("not_reported", index=targets.index, dtype="str")
    amounts = targets["value"].astype("Float64").fillna(targets["units_total"].astype("Float64"))
    held = amounts.notna() & (targets["fact_status"] == "quarantined")
    state = state.mask(amounts.isna(), "no_number").mask(targets["target_id"].isin(stated), "stated")
    state = state.mask(amounts.notna() & ~targets["is_counted"], "repeated").mask(held, "held")
    names = indicators.set_index("indicator_code")["name_ja"]
    return targets.assign(
        state=state, state_ja=state.map(words_of(RESULT_STATES)), result_ja=results_ja,
        pillar_ja=targets["pillar"].map(words_of(PILLARS)), type_ja=targets["target_type"].map(TYPES_JA),
        unread_ja=targets["has_unread_number"].astype("boolean").fillna(False).map({True: UNREAD_JA, False: ""}),
        indicator_ja=targets["indicator_code"].map(names).fillna(""),
        quantity_ja=[_quantity(row) for row in targets.assign(value=amounts)[_QUANTITY].to_dict("records")],
    )  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """The targets that the reader wants to see; empty = all."""

    pillars: tuple[str, ...] = ()
    target_types: tuple[str, ...] = ()
    indicator_code: str = ""
    text: str = ""
    fiscal_year: int | None = None


def matching(targets: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Return the targets of a choice; every word of the text must stand in label, summary or name of the area.

    Full-width and half-width, upper and lower case are the same (NFKC, case folded).
    """
    wanted = pd.Series(True, index=targets.index)
    for column, values in (("pillar", choice.pillars), ("target_type", choice.target_types)):
        if values:
            wanted &= targets[column].isin(values)
    if choice.indicator_code:
        wanted &= (targets["indicator_code"] == choice.indicator_code).fillna(False)
    if choice.fiscal_year is not None:
        wanted &= (targets["target_fy"] == choice.fiscal_year).fillna(False)
    if choice.text:
        columns = targets[["label_ja", "summary_ja", "area_name_ja", "quantity_ja"]].fillna("").astype(str)
        texts = columns.agg(" ".join, axis=1).map(_folded)
        for word in _folded(choice.text).split():
            wanted &= texts.str.contains(word, regex=False)
    return targets[wanted].reset_index(drop=True)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def results(targets: pd.DataFrame, achievements: pd.DataFrame, basis: Basis) -> Figure:
    """Return the state of the targets by pillar: with a result stated in the documents, not reported, without a number."""
    counts = pd.crosstab(targets["pillar"], targets["state"])
    counts = counts.reindex([code for code in PILLARS if code in counts.index])
    chart = Bars(counts.rename(index=words_of(PILLARS)), RESULT_STATES, "件")
    unmatched = int(achievements["target_id"].isna().sum())
    return basis.figure(
        "results", {**_results_of(targets), "unmatched": unmatched}, n=len(targets),
        rows=targets, drawing=charts.bars(chart), chart=chart,
    )  # fmt: skip


def of_documents(figure: Figure) -> Figure:
    """Return a figure about what documents state beside the reports, with where these are."""
    return replace(figure, notes=(*figure.notes, DOCUMENTS_ONLY_JA))


def types(targets: pd.DataFrame, basis: Basis) -> Figure:
    """Return how the targets are of which type, by pillar."""
    counts = pd.crosstab(targets["type_ja"], targets["pillar"])
    counts = counts.reindex([label for label in TYPES_JA.values() if label in counts.index])
    chart, totals = Bars(counts, PILLARS, "件"), counts.sum(axis=1)
    return basis.figure(
        "target_types", {"counts": totals.tolist(), "first": [f"「{name}」" for name in totals.index[totals == totals.max()]]}, n=len(targets),
        rows=targets, drawing=charts.bars(chart), chart=chart,
    )  # fmt: skip


def _results_of(targets: pd.DataFrame) -> dict[str, object]:
    """Return how many targets there are in each state."""
    counts = {state: int((targets["state"] == state).sum()) for state in ("stated", "not_reported", "held", "repeated")}
    return {"targets": len(targets), "numeric": counts["stated"] + counts["not_reported"], **counts}


_QUANTITY = ["value", "value_max", "comparator", "unit", "per", "fact_status"]


def _quantity(row: Mapping[Any, object]) -> str:
    amount = wording.quantity_of(row)
    return amount + ("（保留）" if row["fact_status"] == "quarantined" and amount != wording.MISSING else "")


def listing(targets: pd.DataFrame, total: int, basis: Basis) -> Figure:
    """Return the frame of the list of targets; the page draws it, because a row can be selected."""
    unread = targets.loc[targets["unread_ja"] != "", "statement_id"].nunique()
    return basis.figure(
        "targets", {"found": len(targets), "total": total, "unread": unread}, n=len(targets), rows=targets
    )


def of_town(targets: pd.DataFrame, statements: pd.DataFrame, basis: Basis) -> Figure:
    """Return the frame of a municipality's target statements; the page draws them with their original lines."""
    return basis.figure("town_targets", {**_results_of(targets), "unmatched": 0}, n=len(statements), rows=targets)


def stated_listing(achievements: pd.DataFrame, basis: Basis) -> Figure:
    """Return the results that the documents state, also those that belong to no target."""
    drawn = html.listing(
        achievements, ("自治体", 12, lambda row: str(row["area_name_ja"])), ("数値の前の語句", 34, lambda row: str(row["label_ja"])),
        ("実績", 14, lambda row: wording.quantity(row["value"], unit=row["unit"])), ("時点", 15, _until),
        ("対応する目標", 12, lambda row: "不明" if wording.is_missing(row["target_id"]) else "あり"),
        ("出典", 13, lambda row: wording.place(row["doc_id"], row["line_start"])),
    )  # fmt: skip
    matched = int(achievements["target_id"].notna().sum())
    return basis.figure(
        "stated_results", {"results": len(achievements), "matched": matched}, title=wording.STATED_RESULT,
        n=len(achievements), table=lambda: tables.published(achievements, "achievements"), drawing=lambda _: drawn,
    )  # fmt: skip


def result_words(row: Mapping[Any, object]) -> str:
    """Return a stated result with its number, unit and time, such as 相談件数 40件（令和元年10月15日まで）."""
    until = "" if wording.is_missing(row.get("period_end")) else f"（{_until(row)}）"
    return f"{row['label_ja']} {wording.quantity(row['value'], unit=row['unit'])}{until}"


def _until(row: Mapping[Any, object]) -> str:
    end = row.get("period_end")
    return "記載なし" if wording.is_missing(end) else wording.era_date(end) + _UNTIL.get(str(row["period_kind"]), "")


_UNTIL = {"part_year": "まで", "full_year": "まで", "point_in_time": "時点"}


def with_reports(targets: pd.DataFrame, ratings: pd.DataFrame | None) -> pd.DataFrame:
    """Return the targets with what was reported as their result, in words; those that nobody was asked about stay."""
    if ratings is None:
        return targets
    asked = ratings.loc[by_report(ratings), ["target_id", "actual_value", "actual_unit", "status_ja"]]
    words = {}
    for row in asked.to_dict("records"):
        actual = wording.quantity(row["actual_value"], unit=row["actual_unit"])
        is_unknown = wording.is_missing(row["actual_value"])
        words[str(row["target_id"])] = str(row["status_ja"]) if is_unknown else f"{actual}（{row['status_ja']}）"
    pairs = zip(targets["target_id"], targets["result_ja"], strict=True)
    return targets.assign(result_ja=[words.get(str(code), result) for code, result in pairs])


def beside_reports(figure: Figure, ratings: pd.DataFrame | None) -> Figure:
    """Return the figure of a plan's target statements; where reports were asked for, it points at their ratings."""
    if ratings is None or not by_report(ratings).any():
        return figure
    count = wording.count(figure.n, "件")
    reading = f"計画書に書かれた成果目標は{count}です。段階と理由は「{TOWN_TITLE_JA}」にあります。"
    return noted(replace(figure, title="成果目標の記載", reading=reading), has_report=True)


def noted(figure: Figure, has_report: bool) -> Figure:
    """Return the figure with what 未報告 means where reports are asked for."""
    if not has_report:
        return figure
    return replace(figure, notes=(MISSING_REPORT_JA + "要約は当方の言葉です。",))


def by_report(ratings: pd.DataFrame) -> "pd.Series[bool]":
    """Return which ratings come from a report, or miss one that was asked for."""
    found = (ratings["evidence"] == "report").fillna(False) | (ratings["status"] == "unreported")
    return found.astype(bool)
