"""Small case counts in public views: 1 to 4 are not shown, nor what would reveal them.

Source: docs/data_dictionary.md, "少数の秘匿".
"""

from __future__ import annotations

from collections import deque
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.measures.frames import numbers

SMALLEST_SHOWN = 5
TOTAL = "total"

Table: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Node: TypeAlias = tuple[str, int]
Arc: TypeAlias = tuple[Node, tuple[int, int]]


def is_small(values: pd.Series) -> pd.Series:
    """Return whether each count is small (above 0 and below 5); a missing one is not, and 0 is not."""
    known = numbers(values)
    return (known > 0) & (known < SMALLEST_SHOWN)


def suppress_counts(
    counts: pd.DataFrame, *, row_totals: bool = True, column_totals: bool = True
) -> pd.DataFrame:
    """Return a table of counts with its totals, in which no hidden number can be recomputed.

    Numbers from 1 to 4 are hidden, totals too. Then further numbers are hidden, the smallest first, until every
    hidden number could be another one: there is a second table of the same shown numbers and totals in which it
    differs, even for a reader who knows that every hidden count is at least 1.

    Args:
        counts: Whole numbers, not negative; one row and one column per category (index and columns name them).
        row_totals: Whether a column `total` is shown.
        column_totals: Whether a row `total` is shown; the grand total is shown only with both.

    Returns:
        The same table with the totals asked for, Int64, hidden numbers missing.

    Raises:
        ValueError: A count is missing, negative or not whole.
    """
    plain = counts.to_numpy(dtype=float, na_value=np.nan)
    if not bool(np.all(plain >= 0)) or not bool(np.all(plain % 1 == 0)):
        raise ValueError("suppress_counts: counts must be whole numbers, none missing, none negative")
    values = _with_totals(plain.astype(np.int64))
    shown = np.ones(values.shape, dtype=np.bool_)
    shown[:, -1] &= row_totals
    shown[-1, :] &= column_totals
    hidden = _hidden(values, shown)
    frame = pd.DataFrame(values, index=[*counts.index, TOTAL], columns=[*counts.columns, TOTAL]).astype(
        "Int64"
    )
    frame = frame.mask(hidden)
    return frame.iloc[: None if column_totals else -1, : None if row_totals else -1]


def _with_totals(inner: Table) -> Table:
    wide = np.column_stack([inner, inner.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def _hidden(values: Table, shown: Mask) -> Mask:
    """Return what is hidden in the end; a total that is not shown counts as hidden from the start."""
    hidden: Mask = ~shown | ((values > 0) & (values < SMALLEST_SHOWN))
    while True:
        arcs = _arcs(values, hidden, shown)
        cells = [(int(i), int(j)) for i, j in np.argwhere(hidden & shown)]
        revealed = next((cell for cell in cells if not _can_vary(cell, arcs)), None)
        if revealed is None:
            return hidden
        hidden[_complement(revealed, values, hidden)] = True


def _arcs(values: Table, hidden: Mask, shown: Mask) -> dict[Node, list[Arc]]:
    """Return the graph of possible changes: rows and columns are its nodes, hidden numbers its arcs.

    In the table with totals written as negative entries every row and column adds up to 0. Raising an entry by one
    leads from its row to its column, lowering one from its column to its row; so a closed walk is another table with
    the same shown numbers.
    """
    arcs: dict[Node, list[Arc]] = {}
    last_row, last_column = values.shape[0] - 1, values.shape[1] - 1
    for i, j in np.argwhere(hidden):
        cell = (int(i), int(j))
        row, column = ("row", cell[0]), ("column", cell[1])
        can_fall = bool(values[cell] > 1) or not shown[cell]
        is_negative = (cell[0] == last_row) != (cell[1] == last_column)
        up, down = (can_fall, True) if is_negative else (True, can_fall)
        arcs.setdefault(row, [])
        arcs.setdefault(column, [])
        if up:
            arcs[row].append((column, cell))
        if down:
            arcs[column].append((row, cell))
    return arcs


def _can_vary(cell: tuple[int, int], arcs: dict[Node, list[Arc]]) -> bool:
    """Return whether the hidden number lies on a closed walk, so that another value fits what is shown."""
    row, column = ("row", cell[0]), ("column", cell[1])
    rises = (column, cell) in arcs[row] and _reaches(column, row, cell, arcs)
    return rises or ((row, cell) in arcs[column] and _reaches(row, column, cell, arcs))


def _reaches(start: Node, end: Node, without: tuple[int, int], arcs: dict[Node, list[Arc]]) -> bool:
    seen, queue = {start}, deque([start])
    while queue:
        for node, cell in arcs[queue.popleft()]:
            if cell == without or node in seen:
                continue
            if node == end:
                return True
            seen.add(node)
            queue.append(node)
    return False


def _complement(cell: tuple[int, int], values: Table, hidden: Mask) -> tuple[int, int]:
    """Return the number to hide next: in the row or column, better inside than a total, not 0, small.

    Once the row and the column are hidden altogether, any number of the table may be next.
    """
    last_row, last_column = values.shape[0] - 1, values.shape[1] - 1
    free = [(int(i), int(j)) for i, j in np.argwhere(~hidden)]
    near = [(i, j) for i, j in free if i == cell[0] or j == cell[1]]

    def cost(place: tuple[int, int]) -> tuple[bool, bool, int]:
        return (bool(values[place] == 0), place[0] == last_row or place[1] == last_column, int(values[place]))

    return min(near or free, key=cost)
