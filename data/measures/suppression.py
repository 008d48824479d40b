"""Small case counts in public views: 1 to 4 are not shown, nor what would reveal them.

Source: docs/data_dictionary.md, "少数の秘匿".
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
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
Cell: TypeAlias = tuple[int, int]


def is_small(values: pd.Series) -> pd.Series:
    """Return whether each count is small (above 0 and below 5); a missing one is not, and 0 is not."""
    known = numbers(values)
    return (known > 0) & (known < SMALLEST_SHOWN)


def suppress_counts(counts: pd.DataFrame, *, row_totals: bool = True, column_totals: bool = True) -> pd.DataFrame:
    """Return a table of counts with its totals, in which no hidden number can be recomputed.

    Numbers from 1 to 4 are hidden, totals too. Then further numbers are hidden, small ones first, until every hidden
    number could be another one: there is a second table of the same shown numbers and totals in which it
    differs, even for a reader who knows that every hidden count is at least 1.

    Args:
        counts: Whole numbers, not negative; one row and one column per category (index and columns name them).
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
    frame = pd.DataFrame(values, index=[*counts.index, TOTAL], columns=[*counts.columns, TOTAL]).astype("Int64")
    frame = frame.mask(hidden)
    return frame.iloc[: None if column_totals else -1, : None if row_totals else -1]


def _with_totals(inner: Table) -> Table:
    wide = np.column_stack([inner, inner.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def _hidden(values: Table, shown: Mask) -> Mask:
    """Return what is hidden in the end; a total that is not shown counts as hidden from the start."""
    hidden: Mask = ~shown | ((values > 0) & (values < SMALLEST_SHOWN))
    changes = _Changes(values, shown)
    for i, j in np.argwhere(hidden & shown):
        for cell in changes.cheapest(int(i), int(j), hidden):
            hidden[cell] = True
    return hidden


class _Changes:
    """The ways to change a table so that its sums still hold, as a graph: rows and columns are nodes, cells are arcs.

    In the table with totals written as negative entries every row and every column adds up to 0. Raising an entry by
    one leads from its row to its column, lowering one from its column to its row: a closed walk is another table. If
    all its cells are hidden, a reader cannot tell the two tables apart. Raising every cell, its totals and the grand
    total together is always such a walk, so that one is always found.
    """

    def __init__(self, values: Table, shown: Mask) -> None:
        is_total = np.zeros(values.shape, dtype=np.bool_)
        is_total[-1, :] = is_total[:, -1] = True
        beyond = int(values[-1, -1]) + 1
        # Small numbers are hidden first, then totals, and a 0 only where nothing else helps.
        self.cost = values + beyond * is_total + 100 * beyond * (values == 0)
        can_fall = (values > 1) | ~shown
        is_negative = is_total.copy()
        is_negative[-1, -1] = False
        self.up = np.where(is_negative, can_fall, True)
        self.down = np.where(is_negative, True, can_fall)

    def cheapest(self, i: int, j: int, hidden: Mask) -> list[Cell]:
        """Return the cells to hide, so that the cell (i, j) could have another value."""
        cost = np.where(hidden, 0, self.cost)
        ways = []
        if self.up[i, j]:
            ways.append(self._way(("column", j), ("row", i), (i, j), cost))
        if self.down[i, j]:
            ways.append(self._way(("row", i), ("column", j), (i, j), cost))
        return min(way for way in ways if way is not None)[1]

    def _way(self, start: Node, end: Node, without: Cell, cost: Table) -> tuple[int, list[Cell]] | None:
        """Return the cheapest way from one node to another (Dijkstra) and what it costs; None if there is none."""
        queue: list[tuple[int, Node, list[Cell]]] = [(0, start, [])]
        done: set[Node] = set()
        while queue:
            spent, node, way = heappop(queue)
            if node == end:
                return spent, way
            if node in done:
                continue
            done.add(node)
            for following, cell in self._arcs(node):
                if cell != without and following not in done:
                    heappush(queue, (spent + int(cost[cell]), following, [*way, cell]))
        return None

    def _arcs(self, node: Node) -> Iterator[tuple[Node, Cell]]:
        kind, place = node
        if kind == "row":
            for column in np.flatnonzero(self.up[place]):
                yield ("column", int(column)), (place, int(column))
        else:
            for row in np.flatnonzero(self.down[:, place]):
                yield ("row", int(row)), (int(row), place)
