"""Bands and states of targets as HTML: chips with their sign and word, heat tables of them, shares with bounds.

Pure: values in, HTML text out; whatever comes from data is escaped here. A letter or a word stands in every chip. 未報告 is
hatched and framed with dashes: an absence, never a low result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd

from components.drawing.theme import RATINGS, Mark

# From the best result to none; a band shows its letter, a state its word.
BANDS = ("S", "A", "B", "C", "D", "X")
STATES = (
    "qualitative", "against_plan", "hard_to_rate", "suppressed", "unreported", "before_due", "not_applicable",
)  # fmt: skip
ORDER = (*BANDS, *STATES)


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


@dataclass(frozen=True)
class Bounds:
    """A share that reports still missing may change."""

    label: str  # What it is the share of
    pct: float | None  # The share among what is known (0–100); None where nothing is
    lowest: float | None  # If no missing report reached its target; None where nothing is due
    highest: float | None  # If all of them did
    text: str  # The same in words


def bounded_shares(shares: Iterable[Bounds]) -> str:
    """Return one bar per share from 0 to 100 %: solid up to the lowest, hatched up to the highest, a line at the share."""
    return '<div class="km-shares">' + "".join(map(_bounded, shares)) + "</div>"


def _bounded(share: Bounds) -> str:
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
