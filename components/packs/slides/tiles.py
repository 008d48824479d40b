"""Main numbers and sentences on a slide: tiles side by side, below them what to remember."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from components.drawing.model import Number
from components.drawing.theme import LIGHT
from components.packs.file_safety import clean
from components.packs.slides import text_fit
from components.packs.slides.deck import MARGIN, Box, describe, rgb, set_font, write

_IN_A_ROW: Final = 5
_LABEL, _VALUE, _UNIT, _NOTE = 12, 28, 14, 10
_PADDING = 8.0
_INDENT: Final = 14.0


def add_tiles(slide: Any, box: Box, numbers: Sequence[Number]) -> float:
    """Draw numbers as tiles, at most five in a row, and return where the tiles end, in points from the top.

    Args:
        numbers: Label, value, unit and explaining line of each.
    """
    if not numbers:
        return box.top
    rows = math.ceil(len(numbers) / _IN_A_ROW)
    columns = math.ceil(len(numbers) / rows)
    width = (box.width - MARGIN * (columns - 1)) / columns
    height = min((box.height - MARGIN * (rows - 1)) / rows, max(_height(number, width) for number in numbers))
    for place, number in enumerate(numbers):
        row, column = divmod(place, columns)
        left, top = box.left + column * (width + MARGIN), box.top + row * (height + MARGIN)
        _add_tile(slide, Box(left, top, width, height), number)
    return box.top + rows * (height + MARGIN)


def add_sentences(slide: Any, box: Box, sentences: Sequence[str], sizes: range) -> None:
    """Write sentences one below the other, as large as they fit."""
    text = "\n".join(sentences)
    size = text_fit.largest_size(text, box.width - _INDENT, box.height - 4 * len(sentences), sizes)
    shape = write(slide, box, text, size)
    for paragraph in shape.text_frame.paragraphs:
        paragraph.space_after = Pt(4)
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(Pt(_INDENT)))
        properties.set("indent", str(-Pt(_INDENT)))
        properties.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))


def _add_tile(slide: Any, box: Box, number: Number) -> None:
    shape = write(slide, box, "\n".join((number.label, number.value, number.note)), _NOTE)
    describe(shape, number.label, f"{number.label} {number.value}{number.unit}。{number.note}")
    shape.fill.solid()
    shape.fill.fore_color.rgb, shape.line.color.rgb = rgb(LIGHT.surface), rgb(LIGHT.line)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(_PADDING)
    label, value, note = frame.paragraphs
    set_font(label, _LABEL, colour=LIGHT.muted)
    set_font(value, _VALUE, bold=True, colour=LIGHT.accent)
    set_font(note, _NOTE, colour=LIGHT.muted)
    unit = value.add_run()
    unit.text = clean(number.unit)
    unit.font.size, unit.font.color.rgb = Pt(_UNIT), rgb(LIGHT.muted)


def _height(number: Number, width: float) -> float:
    room = width - 2 * _PADDING
    label, note = (text_fit.height(text, size, room) for text, size in ((number.label, _LABEL), (number.note, _NOTE)))
    return label + _VALUE * text_fit.LINE_HEIGHT + note + 2 * _PADDING
