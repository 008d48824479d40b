"""The stage of every municipality in every year, each with its evidence and source; coverage C4, and counts that documents declare."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from data.answers.areas import municipalities, prefecture_sizes, prefectures, residents
from data.answers.facts import by_key, kept, located, of_place, prefecture_of
from data.answers.reports import kept_by_place_with_documents, kept_with_roads
from data.answers.stage_sources import programme_names, shown_statements, statements
from data.measures import reconciliation as counts
from data.measures import stages as measure
from data.measures.comparisons import stage_moves as moves_between
from data.measures.definitions import LABELS
from data.measures.stage_conflicts import CONFLICTS
from data.measures.stages import ACTIVE, LADDER_PROGRAMMES
from data.words import date_ja, percent_ja, place_ja, year_ja

STAGE_LABELS = measure.STAGE_LABELS


@kept_with_roads
def stage_years() -> list[int]:
    """Return the fiscal years of the ladder, from the first to the last with any stage."""
    return list(measure.stage_years(statements()))


def stage_ladder(prefecture_code: str | None = None, area_code: str | None = None) -> pd.DataFrame:
    """Return one row per municipality and fiscal year, also where nothing is known (`unknown`).

    Columns: area_code, name_ja, prefecture_code, prefecture_ja, fiscal_year; for each programme of LADDER_PROGRAMMES
    `<programme>_stage`, `<programme>_evidence`, `<programme>_source_ja`; furthest_programme, furthest_stage,
    furthest_evidence, furthest_ja (one phrase) and conflict_ja (empty where sources agree).
    """
    return of_place(_ladder(prefecture_of(area_code, prefecture_code)), area_code, None)


@kept_by_place_with_documents
def _ladder(place: str, _year: int | None) -> pd.DataFrame:
    towns = municipalities(place or None)[["area_code", "name_ja", "prefecture_code", "prefecture_ja"]]
    known = statements(place or None)
    rows = measure.stage_ladder(towns, known, stage_years())
    for programme in LADDER_PROGRAMMES:
        sources = rows.pop(f"{programme}_row").map(known["source_ja"])
        rows[f"{programme}_source_ja"] = sources.astype("string").fillna("")
    names = programme_names()
    rows["furthest_ja"] = [
        f"{names[programme]}: {STAGE_LABELS[stage]}" if pd.notna(programme) else STAGE_LABELS[stage]
        for programme, stage in zip(rows["furthest_programme"], rows["furthest_stage"], strict=True)
    ]
    rows["conflict_ja"] = [
        "。".join(CONFLICTS[name] for name in found) if isinstance(found, tuple) else ""
        for found in rows.pop("conflicts")
    ]
    return rows.sort_values(["area_code", "fiscal_year"], ignore_index=True)


STAGE_MOVES = LABELS["stage_moves"]


def stage_moves(earlier: int, later: int, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return how the stage of each municipality moved between two years: `data.measures.comparisons.stage_moves`."""
    return moves_between(stage_ladder(prefecture_code), earlier, later)


WEIGHTS_JA = LABELS["stage_weights"]


def stage_coverage(
    programme_code: str, fiscal_year: int, prefecture_code: str | None = None, on_date: str | None = None
) -> pd.DataFrame:
    """Return C4 of a programme that municipalities prepare or implement, by municipalities, residents and residents aged 65+.

    One row per prefecture and weight; see `data.measures.stages.stage_coverage`. Beside it prefecture_ja,
    programme_code, fiscal_year, weight_ja, reading_ja, source_ja, and of a stated count record_id, doc_id, line_start,
    line_end. What sources dated after `on_date` (ISO) say does not count.
    """
    known = statements()  # a list names whole prefectures: all of it is looked at
    if on_date is not None:
        known = known[(known["as_of"].isna() | (known["as_of"] <= on_date)).fillna(True)]
    asked = pd.DataFrame({"programme_code": [programme_code], "fiscal_year": [fiscal_year]})
    return of_place(_coverage_of(asked, known), None, prefecture_code)


