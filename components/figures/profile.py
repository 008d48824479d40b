"""A municipality's basic figures: their place among the other plans of its prefecture, and beside its peers. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd

from components.drawing import charts, grids, html, tables, wording
from components.drawing.declared import TOWN, headings_of
from components.drawing.html import Standing
from components.drawing.marks import PROGRAMME_GROUPS
from components.drawing.model import Basis, Figure, Row
from components.figures.coverage import DECLARED_JA
from components.figures.peers import time_of
from data import schema

_DIGITS = {"%": 1, "‰": 1, "km²": 2}
_QUARTERS_JA = {1: "低い方の4分の1", 2: "中央値以下", 3: "中央値より上", 4: "高い方の4分の1"}
_PEERS_JA = "「似た市町村」は、計画書のある市町村のうち最も近い{count}市町村とこの町です（近さの測り方は類似自治体）。"
_HEADINGS = headings_of(
    ("name_ja", "項目"), "value", "unit", "value_as_written", ("unit_as_written", "原文の単位"), ("reason_ja", "値がない理由"),
    "suggested_value", "suggested_unit", "as_of_date", "as_of_ja", ("median", "中央値（同じ都道府県）"),
    ("n", "数（同じ都道府県）"), "peer_median", "peer_n", "peer_quartile", "peer_same_count",
)  # fmt: skip
NO_JUDGEMENT_JA = "高い低いによしあしはありません。"
# What the plans say, below the variables of the comparison: column, name, unit, decimals.
_PLAN_ROWS = (
    ("coverage_consultation_pct", "相談の受け止めの人口割合", "%", 1), ("coverage_community_pct", "地域づくりの人口割合", "%", 1),
    ("function_coverage_pct", "機能充足率", "%", 1), ("coordinators_per_10k", "推進員（住民1万人あたり）", "人", 2),
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """The municipalities that are drawn and the group that they are compared with."""

    # The municipalities that are drawn, the reader's own first: data.answers.municipalities joined with the
    # columns of data.answers.peer_features
    towns: pd.DataFrame
    standing: pd.DataFrame  # data.answers.peer_standing of the own one
    variables: pd.DataFrame  # data.answers.peer_variables
    group_ja: str  # Name of the comparison group

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The variables with what the group says about each; those that nobody has a value of are left out."""
        known = self.variables[self.variables["known_count"] > 0]
        limits = self.standing.rename(columns={"median": "group_median", "q1": "group_q1", "q3": "group_q3"})
        limits = limits[["variable", "value", "quartile", "n", "same_count", "group_median", "group_q1", "group_q3"]]
        return known.merge(limits, "left", "variable").to_dict("records")


def side_by_side(compared: Comparison, basis: Basis) -> Figure:
    """Return the basic figures and the plans' coverage of each municipality in one table."""
    names = [str(name) for name in compared.towns["name_ja"]]
    headings = ["項目", *names, f"中央値（{compared.group_ja}）", "この町の位置"]
    without = int((~compared.towns["has_record"]).sum())
    return basis.figure(
        "peer_profiles", reading=_compared_sentence(compared), n=len(names), missing=without, source=f"{basis.source}、計画の値は計画書",
        notes=(DECLARED_JA, NO_JUDGEMENT_JA), table=lambda: table(compared, basis),
        drawing=lambda _: grids.whole(html.rows(headings, _compared_lines(compared))),
    )  # fmt: skip


def _compared_lines(compared: Comparison) -> list[list[str]]:
    towns = compared.towns.to_dict("records")
    lines = []
    for row in compared.rows:
        say = partial(wording.amount, unit=str(row["unit"]), digits=int(row["digits"]))
        values = [say(town[row["variable"]]) for town in towns]
        lines.append(
            [str(row["name_ja"]), *values, f"{say(row['group_median'])}（{row['n']:,}市町村）", place_words(row)]
        )
    for column, name, unit, digits in _PLAN_ROWS:
        say = partial(wording.amount, unit=unit, digits=digits)
        values = [say(town[column]) if town["has_record"] else wording.NO_RECORD for town in towns]
        lines.append([name, *values, wording.MISSING, wording.MISSING])
    groups = [PROGRAMME_GROUPS[town["programme_group"]].label_ja for town in towns]
    lines.append(["計画書にある事業", *groups, wording.MISSING, wording.MISSING])
    steps = [str(town["step_ja"]) for town in towns]
    lines.append(["分かっている最も先の段階", *steps, wording.MISSING, wording.MISSING])
    return lines


def place_words(row: Row) -> str:
    """Return in which quarter of a group a value lies, with n and ties: 21市町村の中央値以下、同じ値がほかに2."""
    if wording.is_missing(row["value"]):
        return "この町に値なし"
    if wording.is_missing(row["quartile"]):
        return f"値のあるのは{row['n']:,}市町村（四分位は4市町村から）"
    same = 0 if wording.is_missing(row["same_count"]) else int(row["same_count"])
    return f"{row['n']:,}市町村の{_QUARTERS_JA[int(row['quartile'])]}" + (f"、同じ値がほかに{same}" if same else "")


