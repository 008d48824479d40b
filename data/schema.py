"""Every table and column of the dataset, once: type, unit, Japanese label, key, allowed values, meaning.

`TABLES["records"].column_names` gives the published order of columns; the declarations stand in
`data/tables/`, one module per subject. `TABLES` are the committed CSV files, `LIVE_TABLES` grow in the store,
`IMPORTED_TABLES` hold national statistics that one installation imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from data.errors import UnknownTableError
from data.tables import live, plans, programme_plans, quality, registry
from data.tables.live import STATISTICS
from data.tables.model import Column, Table

__all__ = ["IMPORTED_TABLES", "LIVE_TABLES", "STATISTICS", "TABLES", "Column", "Table", "label_of", "table_named"]

TABLES: Mapping[str, Table] = MappingProxyType(
    {table.name: table for module in (registry, programme_plans, plans, quality) for table in module.TABLES}
)

LIVE_TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in live.TABLES})

IMPORTED_TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in live.IMPORTED})


def table_named(name: str) -> Table:
    """Return the declaration of a committed table.

    Raises:
        UnknownTableError: The schema declares no such table.
    """
    if name not in TABLES:
        raise UnknownTableError(name, list(TABLES))
    return TABLES[name]


def label_of(table: str, column: str, code: str) -> str:
    """Return the Japanese label of a code that stands in a column of any table ("city" → "市")."""
    declared = LIVE_TABLES.get(table) or IMPORTED_TABLES.get(table) or table_named(table)
    return declared.column(column).label_of(code)
