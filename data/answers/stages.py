"""The stage of every municipality in every year, each with its evidence and source."""

from __future__ import annotations

import pandas as pd

from data import dataset
from data.answers.areas import municipalities
from data.answers.facts import by_key, kept, of_place, with_places
from data.measures import stages
from data.measures.stages import CONFLICTS, LADDER_PROGRAMMES
from data.words import date_ja, labels_of, place_ja

STAGE_LABELS = stages.STAGE_LABELS


def programme_stages(
    area_code: str | None = None, prefecture_code: str | None = None, fiscal_year: int | None = None
) -> pd.DataFrame:
    """Return everything that says at which stage a municipality is, one row per source.

    The columns of `data.measures.stages.stage_statements` with doc_id, place, programme_ja, stage_ja, evidence_ja,
    source_ja and conflict_ja (empty where there is none).
    """
    rows = of_place(statements(), area_code, prefecture_code)
    return rows if fiscal_year is None else rows[rows["fiscal_year"] == fiscal_year].reset_index(drop=True)


@kept
def statements() -> pd.DataFrame:
    """Return all statements about stages; see `programme_stages`."""
    rows = stages.stage_statements(dataset.read_table("programme_stages"), dataset.read_table("implementations"))
    documents = by_key("records", "doc_id")
    rows["doc_id"] = rows["record_id"].map(documents)
    names = programme_names()
    rows["programme_ja"] = rows["programme_code"].map(names)
    rows["stage_ja"] = labels_of("programme_stages", "stage", rows["stage"])
    rows["evidence_ja"] = labels_of("programme_stages", "evidence", rows["evidence"])
    rows["source_ja"] = [_source_ja(row) for _, row in rows.iterrows()]
    rows["conflict_ja"] = rows["conflict"].map(CONFLICTS).fillna("").astype("string")
    return with_places(rows)


def programme_names() -> pd.Series:
    """Return the Japanese names by programme_code."""
    return by_key("programmes", "name_ja")


def _source_ja(row: pd.Series) -> str:
    if pd.notna(row["doc_id"]):
        return place_ja(row["doc_id"], row["line_start"], row["line_end"])
    title = row["source_title"] if pd.notna(row["source_title"]) else row["source_url"]
    as_of = f"（{date_ja(row['as_of'])}時点）" if pd.notna(row["as_of"]) else ""
    return f"{title}{as_of}"


def stage_years() -> list[int]:
    """Return the fiscal years of the ladder, from the first to the last with any stage."""
    return list(stages.stage_years(statements()))


def stage_ladder(prefecture_code: str | None = None, area_code: str | None = None) -> pd.DataFrame:
    """Return one row per municipality and fiscal year, also where nothing is known (`unknown`).

    Columns: area_code, name_ja, prefecture_code, prefecture_ja, fiscal_year; for each programme of LADDER_PROGRAMMES
    `<programme>_stage`, `<programme>_evidence`, `<programme>_source_ja`; furthest_programme, furthest_stage,
    furthest_evidence, furthest_ja (one phrase) and conflict_ja (empty where sources agree).
    """
    return of_place(_ladder(), area_code, prefecture_code)


@kept
def _ladder() -> pd.DataFrame:
    towns = municipalities()[["area_code", "name_ja", "prefecture_code", "prefecture_ja"]]
    known = statements()
    rows = stages.stage_ladder(towns, known)
    for programme in LADDER_PROGRAMMES:
        sources = rows.pop(f"{programme}_row").map(known["source_ja"])
        rows[f"{programme}_source_ja"] = sources.fillna("").astype("string")
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
