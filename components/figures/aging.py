"""高齢化率 against a support coverage: which towns, where they stand and which cannot be placed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from components.drawing import scatter, tables, wording
from components.drawing.declared import PROGRAMMES, TOWN, headings_of
from components.drawing.marks import POINT_GROUPS, words_of
from components.drawing.model import Basis, Figure, Points
from components.figures import census
from components.figures.coverage import CEILING_JA, DECLARED_JA, is_whole
from data import schema


@dataclass(frozen=True)
class Coverage:
    """A coverage that the scatter can show: its column, its names, what it means and why it may be missing."""

    column: str
    choice_ja: str
    name_ja: str
    note_ja: str
    reason_column: str | None = None
    missing_ja: str = ""

    @property
    def short_ja(self) -> str:
        """Its name for a narrow column, such as C1 イ."""
        return " ".join(self.choice_ja.split()[:2])


COVERAGES: Mapping[str, Coverage] = {
    "consultation": Coverage(
        "coverage_consultation_pct", "相談の受け止め", "支援カバー率（相談の受け止め）", DECLARED_JA + CEILING_JA,
        "coverage_consultation_reason",
    ),
    "community": Coverage(
        "coverage_community_pct", "地域づくり", "支援カバー率（地域づくり）", DECLARED_JA + CEILING_JA,
        "coverage_community_reason",
    ),
    "units": Coverage(
        "unit_coverage_pct", "圏域", "圏域カバー率",
        "圏域の単位は市町村ごとに異なるため、市町村の間の比較ではなく、同じ市町村の変化を見るための値です。",
        None, "対象の圏域数と全圏域数の両方は書かれていない",
    ),
    "functions": Coverage(
        "function_coverage_pct", "機能", "機能充足率",
        "欄に記入があることを数えた値で、機能が働いていることではありません。", None, "機能の欄のある事業がない",
    ),
}  # fmt: skip


SERVICE_REASON = "service_reason"
_SERVICE_NOTE_JA = "市町村が報告した対象の区域に住む人の割合で、支援が届いた人の割合ではありません。"
# The same of the framework since 2021, as reported for a year.
SERVICE_COVERAGES: Mapping[str, Coverage] = {
    **{
        code: Coverage(
            f"c1_{code}_pct", service.name_ja, f"対象地域の人口割合（{service.name_ja}）", _SERVICE_NOTE_JA, SERVICE_REASON,
            "この事業の報告がない",
        )
        for code, service in schema.SERVICES.items()
    },
    "functions_in_place": Coverage(
        "function_pct", "備わった機能", "機能充足率（五つの事業と二つの会議）",
        "備わっていると報告されたものの割合で、うまく働いていることではありません。",
    ),
}  # fmt: skip
# Services: coverage by the report of a year, where nothing is declared beside it
SERVICES = "services"
BASES_JA: Mapping[str, str] = {
    "declared": "申告値", "reported": "報告値", SERVICES: "報告値", scatter.FUNCTIONS: "報告値",
}  # fmt: skip
REPORTED_JA = "中抜きの印は市町村が報告した値、塗りの印は計画書の申告値です。報告値も対象とする区域の人口や圏域の割合で、支援が届いた人の割合ではありません。"


def points(towns: pd.DataFrame, coverage: Coverage) -> pd.DataFrame:
    """Return the municipalities that have both values, with what the scatter needs to know about each.

    Returns:
        The rows with coverage_pct, is_whole, group_ja, quadrant, quadrant_ja, coverage_basis (`reported`, `declared`),
        basis_ja and coverage_as_of (ISO date, "" for a declared value).
    """
    known = towns[towns["aging_rate_pct"].notna() & towns[coverage.column].notna()]
    if "coverage_basis" not in known:
        known = known.assign(coverage_basis="declared", coverage_as_of="")
    known = known.assign(
        basis_ja=known["coverage_basis"].map(BASES_JA),
        coverage_as_of=known["coverage_as_of"].astype(object).fillna(""), coverage_pct=known[coverage.column],
        is_whole=is_whole(known, coverage.column), group_ja=known["programme_group"].map(words_of(POINT_GROUPS)),
    )  # fmt: skip
    if known.empty:
        return known.assign(quadrant="", quadrant_ja="")
    quadrant = scatter.quadrants(known)
    return known.assign(quadrant=quadrant, quadrant_ja=quadrant.map(scatter.quadrant_words(known)))


def quadrant_labels(placed: pd.DataFrame) -> dict[str, str]:
    """Return the quadrants in words with the number of municipalities in each: 高齢化が進む・一部が対象（4）."""
    counts = placed["quadrant"].value_counts()
    return {name: f"{words}（{counts.get(name, 0)}）" for name, words in scatter.quadrant_words(placed).items()}


def left_out(towns: pd.DataFrame, coverage: Coverage, reasons: Mapping[str, str]) -> pd.DataFrame:
    """Return the municipalities with a plan that cannot be placed, with reason_ja."""
    having = towns[towns["has_record"] & (towns["aging_rate_pct"].isna() | towns[coverage.column].isna())]
    words = []
    for row in having.to_dict("records"):
        causes = []
        if wording.is_missing(row[coverage.column]):
            code = str(row[coverage.reason_column]) if coverage.reason_column else ""
            causes.append(reasons.get(code, coverage.missing_ja) or "値がない")
        if wording.is_missing(row["aging_rate_pct"]):
            held = "高齢化率" in str(row["quarantined_ja"]).split("、")
            causes.append("高齢化率の値を保留している" if held else "高齢化率の値がない")
        words.append("、".join(causes))
    return having.assign(reason_ja=words)


def figure(
    placed: pd.DataFrame, missing: int, coverage: Coverage, basis: Basis, highlighted: str | None,
    peers: tuple[str, ...] = (), rest: pd.DataFrame | None = None, trails: pd.DataFrame | None = None,
) -> Figure:  # fmt: skip
    """Return the scatter, with what cannot be placed (`missing`) and what has no coverage (`rest`, of `unplaced`).

    Args:
        trails: Points of the chosen towns in each year that is known (fiscal_year); None where no town is chosen.
    """
    aging_ja, day = census.name_and_day(placed)
    return basis.figure(
        "aging_coverage", name=f"aging_{coverage.column.removesuffix('_pct')}", title=f"{aging_ja}と{coverage.name_ja}",
        reading=_sentence(placed, coverage) + _reports_sentence(placed), short=_short(placed), n=len(placed), missing=missing,
        as_of=basis.as_of + (f"、高齢化率は{day}現在" if day else ""),
        source=basis.source + ("、国勢調査" if day else "") + ("、市町村の報告" if _has_reports(placed) else ""),
        notes=(
            coverage.note_ja, *census.lines_note(rest), *([REPORTED_JA] if _has_reports(placed) else []),
            "破線は中央値。中央値と同じ値は「進む」「高い」の側に数えます。", *_peers_note(placed, peers),
        ),
        drawn_notes=(*_panel_note(placed), *moves(trails)), table=lambda: table(placed, coverage, trails),
        drawing=(
            lambda mode: scatter.aging_coverage(
                placed, coverage.name_ja, mode, highlighted, peers, aging_ja, rest, trails
            )
        )
        if len(placed)
        else None,
        chart=Points(placed, aging_ja, coverage.name_ja, scatter.quadrant_words(placed), highlighted)
        if len(placed)
        else None,
    )  # fmt: skip


def table(placed: pd.DataFrame, coverage: Coverage, trails: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the points as a table, the highest 高齢化率 first; of the chosen towns also the coverage of each year."""
    reported = ("basis_ja", "coverage_as_of") if _has_reports(placed) else ()
    of_plans = placed["coverage_basis"].isin(["declared", "reported"]).all()
    headings = headings_of(
        "prefecture_ja", TOWN, "area_code", "aging_rate_pct", *census.BASIS_COLUMNS,
        ("coverage_pct", f"{coverage.short_ja}（%）"), *reported, "population", PROGRAMMES if of_plans else ("group_ja", "進め方・段階"), "quadrant_ja",
    )  # fmt: skip
    ordered = placed.sort_values(["aging_rate_pct", "area_code"], ascending=[False, True])
    if trails is None or trails["fiscal_year"].nunique() < 2:
        return tables.readable(ordered, headings).round({f"{coverage.short_ja}（%）": 1})
    years = trails.pivot(index="area_code", columns="fiscal_year", values="coverage_pct")
    by_year = {year: f"{wording.fiscal_year(year)}（%）" for year in years}
    ordered = ordered.merge(years.rename(columns=by_year), "left", left_on="area_code", right_index=True)
    shown = tables.readable(ordered, headings | {name: name for name in by_year.values()})
    return shown.round({f"{coverage.short_ja}（%）": 1} | dict.fromkeys(by_year.values(), 1))


