"""One presentation while it is being made: slides with title, lead, footer and speaker notes, and texts on them."""

import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from components.drawing.theme import LIGHT
from components.packs.file_safety import clean, same_bytes
from components.packs.model import PRODUCT_JA
from components.packs.slides import text_fit


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide in points; a slide has 960 × 540."""

    left: float
    top: float
    width: float
    height: float


TEMPLATE: Final = Path(__file__).parent / "template.pptx"  # how it was made: docs/decisions.md
COVER, FIGURE = "表紙", "図とひとこと"  # its layouts
# Where they have their places for texts, and in which size (points); a test compares.
TITLE = Box(40, 22, 880, 42)
LEAD = Box(40, 70, 880, 48)
FOOTER = Box(40, 512, 800, 20)
TITLE_SIZE, LEAD_SIZE, FOOTER_SIZE = 26, 17, 10
MARGIN: Final = 8.0  # points between what stands on a slide
FACTS_SIZE: Final = 10
_EDGES = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


class Deck:
    """A presentation under way."""

    def __init__(self, title: str, footer: str, made_on: str) -> None:
        self._file = Presentation(str(TEMPLATE))
        self._footer = text_fit.shortened(clean(footer), FOOTER.width / FOOTER_SIZE)
        day = datetime.fromisoformat(made_on[:10])
        properties = self._file.core_properties
        properties.title, properties.author = clean(title), PRODUCT_JA
        properties.created = properties.modified = day
        properties.last_modified_by, properties.language, properties.keywords = (PRODUCT_JA, "ja-JP", "")

    def cover(self, title: str, lines: Sequence[str], notes: str) -> None:
        """Add the title slide."""
        slide = self._new_slide(COVER, title, notes)
        frame = slide.placeholders[1].text_frame
        frame.text = "\n".join(clean(line) for line in lines)

    def slide(self, title: str, lead: str, notes: str) -> Any:
        """Return a new slide with title, lead, footer, page number and speaker notes."""
        slide = self._new_slide(FIGURE, title, notes)
        self._fit(slide.shapes.title, TITLE, TITLE_SIZE, 16)
        place = slide.placeholders[1]
        place.text_frame.text = clean(lead)
        place.left, place.top, place.width = Pt(LEAD.left), Pt(LEAD.top), Pt(LEAD.width)
        place.height = Pt(below_lead(lead) - MARGIN - LEAD.top)
        self._fit(place, LEAD, LEAD_SIZE, 11)
        return slide

    def to_bytes(self) -> bytes:
        """Return the file; equal content gives equal bytes."""
        for slide in self._file.slides:
            _speak_japanese(slide.element)
            _speak_japanese(slide.notes_slide.element)
        buffer = io.BytesIO()
        self._file.save(buffer)
        return same_bytes(buffer.getvalue())

    def _new_slide(self, layout_name: str, title: str, notes: str) -> Any:
        layout = self._file.slide_layouts.get_by_name(layout_name)
        slide = self._file.slides.add_slide(layout)
        slide.shapes.title.text_frame.text = clean(title)
        for place in layout.placeholders:
            if place.placeholder_format.type in _EDGES:
                element = copy.deepcopy(place.element)
                slide.shapes.element.append(element)
                if place.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
                    slide.shapes[-1].text_frame.text = self._footer
        slide.notes_slide.notes_text_frame.text = clean(notes)
        return slide

    @staticmethod
    def _fit(shape: Any, box: Box, wanted: int, least: int) -> None:
        """Make a placeholder's text smaller where it would leave its box."""
        text = shape.text_frame.text
        size = text_fit.largest_size(text, box.width, box.height, range(least, wanted + 1))
        if size < wanted:
            for paragraph in shape.text_frame.paragraphs:
                paragraph.font.size = Pt(size)


def write(
    slide: Any, box: Box, text: str, size: float, *, bold: bool = False, colour: str = LIGHT.text,
    align: PP_ALIGN = PP_ALIGN.LEFT, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
) -> Any:  # fmt: skip
    """Return a new text box without margins."""
    shape = slide.shapes.add_textbox(*(Pt(side) for side in (box.left, box.top, box.width, box.height)))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = clean(text)
    for paragraph in frame.paragraphs:
        paragraph.alignment = align
        set_font(paragraph, size, bold=bold, colour=colour)
    return shape


def set_font(paragraph: Any, size: float, *, bold: bool = False, colour: str = LIGHT.text) -> None:
    """Set size (points), weight and colour (#RRGGBB) of a paragraph."""
    for run in paragraph.runs or [paragraph]:
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = rgb(colour)


def rgb(colour: str) -> Any:
    """Return a colour for python-pptx."""
    return RGBColor(*bytes.fromhex(colour[1:]))


def describe(shape: Any, name: str, text: str) -> None:
    """Give a picture, chart or table its name and the words for those who do not see it."""
    properties = next(shape.element.iter(qn("p:cNvPr")))
    properties.set("name", clean(name))
    properties.set("descr", clean(text))


def below_lead(lead: str) -> float:
    """Return where the content of a slide begins below its lead, in points."""
    return LEAD.top + min(text_fit.height(lead, LEAD_SIZE, LEAD.width), LEAD.height) + MARGIN


def facts(slide: Any, text: str) -> float:
    """Write the small lines above the footer (unit, n, as-of date, source) and return where they begin, in points."""
    height = text_fit.height(text, FACTS_SIZE, LEAD.width)
    top = FOOTER.top - 4 - height
    write(slide, Box(LEAD.left, top, LEAD.width, height), text, FACTS_SIZE, colour=LIGHT.muted)
    return top


def _speak_japanese(element: Any) -> None:
    """Mark every run as Japanese, for spelling checks and for screen readers."""
    for kind in ("a:r", "a:fld"):
        for run in element.iter(qn(kind)):
            properties = run.get_or_add_rPr() if hasattr(run, "get_or_add_rPr") else run.find(qn("a:rPr"))
            if properties is not None:
                properties.set("lang", "ja-JP")
                properties.set("altLang", "en-US")
    for kind in ("a:defRPr", "a:endParaRPr"):
        for properties in element.iter(qn(kind)):
            properties.set("lang", "ja-JP")
