"""The results of a target over the years as HTML: a small chart beside the rating of each year.

Pure: values in, HTML text out; whatever comes from data is escaped here. Bars start at 0; the target is a line across
its year. A year without a report is hatched and says so; a part of a year is a narrower, dashed bar.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from components.drawing.rating_marks import Chip

HEADROOM = 1.12  # of the highest value or target, so that its number has room


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
