"""A municipality's basic figures: their place among the other plans of its prefecture, and beside its peers. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd

from components.drawing import charts, grids, html, wording
from components.drawing.html import Standing
from components.drawing.marks import PROGRAMME_GROUPS
from components.drawing.model import Basis, Figure, Row
from components.figures.coverage import DECLARED_JA
from components.figures.peers import time_of
from data import schema

_DIGITS = {"%": 1, "‰": 1, "km²": 2}
_QUARTERS_JA = {1: "低い方の4分の1", 2: "中央値以下", 3: "中央値より上", 4: "高い方の4分の1"}
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
    own, others = compared.towns.iloc[0], compared.towns.iloc[1:]
    known = others["aging_rate_pct"].dropna()
    place = [row for row in compared.rows if row["variable"] == "aging_rate_pct"]
    facts = {
        "own": own, "others": len(others), "group": compared.group_ja, "low": wording.percent(known.min()),
        "high": wording.percent(known.max()), "aging": wording.float_of(own["aging_rate_pct"]),
        "where": place_words(place[0]) if place else "", "known": len(known),
    }  # fmt: skip
    return basis.figure(
        "peer_profiles", facts, n=len(names), missing=without, source=f"{basis.source}、計画の値は計画書",
        notes=(DECLARED_JA, NO_JUDGEMENT_JA), table=lambda: table(compared, basis),
        drawing=lambda _: grids.whole(html.rows(headings, _compared_lines(compared))),
    )  # fmt: skip


def _compared_lines(compared: Comparison) -> list[list[str]]:
    towns = compared.towns.to_dict("records")
    lines = []
    for row in compared.rows:
        say = partial(wording.amount, unit=str(row["unit"]), digits=int(row["digits"]))
        values = [say(town[row["variable"]]) for town in towns]
        middle = f"{say(row['group_median'])}（{row['n']:,}市町村）"
        lines.append([str(row["name_ja"]), *values, middle, place_words(row)])
    beside = [wording.MISSING, wording.MISSING]
    for column, name, unit, digits in _PLAN_ROWS:
        say = partial(wording.amount, unit=unit, digits=digits)
        values = [say(town[column]) if town["has_record"] else wording.NO_RECORD for town in towns]
        lines.append([name, *values, *beside])
    groups = [PROGRAMME_GROUPS[town["programme_group"]].label_ja for town in towns]
    steps = [str(town["step_ja"]) for town in towns]
    return [*lines, ["計画書にある事業", *groups, *beside], ["分かっている最も先の段階", *steps, *beside]]


def place_words(row: Row) -> str:
    """Return in which quarter of a group a value lies, with n and ties: 21市町村の中央値以下、同じ値がほかに2."""
    if wording.is_missing(row["value"]):
        return "この町に値なし"
    if wording.is_missing(row["quartile"]):
        return f"値のあるのは{row['n']:,}市町村（四分位は4市町村から）"
    return f"{row['n']:,}市町村の{_QUARTERS_JA[int(row['quartile'])]}{_tied(row['same_count'])}"


def _tied(same_count: object) -> str:
    return f"、同じ値がほかに{wording.number(same_count)}" if wording.float_of(same_count) else ""


def table(compared: Comparison, basis: Basis) -> pd.DataFrame:
    """Return one row for each item with the numbers of every municipality and of the group, and their source."""
    towns = {f"{town['name_ja']}（{town['prefecture_ja']}）": town for town in compared.towns.to_dict("records")}
    rows = []
    for row in compared.rows:
        values = {name: town[row["variable"]] for name, town in towns.items()}
        group = {"第1四分位": row["group_q1"], "中央値": row["group_median"], "第3四分位": row["group_q3"], "数": row["n"],
                 "この町の位置": place_words(row)}  # fmt: skip
        source = {"母集団": compared.group_ja, "出典": row["source_ja"], "時点": time_of(row["source_ja"], basis)}
        rows.append({"項目": row["name_ja"], "単位": row["unit"], **values, **group} | source)
    for column, name, unit, _ in _PLAN_ROWS:
        source = {"出典": "計画書（行は各市町村のカルテ）", "時点": "各計画書の時点"}
        rows.append({"項目": name, "単位": unit} | {town_ja: town[column] for town_ja, town in towns.items()} | source)
    return pd.DataFrame(rows).round(3)


def positions(compared: Comparison, scale: pd.DataFrame, used: Collection[str], basis: Basis) -> Figure:
    """Return the municipalities as lines over the variables."""
    places, rows = scale.set_index("area_code"), []
    for town in compared.towns.to_dict("records"):
        for row in (row for row in compared.rows if row["variable"] in used):
            say = partial(wording.amount, unit=str(row["unit"]), digits=int(row["digits"]))
            name, code = row["variable"], town["area_code"]
            rows.append({"area_code": code, "name_ja": town["name_ja"], "prefecture_ja": town["prefecture_ja"],
                         "variable_ja": row["name_ja"], "unit": row["unit"], "value": town[name],
                         "position": places[name][code], "value_ja": say(town[name]), "source_ja": row["source_ja"]})  # fmt: skip
    lines = pd.DataFrame(rows)
    names = compared.variables.set_index("variable")["name_ja"]
    limits = compared.standing.assign(variable_ja=compared.standing["variable"].map(names))
    limits = limits[limits["variable_ja"].isin(lines["variable_ja"])]
    gaps = int(lines["position"].isna().sum())
    own = lines[lines["area_code"] == compared.towns["area_code"].iloc[0]].dropna(subset="position")
    far = own.loc[[own["position"].abs().idxmax()]] if len(own) else own
    facts = {"name": compared.towns["name_ja"].iloc[0], "group": compared.group_ja, "far": far.to_dict("records")}
    return basis.figure(
        "peer_positions", facts, unit=charts.AXIS_JA, n=len(lines) - gaps, missing=gaps,
        rows=lines.assign(as_of=[time_of(source, basis) for source in lines["source_ja"]]),
        drawing=lambda mode: charts.parallel(lines, limits, compared.group_ja, mode),
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
    table = rows.assign(
        reason_ja=[_reason(row) for row in rows.to_dict("records")],
        as_of_ja=rows["as_of_date"].map(lambda day: wording.era_date(day, "")),
    )
    return basis.figure(
        "profile", {**_aging_of(rows), "group": group_count}, n=known, missing=len(rows) - known, rows=table, drawing=lambda _: html.standings(shown),
    )  # fmt: skip


def _aging_of(rows: pd.DataFrame) -> dict[str, object]:
    """Return 高齢化率 and how far it is from the median of how many, where both are known."""
    aging = rows[(rows["indicator_code"] == "aging_rate") & (rows["fact_status"] != "quarantined")].to_dict("records")
    if not aging or wording.is_missing(aging[0]["value"]):
        return {"aging": None}
    value, median, n = (wording.float_of(aging[0][name]) for name in ("value", "median", "n"))
    if median is None or value is None or not n or n < 2:
        return {"aging": value, "plans": 0}
    # Of the rounded values, so that the reader's own subtraction gives the same.
    return {"aging": value, "plans": int(n), "points": round(round(value, 1) - round(median, 1), 1)}


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
    n = int(row["peer_n"])
    if wording.is_missing(row["peer_quartile"]):
        return f"似た市町村：値があるのは{n}市町村（四分位は4市町村から）"
    median, tied = _amount(row["peer_median"], str(row["unit"])), _tied(row["peer_same_count"])
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
    median, tied = _amount(row["median"], str(row["unit"])), _tied(row["same_count"])
    if number == float(row["median"]):
        return f"{n}市町村の中央値と同じ{tied}"
    return f"{n}市町村の{_QUARTERS_JA[int(row['quartile'])]}（中央値 {median}）{tied}"


def _reason(row: Row) -> str:
    if wording.is_missing(row["missing_reason"]):
        return ""
    return schema.label_of("profile_values", "missing_reason", str(row["missing_reason"]))


def _amount(value: object, unit: str) -> str:
    if unit == "%":
        return wording.percent(value)
    return wording.with_unit(value, f" {unit}" if unit.isascii() or unit == "km²" else unit, _DIGITS.get(unit, 0))
