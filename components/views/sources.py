"""Which source a view's figures use where there are two, what cannot be shown with it, and the way to what is missing."""

import re
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.markdown import escaped
from components.drawing.model import Basis
from components.drawing.tables import SOURCE_HEADINGS
from components.figures.aging import SERVICE_COVERAGES, Coverage, left_out, points
from components.figures.census import BASIS_COLUMNS, document_when, unplaced
from components.figures.coverage import flag_of
from components.figures.reported_areas import is_reported, with_reported
from components.figures.service_totals import with_placing, with_services
from components.figures.services import SOURCE_JA
from components.views import filters, navigation
from components.views.card import store_in_reach
from components.views.filters import Filters
from data import answers
from data.answers.facts import kept_per_version
from data.answers.services import FEWEST
from data.folders import PROJECT
from data.measures.coverage import REASONS

AGING = {"census": "国勢調査（全市町村）", "document": "計画書（計画書のある市町村）"}
COVERAGES = {"reported": "報告値を優先", "declared": "申告値のみ"}
COVERAGES_HELP = "報告値は市町村が実績報告で答えた値、申告値は計画書に書かれた値です。"
MISSING_CENSUS_JA = "国勢調査は、この環境に取り込まれていません。"


def choose_census() -> bool:
    """Show the choice of 高齢化率, the same on every page, and return whether that of the census is meant.

    The two differ in date and in the towns that have one.
    """
    return filters.choose_one("aging_source", "高齢化率の出典", AGING, style="buttons") == "census"


@dataclass(frozen=True)
class Placed:
    """The municipalities of the scatter, as the reader chose their values; the frames are shared and never changed."""

    points: pd.DataFrame  # Those with both values: figures.aging.points
    unplaced: pd.DataFrame  # Those of whom only 高齢化率 is known: figures.census.unplaced
    left_out: pd.DataFrame  # Those with a plan, or report, that cannot be placed: name_ja, reason_ja
    without_plan: int  # How many have no plan, or report
    missing: int  # How many have a plan, or report, and are no points
    # Coverage, source of 高齢化率 (a key of AGING, "" without a census), year of the reports on the five services (None = the
    # plans of the framework before), whether it depends on reports
    asked: tuple[str, str, int | None, bool]

    @property
    def has_census(self) -> bool:
        """Whether a census was imported."""
        return self.asked[1] != ""

    @property
    def source_ja(self) -> str:
        """What a municipality must have to be looked for here."""
        return "計画書" if self.asked[2] is None else "報告"

    def basis(self, chosen: Filters) -> Basis:
        """Return place, time and source of the coverage."""
        year, documents = self.asked[2], answers.documents()
        if year is not None:
            return Basis(chosen.prefecture_ja, wording.fiscal_year(year), SOURCE_JA)
        return Basis(chosen.prefecture_ja, wording.as_of(documents), wording.sources(documents))


PLANS = "plans"
FEWEST_JA = "今の制度の報告から値の分かる市町村が{}に満たないため、モデル事業の計画書の値を示しています。"
LATEST_JA = "{}は、今の制度の報告から値が分かる市町村が{}以上ある最新の年度です。"


def choose_framework(chosen: Filters) -> int | None:
    """Show the choice of framework and year, where anything was reported under the present one, and return it.

    Returns:
        The fiscal year of the reports on the five services; None for the plans of the model projects. At first it is
        the latest year that enough municipalities can be placed in; a sentence says which and why.
    """
    place, years = chosen.prefecture_code, []
    with store_in_reach():
        reported = answers.service_years(prefecture_code=place)["fiscal_year"]
        years = sorted({int(year) for year in reported}, reverse=True)
    if not years:
        return None
    first, aging = next(iter(SERVICE_COVERAGES.values())), "census" if _has_census(place) else ""
    usable = [year for year in years if len(_of_services(place, first, aging, year).points) >= FEWEST]
    names = {str(year): f"{wording.short_year(year)}の報告" for year in years} | {PLANS: "モデル事業の計画書"}
    default = str(usable[0]) if usable else PLANS
    asked = filters.choose_one("framework_fy", "制度と年度", names, default, style="buttons")
    if asked == default:
        year_ja = wording.fiscal_year(usable[0]) if usable else ""
        st.caption(escaped(LATEST_JA.format(year_ja, FEWEST) if usable else FEWEST_JA.format(FEWEST)))
    return None if asked == PLANS else int(asked)


