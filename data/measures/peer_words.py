"""Why two municipalities are alike, in words: 「人口がほぼ同じ、高齢化率は2.1ポイント高い」."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from data.measures.peers import VARIABLES, Variable

_EQUAL_JA = "がほぼ同じ"
_TIMES_FROM = 2.0  # a value twice the own one, or half of it, is said as "times" and not as per cent


def with_words(differences: pd.DataFrame) -> pd.DataFrame:
    """Return the differences with name_ja, unit, words_ja and share_pct, the part of the distance (0–100)."""
    rows = [_words(row) for row in differences.to_dict("records")]
    total = differences.groupby("area_code")["contribution"].transform("sum")
    return differences.assign(
        name_ja=[VARIABLES[name].name_ja for name in differences["variable"]],
        unit=[VARIABLES[name].unit for name in differences["variable"]],
        words_ja=pd.Series(rows, index=differences.index, dtype="str"),
        share_pct=(100 * differences["contribution"] / total.where(total > 0)).astype("float64"),
    )


def reasons(differences: pd.DataFrame) -> pd.Series[str]:
    """Return one sentence for each peer: first what is about equal, then the rest, the largest difference last.

    Returns:
        Index area_code.
    """
    by_peer: dict[str, list[Mapping[Hashable, Any]]] = defaultdict(list)
    for row in differences.sort_values("contribution", kind="stable").to_dict("records"):
        by_peer[str(row["area_code"])].append(row)
    said = {code: _reason(rows) for code, rows in by_peer.items()}
    return pd.Series(said, dtype="str").rename_axis("area_code")


def _reason(rows: list[Mapping[Hashable, Any]]) -> str:
    equal = [row["name_ja"] for row in rows if str(row["words_ja"]).endswith(_EQUAL_JA)]
    unknown = [row["name_ja"] for row in rows if not row["is_known"]]
    parts = ["・".join(equal) + _EQUAL_JA] if equal else []
    parts += [str(row["words_ja"]) for row in rows if row["is_known"] and row["name_ja"] not in equal]
    parts += ["・".join(unknown) + "は値がなく比べられない"] if unknown else []
    return "、".join(parts)


def _words(row: Mapping[Hashable, Any]) -> str:
    variable = VARIABLES[row["variable"]]
    if not row["is_known"]:
        whose = "この町" if pd.isna(row["own_value"]) else "相手"
        return f"{variable.name_ja}は比べられない（{whose}に値がない）"
    return _ratio(row, variable) if variable.is_ratio else _points(row, variable)


def _points(row: Mapping[Hashable, Any], variable: Variable) -> str:
    # Of the rounded values, so that the reader's own subtraction gives the same.
    own, other = (round(float(row[name]), variable.digits) for name in ("own_value", "peer_value"))
    apart = round(other - own, variable.digits)
    if abs(apart) <= variable.equal + 1e-9:
        return f"{variable.name_ja}{_EQUAL_JA}"
    side = variable.more_ja if apart > 0 else variable.less_ja
    return f"{variable.name_ja}は{abs(apart):.{variable.digits}f}{variable.points_ja}{side}"


def _ratio(row: Mapping[Hashable, Any], variable: Variable) -> str:
    share = float(row["difference"])
    if abs(share) <= variable.equal + 1e-9:
        return f"{variable.name_ja}{_EQUAL_JA}"
    times = share + 1
    if times >= _TIMES_FROM or times <= 1 / _TIMES_FROM:
        digits = 1 if times >= 0.1 else 2
        return f"{variable.name_ja}は{times:,.{digits}f}倍"
    return f"{variable.name_ja}は{abs(100 * share):.0f}%{variable.more_ja if share > 0 else variable.less_ja}"
