"""Stages of programmes and national counts, where lists and documents state them."""

from __future__ import annotations

from collections.abc import Iterator

from data.schema import TABLES
from loaders.quality import Finding, Notes, Tables, rule


@rule("list.conflict", "warning", "一覧どうしの食い違い")
def lists_agree_with_documents(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Where an imported list contradicts a document, the document's value stays."""
    for note in notes["list_conflict"]:
        column = TABLES[note["table"]].column(note["column"])
        stated, listed = (column.label_of(str(value)) for value in (note["row"][column.name], note["listed"]))
        message = f"取り込んだ一覧では「{listed}」、文書では「{stated}」である"
        yield Finding(note["table"], note["row"], column.name, message, str(note["listed"]))


@rule("stage.preparing_while_implementing", "warning", "実施中の移行準備")
def stages_of_one_year_agree(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Nobody prepares for a programme in a year in which it already runs."""
    running = {
        (row["area_code"], row["fiscal_year"], row["programme_code"])
        for row in tables["programme_stages"]
        if row["stage"] == "implementing"
    }
    successor = {row["programme_code"]: row.get("successor_code") for row in tables["programmes"]}
    for row in tables["programme_stages"]:
        following = (row["area_code"], row["fiscal_year"], successor.get(row["programme_code"]))
        if row["stage"] == "preparing" and following in running:
            yield Finding(
                "programme_stages", row, "stage", "同じ年度に、準備中と、準備した事業の実施中の両方が記録されている"
            )


@rule("stage.list_count", "warning", "一覧の市町村の数")
def lists_hold_as_many_towns_as_stated(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A list of towns holds as many names as the text states for its year."""
    records = {row["record_id"]: row for row in tables["records"]}
    for note in notes["stage_list_count"]:
        row = {**records[note["record_id"]], "line_start": note["line_start"]}
        message = f"本文では{note['stated']}市町村、一覧から読めたのは{note['found']}市町村である"
        yield Finding("records", row, "", message, str(note["stated"]))
