"""Every target with its band or state: by place and pillar, and one by one, with its years, for a municipality. Pure.

Everything here takes public ratings: small case counts are hidden before anything is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from components.drawing import grids, html, wording
from components.drawing.grids import Chip, RatedTarget, YearBar
from components.drawing.marks import PILLARS, words_of
from components.drawing.model import Address, Bars, Basis, Figure, Row, Share
from components.figures.targets import TOWN_TITLE_JA
from data.words import OWN_TARGET, REPORT_FORM_JA

NEVER_ZERO_JA = "未報告は斜線で示します。0でも未達成（D）でもありません。"
REPORTED_SOURCE_JA = "市町村の報告（期限のある年度報告）。段階と状態は当方の判定"


@dataclass(frozen=True)
class Rules:
    """The rules as they are printed beside the numbers: formulas in words and the limits of the bands."""

    reporting_ja: str
    share_ja: str
    bands_ja: str


def heat(
    ratings: pd.DataFrame, shares: pd.DataFrame, forms: pd.DataFrame, year: int, rules: Rules, basis: Basis,
    address: Address,
) -> Figure:  # fmt: skip
    """Return bands and states by place and pillar: municipalities of a prefecture, prefectures of all Japan."""
    group = group_of(ratings)
    rated = shown(ratings)
    words = _names(rated, "status", "status_ja")
    present = rated["pillar"].unique()
    pillars = [code for code in PILLARS if code in present]
    counts = rated.value_counts([group, "pillar", "status"]).reset_index(name="count")
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for row in counts.to_dict("records"):
        cells.setdefault((row[group], row["pillar"]), {})[row["status"]] = int(row["count"])
    bounds = {str(row[group]): row for row in shares.to_dict("records")}
    names = _names(rated, group, "area_name_ja" if group == "area_code" else "prefecture_ja")
    states = _form_words(forms, group)
    rows = [
        (
            str(name), address(str(place)), states.get(str(place), "報告の依頼なし"),
            [*(grids.chips(cells.get((place, pillar), {}), words) for pillar in pillars),
             _share_cell(bounds.get(str(place)))],
        )
        for place, name in sorted(names.items())
    ]  # fmt: skip
    of_states = rated["status"].value_counts()
    facts = {
        "year": year, "rated": len(rated), "states": [(words[code], of_states[code]) for code in grids.ORDER if code in of_states],
        "most": [words[str(of_states.index[0])], of_states.iloc[0]] if len(of_states) else [],
    }  # fmt: skip
    heads = ["自治体と報告の状態", *(PILLARS[code].label_ja for code in pillars), "達成割合（幅）"]
    return basis.figure(
        "attainment_heat", facts, n=len(rated), missing=int((rated["status"] == "unreported").sum()),
        source=REPORTED_SOURCE_JA, notes=(rules.bands_ja, NEVER_ZERO_JA, "内訳の目標と重複した目標は数えません。"),
        rows=lambda: rating_words(ratings), drawing=lambda _: grids.chip_heat(heads, rows) + grids.chip_key(words),
        chart=Bars(grids.targets_by_place(cells, names), grids.chip_marks(words), "件"),
    )  # fmt: skip


def _names(rows: pd.DataFrame, code: str, name: str) -> dict[str, str]:
    first = rows[[code, name]].drop_duplicates(code)
    return dict(zip(first[code], first[name], strict=True))


def group_of(ratings: pd.DataFrame) -> str:
    """Return what the lines of the heat table are: municipalities, or prefectures where there are several."""
    return "area_code" if ratings["prefecture_code"].nunique() <= 1 else "prefecture_code"


def shown(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings that are counted: no parts of another target, no duplicates."""
    return ratings[~ratings["is_factor"] & ~ratings["is_duplicate"]]


