"""Reporting rate and share of targets attained, for a place, and the targets of one municipality by year. Pure.

Everything here takes public ratings: small case counts are hidden before anything is counted.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from components.drawing import chips, html, tables, wording
from components.drawing.chips import Chip, RatedTarget, RatedYear, YearBar
from components.drawing.marks import PILLARS, words_of
from components.drawing.model import Basis, Figure, Number, Row, Shares
from components.figures.labels import AREA, OFFICER_COMMENT, TARGET, headings_of
from components.figures.ratings import (
    NEVER_ZERO_JA,
    REPORTED_SOURCE_JA,
    TOWN_TITLE_JA,
    Rules,
    bounds_of,
    rating_table,
    rating_words,
)


def standing(
    shares: pd.DataFrame, rates: pd.DataFrame, year: int, rules: Rules, ratings: pd.DataFrame, basis: Basis
) -> Figure:
    """Return the reporting rate and the share of targets attained, with its bounds, as a whole and by pillar."""
    whole = _sum(shares)
    reporting = rates[rates["fiscal_year"] == year].to_dict("records")
    numbers = tiles(shares, rates, year)
    pillars = [
        bounds_of(PILLARS[str(row["pillar"])].label_ja, row)
        for row in sorted(shares.to_dict("records"), key=lambda row: list(PILLARS).index(str(row["pillar"])))
    ]
    return basis.figure(
        "attainment", title=f"{wording.fiscal_year(year)}の報告率と達成割合",
        reading=_standing_sentence(reporting, whole, year), n=int(whole["rateable_count"]),
        missing=int(whole["unreported_count"]), source=REPORTED_SOURCE_JA,
        notes=(f"報告率 ＝ {rules.reporting_ja}。", f"達成割合 ＝ {rules.share_ja}", NEVER_ZERO_JA),
        table=lambda: rating_table(ratings),
        drawing=lambda _: html.number_tiles(numbers) + html.bounded_shares(pillars), chart=Shares(tuple(pillars)),
    )  # fmt: skip


def tiles(shares: pd.DataFrame, rates: pd.DataFrame, year: int) -> list[Number]:
    """Return 報告率, 達成割合, and the numbers of rated and of unreported targets; arguments as for `standing`."""
    reporting = rates[rates["fiscal_year"] == year].to_dict("records")
    return [*_reporting_tiles(reporting), *_share_tiles(_sum(shares))]


def trend(shares: pd.DataFrame, rates: pd.DataFrame, basis: Basis) -> Figure:
    """Return the share of targets attained by fiscal year, each with its bounds and its reporting rate."""
    reporting = {int(row["fiscal_year"]): row for row in rates.to_dict("records")}
    years = [row for row in shares.sort_values("target_fy").to_dict("records") if int(row["due_count"])]
    bars = [bounds_of(wording.fiscal_year(row["target_fy"]), row) for row in years]
    table = [_year_row(row, reporting.get(int(row["target_fy"]))) for row in years]
    return basis.figure(
        "attainment_trend", reading=_trend_sentence(years), n=sum(int(row["rateable_count"]) for row in years),
        missing=sum(int(row["unreported_count"]) for row in years), source=REPORTED_SOURCE_JA,
        table=lambda: pd.DataFrame(table), drawing=lambda _: html.bounded_shares(bars), chart=Shares(tuple(bars)),
    )  # fmt: skip


def _sum(shares: pd.DataFrame) -> dict[str, Any]:
    """Return the shares of several groups as one: counts add up, percentages are computed anew."""
    counts = {name: int(shares[name].sum()) for name in shares.columns if name.endswith("_count")}
    attained, rateable, missing = (counts[f"{name}_count"] for name in ("attained", "rateable", "unreported"))
    due = rateable + missing
    return {
        **counts,
        "attained_pct": round(100 * attained / rateable, 1) if rateable else None,
        "lowest_pct": round(100 * attained / due, 1) if due else None,
        "highest_pct": round(100 * (attained + missing) / due, 1) if due else None,
    }


def _reporting_tiles(reporting: Sequence[Row]) -> list[Number]:
    if not reporting:
        return [Number("報告率", wording.MISSING, "", "この年度の報告は求めていません")]
    row = reporting[0]
    if wording.is_missing(row["reporting_pct"]):
        note = f"期限前。{int(row['asked_count']):,}市町村のうち{int(row['received_count']):,}が提出"
        return [Number("報告率", wording.MISSING, "", note)]
    late = int(row["late_count"])
    note = f"期限の来た{int(row['due_count']):,}市町村のうち{int(row['submitted_count']):,}。未提出・差戻し {late:,}"
    return [Number("報告率", wording.number(row["reporting_pct"], 1), "%", note)]


def _share_tiles(whole: Row) -> list[Number]:
    share = bounds_of("達成割合", whole)
    spread = "すべて報告済み" if not whole["unreported_count"] else (
        f"未報告しだいで{wording.percent(share.lowest)}～{wording.percent(share.highest)}"
    )  # fmt: skip
    return [
        Number("達成割合（S＋A）", wording.number(share.pct, 1), "" if share.pct is None else "%", spread),
        Number("評価できた目標", f"{whole['rateable_count']:,}", "件", f"うち達成 {whole['attained_count']:,}件"),
        Number("未報告の目標", f"{whole['unreported_count']:,}", "件", f"評価困難 {whole['hard_to_rate_count']:,}件"),
    ]  # fmt: skip


def _standing_sentence(reporting: Sequence[Row], whole: Row, year: int) -> str:
    rateable, missing = int(whole["rateable_count"]), int(whole["unreported_count"])
    if not rateable:
        return f"{wording.fiscal_year(year)}は、評価できた目標がまだありません。未報告は{missing:,}件です。"
    first = f"数値の目標は、評価できた{rateable:,}件のうち{int(whole['attained_count']):,}件（{wording.percent(whole['attained_pct'])}）が達成です。"
    if not missing:
        return first + "未報告の目標はありません。"
    return first + (
        f"未報告の{missing:,}件しだいで、{wording.percent(whole['lowest_pct'])}から{wording.percent(whole['highest_pct'])}の間で変わります。"
    )


def _trend_sentence(years: Sequence[Row]) -> str:
    if not years:
        return "評価できた年度はまだありません。"
    parts = [f"{wording.fiscal_year(row['target_fy'])}は{_attained_ja(row)}" for row in years]
    return "達成割合は、" + "、".join(parts) + "です。"


def _attained_ja(row: Row) -> str:
    return wording.percent(row["attained_pct"]) if int(row["rateable_count"]) else "評価できた目標なし"


def _year_row(row: Row, reporting: Row | None) -> dict[str, object]:
    return {
        "年度": wording.fiscal_year(row["target_fy"]),
        "報告率（%）": None if reporting is None else reporting["reporting_pct"], "達成割合（%）": row["attained_pct"],
        "最低（%）": row["lowest_pct"], "最高（%）": row["highest_pct"], "達成（件）": row["attained_count"],
        "評価できた（件）": row["rateable_count"], "評価困難（件）": row["hard_to_rate_count"],
        "未報告（件）": row["unreported_count"],
    }  # fmt: skip


READING_JA = "横線が目標値、棒が実績です。幅の狭い点線の棒は年度途中の実績で、その年度の結果ではありません。"
TABLE_HEADINGS = headings_of(
    AREA, "area_code", "pillar_ja", TARGET, "fiscal_year_ja", ("fiscal_year", "年度（西暦）"), "point_ja",
    ("value", "実績"), "unit", "target_ja", "attainment_pct", "status_ja", "reason_ja", OFFICER_COMMENT,
    "target_id",
)  # fmt: skip
_POINTS_JA = {"year": "年度", "part_year": "年度途中", "other_year": "文書に記載（目標の年度と異なる）"}
_AS_AIM = ("increase_by", "decrease_by")
_RATED = [
    "target_id", "target_fy", "target_ja", "actual_ja", "attainment_pct", "status", "status_ja", "reason_ja",
    "comment_ja",
]  # fmt: skip
_POINT = [
    "fiscal_year", "point", "value", "unit", "is_suppressed", "status_ja", "target_value", "target_value_max",
    "target_unit", "comparator", "per",
]  # fmt: skip


def of_town(ratings: pd.DataFrame, series: pd.DataFrame, rules: Rules, basis: Basis) -> Figure:
    """Return every target of a municipality: a small chart of its years, and of each year band, reason and comment."""
    unreported = int((ratings["status"] == "unreported").sum())
    years = sorted(int(year) for year in ratings["target_fy"].dropna().unique())
    count = series["series_id"].nunique()
    span = wording.fiscal_year(years[0]) if years else "年度の記載なし"
    if len(years) > 1:
        span += f"から{wording.fiscal_year(years[-1])}"
    rest = f"未報告は{unreported:,}件です。" if unreported else "未報告はありません。"
    reading = f"{basis.place_ja}の目標{count:,}件の、{span}の実績と、年度ごとの段階・状態・理由です。{rest}"
    return basis.figure(
        "town_ratings", title=TOWN_TITLE_JA, reading=reading,
        n=len(ratings), missing=unreported, source=REPORTED_SOURCE_JA,
        notes=(READING_JA, rules.bands_ja, NEVER_ZERO_JA, "内訳の目標と重複した目標は、上の表にはありません。"),
        table=lambda: _table(ratings, series),
        drawing=lambda _: chips.rated_targets(
            ["目標と推移", "年度", "段階・状態", "目標値", "実績", "達成率", "理由とコメント"],
            _targets(rating_words(ratings), series, years),
        ),
    )  # fmt: skip


def _targets(ratings: pd.DataFrame, series: pd.DataFrame, years: list[int]) -> list[RatedTarget]:
    """Return the targets by pillar, each with the years in which it was set, the latest first."""
    rated = {str(row["target_id"]): row for row in ratings[_RATED].to_dict("records")}
    order = {code: number for number, code in enumerate(PILLARS)}
    groups: dict[str, list[Row]] = {}
    for point in series[["series_id", "target_id", "pillar", "label_ja", *_POINT]].to_dict("records"):
        groups.setdefault(str(point["series_id"]), []).append(point)
    listed: list[RatedTarget] = []
    for points in sorted(groups.values(), key=lambda rows: order.get(str(rows[0]["pillar"]), len(order))):
        first = points[0]
        label = "（文章の目標）" if wording.is_missing(first["label_ja"]) else str(first["label_ja"])
        codes = dict.fromkeys(str(point["target_id"]) for point in points)
        own = [rated[code] for code in codes if code in rated]
        own.sort(key=lambda row: 0 if wording.is_missing(row["target_fy"]) else -int(row["target_fy"]))
        chart = chips.small_bars(label, _bars(points, years))
        pillar = PILLARS[str(first["pillar"])].label_ja
        listed.append((label, pillar, chart, [_year(row) for row in own]))
    return listed


def _year(row: Row) -> RatedYear:
    return (
        _short(row["target_fy"]), Chip(str(row["status"]), str(row["status_ja"])),
        [str(row["target_ja"]), str(row["actual_ja"]), wording.percent(row["attainment_pct"])], str(row["reason_ja"]),
        wording.text(row["comment_ja"], ""),
    )  # fmt: skip


def _bars(points: Sequence[Row], years: list[int]) -> list[YearBar]:
    """Return a bar or a gap for each year of the municipality's targets, results of other years among them."""
    by_year: dict[int, list[Row]] = {year: [] for year in years}
    for point in points:
        if not wording.is_missing(point["fiscal_year"]):
            by_year.setdefault(int(point["fiscal_year"]), []).append(point)
    bars = []
    for year, results in sorted(by_year.items()):
        if not results:
            bars.append(YearBar(_short(year), None, "目標なし"))
        for point in sorted(results, key=lambda one: (one["point"] != "part_year", str(one["point"]))):
            bars.append(_bar(year, point))
    return bars


