"""The facts of the lists in `data/reference/` beside those of the documents.

A stage may have several sources: all of them stay, numbered from the strongest evidence on. Of other facts the row of the
document stays, since it has lines to show.
"""

from collections import Counter

from data.schema import CODES
from loaders.document import ParsedDocument, Row
from loaders.lists import KINDS, Key, read_list
from loaders.lookups import Lookups

# What a list infers from a title, a budget or the order of labels in a figure is not stated.
_INFERRED = {"plan_title", "budget", "figure_label_order_inferred"}
_STRONGEST_FIRST = list(CODES["evidence"])


def add_listed_facts(parsed: ParsedDocument, lookups: Lookups) -> None:
    """Add the facts of the imported lists; note those that contradict a document where only one source can stay.

    Raises:
        InvalidListError: A list in the reference folder is damaged.
    """
    for kind in KINDS.values():
        path = lookups.folder / f"{kind.table}.csv"
        rows = read_list(kind, path, lookups) if path.is_file() else []
        stated = {kind.fact_key(row): row for row in parsed.tables[kind.table]}
        for row in rows:
            of_document = stated.get(kind.fact_key(row))
            if of_document is None or (kind.has_several and not _is_of(row, of_document, parsed)):
                status = "inferred" if row.get("evidence") in _INFERRED else "stated"
                kept = {name: value for name, value in row.items() if name != "row"}
                parsed.add(kind.table, {**kept, "fact_status": status})
            elif of_document[kind.fact] != row[kind.fact]:
                note = {"table": kind.table, "row": of_document, "column": kind.fact, "listed": row[kind.fact]}
                parsed.notes["list_conflict"].append(note)
    parsed.tables["programme_stages"].extend(_stages_of_grants(parsed, lookups))
    number_sources(parsed.tables["programme_stages"])


def _is_of(row: Row, of_document: Row, parsed: ParsedDocument) -> bool:
    """Return whether a row of a list names as its source the very document that states the fact."""
    doc_id = str(of_document["record_id"]).partition("-")[0]
    names = [one["file_name"] for one in parsed.tables["documents"] if one["doc_id"] == doc_id]
    return any(name in str(row.get("source_url", "")) for name in names)


def _stages_of_grants(parsed: ParsedDocument, lookups: Lookups) -> list[Row]:
    """Return the stages that grants show: who was paid for a year ran the programme; none that a list states."""
    towns = {area["area_code"] for area in lookups.table("areas") if area["level"] == "municipality"}
    about = ("area_code", "programme_code", "fiscal_year")
    paid = [row for row in parsed.tables["programme_stages"] if row["evidence"] == "grant_paid"]
    known = {tuple(row[name] for name in about) for row in paid}
    return [
        {name: row.get(name) for name in (*about, "source_title", "source_url")}
        | {"stage": "implementing", "evidence": "grant_paid", "fact_status": "stated"}
        for row in parsed.tables["grants"]
        if row.get("area_code") in towns and tuple(row[name] for name in about) not in known
    ]


def number_sources(stages: list[Row]) -> None:
    """Set `seq` of stages: 1 is the strongest evidence for a town, programme and year, documents before lists."""
    taken: Counter[Key] = Counter()

    def strength(row: Row) -> tuple[int, bool, str, str]:
        of_document = bool(row.get("record_id"))
        place = str(row.get("line_start") or "") if of_document else str(row.get("source_title") or "")
        return _STRONGEST_FIRST.index(row["evidence"]), not of_document, place, str(row.get("source_url") or "")

    for row in sorted(stages, key=strength):
        key = KINDS["stages"].fact_key(row)
        taken[key] += 1
        row["seq"] = taken[key]
