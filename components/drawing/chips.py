"""Bands and states of targets as HTML: chips, heat tables of them, shares with bounds, results over the years.

Pure: values in, HTML text out; whatever comes from data is escaped here. A letter or a word stands in every chip. 未報告 is
hatched and framed with dashes: an absence, never a low result. Bars start at 0; the target is a line across its year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd

from components.drawing.marks import RATINGS, Mark
from components.drawing.model import Share

# From the best result to none; a band shows its letter, a state its word.
BANDS = ("S", "A", "B", "C", "D", "X")
STATES = (
    "qualitative", "against_plan", "hard_to_rate", "suppressed", "unreported", "before_due", "not_applicable",
)  # fmt: skip
ORDER = (*BANDS, *STATES)
HEADROOM = 1.12  # of the highest value or target, so that its number has room


@dataclass(frozen=True)
class Chip:
    """Some targets with the same band or state."""

    status: str  # A code of ORDER
    word: str  # Its Japanese name
    count: int = 0  # How many targets; 0 shows none beside the sign

    @property
    def html(self) -> str:
        """The chip; its full meaning stands in the title and for readers of the screen."""
        sign = f"{self.status} " if self.status in BANDS else ""
        shown = self.status if self.status in BANDS and self.count else f"{sign}{self.word}"
        number = f"<b>{self.count:,}</b>" if self.count else ""
        full = f"{sign}{self.word}" + (f" {self.count:,}件" if self.count else "")
        status = self.status if self.status in ORDER else "unknown"
        return f'<span class="km-chip km-status-{status}" title="{escape(full)}">{escape(shown)}{number}</span>'


def chips(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    """Return one chip per band or state that occurs, from the best result to none.

    Args:
        counts: Code → number of targets.
        words: Code → Japanese name.
    """
    return "".join(Chip(code, words.get(code, code), counts[code]).html for code in ORDER if counts.get(code, 0))


def marks(words: Mapping[str, str]) -> dict[str, Mark]:
    """Return how each band and state that occurs is drawn in bars, from the best result to none."""
    return {
        code: replace(RATINGS[code], label_ja=f"{code} {words[code]}" if code in BANDS else words[code])
        for code in ORDER
        if code in words
    }


def by_place(cells: Mapping[tuple[str, str], Mapping[str, int]], names: Mapping[Any, Any]) -> pd.DataFrame:
    """Return the number of targets by place and band or state, over all pillars.

    Args:
        cells: (code of the place, pillar) → band or state → number of targets.
        names: Code of the place → its name.
    """
    totals: dict[str, Counter[str]] = {}
    for (place, _), statuses in sorted(cells.items()):
        totals.setdefault(place, Counter()).update(statuses)
    return pd.DataFrame.from_dict(totals, orient="index").rename(index=names)


def key(words: Mapping[str, str]) -> str:
    """Return the legend: a chip with letter and word for every band and state that occurs."""
    items = "".join(Chip(code, words[code]).html for code in ORDER if code in words)
    return f'<div class="km-legend km-chips">{items}</div>'


@dataclass(frozen=True)
class HeatRow:
    """One line of a heat table: its name, where it leads (or nothing), a quieter line, and ready HTML for each cell."""

    name: str
    address: str
    note: str
    cells: Sequence[str]


def heat(headings: Sequence[str], rows: Iterable[HeatRow]) -> str:
    """Return a table with one line per place; an empty cell says 目標なし.

    Args:
        headings: Texts of all columns, that of the names first.
        rows: The lines; their cells are HTML of this module.
    """
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings)
    body = "".join(
        f'<tr><th scope="row">{_name(row)}</th>'
        + "".join(f"<td>{cell or '<small>目標なし</small>'}</td>" for cell in row.cells)
        + "</tr>"
        for row in rows
    )
    table = f'<table class="km-heat"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="km-wide km-tall" tabindex="0">{table}</div>'


def _name(row: HeatRow) -> str:
    name = escape(row.name)
    linked = f'<a href="{escape(row.address)}" target="_self">{name}</a>' if row.address else name
    return linked + (f"<small>{escape(row.note)}</small>" if row.note else "")


def bounded_shares(shares: Iterable[Share]) -> str:
    """Return one bar per share from 0 to 100 %: solid up to the lowest, hatched up to the highest, a line at the share."""
    return '<div class="km-shares">' + "".join(map(_bounded, shares)) + "</div>"


def _bounded(share: Share) -> str:
    unknown = share.lowest is None or share.highest is None
    low, high = share.lowest or 0.0, share.highest or 0.0
    line = "" if share.pct is None else f'<u style="left:{share.pct:.1f}%"></u>'
    return (
        f'<div class="km-share"><span class="km-share-label">{escape(share.label)}</span>'
        f'<span class="km-bar km-bounded{" km-unknown" if unknown else ""}" role="img" '
        f'aria-label="{escape(share.label)} {escape(share.text)}"><i style="width:{low:.1f}%"></i>'
        f'<em style="left:{low:.1f}%;width:{high - low:.1f}%"></em>{line}</span>'
        f'<span class="km-share-text">{escape(share.text)}</span></div>'
    )


@dataclass(frozen=True)
class YearBar:
    """One year of a small chart, or a part of one."""

    label: str  # Its short name, such as 令和4
    value: float | None  # The result; None where there is none
    value_ja: str  # The result in words, or why there is none, such as 未報告
    target: float | None = None  # The height of the target; None where it has none in this unit
    target_ja: str = ""  # The target in words
    is_part: bool = False  # Whether the result is of a part of the year

    @property
    def words(self) -> str:
        """The year in words, for readers of the screen."""
        aim = f"（目標 {self.target_ja}）" if self.target_ja else ""
        return f"{self.label}年度{'の途中' if self.is_part else ''} {self.value_ja}{aim}"


def small_bars(label: str, years: Sequence[YearBar]) -> str:
    """Return the small chart of one target; nothing where no year has a number."""
    heights = [height for year in years for height in (year.value, year.target) if height is not None]
    if not any(year.value is not None for year in years):
        return ""
    top = max([height for height in heights if height > 0], default=1.0) * HEADROOM
    words = "、".join(year.words for year in years)
    columns = "".join(_column(year, top) for year in years)
    return f'<div class="km-years" role="img" aria-label="{escape(label)}: {escape(words)}">{columns}</div>'


def _column(year: YearBar, top: float) -> str:
    mark = "km-year-none"
    bar = ""
    if year.value is not None:
        mark = "km-year-part" if year.is_part else "km-year-full"
        bar = f'<i style="height:{_share(year.value, top):.1f}%"></i>'
    line = "" if year.target is None else f'<u style="bottom:{_share(year.target, top):.1f}%"></u>'
    return (
        f'<span class="km-year {mark}" title="{escape(year.words)}"><b>{escape(year.value_ja)}</b>'
        f"<span>{bar}{line}</span><small>{escape(year.label)}{'<br>途中' if year.is_part else ''}</small></span>"
    )


def _share(value: float, top: float) -> float:
    return max(0.0, min(100.0, 100 * value / top))


@dataclass(frozen=True)
class RatedYear:
    """One year of a target: its name, its band or state, plain texts, the reason and the officer's comment."""

    label: str
    chip: Chip
    texts: Sequence[str]
    reason: str
    comment: str = ""


