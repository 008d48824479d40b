"""A municipality's basic figures and their place among the other plans of its prefecture. Pure."""

import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.html import Standing
from components.drawing.model import Basis, Figure, Row
from components.figures.labels import headings_of
from data import schema

_DIGITS = {"%": 1, "‰": 1, "km²": 2}
QUARTERS_JA = {1: "低い方の4分の1", 2: "中央値以下", 3: "中央値より上", 4: "高い方の4分の1"}
_PEERS_JA = "「似た市町村」は、計画書のある市町村のうち最も近い{count}市町村とこの町です（近さの測り方は類似自治体）。"
_HEADINGS = headings_of(
    ("name_ja", "項目"), "value", "unit", "value_as_written", ("unit_as_written", "原文の単位"), ("reason_ja", "値がない理由"),
    "suggested_value", "suggested_unit", "as_of_date", "as_of_ja", ("median", "中央値（同じ都道府県）"),
    ("n", "n（同じ都道府県）"), "peer_median", "peer_n", "peer_quartile", "peer_same_count",
)  # fmt: skip


def standing(profile: pd.DataFrame, quartiles: pd.DataFrame, basis: Basis, peers: pd.DataFrame | None = None) -> Figure:
    """Return the basic figures, each with a strip that shows the range, the quartiles and the own place."""
    rows = _with_spread(profile, quartiles)
    group_count = 0
    if peers is not None and len(peers):
        group_count = int(peers["group_count"].iloc[0])
        own = peers.set_index("indicator_code")[["median", "n", "quartile", "same_count"]].add_prefix("peer_")
        rows = rows.merge(own, "left", left_on="indicator_code", right_index=True)
    shown = [_standing(row, basis.place_ja) for row in rows.to_dict("records")]
    known = int(sum(row.number is not None for row in shown))
    return basis.figure(
        "profile", reading=_sentence(rows), n=known, missing=len(rows) - known,
        notes=(
            "帯は最小から最大、箱は中央の半分、縦線は中央値、◆はこの市町村です。高い低いによしあしはありません。",
            *([_PEERS_JA.format(count=group_count)] if group_count else []),
        ),
        table=lambda: _table(rows), drawing=lambda _: html.standings(shown),
    )  # fmt: skip


def standings(profile: pd.DataFrame, quartiles: pd.DataFrame, place_ja: str) -> list[Standing]:
    """Return each basic figure with its place among the others, in words; arguments as for `standing`."""
    return [_standing(row, place_ja) for row in _with_spread(profile, quartiles).to_dict("records")]


def _with_spread(profile: pd.DataFrame, quartiles: pd.DataFrame) -> pd.DataFrame:
    spread = quartiles.drop(columns="n").rename(columns={"minimum": "low", "maximum": "high"})
    return profile.merge(spread, "left", "indicator_code")


def _standing(row: Row, place_ja: str) -> Standing:
    held = row["fact_status"] == "quarantined"
    number = None if held or wording.is_missing(row["value"]) else float(row["value"])
    limits = {name: wording.float_of(row[name]) for name in ("low", "q1", "median", "q3", "high")}
    return Standing(
        label=str(row["name_ja"]), value="保留" if held else _amount(row["value"], str(row["unit"])), number=number,
        minimum=limits["low"], lower=limits["q1"], median=limits["median"], upper=limits["q3"], maximum=limits["high"],
        words=_words(row, number, place_ja), beside="" if number is None else _beside(row),
    )  # fmt: skip


def _beside(row: Row) -> str:
    """Return the place among similar municipalities, with n and ties; nothing where nobody looked."""
    if wording.is_missing(row.get("peer_n")):
        return ""
    n, same = int(row["peer_n"]), int(row["peer_same_count"])
    if wording.is_missing(row["peer_quartile"]):
        return f"似た市町村：値があるのは{n}市町村（四分位は4市町村から）"
    tied = f"、同じ値がほかに{same}" if same else ""
    median = _amount(row["peer_median"], str(row["unit"]))
    return f"似た市町村：{n}市町村の{QUARTERS_JA[int(row['peer_quartile'])]}（中央値 {median}）{tied}"


def _words(row: Row, number: float | None, place_ja: str) -> str:
    """Return what the strip says: the place with its n, or why there is none."""
    if row["fact_status"] == "quarantined":
        suggested = f"{wording.plain_number(row['suggested_value'])}{row['suggested_unit']}"
        return f"誤りの疑いで保留。原文 {row['value_as_written']}、候補 {suggested}"
    if number is None:
        return f"値なし（{_reason(row)}）"
    n = 0 if wording.is_missing(row["n"]) else int(row["n"])
    if n < 2:
        return "同じ都道府県に比べられる計画書がありません"
    if wording.is_missing(row["quartile"]):
        return f"{place_ja}の計画書で値があるのは{n}市町村（四分位は4市町村から）"
    same = int(row["same_count"])
    tied = f"、同じ値がほかに{same}" if same else ""
    median = _amount(row["median"], str(row["unit"]))
    if number == float(row["median"]):
        return f"{n}市町村の中央値と同じ{tied}"
    return f"{n}市町村の{QUARTERS_JA[int(row['quartile'])]}（中央値 {median}）{tied}"


def _sentence(rows: pd.DataFrame) -> str:
    aging = rows[rows["indicator_code"] == "aging_rate"].to_dict("records")
    if not aging or wording.is_missing(aging[0]["value"]) or aging[0]["fact_status"] == "quarantined":
        return "高齢化率の使える値はありません。"
    value, median, n = aging[0]["value"], aging[0]["median"], aging[0]["n"]
    first = f"高齢化率は{wording.percent(value)}で、"
    if wording.is_missing(n) or int(n) < 2:
        return first + "同じ都道府県に比べられる計画書はありません。"
    # Of the rounded values, so that the reader's own subtraction gives the same.
    difference = round(round(float(value), 1) - round(float(median), 1), 1)
    if not difference:
        return first + f"計画書のある{int(n)}市町村の中央値と同じです。"
    side = "高く" if difference > 0 else "低く"
    return first + f"計画書のある{int(n)}市町村の中央値より{abs(difference):.1f}ポイント{side}なっています。"


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    dates = rows["as_of_date"].map(lambda day: wording.era_date(day, ""))
    return tables.readable(
        rows.assign(reason_ja=[_reason(r) for r in rows.to_dict("records")], as_of_ja=dates), _HEADINGS
    )


def _reason(row: Row) -> str:
    if wording.is_missing(row["missing_reason"]):
        return ""
    return schema.label_of("profile_values", "missing_reason", str(row["missing_reason"]))


def _amount(value: object, unit: str) -> str:
    if unit == "%":
        return wording.percent(value)
    return wording.with_unit(value, f" {unit}" if unit.isascii() or unit == "km²" else unit, _DIGITS.get(unit, 0))
