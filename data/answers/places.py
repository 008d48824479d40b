"""Answers kept for each prefecture and year: what is reported in one makes nothing else be asked or computed again."""

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data import dataset
from data.table_files import handed_out

Key = tuple[str | None, int | None]
# A whole nation is asked at once where so many of its prefectures changed, one by one where fewer did.
FEW = 5
MOST_KEPT = 1_200  # frames of each answer: 48 places in 20 years, and some
_SEEN = 1_000  # entries of the log
_EMPTY = (0, "")  # What an empty log is taken to begin with
_STATES = 2  # of each: of now, and of the edition looked at last


@dataclass
class Changes:
    """When each prefecture and year last changed in the store, read from its log: only entries that were not seen."""

    seen: tuple[int, str] | None = None  # Number and moment of the last entry; None before the first look
    # Some before: a run that began then still looks at them; any other lower number, and none, is of another store
    before: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=_SEEN))
    base: str = ""  # When everything may have changed last
    moments: dict[Key, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, last_moment: str, key: Key, entries_from: Callable[[int], list[Any]]) -> str:
        """Return the moment of the last change of a prefecture (None = all) in a year (None = all)."""
        with self.lock:
            number, _, moment = last_moment.partition(" ")
            now = int(number or 0), moment
            if now != self.seen and (now == _EMPTY or now not in self.before):
                self._read(now, entries_from(self.seen[0]) if self.seen else [])
            return max(self.base, self.moments.get(key, ""))

    def _read(self, now: tuple[int, str], entries: list[Any]) -> None:
        if self.seen == _EMPTY:
            entries = [_EMPTY, *entries]
        if not entries or (entries[0][0], entries[0][1]) != self.seen:  # the first time, or another store
            self.moments, self.seen, self.base = {}, now, now[1]
            self.before.clear()
            return
        for number, moment, action, subject in entries[1:]:
            if action in ("accept_report", "decide_report"):
                code, year = subject[:2], int(subject.split("-")[1])
                for key in ((code, year), (code, None), (None, year), (None, None)):
                    self.moments[key] = moment
            else:
                self.base = moment
            self.before.append(self.seen)
            self.seen = number, moment


@dataclass(eq=False)
class KeptByPlace:
    """The answer to a question about reports: computed once per prefecture and year, until something in them changes.

    It takes prefecture_code (None = all Japan) and fiscal_year (None = all); the frames are shallow copies.
    """

    state: Callable[[Key], str]  # What rows of a prefecture and a year depend on
    # Takes the beginning of area codes ("" for all Japan) and a year; its rows have prefecture_code
    question: Callable[[str, int | None], pd.DataFrame]
    has_rows: Callable[[Key], bool] = lambda _key: True  # Whether there may be rows: else nothing is computed
    kept: OrderedDict[tuple[str, str, int | None], pd.DataFrame] = field(default_factory=OrderedDict)
    nothing: pd.DataFrame | None = None  # stands for every answer without a row
    lock: Any = field(default_factory=threading.RLock)

    def __call__(self, prefecture_code: str | None = None, fiscal_year: int | None = None) -> pd.DataFrame:
        """Return the rows of a prefecture and a year."""
        with dataset.one_moment(), self.lock:
            key = (self.state((prefecture_code, fiscal_year)), prefecture_code or "", fiscal_year)
            if prefecture_code is None and key not in self.kept:
                self._keep(key, self.of_years(None, [fiscal_year]))
            return handed_out(self._in_state(key))

    def of_years(self, prefecture_code: str | None, years: Sequence[int | None], column: str = "") -> pd.DataFrame:
        """Return the rows of several years; what must be computed of a place for more than one of them is, at once.

        Args:
            column: It says of which year a row is; a row without one is of the year 0.
        """
        with dataset.one_moment(), self.lock:
            codes = _prefectures() if prefecture_code is None else [prefecture_code]
            is_one = len(years) == 1
            keys = [(self.state((code, year)), code, year) for year in years for code in codes]
            stale = Counter(key[1] for key in keys if not self._is_there(key))
            for place in [""] if len(stale) > FEW else [code for code, count in stale.items() if count > 1]:
                rows = self.question(place, years[0] if is_one else None)
                groups = dict(tuple(rows.groupby("prefecture_code", sort=False)))
                for key in keys:
                    if key not in self.kept and key[1].startswith(place):
                        own = groups.get(key[1], rows.iloc[:0])
                        own = own if is_one else own[own[column].fillna(0) == key[2]]
                        self._keep(key, own.reset_index(drop=True))
            frames = [self._in_state(key) for key in keys]
        return pd.concat([rows for rows in frames if len(rows)] or frames[:1], ignore_index=True)

    def _in_state(self, key: tuple[str, str, int | None]) -> pd.DataFrame:
        if not self._is_there(key):
            self._keep(key, self.question(*key[1:]))
        self.kept.move_to_end(key)
        return self.kept[key]

    def _is_there(self, key: tuple[str, str, int | None]) -> bool:
        if key not in self.kept and self.nothing is not None and key[1] and not self.has_rows(key[1:]):
            self._keep(key, self.nothing)
        return key in self.kept

    def _keep(self, key: tuple[str, str, int | None], rows: pd.DataFrame) -> None:
        """Keep a frame in the place of an older one about the same, and no more than so many."""
        for old in [old for old in self.kept if old[1:] == key[1:]][: -(_STATES - 1)]:
            del self.kept[old]
        if rows.empty:
            rows = self.nothing = self.nothing if self.nothing is not None else rows
        self.kept[key] = rows
        if len(self.kept) > MOST_KEPT:
            self.kept.popitem(last=False)


def _prefectures() -> list[str]:
    return [str(code) for code in sorted(dataset.read_table("areas")["prefecture_code"].unique())]
