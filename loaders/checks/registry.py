"""Area codes and names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from loaders.document import Row
from loaders.quality import Finding, Notes, Tables, rule
from loaders.reference_areas import is_area_code


@rule("registry.check_digit", "error", "団体コードの検査数字")
def codes_have_valid_check_digits(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Every area code has six digits and a valid check digit."""
    for row in tables["areas"]:
        code = str(row["area_code"])
        if not is_area_code(code):
            yield Finding("areas", row, "area_code", f"団体コード {code} の検査数字が合わない")


@rule("registry.alias", "warning", "別表記の自治体名")
def names_are_official(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A name resolved through an alias is reported with both spellings."""
    by_id = {row["record_id"]: row for row in tables["records"]}
    for note in notes["alias"]:
        if note.get("reason") == "former":
            continue
        row = {**by_id[note["record_id"]], "line_start": note["line_start"]}
        yield Finding("records", row, "title_raw", f"「{note['written']}」は「{note['official']}」の別表記として読んだ",
                      str(note["official"]))  # fmt: skip


@rule("registry.area_twice", "warning", "同じ自治体の重複")
def areas_occur_once(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The same area has one programme plan in a document."""
    seen: dict[tuple[Any, Any], Row] = {}
    for row in tables["records"]:
        if row["record_type"] != "programme_plan":
            continue
        key = (row["doc_id"], row["area_code"])
        if key in seen:
            yield Finding("records", row, "area_code", f"同じ自治体の記録が {seen[key]['record_id']} にもある")
        seen.setdefault(key, row)