def moves(trails: pd.DataFrame | None) -> tuple[str, ...]:
    """Return what the arrows say of the chosen towns, or why there are none."""
    if trails is None:
        return ()
    if trails.empty:
        return ("選んだ市町村の値はどの年度も分からないため、年度の動きは示せません。",)
    towns = [rows for _, rows in trails.sort_values("fiscal_year").groupby("area_code", sort=False)]
    moved = [rows for rows in towns if len(rows) > 1]
    if not moved:
        years = wording.tied_names([wording.short_year(year) for year in sorted(trails["fiscal_year"].unique())])
        return (f"選んだ市町村の値は、{years}の一つの年度だけが分かるため、年度の動きは示せません。",)
    steps = [rows["coverage_pct"].iloc[-1].round(1) - rows["coverage_pct"].iloc[0].round(1) for rows in moved]
    only = "高齢化率は一つの時点の値で、動きは上下だけです。"
    if len(moved) == 1:
        return (f"{_move_ja(moved[0], steps[0])}{only}",)
    kinds = {"上がった": sum(step > 0 for step in steps), "下がった": sum(step < 0 for step in steps)}
    kinds["変わらない"] = len(steps) - sum(kinds.values())
    words = "、".join(f"{ja}のは{count}" for ja, count in kinds.items() if count)
    return (f"選んだ{wording.count(len(moved), '市町村')}のうち、{words}です。{only}",)


