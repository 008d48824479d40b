"""The basis of all answers: facts with their places, kept while the data stay, the edition answered from, the documents."""

import functools
import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, is_dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import ParamSpec, TypeVar

import pandas as pd

from data import dataset
from data.errors import UnknownRecordError
from data.map_shapes import boundaries_in_force
from data.schema import TABLES, table_named
from data.table_files import handed_out
from data.words import fiscal_year_ja

P = ParamSpec("P")
R = TypeVar("R")
_MOST = 2  # versions whose results are kept: of now, and of the edition looked at last
_MOST_RESULTS = 32  # of one answer, by its arguments: pages keep what they make of them


def kept_per_version(version: Callable[[], str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that computes once per version, which must be cheap to ask for, and arguments.

    Frames are handed out as shallow copies: pandas copies on write, so a caller cannot change what is kept. Those without a
    row are kept once.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept: OrderedDict[str, OrderedDict[object, R]] = OrderedDict()
        without_rows: dict[object, R] = {}
        lock = threading.Lock()

        @functools.wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            present = version()
            key = (*map(_hashable, args), *((name, _hashable(value)) for name, value in sorted(kwargs.items())))
            with lock:
                results = kept.setdefault(present, OrderedDict())
                kept.move_to_end(present)
                if len(kept) > _MOST:
                    kept.popitem(last=False)
                if key in results:
                    results.move_to_end(key)
                    return _handed_out(results[key])
            result = function(*args, **kwargs)
            if version() == present:  # else it may be a mixture of two versions
                with lock:
                    if isinstance(result, pd.DataFrame) and not len(result):
                        kind = (*result.dtypes.items(), result.index.dtype, *result.index.names, *result.columns.names)
                        result = without_rows.setdefault(kind, result)
                    results[key] = result
                    if len(results) > _MOST_RESULTS:
                        results.popitem(last=False)
            return _handed_out(result)

        return answer

    return decorate


def _hashable(value: object) -> object:
    """Return codes that come in a row as a tuple, and a search, whose weights have no hash, in words."""
    if isinstance(value, list | pd.Series | pd.Index):
        return tuple(value)
    return value if isinstance(value, Hashable) and not is_dataclass(value) else repr(value)


def _handed_out(result: R) -> R:
    return handed_out(result) if isinstance(result, pd.DataFrame) else result  # type: ignore[return-value]


@dataclass(frozen=True)
class InForce:
    """The edition that answers are given from."""

    name: str
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


@kept
def facts(name: str, area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return a table of facts with doc_id, area_code, area_name_ja, prefecture_code, prefecture_ja added."""
    return of_place(located(name), area_code, prefecture_code)


def prefecture_of(area_code: str | None, prefecture_code: str | None) -> str | None:
    """Return the prefecture of an area where one is given, else the given one."""
    return area_code[:2] if area_code else prefecture_code


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


PLACE = ["area_name_ja", "prefecture_code", "prefecture_ja"]


def with_places(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the columns of PLACE to rows with an area_code."""
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


MASK = "（個人の経歴のため表示しません）"


def document_lines(folder: Path, file_name: str, sha256: str) -> list[str] | None:
    """Return the lines of a document, or None where the folder holds no file with exactly this content.

    The file is looked for under its name first, then by its content under any name: line numbers hold for the very
    text that was parsed and for no other.
    """
    if not folder.is_dir():
        return None
    others = sorted(path for path in folder.glob("*.txt") if path.name != file_name)
    for path in (folder / file_name, *others):
        if path.is_file():
            stat = path.stat()
            lines = _lines_of(path, stat.st_mtime_ns, stat.st_size, sha256)
            if lines is not None:
                return list(lines)
    return None


@lru_cache(maxsize=32)
def _lines_of(path: Path, _modified: int, _size: int, sha256: str) -> tuple[str, ...] | None:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        return None
    return tuple(content.decode("utf-8-sig", errors="replace").split("\n"))


def masked_excerpt(lines: list[str], line_start: int, line_end: int, masked: pd.DataFrame) -> list[tuple[int, str]]:
    """Return numbered lines of a range (1-based, inclusive); a line in a `masked` range carries a notice instead."""
    first, last = max(line_start, 1), min(line_end, len(lines))
    hidden = {
        number
        for passage in masked.itertuples()
        for number in range(int(str(passage.line_start)), int(str(passage.line_end)) + 1)
    }
    return [(number, MASK if number in hidden else lines[number - 1].rstrip("\r")) for number in range(first, last + 1)]


boundaries = boundaries_in_force
table = dataset.read_table
dataset_facts = dataset.dataset_facts
dataset_version = dataset.dataset_version
state_version = dataset.state_version
one_moment = dataset.one_moment


def tables() -> dict[str, str]:
    """Return the names of all tables that hold rows, with their Japanese labels, in the order of the schema."""
    return {name: table.label_ja for name, table in TABLES.items() if len(dataset.read_table(name))}


@kept
def as_of() -> str:
    """Return the fiscal years of the documents in words, for the as-of line of every figure."""
    years = sorted({int(year) for year in dataset.read_table("documents")["fiscal_year"].dropna()})
    if not years:
        return "文書の年度は不明"
    span = [years[0]] if len(years) == 1 else [years[0], years[-1]]
    return "～".join(fiscal_year_ja(year) for year in span) + "の文書による"


# Facts as the tables hold them, with the place that each is about; all take area_code and prefecture_code.
records = partial(facts, "records")
implementations = partial(facts, "implementations")
service_areas = partial(facts, "service_areas")
staffing = partial(facts, "staffing")
meetings = partial(facts, "meetings")
plan_names = partial(facts, "plan_names")
target_statements = partial(facts, "target_statements")
achievements = partial(facts, "achievements")
openings = partial(facts, "openings")  # of counters and centres


def parser_coverage(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return how many lines of each record the parser read, with the share left unclaimed (%)."""
    rows = facts("parser_coverage", area_code, prefecture_code)
    countable = (rows["lines_total"] - rows["lines_picture"]).astype(float)
    return rows.assign(unclaimed_pct=100 * rows["lines_unclaimed"].astype(float) / countable)


documents = partial(dataset.read_table, "documents")
programmes = partial(dataset.read_table, "programmes")


def _in_order(name: str) -> pd.DataFrame:
    return dataset.read_table(name).sort_values("sort", ignore_index=True)


indicators = partial(_in_order, "indicators")
functions = partial(_in_order, "functions")  # of the plan's form
attainment_bands = partial(_in_order, "attainment_bands")  # from best to worst


def excerpt(doc_id: str, line_start: int, line_end: int) -> list[tuple[int, str]] | None:
    """Return the numbered lines of a document, private passages masked.

    Line number (from 1) and text, or None where no documents folder is configured or it does not hold this very
    document.

    Raises:
        UnknownRecordError: The dataset holds no such document.
    """
    rows = dataset.read_table("documents").set_index("doc_id")
    if doc_id not in rows.index:
        raise UnknownRecordError(kind_ja="文書", code=doc_id)
    folder = os.environ.get("MONITOR_SOURCES")
    if not folder:
        return None
    lines = document_lines(Path(folder), str(rows.at[doc_id, "file_name"]), str(rows.at[doc_id, "sha256"]))
    if lines is None:
        return None
    masked = dataset.read_table("masked_passages")
    return masked_excerpt(lines, int(line_start), int(line_end), masked[masked["doc_id"] == doc_id])
