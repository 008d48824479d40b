"""The main numbers of a place at a glance, and what is missing behind them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from components.drawing import html, wording
from components.drawing.model import Basis, Figure, Number, Row, Share, Shares, Tiles
from components.figures.coverage import DECLARED_JA, NOT_A_RATE_JA, parts
from components.figures.targets import WITH_NUMBER

COVERAGES = {"consultation": "相談の受け止めの対象", "community": "地域づくりの対象"}


def headline(towns: pd.DataFrame, targets: pd.DataFrame, basis: Basis, *, one_prefecture: bool) -> Figure:
    """Return the main numbers as tiles: participation, coverage C1 and C3, targets and reported results.

    C1 is pooled for one prefecture only. The documents are a part of the national collection, so that there is no total
    of all Japan: then the median stands instead.
    """
    having = towns[towns["has_record"]]
    part = f"全{len(towns):,}市町村の{wording.percent(100 * len(having) / len(towns))}" if len(towns) else ""
    numbers = [
        Number("計画書のある市町村", f"{len(having):,}", "市町村", part),
        *(_coverage(having, pillar, label, pooled=one_prefecture) for pillar, label in COVERAGES.items()),
        _functions(having),
        _targets(targets),
    ]
    numeric = targets[targets["state"].isin(WITH_NUMBER)]
    facts = {
        "having": len(having), "reach": reach(parts(having, "consultation")), "numeric": len(numeric),
        "stated": int((numeric["state"] == "stated").sum()),
    }  # fmt: skip
    return basis.figure(
        "headline", facts, n=len(having), missing=len(towns) - len(having),
        missing_ja=wording.NO_RECORD, notes=(f"支援カバー率は、{DECLARED_JA}{NOT_A_RATE_JA}",),
        table=lambda: number_table(numbers), drawing=lambda _: html.number_tiles(numbers), chart=Tiles(tuple(numbers)),
    )  # fmt: skip


def reach(states: "pd.Series[str]") -> str:
    """Return how many plans take up consultations in a part of the municipality only."""
    known = states[states != "not_computable"]
    partial = int((known == "part").sum())
    if known.empty:
        return "相談を受け止める区域の人口は、どの市町村も算出できません。"
    if not partial:
        return f"相談を受け止める区域は、算出できる{wording.share(len(known), len(known))}で市町村全体です。"
    return f"相談を受け止める区域が市町村の一部なのは、算出できる{wording.share(partial, len(known))}です。"


def of_town(town: Row, basis: Basis) -> Figure:
    """Return the main numbers of one municipality as tiles."""
    numbers = [
        _town_number("高齢化率", town["aging_rate_pct"], "%", 1, "計画書の値"),
        _town_number("相談の受け止めの対象", town["coverage_consultation_pct"], "%", 1, "対象地域の人口割合"),
        _town_number("地域づくりの対象", town["coverage_community_pct"], "%", 1, "対象地域の人口割合"),
        _town_number("機能充足率", town["function_coverage_pct"], "%", 0, "10機能のうち記入"),
        _town_number("推進員", town["coordinators_per_10k"], "人", 2, "人口1万人あたり"),
        _town_number("数値のある目標", town["numeric_target_count"], "件", 0, f"目標は全{town['target_count']}件"),
    ]
    known = sum(number.value != wording.MISSING for number in numbers)
    facts = {name: int(town[f"{name}_count"]) for name in ("statement", "target", "achievement", "unread")}
    return basis.figure(
        "town_headline", {**facts, "held": wording.text(town["quarantined_ja"], "")}, n=known, missing=len(numbers) - known, notes=(DECLARED_JA,),
        table=lambda: number_table(numbers), drawing=lambda _: html.number_tiles(numbers), chart=Tiles(tuple(numbers)),
    )  # fmt: skip


def _town_number(label: str, value: object, unit: str, digits: int, note: str) -> Number:
    if wording.is_missing(value):
        return Number(label, wording.MISSING, "", "使える値なし")
    text = wording.percent(value, digits).removesuffix("%") if unit == "%" else wording.number(value, digits)
    return Number(label, text, unit, note)


def number_table(numbers: Iterable[Number]) -> pd.DataFrame:
    """Return main numbers as a table."""
    return pd.DataFrame([(n.label, n.value, n.unit, n.note) for n in numbers], columns=["項目", "値", "単位", "説明"])


def _coverage(towns: pd.DataFrame, pillar: str, label: str, *, pooled: bool) -> Number:
    known = towns[towns[f"coverage_{pillar}_pct"].notna()]
    if known.empty:
        return Number(label, wording.MISSING, "", "算出できる市町村なし")
    if pooled:
        part, whole = (known[f"coverage_{pillar}_numerator"].sum(), known[f"coverage_{pillar}_denominator"].sum())
        pct, how = 100 * part / whole, "合算"
    else:
        pct, how = known[f"coverage_{pillar}_pct"].median(), "中央値"
    lacking = len(towns) - len(known)
    note = f"{len(known)}市町村の{how}" + (f"、算出不可{lacking}" if lacking else "")
    return Number(label, wording.percent(pct).removesuffix("%"), "%", note)


def _functions(towns: pd.DataFrame) -> Number:
    known = towns["function_coverage_pct"].dropna()
    if known.empty:
        return Number("機能充足率", wording.MISSING, "", "算出できる市町村なし")
    note = f"{len(known)}市町村の中央値（10機能）" if len(known) > 1 else "10機能のうち記入のある割合"
    return Number("機能充足率", wording.number(known.median()), "%", note)


def _targets(targets: pd.DataFrame) -> Number:
    numeric = targets[targets["state"].isin(WITH_NUMBER)]
    if numeric.empty:
        return Number("数値のある目標", "0", "件", "実績の記載なし")
    stated = int((numeric["state"] == "stated").sum())
    note = f"実績の記載{stated:,}、未報告{len(numeric) - stated:,}"
    return Number("数値のある目標", f"{len(numeric):,}", "件", note)


LEDGER_ITEMS = {
    "aging_rate_pct": "高齢化率", "population": "人口", "welfare_rate_permille": "生活保護受給率",
    "coverage_consultation_pct": "相談の受け止めの人口割合", "coverage_community_pct": "地域づくりの人口割合",
    "unit_coverage_pct": "圏域カバー率", "function_coverage_pct": "機能充足率",
    "coordinator_headcount": "相談支援包括化推進員",
}  # fmt: skip


def ledger(towns: pd.DataFrame, basis: Basis) -> Figure:
    """Return what is missing: for each item how many municipalities with a plan have a value that can be used."""
    having = towns[towns["has_record"]]
    rows = [_ledger_row(having, column, label) for column, label in LEDGER_ITEMS.items()]
    shares = [Share(row.label, 100 * row.known / len(having) if len(having) else None, row.words) for row in rows]
    facts = {
        "towns": len(having), "items": len(rows), "complete": sum(row.known == len(having) for row in rows),
        "held": sum(row.held for row in rows),
    }  # fmt: skip
    return basis.figure(
        "missing_ledger", facts, n=len(having), missing=len(towns) - len(having),
        missing_ja=wording.NO_RECORD,
        table=lambda: pd.DataFrame(
            [(row.label, row.known, row.held, row.none) for row in rows], columns=["項目", "値あり", "保留", "なし"]
        ),
        drawing=lambda _: html.share_bars(shares), chart=Shares(tuple(shares)),
    )  # fmt: skip


@dataclass(frozen=True)
class _LedgerRow:
    """The number of municipalities that have a usable value of an item, have one that is held back, or have none."""

    label: str
    known: int
    held: int
    none: int

    @property
    def words(self) -> str:
        parts = [("値あり", self.known), ("保留", self.held), ("なし", self.none)]
        return "、".join(f"{name} {count}" for name, count in parts if count)


def _ledger_row(having: pd.DataFrame, column: str, label: str) -> _LedgerRow:
    known = int(having[column].notna().sum())
    held = sum(label in names.split("、") for names in having["quarantined_ja"])
    return _LedgerRow(label, known, held, len(having) - known - held)