def _has_census(prefecture_code: str | None) -> bool:
    return bool(answers.aging_rates(prefecture_code)["census_aging_rate_pct"].notna().any())


def choose_placed(coverage: Coverage, chosen: Filters, year: int | None = None) -> Placed:
    """Show the choice of the sources, where there are two, and return the municipalities of the scatter."""
    is_as_reported = False
    with store_in_reach():
        if is_reported(answers.reported_coverage(prefecture_code=chosen.prefecture_code), coverage):
            basis = filters.choose_one("basis", "値のもと", COVERAGES, style="buttons", help_ja=COVERAGES_HELP)
            is_as_reported = basis == "reported"
    aging = ""
    if _has_census(chosen.prefecture_code):
        aging = "census" if choose_census() else "document"
    if year is not None:
        return _of_services(chosen.prefecture_code, coverage, aging, year)
    return (_as_reported if is_as_reported else _as_declared)(chosen.prefecture_code, coverage, aging)


@kept_per_version(answers.state_version)
def _as_declared(prefecture_code: str | None, coverage: Coverage, aging: str) -> Placed:
    towns = _with_aging(answers.municipalities(prefecture_code), prefecture_code, aging)
    return _placed(towns, coverage, (coverage.column, aging, None, False))


@kept_per_version(lambda: f"{answers.state_version()} {answers.report_state()}")
def _as_reported(prefecture_code: str | None, coverage: Coverage, aging: str) -> Placed:
    reported = answers.reported_coverage(prefecture_code=prefecture_code)
    towns = with_reported(answers.municipalities(prefecture_code), reported, coverage)
    return _placed(_with_aging(towns, prefecture_code, aging), coverage, (coverage.column, aging, None, True))


@kept_per_version(lambda: f"{answers.state_version()} {answers.report_state()}")
def _of_services(prefecture_code: str | None, coverage: Coverage, aging: str, year: int) -> Placed:
    """Return the municipalities by what they report on the five services of a year; has_record = with a report."""
    services = answers.town_services(prefecture_code=prefecture_code)
    towns = with_placing(
        with_services(answers.municipalities(prefecture_code), answers.service_years(prefecture_code=prefecture_code), year),
        services[services["fiscal_year"] == year], answers.reported_roads(prefecture_code), coverage, year,
    )  # fmt: skip
    return _placed(_with_aging(towns, prefecture_code, aging), coverage, (coverage.column, aging, year, True))


def trails_of(placed: Placed, kind: Coverage, chosen: Filters, codes: tuple[str, ...]) -> pd.DataFrame | None:
    """Return the points of municipalities in each year that they report, or of their plan; None where none is meant."""
    if not codes:
        return None
    _, aging, asked, _ = placed.asked
    rows = placed.points
    if asked is not None:
        years = sorted(set(answers.service_years(prefecture_code=chosen.prefecture_code)["fiscal_year"].astype(int)))
        of_years = [_of_services(chosen.prefecture_code, kind, aging, year).points for year in years]
        rows = pd.concat([part.assign(fiscal_year=year) for part, year in zip(of_years, years, strict=True)])
    return rows[rows["area_code"].isin(codes) & rows["fiscal_year"].notna()]


_USED = {
    "area_code", "name_ja", "prefecture_ja", "fiscal_year", "has_record", "population", "aging_rate_pct", "aging_source",
    "quarantined_ja", "programme_group", "coverage_basis", "coverage_as_of", *BASIS_COLUMNS, *SOURCE_HEADINGS,
}  # fmt: skip


