"""Native tables on slides: wrapped to their columns and broken over slides, so that nothing leaves the page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from components.drawing import wording
from components.drawing.theme import LIGHT
from components.packs.file_safety import clean
from components.packs.model import Listing
from components.packs.slides import text_fit
from components.packs.slides.deck import Box, describe, rgb, set_font, write

TEXT_SIZE: Final = 12
_SIDE, _ABOVE = 5.0, 2.5  # margins of a cell in points
_SMALLEST_ROW = 20.0
_UNBROKEN: Final = 9.5  # a column of so few characters is not broken
_NARROWEST: Final = 5.0  # characters in a column that is
_MOST_SLIDES: Final = 4  # what a table may take; its other rows are in the workbook
_HEADING: Final = 6.5
_CAPTION, _CAPTION_SIZE = 30.0, 13  # points


def flow(listings: Sequence[Listing], box: Box) -> Iterator[list[Listing]]:
    """Yield what stands on each slide: short tables share one, a long one is broken over several."""
    together: list[Listing] = []
    used = 0.0
    for listing in (_within_slides(one, box) for one in listings):
        height = _CAPTION + sum(_heights(listing, box))
        if together and used + height > box.height:
            yield together
            together, used = [], 0.0
        if height <= box.height:
            together, used = [*together, listing], used + height
        else:
            yield from ([part] for part in _pages(listing, box))
    if together:
        yield together


def add_tables(slide: Any, box: Box, listings: Sequence[Listing]) -> None:
    """Draw tables one below the other, each under its title; `flow` has made sure that they fit."""
    top = box.top
    for listing in listings:
        caption = Box(box.left, top, box.width, _CAPTION - 4)
        write(slide, caption, listing.title_ja, _CAPTION_SIZE, bold=True, anchor=MSO_ANCHOR.BOTTOM)
        room = Box(box.left, top + _CAPTION, box.width, 0)
        words = f"{listing.title_ja}の表、{wording.count(len(listing.rows), '行')}。"
        add_table(slide, room, listing, words)
        top += _CAPTION + sum(_heights(listing, box))


def _within_slides(listing: Listing, box: Box) -> Listing:
    """Return a table of which no row is higher than a slide: what is cut off stands in the workbook."""
    heading, *heights = _heights(listing, box)
    room = box.height - _CAPTION - heading
    if max(heights, default=0.0) <= room:
        return listing
    lines = int((room - 2 * _ABOVE) / (TEXT_SIZE * text_fit.LINE_HEIGHT))
    most = [lines * max((width - 2 * _SIDE) / TEXT_SIZE - 1, 1) for width in _widths(listing, box)]
    rows = (
        row
        if height <= room
        else tuple(text_fit.shortened(" ".join(cell.split()), width) for cell, width in zip(row, most, strict=True))
        for row, height in zip(listing.rows, heights, strict=True)
    )
    return replace(listing, rows=tuple(rows))


def _pages(listing: Listing, box: Box) -> list[Listing]:
    """Return the parts of a table that fit a box each, at least one row in each, numbered in their titles."""
    heading, *heights = _heights(listing, box)
    room = box.height - _CAPTION - heading
    parts: list[list[tuple[str, ...]]] = [[]]
    used = 0.0
    for row, height in zip(listing.rows, heights, strict=True):
        if parts[-1] and used + height > room:
            parts.append([])
            used = 0.0
        parts[-1].append(row)
        used += height
    shown = parts[:_MOST_SLIDES]
    rest = len(listing.rows) - sum(map(len, shown))
    more = f"、全{len(listing.rows):,}行。残り{rest:,}行は Excel ファイルにあります" if rest else ""
    return [
        replace(listing, title_ja=f"{listing.title_ja}（{number}／{len(shown)}{more}）", rows=tuple(rows))
        for number, rows in enumerate(shown, start=1)
    ]


def add_table(slide: Any, box: Box, listing: Listing, words: str) -> None:
    """Draw a table with a heading row; `flow` has made sure that it fits."""
    rows = [listing.headings, *listing.rows]
    heights = _heights(listing, box)
    sides = (Pt(side) for side in (box.left, box.top, box.width, sum(heights)))
    frame = slide.shapes.add_table(len(rows), len(listing.headings), *sides)
    describe(frame, listing.title_ja or "表", words)
    table = frame.table
    for column, width in zip(table.columns, _widths(listing, box), strict=True):
        column.width = Pt(width)
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        table.rows[number].height = Pt(height)
        for cell, text, heading in zip(table.rows[number].cells, row, listing.headings, strict=True):
            _write(cell, text, is_heading=number == 0, is_number=heading in listing.numeric)
            cell.fill.solid()
            colour = LIGHT.accent if number == 0 else (LIGHT.background if number % 2 else LIGHT.surface)
            cell.fill.fore_color.rgb = rgb(colour)


def _write(cell: Any, text: str, *, is_heading: bool, is_number: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(_SIDE)
    cell.margin_top = cell.margin_bottom = Pt(_ABOVE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE if is_heading else MSO_ANCHOR.TOP
    cell.text_frame.text = clean(text)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
        set_font(paragraph, TEXT_SIZE, bold=is_heading, colour=LIGHT.background if is_heading else LIGHT.text)


def _heights(listing: Listing, box: Box) -> list[float]:
    widths = [width - 2 * _SIDE for width in _widths(listing, box)]
    rows = (listing.headings, *listing.rows)
    texts = [
        max(text_fit.height(text, TEXT_SIZE, width) for text, width in zip(row, widths, strict=True)) for row in rows
    ]
    return [max(_SMALLEST_ROW, height + 2 * _ABOVE) for height in texts]


def _widths(listing: Listing, box: Box) -> list[float]:
    """Return the width of each column: short ones stay unbroken, what is left goes to the long ones as they want it."""
    columns = list(zip(*listing.rows, strict=True)) or [()] * len(listing.headings)
    longest = [max(map(text_fit.ems, column), default=0.0) for column in columns]
    is_long = [letters >= _UNBROKEN for letters in longest]
    # A heading may take two lines, so it asks for no more than half of a long one.
    headings = [min(text_fit.ems(heading), _HEADING) for heading in listing.headings]
    least = [
        (_NARROWEST if long else max(letters, heading) + 1.1) * TEXT_SIZE + 2 * _SIDE
        for letters, heading, long in zip(longest, headings, is_long, strict=True)
    ]
    wishes = [wish if long or not any(is_long) else 0.0 for wish, long in zip(listing.widths, is_long, strict=True)]
    rest = box.width - sum(least)
    if rest < 0:
        return [box.width * width / sum(least) for width in least]
    return [width + rest * wish / sum(wishes) for width, wish in zip(least, wishes, strict=True)]
