"""How the pages of the PDF look: A4, one embedded Japanese font, styles, header, footer and page numbers."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from components.drawing.theme import LIGHT
from components.packs.pdf import paper

FONT: Final = paper.FONT
rl_config.useA85 = 0  # pictures as bytes, not as text: a quarter smaller, and no slow Python loop
MARGIN, TOP, BOTTOM = 20 * mm, 18 * mm, 18 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
TEXT, MUTED, LINE, ACCENT, SURFACE = (
    HexColor(colour) for colour in (LIGHT.text, LIGHT.muted, LIGHT.line, LIGHT.accent, LIGHT.surface)
)


@cache
def use_font() -> None:
    """Register the font; only the characters that are used are embedded."""
    pdfmetrics.registerFont(TTFont(FONT, str(paper.font_file())))


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    look = {"leading": size * 1.55, "textColor": TEXT, "wordWrap": "CJK", "bulletFontName": FONT, **more}
    return ParagraphStyle(name, fontName=FONT, fontSize=size, **look)


STYLES: Final = {
    "title": _style("title", 25, leading=36),
    "subtitle": _style("subtitle", 12, textColor=MUTED),
    "section": _style("section", 16, textColor=ACCENT, spaceAfter=6, leading=22),
    "figure": _style("figure", 11.5, spaceBefore=4, spaceAfter=2),
    "reading": _style("reading", 10, spaceAfter=4, leftIndent=6, borderPadding=(1, 0, 1, 6)),
    "body": _style("body", 9.5, spaceAfter=4),
    "message": _style("message", 10.5, spaceAfter=5, leftIndent=12, bulletIndent=0),
    "small": _style("small", 7.5, textColor=MUTED, spaceAfter=1),
    "cell": _style("cell", 7.5, leading=10.5),
    "number": _style("number", 7.5, leading=10.5, alignment=TA_RIGHT),
    "heading": _style("heading", 7.5, leading=10.5, textColor=ACCENT),
    "number_heading": _style("number_heading", 7.5, leading=10.5, textColor=ACCENT, alignment=TA_RIGHT),
    "tile": _style("tile", 8, textColor=MUTED),
    "value": _style("value", 17, leading=22),
    "contents": _style("contents", 10.5, leading=19),
}


def text(words: str, style: str = "body", bullet: str | None = None) -> Paragraph:
    """Return a paragraph; whatever comes from data is escaped here."""
    return Paragraph(escape(words, quote=False), STYLES[style], bulletText=bullet)


def draw_frame(canvas: Canvas, number: int, whole: int, header_ja: str, footer_ja: str, mark_ja: str) -> None:
    """Write header, footer and page number (3 / 14) of a page."""
    canvas.setFont(FONT, 7.5)
    canvas.setFillColor(MUTED)
    canvas.drawString(MARGIN, 9 * mm, footer_ja)
    canvas.drawRightString(A4[0] - MARGIN, 9 * mm, f"{number} / {whole}")
    if number > 1:
        canvas.drawString(MARGIN, A4[1] - 11 * mm, header_ja)
    if mark_ja:
        canvas.setFillColor(TEXT)
        canvas.setStrokeColor(TEXT)
        canvas.rect(A4[0] - MARGIN - 50 * mm, A4[1] - 13.5 * mm, 50 * mm, 6 * mm)
        canvas.drawCentredString(A4[0] - MARGIN - 25 * mm, A4[1] - 11.6 * mm, mark_ja)