def _placed(towns: pd.DataFrame, coverage: Coverage, asked: tuple[str, str, int | None, bool]) -> Placed:
    used = _USED | {coverage.column, flag_of(coverage.column), coverage.reason_column}
    towns = towns[[name for name in towns if name in used]]
    placed, with_plan = points(towns, coverage), int(towns["has_record"].sum())
    return Placed(
        placed, unplaced(towns, coverage.column), left_out(towns, coverage, REASONS | answers.SERVICE_REASONS)[["name_ja", "reason_ja"]],
        len(towns) - with_plan, with_plan - len(placed), asked,
    )  # fmt: skip


def _with_aging(towns: pd.DataFrame, prefecture_code: str | None, source: str) -> pd.DataFrame:
    """Return the municipalities with aging_rate_pct of the chosen source, and beside it both; unchanged without a census.

    Further columns: aging_source (a key of AGING), document_aging_pct, document_when_ja, census_aging_pct, census_when_ja.
    """
    if not source:
        return towns
    rates = answers.aging_rates(prefecture_code)
    beside = rates[["area_code"]].assign(
        census_aging_pct=rates["census_aging_rate_pct"],
        census_when_ja=[wording.era_date(day) for day in rates["census_date"]],
        document_when_ja=[document_when(row) for row in rates.to_dict("records")],
    )
    rows = towns.merge(beside, "left", "area_code")
    rows = rows.assign(aging_source=source, document_aging_pct=rows["aging_rate_pct"])
    return rows.assign(aging_rate_pct=rows["census_aging_pct"]) if source == "census" else rows


def show_missing_census(chosen: Filters, effect_ja: str = "") -> None:
    """Say that no census was imported, what that means here, and where file and upload are."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{MISSING_CENSUS_JA}{escaped(effect_ja)}公開元のファイルと取り込み方:")
        navigation.link("data_quality", "取り込み", **chosen.query(view="imports"))


def show_left_out(placed: Placed) -> None:
    """List the municipalities with a plan, or report, that the scatter cannot place, each with its reason; count the rest."""
    st.subheader("図に置けない市町村")
    rows = placed.left_out
    if rows.empty:
        st.caption(f"{escaped(placed.source_ja)}のある市町村は、すべて図に置けました。")
    else:
        st.html(html.rows(["市町村", "理由"], zip(rows["name_ja"], rows["reason_ja"], strict=True)))
    if not placed.without_plan:
        return
    count = wording.count(placed.without_plan, "市町村")
    why = "カバー率が分からないため、高齢化率だけを下の縦線で示しました"
    if placed.unplaced.empty:
        why = "値が分からないため図にありません"
    st.caption(f"このほか、{escaped(placed.source_ja)}のない{escaped(count)}は、{escaped(why)}（0 ではありません）。")


def show_trouble() -> None:
    """Draw docs/trouble.md as tables: the rows that hold what the reader searches for, at first all."""
    wanted = filters.type_text("words", "画面や様式に出た言葉", placeholder="例：パスワード、保存先、期間の終わり")
    page = re.sub(r"\[([^\]]+)\]\([^)]*\)|`", r"\1", (PROJECT / "docs" / "trouble.md").read_text(encoding="utf-8"))
    found = False
    for section in page.split("\n## ")[1:]:
        title, *lines = section.splitlines()
        headings, _, *rows = (line.strip("| ").split(" | ") for line in lines if line.startswith("|"))
        if rows := [row for row in rows if wanted in " ".join(row)]:
            found = True
            st.html(html.heading(title) + html.rows(headings, rows, widths=(36, 28, 36)))
    if not found:
        st.info("この言葉のある行はありません。短いことばに変えるか、管理者に画面の名前と時刻をお知らせください。")
