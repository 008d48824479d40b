"""The basis of all answers: facts with their places, results kept while the data stay, and the edition answered from."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import pandas as pd

from data import dataset
from data.schema import table_named

P = ParamSpec("P")
R = TypeVar("R")
_MOST = 2  # versions whose results are kept: of now, and of the edition looked at last


def kept_per_version(version: Callable[[], str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that computes once per dataset version and arguments.

    Frames are handed out as shallow copies: pandas copies on write, so a caller cannot change what is kept.

    Args:
        version: Returns the present version of the dataset; it must be cheap.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept: OrderedDict[str, dict[object, R]] = OrderedDict()
        lock = threading.Lock()

        @functools.wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            present = version()
            key = (args, tuple(sorted(kwargs.items())))
            with lock:
                results = kept.setdefault(present, {})
                kept.move_to_end(present)
                if len(kept) > _MOST:
                    kept.popitem(last=False)
                if key in results:
                    return _handed_out(results[key])
            result = function(*args, **kwargs)
            if version() == present:  # else it may be a mixture of two versions
                with lock:
                    results[key] = result
            return _handed_out(result)

        return answer

    return decorate


def _handed_out(result: R) -> R:
    return result.copy(deep=False) if isinstance(result, pd.DataFrame) else result


@dataclass(frozen=True)
class InForce:
    """The edition that answers are given from."""

    name: str  # Its name
    frozen_at: str  # What was recorded up to this moment belongs to it (ISO, Japan time)


_in_force: ContextVar[InForce | None] = ContextVar("edition_in_force", default=None)


@contextmanager
def as_frozen(edition: str | None) -> Iterator[InForce | None]:
    """Answer everything that this thread asks for inside from a frozen edition; None = from now.

    Raises:
        UnknownEditionError: No edition has this name.
        StoreUnavailableError: The store cannot be reached.
    """
    if edition is None:
        yield None
        return
    from data import store  # loads the database, which answers about documents do without

    found = store.edition_named(edition)
    with dataset.answering_from(store.edition_snapshot(found)):
        token = _in_force.set(InForce(found.name, found.frozen_at))
        try:
            yield _in_force.get()
        finally:
            _in_force.reset(token)


def in_force() -> InForce | None:
    """Return the edition that answers are given from here; None = now."""
    return _in_force.get()


kept = kept_per_version(dataset.state_version)


def facts(name: str, area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return a table of facts with doc_id, area_code, area_name_ja, prefecture_code, prefecture_ja added."""
    return of_place(located(name), area_code, prefecture_code)


def of_place(rows: pd.DataFrame, area_code: str | None, prefecture_code: str | None) -> pd.DataFrame:
    """Return the rows of an area, of a prefecture, or all."""
    if area_code is not None:
        rows = rows[rows["area_code"] == area_code]
    if prefecture_code is not None:
        rows = rows[rows["prefecture_code"] == prefecture_code]
    return rows.reset_index(drop=True)


@kept
def located(name: str) -> pd.DataFrame:
    """Return a whole table of facts with its documents and places."""
    rows = dataset.read_table(name)
    if "record_id" in rows and name != "records":
        records = dataset.read_table("records").set_index("record_id")
        rows["doc_id"] = rows["record_id"].map(records["doc_id"])
        if "area_code" not in rows:
            rows["area_code"] = rows["record_id"].map(records["area_code"])
    return with_places(rows)


def with_places(rows: pd.DataFrame) -> pd.DataFrame:
    """Add area_name_ja, prefecture_code and prefecture_ja to rows with an area_code."""
    areas = dataset.read_table("areas").set_index("area_code")
    codes = rows["area_code"].map(areas["prefecture_code"])
    names = areas[areas["level"] == "prefecture"].set_index("prefecture_code")["name_ja"]
    return rows.assign(
        area_name_ja=rows["area_code"].map(areas["name_ja"]), prefecture_code=codes, prefecture_ja=codes.map(names)
    )


def by_key(name: str, column: str) -> pd.Series:
    """Return a column of a table by the key of its rows, to map codes and numbers with."""
    (key,) = table_named(name).key
    return dataset.read_table(name).set_index(key)[column]
