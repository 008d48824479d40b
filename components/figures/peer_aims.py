"""The targets of similar municipalities: for 10,000 residents, and those that one's own plan lacks. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.model import Basis, Figure, Row
from components.figures.labels import TARGET, TARGET_YEAR, headings_of

Groups = Sequence[tuple[str, Sequence[Row]]]
_PER_10K_HEADINGS = headings_of(
    "indicator_ja", "prefecture_ja", "area_name_ja", "area_code", TARGET, ("amount", "目標値（月の値は年に換算）"),
    "indicator_unit", "per_10k", TARGET_YEAR,
)  # fmt: skip
_OTHER_HEADINGS = headings_of(
    "indicator_ja", "prefecture_ja", "area_name_ja", "area_code", TARGET, "quantity_ja", TARGET_YEAR
)


def per_10k(aims: pd.DataFrame, towns: pd.DataFrame, basis: Basis) -> Figure:
    """Return the targets that are counts, for 10,000 residents: a row per indicator, a column per town."""
    usable = aims.dropna(subset="per_10k")
    having = usable["area_code"].nunique()
    return basis.figure(
        "peer_targets", reading=_per_10k_sentence(usable, towns), n=len(usable), missing=len(towns) - having,
        table=lambda: tables.readable(usable, _PER_10K_HEADINGS).round({"住民1万人あたり": 3}),
        drawing=(lambda _: _draw_per_10k(usable, towns)) if len(usable) else None,
    )  # fmt: skip


def _draw_per_10k(aims: pd.DataFrame, towns: pd.DataFrame) -> str:
    cells: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in aims.to_dict("records"):
        amount = f"{_small(row['per_10k'])}（{wording.plain_number(row['amount'])}{row['indicator_unit']}）"
        cells[f"{row['indicator_ja']}（{row['indicator_unit']}）"][row["area_code"]].append(amount)
    ordered = sorted(cells.items(), key=lambda item: -len(item[1]))
    lines = [
        [name, *("、".join(by_town.get(code, [wording.MISSING])) for code in towns["area_code"])]
        for name, by_town in ordered
    ]
    return grids.whole(html.rows(["指標", *towns["name_ja"]], lines))


def _small(value: object) -> str:
    """Return a rate with two figures that count: 130, 12.2, 0.61, 0.005."""
    size = float(str(value))
    return wording.number(size, 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3)


def _per_10k_sentence(aims: pd.DataFrame, towns: pd.DataFrame) -> str:
    if towns.empty:
        return "似た市町村に計画書のあるものがないため、目標を比べられません。"
    if aims.empty:
        return f"計画書のある{wording.count(len(towns), '市町村')}に、人口あたりに直せる目標はありません。"
    shared = aims.groupby("indicator_ja")["area_code"].nunique()
    most = shared[shared == shared.max()]
    if most.iloc[0] == 1:
        return f"{wording.count(len(shared), '指標')}の目標があり、2つ以上の市町村に共通する指標はありません。"
    return (
        f"{wording.count(len(shared), '指標')}の目標があり、最も多くの市町村に共通するのは"
        f"{wording.names([str(name) for name in most.index], '指標')}（{most.iloc[0]}市町村）です。"
    )


def missing_here(town: Row, aims: pd.DataFrame, others: pd.DataFrame, basis: Basis) -> Figure:
    """Return the indicators that similar municipalities have a target of and the reader's own has not."""
    quantities = [
        "数値なし" if wording.is_missing(row["value"]) else wording.quantity_of(row) for row in aims.to_dict("records")
    ]
    worded = aims.assign(quantity_ja=quantities)
    groups = _by_indicator(worded)
    return basis.figure(
        "peer_aims", reading=_missing_sentence(town, groups, len(others)), n=len(groups),
        missing=len(others) - aims["area_code"].nunique(), table=lambda: tables.readable(worded, _OTHER_HEADINGS),
        drawing=(lambda _: _draw_missing(groups)) if groups else None,
    )  # fmt: skip


def _by_indicator(aims: pd.DataFrame) -> Groups:
    """Return the first target of each municipality by indicator, the indicators of most municipalities first."""
    groups: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in aims.to_dict("records"):
        groups[str(row["indicator_ja"])].setdefault(str(row["area_code"]), row)
    return sorted(((name, list(rows.values())) for name, rows in groups.items()), key=lambda item: -len(item[1]))


def _draw_missing(groups: Groups) -> str:
    lines = [
        [name, wording.names([str(row["area_name_ja"]) for row in rows]), "、".join(map(_example, rows[:2]))]
        for name, rows in groups
    ]
    return html.rows(["指標", "掲げる市町村", "目標の例（出典）"], lines, widths=(28, 24, 48))


def _example(row: Row) -> str:
    label = "" if wording.is_missing(row["label_ja"]) else f"{row['label_ja']} "
    return f"{row['area_name_ja']}「{label}{row['quantity_ja']}」（{wording.place_of(row)}）"


def _missing_sentence(town: Row, groups: Groups, looked_at: int) -> str:
    name = town["name_ja"]
    if not looked_at:
        return "似た市町村に計画書のあるものがないため、目標を比べられません。"
    of_whom = f"計画書のある似た{wording.count(looked_at, '市町村')}"
    if not groups:
        return f"{of_whom}が掲げる指標は、すべて{name}の計画書にもあります。"
    first = (
        f"{name}の計画書は手元にないため、{of_whom}が掲げる{wording.count(len(groups), '指標')}をすべて並べています。"
        if not town["has_record"]
        else f"{of_whom}が目標を掲げ、{name}の計画書に目標がないのは{wording.count(len(groups), '指標')}です。"
    )
    most = len(groups[0][1])
    if most == 1:
        return first
    tied = [label for label, rows in groups if len(rows) == most]
    return f"{first}最も多いのは{wording.names(tied, '指標')}（{most}市町村）です。"
