"""The census beside the plans: one municipality, 高齢化率 with both dates, and the basis of a scatter. Pure."""

from dataclasses import dataclass

import pandas as pd

from components.drawing import html, wording
from components.drawing.model import Basis, Figure, Row

CENSUS_JA, REGISTER_JA = "国勢調査", "住民基本台帳"


@dataclass(frozen=True)
class _Item:
    """One number that the census states, and the column of the plan's profile that holds the same."""

    label: str
    column: str
    unit: str
    digits: int = 0
    of_plan: str = ""
    of_register: str = ""


ITEMS = (
    _Item("人口", "census_population", "人", 0, "population", "register_population"),
    _Item("高齢化率", "census_aging_rate_pct", "%", 1, "aging_rate_pct", "register_aging_rate_pct"),
    _Item("15歳未満の割合", "under_15_pct", "%", 1, "", "register_under_15_pct"),
    _Item("5年間の人口増減率", "population_change_pct", "%", 1),
    _Item("世帯数", "households", "世帯", 0, "households"), _Item("1世帯あたりの人数", "household_size", "人", 2),
    _Item("面積", "area_km2", " km²", 2, "area_km2"), _Item("人口密度", "density_per_km2", " 人/km²", 1),
)  # fmt: skip


def of_town(town: Row, census: Row, document_when_ja: str, basis: Basis, register: Row | None = None) -> Figure:
    """Return the numbers of the census beside those of an imported register and of the plan, where there are any."""
    table = _table(town, census, document_when_ja, register)
    mine, theirs = (wording.float_of(value) for value in (town.get("aging_rate_pct"), census["census_aging_rate_pct"]))
    points = None if mine is None or theirs is None else _points(mine, theirs)
    facts = {"town": town["name_ja"], "census": theirs, "plan": mine, "points": points}
    known = sum(not wording.is_missing(census[item.column]) for item in ITEMS)
    days, sources = [f"{CENSUS_JA} {wording.era_date(census['census_date'])}現在"], [CENSUS_JA]
    if register:
        days.append(f"{REGISTER_JA} {wording.era_date(register['register_date'])}現在")
        sources.append(REGISTER_JA)
    if document_when_ja:
        days.append(f"計画書 {document_when_ja}")
        sources.append(basis.source)
    return basis.figure(
        "census_of_town", facts, n=known, missing=len(ITEMS) - known, as_of="、".join(days), source="、".join(sources),
        table=lambda: table, drawing=lambda _: html.rows(list(table.columns), table.to_numpy().tolist()),
    )  # fmt: skip


def _table(town: Row, census: Row, document_when_ja: str, register: Row | None) -> pd.DataFrame:
    """Return one row per number, one column per source with its date."""
    columns = {
        "項目": [item.label for item in ITEMS],
        f"{CENSUS_JA}（{wording.era_date(census['census_date'])}現在）": [
            wording.amount(census[item.column], item.unit, item.digits) for item in ITEMS
        ],
    }
    if register:
        columns[f"{REGISTER_JA}（{wording.era_date(register['register_date'])}現在）"] = [
            wording.amount(register[item.of_register], item.unit, item.digits) if item.of_register else ""
            for item in ITEMS
        ]
    if document_when_ja:
        columns[f"計画書（{document_when_ja}）"] = [
            wording.amount(town.get(item.of_plan), item.unit, item.digits) if item.of_plan else "" for item in ITEMS
        ]
        columns["差（計画書－国勢調査）"] = [_difference(item, town, census) for item in ITEMS]
    return pd.DataFrame(columns)


def _difference(item: _Item, town: Row, census: Row) -> str:
    """Return the difference (plan − census) of 高齢化率 in points, of the values as they are printed."""
    if item.unit != "%" or not item.of_plan:
        return ""
    mine, theirs = town.get(item.of_plan), census[item.column]
    if wording.is_missing(mine) or wording.is_missing(theirs):
        return wording.MISSING
    return points_ja(_points(mine, theirs))


def _points(mine: object, theirs: object) -> float:
    """Return the difference of two rates as they are printed, so that a reader's own subtraction gives the same."""
    printed = [float(wording.number(value, 1)) for value in (mine, theirs)]
    return round(printed[0] - printed[1], 1)


SHOWN = 10


def aging_sources(rates: pd.DataFrame, most_points: float, basis: Basis) -> Figure:
    """Return the municipalities of the plans with both values, the largest difference first."""
    both = rates[rates["difference_points"].notna()]
    both = both.sort_values("difference_points", key=lambda points: -points.abs(), kind="stable", ignore_index=True)
    day = wording.era_date(rates["census_date"].dropna().iloc[0])
    drawn = html.listing(
        both.head(SHOWN), ("市町村", 20, "area_name_ja"), ("計画書", 12, lambda row: wording.percent(row["aging_rate_pct"])),
        ("計画書の値の時点", 32, document_when), (f"国勢調査（{day}）", 18, lambda row: wording.percent(row["census_aging_rate_pct"])),
        ("差（計画書－国勢調査）", 18, lambda row: points_ja(row["difference_points"])),
    )  # fmt: skip
    apart = both.loc[both["difference_points"].abs() > most_points, "area_name_ja"].astype(str).tolist()
    without = int((rates["aging_rate_pct"].notna() & rates["census_aging_rate_pct"].isna()).sum())
    return basis.figure(
        "aging_sources", {"both": len(both), "apart": apart, "limit": f"{most_points:g}", "shown": SHOWN}, n=len(both), missing=without,
        as_of=f"計画書 {basis.as_of}、国勢調査 {day}現在", source=f"{basis.source}、国勢調査",
        rows=both, drawing=lambda _: drawn,
    )  # fmt: skip


def points_ja(points: object) -> str:
    """Return a difference in points with its sign, or the mark for a missing one."""
    if wording.is_missing(points):
        return wording.MISSING
    number = round(float(str(points)), 1)
    return f"{'＋' if number > 0 else '－' if number < 0 else '±'}{abs(number):.1f}ポイント"


def document_when(row: Row) -> str:
    """Return of which time a plan's value is: its own date, or the fiscal year of the plan; "" without a plan."""
    if wording.is_missing(row["aging_rate_pct"]):
        return ""
    if wording.is_missing(row["document_date"]):
        return f"{wording.fiscal_year(row['fiscal_year'])}の計画書"
    return wording.era_date(row["document_date"])


# Beside the 高齢化率 in use: both sources with their dates (components/views/sources.py adds the columns).
BASIS_COLUMNS = ("document_aging_pct", "document_when_ja", "census_aging_pct", "census_when_ja")


def name_and_day(placed: pd.DataFrame) -> tuple[str, str]:
    """Return the name of 高齢化率 with its source, and the day where it is that of the census."""
    if "aging_source" not in placed or placed.empty:
        return "高齢化率", ""
    if placed["aging_source"].iloc[0] == "document":
        return "高齢化率（計画書）", ""
    return "高齢化率（国勢調査）", str(placed["census_when_ja"].iloc[0])


def unplaced(towns: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the municipalities whose 高齢化率 the census states but that have no coverage; none without a census."""
    if "aging_source" not in towns or (towns["aging_source"] != "census").any():
        return towns.iloc[:0]
    return towns[towns["aging_rate_pct"].notna() & towns[column].isna()]


def lines_note(rest: pd.DataFrame | None) -> str:
    """Return what the lines below the scale are; "" where there are none."""
    if rest is None or rest.empty:
        return ""
    count = wording.count(len(rest), "市町村")
    return f"下の短い縦線は、カバー率の値がない{count}の高齢化率です。縦の位置に意味はなく、カバー率0ではありません。"
