"""Targets and their summaries."""

import re
from collections import defaultdict
from collections.abc import Iterator
from math import prod
from typing import Any

from loaders.document import Row
from loaders.quality import Finding, Notes, Tables, rule
from loaders.text.normalise import folded, unify_counters


def _numbers(tables: Tables) -> Iterator[Row]:
    return (row for row in tables["targets"] if row.get("value") is not None)


@rule("target.unit_and_label", "warning", "目標の単位・項目名")
def numeric_targets_have_unit_and_label(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A number says what it counts and in which unit."""
    for row in _numbers(tables):
        if not row.get("label_ja") or not row.get("unit"):
            message = f"目標「{row['value']:.10g}{row.get('unit') or ''}」に項目名か単位がない"
            yield Finding("targets", row, "label_ja", message)


@rule("target.not_a_number_of_something_else", "error", "目標ではない数値")
def targets_are_not_years_or_articles(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A year, an article, a page or a telephone number is not a target."""
    for row in _numbers(tables):
        written, quote = re.escape(f"{row['value']:.10g}"), folded(str(row.get("quote", "")))
        of_its_own = row.get("unit") and re.search(rf"(?<![\d.]){written}{row['unit']}", quote)
        if not of_its_own and re.search(rf"(?<![\d.]){written}(?:年(?!間)|条|頁|ページ|番地|-\d{{3,4}})", quote):
            yield Finding("targets", row, "value", f"「{row['value']:.10g}」は年・条・頁・電話番号の一部とみられる")


@rule("target.product_is_total", "error", "掛け算と合計")
def products_equal_their_stated_totals(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """10人×6回×2地区 equals the stated 120人."""
    by_id = {row["target_id"]: row for row in tables["targets"]}
    factors: dict[str, list[float]] = defaultdict(list)
    for row in _numbers(tables):
        if row.get("part_of"):
            factors[str(row["part_of"])].append(float(row["value"]))
    for target_id, values in factors.items():
        total = by_id[target_id]
        if len(values) > 1 and abs(prod(values) - float(total["value"])) > 1e-6:
            written = "×".join(f"{v:.10g}" for v in values)
            message = f"内訳 {written} の積が {total['value']:.10g} と一致しない"
            yield Finding("targets", total, "value", message, f"{prod(values):.10g}")


@rule("target.parts_and_sites", "warning", "一か所あたりと合計")
def parts_times_sites_make_the_total(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A figure per site and the total of the same statement and unit differ by a whole number of sites, within rounding."""
    sites = [row for row in _numbers(tables) if row.get("per") == "site"]
    totals = {_what_counts(row): float(row["value"]) for row in _numbers(tables) if row.get("per") != "site"}
    for row in sites:
        total, part = totals.get(_what_counts(row), 0.0), float(row["value"])
        count = round(total / part) if part else 0
        if count >= 1 and abs(total / count - part) > 0.5:
            message = f"一か所あたり {part:.10g} と全体 {total:.10g} が何か所の計算としても合わない"
            yield Finding("targets", row, "value", message)


def folded_unit(unit: Any) -> str:
    """Return a unit in one spelling: か所 for カ所, ヶ所 and 箇所, 人 for 名."""
    return unify_counters(f"1{unit or ''}")[1:].replace("名", "人")


def _what_counts(row: Row) -> tuple[Any, ...]:
    return row["statement_id"], row.get("label_ja"), row.get("unit")


@rule("target.rate_range", "error", "目標の率の範囲")
def target_rates_are_shares(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A rate lies between 0 and 100 % (0 and 10 割); an increase may be more."""
    for row in _numbers(tables):
        limit = {"%": 100, "割": 10}.get(str(row.get("unit")))
        if limit and row["comparator"] != "increase_by" and not 0 <= float(row["value"]) <= limit:
            yield Finding("targets", row, "value", f"割合の目標 {row['value']:.10g}{row['unit']} が範囲の外にある")


@rule("target.baseline_beyond", "warning", "目標より良い基準値")
def baselines_lie_before_their_targets(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A baseline that is already better than its target is in doubt, and such a target is never exceeded."""
    for row in _numbers(tables):
        baseline, value = row.get("baseline_value"), float(row["value"])
        if baseline is None or row["comparator"] in {"increase_by", "decrease_by"} or row.get("unit") == "倍":
            continue
        if baseline < value if row["comparator"] == "le" else baseline > value:
            unit = row.get("unit") or ""
            message = f"基準値 {baseline:,.10g}{unit} がすでに目標 {value:,.10g}{unit} より良い（目標か基準値の読み違い、または減った可能性がある）"
            yield Finding("targets", row, "baseline_value", message)


@rule("target.same_result_twice", "info", "二つの欄にある同じ実績")
def results_written_twice_count_once(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The same result in two cells of a record is marked as a duplicate."""
    first: dict[tuple[Any, ...], Row] = {}
    for row in tables["achievements"]:
        if row.get("value") is None or row.get("evidence") != "document" or row.get("part_of"):
            continue
        label, unit = folded(str(row.get("label_ja") or "")), folded_unit(row.get("unit"))
        period = (row.get("fiscal_year"), row.get("period_start"), row.get("period_end"))
        original = first.setdefault((row["record_id"], label, row["value"], unit, period), row)
        if original is not row and row.get("statement_id") != original.get("statement_id"):
            yield Finding("achievements", row, "duplicate_of",
                          f"同じ実績が {original['achievement_id']} にもある（数えるのは一度）",
                          str(original["achievement_id"]), {"duplicate_of": original["achievement_id"]})  # fmt: skip


@rule("target.same_aim_twice", "info", "二つの柱にある同じ目標")
def aims_in_two_pillars_count_once(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The same aim in two pillars of a record is marked as a duplicate and counts once."""
    first: dict[tuple[Any, ...], Row] = {}
    for row in _numbers(tables):
        label, unit = folded(str(row.get("label_ja") or "")), folded_unit(row.get("unit"))
        key = (row["record_id"], label, row["value"], row.get("value_max"), unit)
        original = first.setdefault(key, row)
        if original is not row and key[1] and original["pillar"] != row["pillar"]:
            yield Finding("targets", row, "duplicate_of", f"同じ目標が {original['target_id']} にもある（数えるのは一度）",
                          str(original["target_id"]), {"duplicate_of": original["target_id"], "counts_in_rate": False})  # fmt: skip


@rule("target.result_as_target", "error", "目標欄にある実績")
def results_are_not_targets(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A number directly behind 実績, 現状 or 済, or last year's result taken over as the target, is in doubt."""
    taken_over = {note["target_id"] for note in notes["result_as_target"]}
    for row in _numbers(tables):
        written = re.escape(f"{row['value']:,.10g}")
        behind = re.search(rf"(?:実績|現状|済)[:：]?[^0-9、。]{{0,12}}{written}(?![\d.,])", str(row.get("quote", "")))
        if row["target_id"] in taken_over:
            message = f"前年度の実績 {row['value']:,.10g}{row['unit']} をもとに目標とする、とあり、目標値そのものは書かれていない"
            yield Finding("targets", row, "value", message)
        elif behind:
            message = f"「{row['value']:.10g}{row.get('unit') or ''}」は実績や現状の値とみられる"
            yield Finding("targets", row, "value", message)