def table(compared: Comparison, basis: Basis) -> pd.DataFrame:
    """Return one row for each item with the numbers of every municipality and of the group, and their source."""
    towns = compared.towns.to_dict("records")
    rows = []
    for row in compared.rows:
        values = {f"{town['name_ja']}（{town['prefecture_ja']}）": town[row["variable"]] for town in towns}
        group = {"第1四分位": row["group_q1"], "中央値": row["group_median"], "第3四分位": row["group_q3"], "数": row["n"],
                 "この町の位置": place_words(row)}  # fmt: skip
        source = {"母集団": compared.group_ja, "出典": row["source_ja"], "時点": time_of(row["source_ja"], basis)}
        rows.append({"項目": row["name_ja"], "単位": row["unit"], **values, **group} | source)
    for column, name, unit, _ in _PLAN_ROWS:
        values = {f"{town['name_ja']}（{town['prefecture_ja']}）": town[column] for town in towns}
        rows.append(
            {"項目": name, "単位": unit, **values, "出典": "計画書（行は各市町村のカルテ）", "時点": "各計画書の時点"}
        )
    return pd.DataFrame(rows).round(3)


def positions(compared: Comparison, scale: pd.DataFrame, used: Collection[str], basis: Basis) -> Figure:
    """Return the municipalities as lines over the variables."""
    lines = _on_scale(compared, scale, used)
    names = compared.variables.set_index("variable")["name_ja"]
    limits = compared.standing.assign(variable_ja=compared.standing["variable"].map(names))
    limits = limits[limits["variable_ja"].isin(lines["variable_ja"])]
    gaps = int(lines["position"].isna().sum())
    return basis.figure(
        "peer_positions", reading=_position_sentence(lines, compared), unit=charts.AXIS_JA, n=len(lines) - gaps,
        missing=gaps,
        notes=(
            f"帯は{compared.group_ja}の中央の半分、縦の線はその中央値です。{NO_JUDGEMENT_JA}",
            "人口・人口密度・面積は対数の目盛です。",
        ),
        table=lambda: _position_table(lines, basis),
        drawing=lambda mode: charts.parallel(lines, limits, compared.group_ja, mode),
    )  # fmt: skip


def _on_scale(compared: Comparison, scale: pd.DataFrame, used: Collection[str]) -> pd.DataFrame:
    places = scale.set_index("area_code")
    rows = []
    for town in compared.towns.to_dict("records"):
        for row in (row for row in compared.rows if row["variable"] in used):
            say = partial(wording.amount, unit=str(row["unit"]), digits=int(row["digits"]))
            name, code = row["variable"], town["area_code"]
            rows.append({"area_code": code, "name_ja": town["name_ja"], "prefecture_ja": town["prefecture_ja"],
                         "variable_ja": row["name_ja"], "unit": row["unit"], "value": town[name],
                         "position": places[name][code], "value_ja": say(town[name]), "source_ja": row["source_ja"]})  # fmt: skip
    return pd.DataFrame(rows)


def _position_table(lines: pd.DataFrame, basis: Basis) -> pd.DataFrame:
    headings = headings_of("prefecture_ja", TOWN, "area_code", "variable_ja", "value", "unit", ("position", "位置（四分位範囲＝1）"), "source_ja", "as_of")  # fmt: skip
    timed = lines.assign(as_of=[time_of(source, basis) for source in lines["source_ja"]])
    return timed[list(headings)].rename(columns=headings).round(3)


def _compared_sentence(compared: Comparison) -> str:
    own, others = compared.towns.iloc[0], compared.towns.iloc[1:]
    if others.empty:
        return f"{own['name_ja']}のほかに並べる市町村がありません。"
    aging = [row for row in compared.rows if row["variable"] == "aging_rate_pct"]
    if not aging or wording.is_missing(own["aging_rate_pct"]):
        return f"{own['name_ja']}と{wording.count(len(others), '市町村')}を並べました。"
    value = wording.percent(own["aging_rate_pct"])
    return (
        f"{own['name_ja']}の高齢化率は{value}で、{compared.group_ja}では{place_words(aging[0])}です。"
        f"並べたほかの{wording.count(len(others), '市町村')}では{_range(others['aging_rate_pct'])}。"
    )


def _range(values: "pd.Series[Any]") -> str:
    known = values.dropna()
    if known.empty:
        return "値が分かりません"
    low, high = wording.percent(known.min()), wording.percent(known.max())
    return f"{low}です" if low == high else f"{low}から{high}です"


def _position_sentence(lines: pd.DataFrame, compared: Comparison) -> str:
    own = lines[lines["area_code"] == compared.towns["area_code"].iloc[0]].dropna(subset="position")
    if own.empty:
        return f"{compared.towns['name_ja'].iloc[0]}の値は、どの変数も手元にありません。"
    far = own.loc[own["position"].abs().idxmax()]
    side = "上" if far["position"] > 0 else "下"
    if not far["position"]:
        return f"{far['name_ja']}は、どの変数も全国の中央値と同じです。"
    return (
        f"{far['name_ja']}が全国の中央値から最も離れているのは{far['variable_ja']}（{far['value_ja']}）で、"
        f"四分位範囲の{wording.number(abs(far['position']), 1)}倍だけ{side}です。"
    )


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
    return f"似た市町村：{n}市町村の{_QUARTERS_JA[int(row['peer_quartile'])]}（中央値 {median}）{tied}"


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
    return f"{n}市町村の{_QUARTERS_JA[int(row['quartile'])]}（中央値 {median}）{tied}"


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