def rating_words(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings with target, result, pillar and year in words."""
    rows = ratings[_QUANTITIES].to_dict("records")
    return ratings.assign(
        target_fy_ja=ratings["target_fy"].map(wording.fiscal_year),
        pillar_ja=ratings["pillar"].map(words_of(PILLARS)),
        origin_ja=ratings["target_id"].str.startswith(OWN_TARGET).map({True: REPORT_FORM_JA, False: "文書"}),
        label_ja_=["（文章の目標）" if wording.is_missing(row["label_ja"]) else row["label_ja"] for row in rows],
        target_ja=[_target_ja(row) for row in rows],
        actual_ja=[wording.quantity(row["actual_value"], unit=row["actual_unit"]) for row in rows],
    )


def _target_ja(row: Row) -> str:
    return wording.quantity(
        row["target_value"], row["target_value_max"], row["comparator"], row["target_unit"], row["per"]
    )


# Few columns: a row as a mapping costs as much as it has columns.
_QUANTITIES = [
    "label_ja", "target_value", "target_value_max", "comparator", "target_unit", "per", "actual_value", "actual_unit",
]  # fmt: skip


def bounds_of(label: str, row: Row) -> Share:
    """Return a share with its bounds in words, always beside its numbers of targets."""
    rateable, missing = int(row["rateable_count"]), int(row["unreported_count"])
    beside = f"評価困難{int(row['hard_to_rate_count']):,}・未報告{missing:,}"
    if not rateable and not missing:
        return Share(label, None, f"評価できる目標がありません（{beside}）")
    pct, first = wording.float_of(row["attained_pct"]), wording.MISSING
    if pct is not None:
        first = f"{wording.percent(pct)}（{int(row['attained_count']):,}/{rateable:,}件）"
    lowest, highest = float(row["lowest_pct"]), float(row["highest_pct"])
    spread = f"　幅 {wording.percent(lowest)}～{wording.percent(highest)}" if missing else ""
    return Share(label, pct, f"{first}{spread}　{beside}", lowest, highest)


def _form_words(forms: pd.DataFrame, group: str) -> dict[str, str]:
    """Return the state of the report of each municipality, or how many came in from each prefecture."""
    if group == "area_code":
        rows = zip(forms["area_code"], forms["state_ja"], forms["is_late"], strict=True)
        return {str(code): f"{state}{'（期限超過）' if is_late else ''}" for code, state, is_late in rows}
    received = forms.groupby(group)["is_submitted"].agg(["sum", "size"])
    return {str(code): f"提出 {row['sum']:,}/{row['size']:,}市町村" for code, row in received.iterrows()}


def _share_cell(row: Row | None) -> str:
    if row is None:
        return ""
    share = bounds_of("", row)
    if share.lowest is None:
        return "<small>評価できる目標なし</small>"
    return html.bounded_shares([replace(share, label="")])


READING_JA = "横線が目標値、棒が実績です。幅の狭い点線の棒は年度途中の実績で、その年度の結果ではありません。"
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


def of_town(
    ratings: pd.DataFrame, series: pd.DataFrame, rules: Rules, basis: Basis, drawn_year: int | None = None
) -> Figure:
    """Return every target of a municipality: a small chart of its years, and of each year band, reason and comment.

    Args:
        drawn_year: The year that is drawn; the table has all of them.
    """
    unreported = int((ratings["status"] == "unreported").sum())
    years = sorted(int(year) for year in ratings["target_fy"].dropna().unique())
    count = series["series_id"].nunique()
    facts = {
        "targets": count, "unreported": unreported, "drawn": drawn_year, "first": years[0] if years else None,
        "last": years[-1] if years else None,
    }  # fmt: skip
    drawn, shown = ratings, series
    if drawn_year:
        drawn = ratings[ratings["target_fy"] == drawn_year]
        shown = series[series["series_id"].isin(series.loc[series["target_id"].isin(drawn["target_id"]), "series_id"])]
    heads = ["目標と推移", "年度", "段階・状態", "目標値", "実績", "達成率", "理由とコメント"]
    return basis.figure(
        "town_ratings", facts, title=TOWN_TITLE_JA, n=len(ratings), missing=unreported, source=REPORTED_SOURCE_JA,
        notes=(READING_JA, rules.bands_ja, NEVER_ZERO_JA, "内訳の目標と重複した目標は、上の表にはありません。"),
        rows=lambda: _rows(ratings, series),
        drawing=lambda _: grids.rated_targets(heads, _targets(rating_words(drawn), shown, years)),
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
        chart = grids.small_bars(label, _bars(points, years))
        pillar = PILLARS[str(first["pillar"])].label_ja
        pillar += f"（{REPORT_FORM_JA}）" if str(first["target_id"]).startswith(OWN_TARGET) else ""
        rated_years = [
            (_short(row["target_fy"]), Chip(str(row["status"]), str(row["status_ja"])),
             [str(row["target_ja"]), str(row["actual_ja"]), wording.percent(row["attainment_pct"])],
             str(row["reason_ja"]), wording.text(row["comment_ja"], ""))
            for row in own
        ]  # fmt: skip
        listed.append((label, pillar, chart, rated_years))
    return listed


def _bars(points: Sequence[Row], years: list[int]) -> list[YearBar]:
    """Return a bar or a gap for each year of the municipality's targets, results of other years among them."""
    by_year: dict[int, list[Row]] = {year: [] for year in years}
    for point in points:
        if not wording.is_missing(point["fiscal_year"]):
            by_year.setdefault(int(point["fiscal_year"]), []).append(point)
    bars = []
    for year, results in sorted(by_year.items()):
        results.sort(key=lambda one: (one["point"] != "part_year", str(one["point"])))
        bars += [_bar(year, point) for point in results] or [YearBar(_short(year), None, "目標なし")]
    return bars


def _bar(year: int, point: Row) -> YearBar:
    target, target_ja = None, ""
    same_unit = wording.is_missing(point["unit"]) or point["unit"] == point["target_unit"]
    if point["point"] != "other_year" and not wording.is_missing(point["target_value"]):
        target_ja = _target_ja(point)
        target = float(point["target_value"]) if same_unit or point["comparator"] not in _AS_AIM else None
    words = "秘匿" if point["is_suppressed"] else str(point["status_ja"])
    value = wording.float_of(point["value"])
    if value is not None:
        words = wording.quantity(value, unit=point["unit"])
    return YearBar(_short(year), value, words, target, target_ja, point["point"] == "part_year")


def _short(year: object) -> str:
    """Return a fiscal year for a narrow column, such as 令和4."""
    return wording.fiscal_year(year).split("年度")[0]


def _rows(ratings: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Return one row per target and point; rate, reason and comment stand with the result that they judge."""
    judged = rating_words(ratings)[[*_RATED, "area_name_ja"]].drop(columns=["target_fy", "status", "status_ja"])
    rows = series.merge(judged, "left", "target_id")
    about_year = ["attainment_pct", "status_ja", "reason_ja", "comment_ja"]
    rows[about_year] = rows[about_year].astype(object).where(rows["is_rated"], None)
    return rows.assign(
        fiscal_year_ja=rows["fiscal_year"].map(wording.fiscal_year),
        point_ja=rows["point"].map(_POINTS_JA),
        pillar_ja=rows["pillar"].map(words_of(PILLARS)),
    )
