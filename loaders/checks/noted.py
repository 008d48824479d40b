"""The rules that put a parser's notes into words, as `noted.yml` declares them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from loaders.document import Row
from loaders.quality import Finding, Notes, Tables, row_key, rule


def _check_of(
    notes: str,
    table: str,
    message: str,
    column: str = "",
    suggested: str = "",
    where: Row | None = None,
    once_per: str = "",
) -> Callable[[Tables, Notes], Iterator[Finding]]:
    def check(tables: Tables, noted: Notes) -> Iterator[Finding]:
        rows, told = {row_key(table, row): row for row in tables[table]}, set()
        for note in noted[notes]:
            row = rows.get(note.get("row_key") or note["record_id"])
            if row is None or any(note.get(name) != value for name, value in (where or {}).items()):
                continue
            if not once_per or row[once_per] not in told:
                told.add(row.get(once_per))
                # Found in a copy with the line of the note: the row itself stays usable.
                found, values = {**row, "line_start": note.get("line_start") or row["line_start"]}, {**row, **note}
                yield Finding(table, found, column, message.format(**values), suggested.format(**values))

    return check


for declared in yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8")):
    rule(*(declared.pop(name) for name in ("rule_id", "severity", "name_ja")))(_check_of(**declared))