def _coverage_of(asked: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the coverage of several programmes and years in one go: each place of each is counted under a name of its own."""
    asked = asked.assign(number=[f"{number:03}" for number in range(len(asked))])

    def named(rows: pd.DataFrame) -> pd.DataFrame:
        rows = rows.merge(asked, "inner", ["programme_code", "fiscal_year"])
        return rows.assign(prefecture_code=rows["number"] + rows["prefecture_code"])

    complete = _fully_listed(
        known[known["stage"].isin(ACTIVE)].merge(asked, "inner", ["programme_code", "fiscal_year"])
    )
    known = measure.strongest(named(known))
    known = known[known["stage"].isin(ACTIVE)]
    members = known[["area_code", "prefecture_code"]].drop_duplicates()
    members = members.merge(residents().drop(columns="prefecture_code"), on="area_code")
    declared = declared_coverage()
    declared = named(declared[declared["kind"].eq("stated")])  # what prefectures state as reached
    sizes = prefecture_sizes().merge(asked, "cross")
    sizes["prefecture_code"] = sizes["number"] + sizes["prefecture_code"]
    rows = measure.stage_coverage(members, declared, sizes, complete)
    numbers = rows["prefecture_code"].str[:-2]
    for name in ("programme_code", "fiscal_year"):
        rows[name] = numbers.map(asked.set_index("number")[name])
    return _in_words(rows, declared, known)


@kept
def plan_coverage(fiscal_year: int, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return C4 of plans adopted or in force in a fiscal year; a draft or a projected plan never counts.

    As `stage_coverage`, without a programme. The dataset holds few plans, so every value is "at least".
    """
    counting = measure.plans_that_count(located("plans"), fiscal_year)
    members = residents().merge(counting.drop_duplicates("area_code")[["area_code"]], on="area_code")
    none = pd.DataFrame({"prefecture_code": [], "municipalities": []})
    rows = measure.stage_coverage(members, none, prefecture_sizes(), set())
    rows = rows.assign(fiscal_year=fiscal_year)
    sources = counting.assign(source_ja=list(map(_place_ja, counting.to_dict("records"))))
    return of_place(_in_words(rows, none, sources), None, prefecture_code)


def _fully_listed(known: pd.DataFrame) -> set[str]:
    """Return the prefectures, with the number asked for, whose municipalities in the stage a list names, all of them."""
    codes, lists = prefectures()["prefecture_code"], counts.named_lists(known)
    numbers = known.drop_duplicates(["programme_code", "fiscal_year"])
    lists = lists.merge(numbers[["programme_code", "fiscal_year", "number"]], "left", ["programme_code", "fiscal_year"])
    return {
        f"{found.number}{code}"
        for found in lists.itertuples()
        for code in codes[codes.between(str(found.first_prefecture_code), str(found.last_prefecture_code))]
    }


def _in_words(rows: pd.DataFrame, declared: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return coverage with its sources and readings; a number may stand before the codes of prefectures."""
    sizes = prefecture_sizes().set_index("prefecture_code")
    rows["residents_date"] = rows["prefecture_code"].str[-2:].map(sizes["residents_date"])
    rows["prefecture_ja"] = rows["prefecture_code"].str[-2:].map(sizes["name_ja"])
    rows["weight_ja"] = rows["weight"].map(WEIGHTS_JA)
    stated = declared.drop_duplicates("prefecture_code")
    places = ["prefecture_code", "record_id", "doc_id", "line_start", "line_end"]
    rows = rows.merge(stated.reindex(columns=places), "left", "prefecture_code")
    once = sources.drop_duplicates(["prefecture_code", "source_ja"])
    named = once.groupby("prefecture_code")["source_ja"].agg("、".join)
    rows["source_ja"] = [
        _place_ja(row) if row["basis"] == "stated_count" else named.get(row["prefecture_code"], "")
        for row in rows.to_dict("records")
    ]
    rows["reading_ja"] = list(map(_reading, rows.to_dict("records")))
    return rows.assign(prefecture_code=rows["prefecture_code"].str[-2:])


def _place_ja(row: dict[Hashable, Any]) -> str:
    return place_ja(row["doc_id"], row["line_start"], row["line_end"])


def _reading(row: dict[Hashable, Any]) -> str:
    if row["basis"] == "none":
        return "情報がないため示さない（0ではない）。"
    if pd.isna(row["numerator"]):
        return f"{row['missing_count']}市町村の名前または人口がわからないため、{row['weight_ja']}では示さない。"
    unit = "市町村" if row["weight"] == "municipalities" else "人"
    least = "少なくとも" if row["is_lower_bound"] else ""
    count = f"{least}{row['numerator']:,.0f}{unit}"
    if pd.isna(row["denominator"]):
        text = f"{count}。都道府県の{row['weight_ja']}の数がわからないため、割合は示さない。"
    else:
        share = percent_ja(row["numerator"], row["denominator"])
        text = f"{row['denominator']:,.0f}{unit}のうち{count}（{share}）。"
        if row["weight"] != "municipalities" and pd.notna(row["residents_date"]):
            text += f"人口は国勢調査（{row['residents_date']}現在）による。"
    if row["missing_count"]:
        text += f"人口がわからない{row['missing_count']}市町村を除く。"
    return text + ("市町村名の記載がない数による。" if row["basis"] == "stated_count" else "")


def declared_coverage(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the numbers of municipalities that documents of prefectures state, as a share of all (C4).

    The columns of `data.measures.stages.declared_counts` with doc_id, place, subject_ja, kind_ja and reading_ja.
    """
    return of_place(_declared(), None, prefecture_code)


@kept
def _declared() -> pd.DataFrame:
    steps = located("milestones")
    steps["record_fy"] = steps["record_id"].map(by_key("records", "fiscal_year"))
    rows = measure.declared_counts(steps, located("achievements"), located("targets"), prefectures())
    rows["doc_id"] = rows["record_id"].map(by_key("records", "doc_id"))
    places = prefectures().set_index("area_code")
    rows["prefecture_code"] = rows["area_code"].map(places["prefecture_code"])
    rows["prefecture_ja"] = rows["area_code"].map(places["name_ja"])
    rows["subject_ja"] = rows["subject"].map(measure.SUBJECTS)
    rows["kind_ja"] = rows["kind"].map(measure.KINDS)
    rows["reading_ja"] = list(map(_declared_reading, rows.to_dict("records")))
    return rows


def _declared_reading(row: dict[Hashable, Any]) -> str:
    when = f"{date_ja(row['as_of'])}時点" if pd.notna(row["as_of"]) else year_ja(row["fiscal_year"])
    share = percent_ja(row["municipalities"], row["denominator"])
    text = f"{when}: {row['denominator']:.0f}市町村のうち{row['municipalities']:.0f}（{share}）。{row['kind_ja']}。"
    by_cell = pd.notna(row["position"]) and row["position"] == "by_cell"
    return text + ("年度は表の位置から読んだ。" if by_cell else "")


def known_coverage(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return C4 wherever anything is known of it: of every programme and year, of plans, and of the duty.

    The columns of `stage_coverage` with what_ja (programme, plan or duty) and when_ja (year or day). A count that a
    document states for plans or the duty names no municipality: it has no residents.
    """
    return of_place(_known_coverage(), None, prefecture_code)


@kept_with_roads
def _known_coverage() -> pd.DataFrame:
    known, stated = shown_statements(), declared_coverage()
    stated = stated[stated["kind"] == "stated"]
    pairs = pd.concat([known[known["stage"].isin(ACTIVE)], stated])[["programme_code", "fiscal_year"]]
    pairs = pairs.dropna().drop_duplicates().sort_values(["fiscal_year", "programme_code"], ascending=[False, True])
    rows = _coverage_of(pairs, statements())
    rows = rows.assign(what_ja=rows["programme_code"].map(programme_names()))
    plans = next((found for year in reversed(stage_years()) if _is_known(found := plan_coverage(year)).any()), None)
    if plans is not None:
        rows = pd.concat([rows, plans.assign(what_ja="地域福祉計画（策定済み）")], ignore_index=True)
    rows = rows[_is_known(rows)].assign(when_ja=lambda known: known["fiscal_year"].map(year_ja))
    without_names = _counts_without_names(stated).reindex(columns=rows.columns)
    return pd.concat([rows, without_names], ignore_index=True)


def _is_known(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["basis"] != "none"


def _counts_without_names(stated: pd.DataFrame) -> pd.DataFrame:
    """Return the stated counts of plans and of the duty as rows of the first denominator."""
    rows = stated[stated["subject"].isin(["duty", "plan"])]
    pairs = rows[["as_of", "fiscal_year"]].itertuples(index=False)
    return rows.assign(
        weight="municipalities", weight_ja=WEIGHTS_JA["municipalities"], basis="stated_count",
        numerator=rows["municipalities"].astype(float), missing_count=0, named_count=0, is_lower_bound=False,
        what_ja=rows["subject_ja"], when_ja=[date_ja(day) if pd.notna(day) else year_ja(year) for day, year in pairs],
        source_ja=list(map(_place_ja, rows.to_dict("records"))),
    )  # fmt: skip
