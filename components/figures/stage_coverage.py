"""C4 市町村実施率: in what share of the municipalities, residents and residents aged 65+ something is at work. Pure.

Missing is not zero: a denominator or a population that nobody states is named, and what is known of a part of the
municipalities only says "at least".
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from components.drawing import grids, html, wording
from components.drawing.model import Basis, Figure, Row, Share

WEIGHTS = {"municipalities": "市町村", "residents": "住民", "residents_65": "65歳以上の住民"}
_ONE = ["prefecture_ja", "what_ja", "when_ja"]


def of_place(rows: pd.DataFrame, basis: Basis, *, whole_japan: bool) -> Figure:
    """Return what is known for certain: for all of Japan the programme and year known of most prefectures."""
    shown = _certain(rows, whole_japan)
    one = shown.drop_duplicates(_ONE)
    first = one.head(1).to_dict("records")
    is_whole = len(one) > 0 and one[["numerator", "denominator"]].notna().all(axis=None)
    facts = {
        "known": len(one), "first": {**first[0], "words": _in_words(first[0])} if first else {}, "is_japan": whole_japan,
        "part": int(one["numerator"].sum()), "whole": int(one["denominator"].sum()), "is_whole": is_whole,
        "is_least": one["is_lower_bound"].any(),
    }  # fmt: skip
    drawing = _table(shown, ["都道府県"]) if whole_japan else "".join(_bars(shown))
    return _figure("municipality_coverage", facts, shown, basis, drawing)


def listing(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return everything that is known, by prefecture, programme and year; what is known for certain stands first."""
    order = rows.groupby(_ONE, sort=False)["is_lower_bound"].transform("first").sort_values(kind="stable").index
    rows = rows.loc[order]
    one = rows.drop_duplicates(_ONE)
    facts = {"known": len(one), "certain": int((~one["is_lower_bound"]).sum())}
    return _figure("municipality_coverage_listing", facts, rows, basis, _table(rows, list(_ONE_HEADINGS)))


_ONE_HEADINGS = {"都道府県": "prefecture_ja", "事業・体制": "what_ja", "年度・時点": "when_ja"}


def _figure(key: str, facts: Mapping[str, object], rows: pd.DataFrame, basis: Basis, drawing: str) -> Figure:
    days = rows["residents_date"].dropna()
    facts = {**facts, "day": days.iloc[0] if len(days) else "", "has_least": rows["is_lower_bound"].any()}
    shown = rows.assign(
        coverage_pct=rows["coverage_pct"].astype(float).round(1),
        numerator=rows["numerator"].astype(float).round(0),
        denominator=rows["denominator"].astype(float).round(0),
        least_ja=rows["is_lower_bound"].map({True: "少なくとも", False: ""}),
    )
    return basis.figure(
        key, facts, rows=shown, n=len(rows.drop_duplicates(_ONE)), as_of=_joined(rows["when_ja"], "年度・時点は行ごと"),
        source=_joined(rows["source_ja"], basis.source), drawing=(lambda _: drawing) if drawing else None,
    )  # fmt: skip


def _joined(values: "pd.Series[str]", many_ja: str) -> str:
    """Return the few different values of a column in words, or what stands for many."""
    different = list(dict.fromkeys(values.astype(str)))
    return "、".join(different) if 0 < len(different) <= 2 else many_ja


def _certain(rows: pd.DataFrame, whole_japan: bool) -> pd.DataFrame:
    """Return what is known of all municipalities of a prefecture; where nothing is, the latest that is known of some."""
    heads = rows[rows["weight"] == "municipalities"]
    certain = heads[~heads["is_lower_bound"]]
    chosen = certain if len(certain) else heads.head(1)
    if whole_japan and len(chosen):
        sizes = chosen.groupby(["what_ja", "when_ja"])["weight"].transform("size")
        most = chosen.iloc[int(sizes.to_numpy().argmax())]
        chosen = chosen[(chosen["what_ja"] == most["what_ja"]) & (chosen["when_ja"] == most["when_ja"])]
    return rows.merge(chosen[_ONE], "inner", _ONE)


def _bars(rows: pd.DataFrame) -> Iterator[str]:
    """Return the three shares of each programme and year as bars below each other; unknown ones are hatched."""
    for (what, when), group in rows.groupby(["what_ja", "when_ja"], sort=False):
        found = {row["weight"]: row for row in group.to_dict("records")}
        shares = [
            Share(label, _percent(found.get(code)), _in_words(found.get(code))) for code, label in WEIGHTS.items()
        ]
        yield html.subtitle(str(what), str(when)) + html.share_bars(shares)


def _table(rows: pd.DataFrame, first: list[str]) -> str:
    lines = []
    for _, group in rows.groupby(_ONE, sort=False):
        found = {row["weight"]: row for row in group.to_dict("records")}
        own = [str(group.iloc[0][_ONE_HEADINGS[heading]]) for heading in first]
        lines.append([*own, *(_in_words(found.get(code)) for code in WEIGHTS)])
    widths = (13, 29, 29, 29) if len(first) == 1 else (9, 19, 15, 19, 19, 19)
    return grids.roomy(html.rows([*first, *WEIGHTS.values()], lines, widths=widths))


def _percent(row: Row | None) -> float | None:
    return None if row is None or wording.is_missing(row["coverage_pct"]) else float(row["coverage_pct"])


def _in_words(row: Row | None) -> str:
    """Return a share with part and whole, or what of them is not known."""
    if row is None:
        return "不明（市町村名の記載がない）"
    if wording.is_missing(row["numerator"]):
        return f"不明（{wording.count(int(row['missing_count']), '市町村')}の名前か人口が分からない）"
    unit = "市町村" if row["weight"] == "municipalities" else "人"
    least = "少なくとも" if row["is_lower_bound"] else ""
    if wording.is_missing(row["denominator"]):
        return f"{least}{wording.with_unit(row['numerator'], unit)}（全体の数は不明）"
    whole, part = wording.with_unit(row["denominator"], unit), wording.number(row["numerator"])
    return f"{whole}のうち{least}{part}（{wording.percent(row['coverage_pct'])}）"
