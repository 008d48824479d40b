"""Rows of a table in the schema's types, for tests of pure figures."""

import pandas as pd

from data.schema import TABLES


def typed_rows(table, *rows, **extra):
    """Return rows of a table; what a row leaves out is missing, its fact status is `stated`.

    Args:
        table: Name of the table.
        rows: Mappings by column.
        extra: Further columns, each with one value for all rows or a list.
    """
    dtypes = {column.name: column.dtype for column in TABLES[table].columns}
    frame = pd.DataFrame(list(rows)).reindex(columns=list(dtypes)).astype(dtypes)
    if "fact_status" in frame:
        frame["fact_status"] = frame["fact_status"].fillna("stated")
    return frame.assign(**extra)