@dataclass(frozen=True)
class RatedTarget:
    """One target: what it is, a quieter line, ready HTML of its small chart, and its years from the latest."""

    name: str
    note: str
    chart: str
    years: Sequence[RatedYear]


def rated_targets(headings: Sequence[str], targets: Iterable[RatedTarget]) -> str:
    """Return a table of targets, each with its chart once and a line per year."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings)
    body = "".join(f"<tbody>{_lines(target)}</tbody>" for target in targets)
    table = f'<table class="km-rows km-rated"><thead><tr>{head}</tr></thead>{body}</table>'
    return f'<div class="km-roomy"><div class="km-scroll km-tall" tabindex="0">{table}</div></div>'


def _lines(target: RatedTarget) -> str:
    name = (
        f'<th scope="rowgroup" rowspan="{len(target.years)}">{escape(target.name)}<small>{escape(target.note)}</small>'
        f"{target.chart}</th>"
    )
    return "".join(
        f"<tr>{name if number == 0 else ''}<td>{escape(year.label)}</td><td>{year.chip.html}</td>"
        + "".join(f"<td>{escape(text)}</td>" for text in year.texts)
        + f"<td>{escape(year.reason)}{_comment(year.comment)}</td></tr>"
        for number, year in enumerate(target.years)
    )


def _comment(text: str) -> str:
    return f'<p class="km-comment"><b>担当者のコメント</b> {escape(text)}</p>' if text else ""
