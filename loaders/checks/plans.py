"""Plans with their items and measures; the forms of programme plans: figures, programmes and service areas."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from data.folders import yaml_beside
from loaders.document import Row
from loaders.quality import Finding, Notes, Tables, rule
from loaders.text.normalise import folded

# Action targets and chapters are listed only as far as a document refers to them.
_NUMBERED = {"basic_goal", "basic_measure", "direction"}
_DRAFT = re.compile(r"[(（]案[)）]")
_NOT_IN_FORCE = {"draft", "projected"}


@rule("plan.years", "error", "計画の年数")
def plan_years_agree(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The number of years is the last year minus the first plus one."""
    for row in tables["plans"]:
        if any(row.get(name) is None for name in ("start_fy", "end_fy", "period_years")):
            continue
        span = int(row["end_fy"]) - int(row["start_fy"]) + 1
        if span != row["period_years"]:
            message = f"計画期間 {row['start_fy']}〜{row['end_fy']}年度 は {row['period_years']}年間 と合わない"
            yield Finding("plans", row, "period_years", message, str(span))


@rule("plan.numbers", "error", "体系の番号")
def plan_items_are_numbered_without_gap(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Items under one parent are numbered 1 to n, each number once."""
    siblings: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in tables["plan_nodes"]:
        if row["level"] in _NUMBERED and row.get("number"):
            siblings[row["plan_id"], row.get("parent_id"), row["level"]].append(row)
    yield from _first_gaps("plan_nodes", siblings.values())


def _first_gaps(table: str, siblings: Iterable[list[Row]]) -> Iterator[Finding]:
    """Yield of each row of siblings the first one that has not the number of its place."""
    for rows in siblings:
        for expected, row in enumerate(rows, start=1):
            if row.get("number") != str(expected):
                found = row.get("number") or "番号のない施策"
                message = f"番号が {expected} であるはずのところに {found} がある"
                yield Finding(table, row, "number", message, str(expected))
                break


@rule("plan.draft_in_force", "error", "案のままの計画")
def drafts_are_not_in_force(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A plan that its document calls a draft has no other status than draft or projected."""
    drafts = {row["doc_id"] for row in tables["documents"] if row["status"] == "draft"}
    of_draft = {row["record_id"] for row in tables["records"] if row["doc_id"] in drafts}
    for row in tables["plans"]:
        is_draft = row["record_id"] in of_draft or _DRAFT.search(str(row.get("quote", "")))
        if is_draft and row["status"] not in _NOT_IN_FORCE:
            yield Finding("plans", row, "status", "案の段階の計画が、策定済みとして読まれている", "draft")


@rule("plan.stated_count", "warning", "書かれた数と実際の数")
def stated_counts_are_met(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """As many goals and pillars are found as the text announces."""
    differing: dict[str, list[Row]] = defaultdict(list)
    for note in notes["stated_count"]:
        if note["stated"] != note["found"]:
            differing[note["record_id"]].append(note)
    by_id = {row["record_id"]: row for row in tables["records"]}
    for record_id, found in differing.items():
        row = {**by_id[record_id], "line_start": found[0]["line_start"]}
        counts = "、".join(f"{note['what']}（本文{note['stated']}、読み取り{note['found']}）" for note in found)
        yield Finding("records", row, "", f"本文のいう数だけ読み取れていない: {counts}")


@rule("measure.numbers", "error", "施策の番号")
def measures_are_numbered_without_gap(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The measures under one goal or chapter in one year are numbered 1 to n, each number once."""
    siblings: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in tables["measures"]:
        siblings[row["node_id"], row["fiscal_year"]].append(row)
    yield from _first_gaps("measures", siblings.values())


@rule("measure.repost_title", "warning", "再掲の題名")
def reposts_keep_their_title(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A measure that stands again elsewhere (再掲) has the title of its original."""
    titles = {row["measure_id"]: row["title_ja"] for row in tables["measures"]}
    for row in tables["measures"]:
        original = titles.get(row.get("repost_of"))
        if original is not None and folded(original) != folded(row["title_ja"]):
            yield Finding("measures", row, "title_ja", f"再掲の題名が元の施策「{original}」と異なる", original)


@rule("measure.action_page", "warning", "行動目標のページ")
def an_action_target_stands_on_one_page(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Every reference to an action target names the same page of the plan."""
    targets = {row["node_id"] for row in tables["plan_nodes"] if row["level"] == "action_target"}
    pages: dict[str, int] = {}
    for row in tables["measure_links"]:
        node, page = row["action_node_id"], row.get("page")
        if node in targets and page is not None and pages.setdefault(node, page) != page:
            message = f"同じ行動目標の頁が {pages[node]} と {page} に分かれている"
            yield Finding("measure_links", row, "page", message, str(pages[node]))


@rule("measure.no_reference", "warning", "行動目標のない施策")
def measures_answer_to_the_plan(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Every measure refers to an action target or a page of the plan; one that does not may have lost a cell."""
    linked = {row["measure_id"] for row in tables["measure_links"]}
    for row in tables["measures"]:
        if row["measure_id"] not in linked:
            yield Finding("measures", row, "", "対応する行動目標や頁の記載がない")


def profile_figures(tables: Tables, code: str) -> Iterator[tuple[Row, float]]:
    """Yield the rows of an indicator that have a value, with it."""
    for row in tables["profile_values"]:
        if row["indicator_code"] == code and row.get("value") is not None:
            yield row, float(row["value"])


def _outside(
    tables: Tables, _: Notes, code: str, low: float, high: float, name: str, unit: str, is_municipal: bool = False
) -> Iterator[Finding]:
    municipal = _municipal_records(tables)
    for row, value in profile_figures(tables, code):
        if not low <= value <= high and (row["record_id"] in municipal or not is_municipal):
            message = f"{name} {value:,.10g}{unit} は {low:.10g}〜{high:,.10g}{unit} の外にある"
            yield Finding("profile_values", row, "value", message)


# The rules that a figure of the profile lies between two limits
for one in yaml_beside(__file__, "ranges.yml"):
    rule(*(one.pop(name) for name in ("rule_id", "severity", "name_ja")))(partial(_outside, **one))


def _municipal_records(tables: Tables) -> set[Any]:
    return {r["record_id"] for r in tables["records"] if str(r["area_code"] or "")[2:5] != "000"}


@rule("profile.household_size", "warning", "1世帯あたりの人数")
def household_size_is_plausible(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Residents per household lie between 1.3 and 4.0."""
    residents = _residents(tables)
    for row, households in profile_figures(tables, "households"):
        size = residents.get(row["record_id"], 0) / households if households else 0
        if size and not 1.3 <= size <= 4.0:
            yield Finding("profile_values", row, "value", f"1世帯あたり {size:.2f}人 は 1.3〜4.0人 の外にある")


@rule("profile.density", "warning", "面積と人口密度")
def density_is_plausible(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Area lies between 1 and 2,200 km² and density between 1 and 25,000 residents per km²."""
    municipal, residents = _municipal_records(tables), _residents(tables)
    for row, area in profile_figures(tables, "area_km2"):
        density = residents.get(row["record_id"], 0) / area if area else 0
        is_odd = not 1 <= area <= 2200 or (density and not 1 <= density <= 25_000)
        if is_odd and row["record_id"] in municipal:
            message = f"面積 {area:,.10g}km²、人口密度 {density:,.0f}人/km² が通常の範囲の外にある"
            yield Finding("profile_values", row, "value", message)


def _welfare_finding(row: Row, value: float, suggested: float, doubt: str) -> Finding:
    return Finding(
        "profile_values", row, "value",
        f"保護率「{row['value_as_written']}」は ‰ に直すと {value:.10g}‰ となり{doubt}",
        f"{suggested:.10g}‰", {"suggested_value": suggested, "suggested_unit": "‰"},
    )  # fmt: skip


@rule("profile.welfare_rate_high", "error", "高すぎる生活保護受給率（‰と%）")
def welfare_rate_is_not_permille_in_disguise(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Above 60 ‰ after conversion, a per-mille figure was written with a percent sign."""
    for row, value in profile_figures(tables, "welfare_rate"):
        if value > 60:
            yield _welfare_finding(row, value, round(value / 10, 4), "高すぎる。‰ の値に % を付けた疑い")


@rule("profile.welfare_rate_low", "error", "低すぎる生活保護受給率（割合と%）")
def welfare_rate_is_not_a_fraction_in_disguise(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Below 0.5 ‰ after conversion, a fraction was written with a percent sign."""
    for row, value in profile_figures(tables, "welfare_rate"):
        if value < 0.5:
            yield _welfare_finding(row, value, round(value * 100, 4), "低すぎる。割合（小数）に % を付けた疑い")


@rule("profile.welfare_rate_in_text", "info", "本文と表の生活保護受給率")
def welfare_rate_agrees_with_the_text(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A rate in the text that is five times the rate in the table, or a fifth of it, is pointed out."""
    rates = {row["record_id"]: (row, value) for row, value in profile_figures(tables, "welfare_rate")}
    for note in notes["welfare_rate_in_text"]:
        row, value = rates.get(note["record_id"], ({}, 0.0))
        ratio = note["permille"] / value if value else 1
        if ratio >= 5 or ratio <= 0.2:
            place = {**row, "line_start": note["line_start"]}
            yield Finding("profile_values", place, "value",
                          f"本文の「{note['written']}」と表の「{row['value_as_written']}」が大きく異なる")  # fmt: skip


@rule("programme.mark_and_description", "warning", "○印と記述の食い違い")
def marks_agree_with_sections(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A programme marked with ○ has its section, and the other way round; both facts are kept."""
    for row in tables["implementations"]:
        if row["marked"] != row["described"]:
            what = "○印があるのに節がない" if row["marked"] else "節があるのに○印がない"
            yield Finding("implementations", row, "marked", f"実施事業の{what}")


def _residents(tables: Tables) -> dict[Any, float]:
    return {row["record_id"]: value for row, value in profile_figures(tables, "population")}


def _counted_areas(tables: Tables) -> Iterator[tuple[Row, float, float]]:
    residents = _residents(tables)
    for row in tables["service_areas"]:
        whole = residents.get(row["record_id"])
        if row.get("population") is not None and whole and row["population_kind"] in {"total", "approx"}:
            yield row, float(row["population"]), whole


@rule("service_area.above_population", "warning", "人口を上回る対象人口")
def service_areas_fit_into_the_municipality(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A covered population above the municipality's is capped and flagged."""
    for row, population, whole in _counted_areas(tables):
        if whole < population <= 1.2 * whole:
            yield Finding("service_areas", row, "population", f"対象人口 {population:,.0f}人 が自治体の人口 {whole:,.0f}人 を上回る（100%を上限とする）",
                          f"{whole:.0f}")  # fmt: skip


@rule("service_area.far_above_population", "error", "人口を大きく上回る対象人口")
def service_areas_are_not_far_too_large(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A covered population above 1.2 times the municipality's is an error."""
    for row, population, whole in _counted_areas(tables):
        if population > 1.2 * whole:
            message = f"対象人口 {population:,.0f}人 が自治体の人口 {whole:,.0f}人 の1.2倍を超える"
            yield Finding("service_areas", row, "population", message)


@rule("service_area.range_as_total", "error", "幅や一圏域あたりの値")
def ranges_are_not_totals(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A range or a figure per unit never stands as a total."""
    for row in tables["service_areas"]:
        quote = str(row.get("quote", ""))
        is_range = re.search(r"\d\s*人?\s*~\s*[約]?\d", quote) and "合計" not in quote
        if is_range and row["population_kind"] == "total" and row.get("population") is not None:
            yield Finding("service_areas", row, "population", "幅で書かれた人数を合計として読んでいる")
