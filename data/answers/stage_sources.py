"""All that states a stage: documents, committed lists, lists that the office imported, and reports; and where they disagree."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from data import dataset
from data.answers.facts import by_key, facts, kept, of_place, prefecture_of, with_places
from data.answers.reports import kept_by_place_with_documents, kept_with_roads, roads_as_stages
from data.answers.statistics import issues_beside_statistics
from data.measures import stages as measure
from data.measures.stage_conflicts import CONFLICTS, contradictions
from data.words import date_ja, labels_of, place_ja

_KEY = ["area_code", "programme_code", "fiscal_year"]


@kept_with_roads
def programme_stages(
    area_code: str | None = None, prefecture_code: str | None = None, fiscal_year: int | None = None
) -> pd.DataFrame:
    """Return everything that says at which stage a municipality is, one row per source.

    The columns of `data.measures.stages.stage_statements` with doc_id, place, programme_ja, stage_ja, evidence_ja,
    source_ja and conflict_ja (empty where there is none).
    """
    rows = of_place(statements(prefecture_of(area_code, prefecture_code)), area_code, None)
    return rows if fiscal_year is None else rows[rows["fiscal_year"] == fiscal_year].reset_index(drop=True)


@kept_by_place_with_documents
def statements(place: str, _year: int | None) -> pd.DataFrame:
    """Return all statements about stages; see `programme_stages`."""
    tables = dataset.read_table("programme_stages"), _imported(), dataset.read_table("implementations")
    committed, imported, planned = (rows[rows["area_code"].str.startswith(place).fillna(False)] for rows in tables)
    parts = [part for part in (committed, imported, roads_as_stages(place or None)) if len(part)]
    stages = pd.concat(
        [part.reindex(columns=committed.columns).astype(committed.dtypes) for part in parts] or [committed]
    )
    rows = measure.stage_statements(stages.reset_index(drop=True), planned)
    rows["doc_id"] = rows["record_id"].map(by_key("records", "doc_id"))
    rows["programme_ja"] = rows["programme_code"].map(programme_names())
    rows["stage_ja"] = labels_of("programme_stages", "stage", rows["stage"])
    rows["evidence_ja"] = labels_of("programme_stages", "evidence", rows["evidence"])
    paid = grants(None, place or None).dropna(subset="area_code").set_index(_KEY)["grant_yen"].to_dict()
    rows["source_ja"] = [
        _source_ja(row, paid.get(tuple(row[name] for name in _KEY))) for row in rows.to_dict("records")
    ]
    rows["conflict_ja"] = rows["conflict"].map(CONFLICTS).fillna("").astype("string")
    return with_places(rows)


def _imported() -> pd.DataFrame:
    """Return what imported lists state about municipalities and programmes that the dataset knows."""
    rows = dataset.read_imported("listed_stages")
    known = rows["area_code"].isin(dataset.read_table("areas")["area_code"])
    return rows[known & rows["programme_code"].isin(programme_names().index)].assign(fact_status="stated")


@kept_with_roads
def shown_statements() -> pd.DataFrame:
    """Return of each municipality, programme and year the statement with the strongest evidence: what figures count."""
    rows = statements()
    return rows[rows["is_shown"]].reset_index(drop=True)


@kept
def grants(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the grants that were paid to whom, of the dataset and of imported lists, by year and code: never by size.

    The columns of `grants` with place and programme_ja; the sum of those without a name stands under all of Japan only.
    """
    committed = dataset.read_table("grants")
    imported = dataset.read_imported("listed_grants").reindex(columns=committed.columns).astype(committed.dtypes)
    rows = pd.concat([part for part in (committed, imported.assign(fact_status="stated")) if len(part)] or [committed])
    rows = rows[rows["fact_status"] != "quarantined"].drop_duplicates([*_KEY, "grant_yen"])
    rows = rows.assign(programme_ja=rows["programme_code"].map(programme_names()))
    return of_place(with_places(rows.sort_values(["fiscal_year", "area_code"])), area_code, prefecture_code)


def programme_names() -> pd.Series:
    """Return the Japanese names by programme_code."""
    return by_key("programmes", "name_ja")


def _source_ja(row: dict[Hashable, Any], grant_yen: int | None) -> str:
    if pd.notna(row["doc_id"]):
        return place_ja(row["doc_id"], row["line_start"], row["line_end"])
    title = row["source_title"] if pd.notna(row["source_title"]) else row["source_url"]
    as_of = f"（{date_ja(row['as_of'])}時点）" if pd.notna(row["as_of"]) else ""
    paid = f"、交付額{grant_yen:,}円" if grant_yen is not None and row["evidence"] == "grant_paid" else ""
    beside = f"、{row['quote']}" if pd.notna(row["quote"]) else ""
    return f"{title}{as_of}{paid}{beside}"


@kept_with_roads
def issues(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the data-quality issues; one about a document as a whole has no area.

    Those of the dataset, and those that show only beside imported statistics, imported lists and reports.
    """
    return of_place(_issues(), area_code, prefecture_code)


@kept_with_roads
def _issues() -> pd.DataFrame:
    rows, known = issues_beside_statistics(), facts("issues")
    said = statements()
    said = said[said["origin"] != "programme_plan"].sort_values("is_shown", ascending=False, kind="stable")
    keys = [str(key).rpartition("|")[0] for key in known["row_key"].fillna("")]
    of_dataset = zip(known["rule_id"], keys, strict=True)
    told, found = set(of_dataset), []
    for index, rule_id, message in contradictions(said):
        row = said.loc[index]
        key = f"{row['area_code']}|{row['programme_code']}|{row['fiscal_year']}"
        if (rule_id, key) in told:
            continue
        found.append(
            {"issue_id": f"{rule_id}:{key}", "rule_id": rule_id, "severity": "warning", "status": "open",
             "table": "programme_stages", "row_key": key, "column": "stage", "message_ja": message,
             "area_code": row["area_code"]}
        )  # fmt: skip
    if not found:
        return rows
    types = {str(name): dtype for name, dtype in rows.dtypes.items()}
    placed = with_places(pd.DataFrame(found)).reindex(columns=list(types)).astype(types)
    return pd.concat([rows, placed], ignore_index=True)