def _move_ja(rows: pd.DataFrame, step: float) -> str:
    """Return how the coverage of one town went from its first to its last year."""
    first, last = rows.iloc[0], rows.iloc[-1]
    then, now = wording.short_year(first["fiscal_year"]), wording.short_year(last["fiscal_year"])
    was, became = wording.percent(first["coverage_pct"]), wording.percent(last["coverage_pct"])
    if not step:
        return f"{first['name_ja']}は{then}の{was}から{now}まで変わっていません。"
    return f"{first['name_ja']}は{then}の{was}から、{now}の{became}に{'上' if step > 0 else '下'}がりました。"


def _peers_note(placed: pd.DataFrame, peers: tuple[str, ...]) -> tuple[str, ...]:
    """Return which points are ringed, and how many of the peers have no place here."""
    names = [str(name) for name in placed.loc[placed["area_code"].isin(peers), "name_ja"]]
    if not peers:
        return ()
    if not names:
        return (f"似た{wording.count(len(peers), '市町村')}の点は、この図にありません。",)
    outside = len(peers) - len(names)
    rest = f"似た市町村のうち{outside}は、この図の範囲の外か、値がありません。" if outside else ""
    return (f"六角形で囲んだ点は、似た市町村（{wording.names(names, most=5)}）です。{rest}",)


def _has_reports(placed: pd.DataFrame) -> bool:
    return len(placed) > 0 and bool((placed["coverage_basis"] == "reported").any())


def _reports_sentence(placed: pd.DataFrame) -> str:
    if not _has_reports(placed):
        return ""
    count = int((placed["coverage_basis"] == "reported").sum())
    return f"縦軸は、{wording.share(count, len(placed))}が市町村の報告値です。"


def _panel_note(placed: pd.DataFrame) -> tuple[str, ...]:
    whole = placed["is_whole"] if len(placed) else pd.Series(dtype=bool)
    if whole.sum() < scatter.PANEL_FROM:
        return ()
    nearly = (placed.loc[whole, "coverage_pct"] < 100).any()
    which = "100%、または全域と書かれて95%以上" if nearly else "100%"
    return (
        f"{which}の{whole.sum()}市町村は上の帯に並べました。帯の中の上下は重なりを避けるためで、値の差ではありません。",
    )


def _short(placed: pd.DataFrame) -> str:
    """Return who is aged and covered in part, without the median; "" where there are not several."""
    behind = placed[placed["quadrant"] == "older_lower"].sort_values("aging_rate_pct", ascending=False)
    if len(behind) < 2:
        return ""
    names = wording.names([str(name) for name in behind["name_ja"]], most=2)
    what = "対象が一部" if placed["coverage_pct"].median() >= 100 else "カバー率が低い"
    return f"高齢化が進み{what}なのは{names}です。" if what == "対象が一部" else f"高齢化が進み{what}のは{names}です。"


def _sentence(placed: pd.DataFrame, coverage: Coverage) -> str:
    if placed.empty:
        return "高齢化率とカバー率の両方が分かる市町村がありません。"
    if len(placed) == 1:
        only = placed.iloc[0]
        return (
            f"両方の値が分かるのは{only['name_ja']}だけで、高齢化率{wording.percent(only['aging_rate_pct'])}、"
            f"{coverage.name_ja}{wording.percent(only['coverage_pct'])}です。"
        )
    whole = placed["coverage_pct"].median() >= 100
    median = wording.percent(placed["aging_rate_pct"].median())
    behind = placed[placed["quadrant"] == "older_lower"].sort_values("aging_rate_pct", ascending=False)
    part = (
        "備わらない機能のある"
        if (placed["coverage_basis"] == scatter.FUNCTIONS).all()
        else "一部の区域だけを対象とする"
    )
    words = part if whole else "カバー率が中央値を下回る"
    if behind.empty:
        return f"高齢化率が中央値（{median}）以上で、{words}市町村はありません。"
    if len(behind) == 1:
        return f"高齢化率が中央値（{median}）以上で、{words}のは{behind['name_ja'].iloc[0]}だけです。"
    names = wording.names([str(name) for name in behind["name_ja"]])
    return f"高齢化率が中央値（{median}）以上で、{words}のは{wording.count(len(behind), '市町村')}です（{names}）。"