def _bar(year: int, point: Row) -> YearBar:
    target, target_ja = None, ""
    same_unit = wording.is_missing(point["unit"]) or point["unit"] == point["target_unit"]
    if point["point"] != "other_year" and not wording.is_missing(point["target_value"]):
        comparator = str(point["comparator"])
        amounts = (point["target_value"], point["target_value_max"], comparator, point["target_unit"])
        target_ja = wording.quantity(*amounts, point["per"])
        target = float(point["target_value"]) if same_unit or comparator not in _AS_AIM else None
    if wording.is_missing(point["value"]):
        word = "秘匿" if point["is_suppressed"] else str(point["status_ja"])
        return YearBar(_short(year), None, word, target, target_ja, point["point"] == "part_year")
    value = wording.quantity(point["value"], unit=point["unit"])
    return YearBar(_short(year), float(point["value"]), value, target, target_ja, point["point"] == "part_year")


def _short(year: object) -> str:
    """Return a fiscal year for a narrow column, such as 令和4."""
    return wording.fiscal_year(year).split("年度")[0]


def _table(ratings: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Return one row per target and point; rate, reason and comment stand with the result that they judge."""
    judged = rating_words(ratings)[[*_RATED, "area_name_ja"]].drop(columns=["target_fy", "status", "status_ja"])
    rows = series.merge(judged, "left", "target_id")
    about_year = ["attainment_pct", "status_ja", "reason_ja", "comment_ja"]
    rows[about_year] = rows[about_year].astype(object).where(rows["is_rated"], None)
    rows = rows.assign(
        fiscal_year_ja=rows["fiscal_year"].map(wording.fiscal_year),
        point_ja=rows["point"].map(_POINTS_JA),
        pillar_ja=rows["pillar"].map(words_of(PILLARS)),
    )
    return tables.readable(rows, TABLE_HEADINGS)
