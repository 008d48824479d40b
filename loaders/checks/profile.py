"""The municipality's basic figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from loaders.document import Row
from loaders.quality import Finding, Notes, Tables, rule


def profile_figures(tables: Tables, code: str) -> Iterator[tuple[Row, float]]:
    """Yield the rows of an indicator that have a value, with it."""
    for row in tables["profile_values"]:
        if row["indicator_code"] == code and row.get("value") is not None:
            yield row, float(row["value"])


def _outside(tables: Tables, code: str, low: float, high: float, name: str, unit: str) -> Iterator[Finding]:
    for row, value in profile_figures(tables, code):
        if not low <= value <= high:
            yield Finding(
                "profile_values",
                row,
                "value",
                f"{name} {value:,.10g}{unit} は {low:.10g}〜{high:,.10g}{unit} の外にある",
            )


def _is_municipal(tables: Tables) -> set[Any]:
    return {r["record_id"] for r in tables["records"] if str(r["area_code"] or "")[2:5] != "000"}


@rule("profile.population_range", "error", "人口の範囲")
def population_is_plausible(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A municipality has 100 to 4,000,000 residents."""
    municipal = _is_municipal(tables)
    for finding in _outside(tables, "population", 100, 4_000_000, "人口", "人"):
        if finding.row["record_id"] in municipal:
            yield finding


@rule("profile.household_size", "warning", "1世帯あたりの人数")
def household_size_is_plausible(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Residents per household lie between 1.3 and 4.0."""
    residents = {row["record_id"]: value for row, value in profile_figures(tables, "population")}
    for row, households in profile_figures(tables, "households"):
        size = residents.get(row["record_id"], 0) / households if households else 0
        if size and not 1.3 <= size <= 4.0:
            yield Finding("profile_values", row, "value", f"1世帯あたり {size:.2f}人 は 1.3〜4.0人 の外にある")


@rule("profile.aging_rate_range", "error", "高齢化率の範囲")
def aging_rate_is_possible(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The aging rate lies between 10 and 70 %."""
    yield from _outside(tables, "aging_rate", 10, 70, "高齢化率", "%")


@rule("profile.aging_rate_unusual", "warning", "まれな高齢化率")
def aging_rate_is_usual(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The aging rate lies between 15 and 60 %."""
    yield from _outside(tables, "aging_rate", 15, 60, "高齢化率", "%")


@rule("profile.neighborhood_rate_range", "error", "地縁組織加入率の範囲")
def neighborhood_rate_is_a_share(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The membership rate of neighbourhood associations lies between 0 and 100 %."""
    yield from _outside(tables, "neighborhood_rate", 0, 100, "加入率", "%")


@rule("profile.density", "warning", "面積と人口密度")
def density_is_plausible(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Area lies between 1 and 2,200 km² and density between 1 and 25,000 residents per km²."""
    municipal = _is_municipal(tables)
    residents = {row["record_id"]: value for row, value in profile_figures(tables, "population")}
    for row, area in profile_figures(tables, "area_km2"):
        if row["record_id"] not in municipal:
            continue
        density = residents.get(row["record_id"], 0) / area if area else 0
        if not 1 <= area <= 2200 or (density and not 1 <= density <= 25_000):
            yield Finding(
                "profile_values",
                row,
                "value",
                f"面積 {area:,.10g}km²、人口密度 {density:,.0f}人/km² が通常の範囲の外にある",
            )


@rule("profile.welfare_rate_high", "error", "高すぎる生活保護受給率（‰と%）")
def welfare_rate_is_not_permille_in_disguise(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Above 60 ‰ after conversion, a per-mille figure was written with a percent sign."""
    for row, value in profile_figures(tables, "welfare_rate"):
        if value > 60:
            suggested = round(value / 10, 4)
            yield Finding(
                "profile_values", row, "value",
                f"保護率「{row['value_as_written']}」は ‰ に直すと {value:.10g}‰ となり高すぎる。‰ の値に % を付けた疑い",
                f"{suggested:.10g}‰", {"suggested_value": suggested, "suggested_unit": "‰"},
            )  # fmt: skip


@rule("profile.welfare_rate_low", "error", "低すぎる生活保護受給率（割合と%）")
def welfare_rate_is_not_a_fraction_in_disguise(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Below 0.5 ‰ after conversion, a fraction was written with a percent sign."""
    for row, value in profile_figures(tables, "welfare_rate"):
        if value < 0.5:
            suggested = round(value * 100, 4)
            yield Finding(
                "profile_values", row, "value",
                f"保護率「{row['value_as_written']}」は ‰ に直すと {value:.10g}‰ となり低すぎる。割合（小数）に % を付けた疑い",
                f"{suggested:.10g}‰", {"suggested_value": suggested, "suggested_unit": "‰"},
            )  # fmt: skip


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
