"""What pages and pictures on paper share: one embedded Japanese font, styles, canvas, and patterns that speak without colour.

matplotlib draws without a browser and without pyplot's global state, so that several readers can be served at once.
"""

import io
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.patches import Patch
from PIL import Image
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

from components.drawing.marks import PATTERNS, Mark
from components.drawing.theme import LIGHT
from components.packs.file_safety import clean

DPI: Final = 200
FONT: Final = "IPAexGothic"
SMALL, NORMAL = 7.0, 8.5  # points
rl_config.useA85 = 0  # pictures as bytes, not as text: a quarter smaller, and no slow Python loop
MARGIN, TOP, BOTTOM = 20 * mm, 18 * mm, 18 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
TEXT, MUTED, LINE, ACCENT, SURFACE = (
    HexColor(colour) for colour in (LIGHT.text, LIGHT.muted, LIGHT.line, LIGHT.accent, LIGHT.surface)
)


@cache
def use_font() -> None:
    """Register the font for pages and for pictures; only the characters that are used are embedded."""
    pdfmetrics.registerFont(TTFont(FONT, str(font_file())))
    font_manager.fontManager.addfont(font_file())
    mpl.rcParams.update(
        {"font.family": FONT, "hatch.linewidth": 0.7, "axes.unicode_minus": False, "text.parse_math": False}
    )


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
    return Paragraph(escape(clean(words), quote=False), STYLES[style], bulletText=bullet)


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


@cache
def font_file() -> Path:
    """Return the Japanese font that the package matplotlib-fontja brings (IPAexGothic)."""
    spec = find_spec("matplotlib_fontja")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("package matplotlib-fontja is not installed: run `make setup`")
    return Path(spec.origin).parent / "fonts" / "ipaexg.ttf"


def canvas(width_px: int, height_px: int) -> Figure:
    """Return an empty white figure in the size of a picture."""
    use_font()
    return Figure(figsize=(width_px / DPI, height_px / DPI), dpi=DPI, facecolor="white", layout="constrained")


def png(figure: Figure) -> bytes:
    """Return the figure as PNG; equal input gives equal bytes."""
    drawn: Any = FigureCanvasAgg(figure)
    buffer = io.BytesIO()
    drawn.draw()  # once: savefig draws what has a layout twice
    image = Image.fromarray(np.asarray(drawn.buffer_rgba()))
    image.save(buffer, "png", dpi=(DPI, DPI), compress_level=1)  # the paper keeps the points and packs them anew
    return buffer.getvalue()


def swatch(label: str, fill: str, pattern: str, ink: str) -> Patch:
    """Return an entry of a legend: a filled and hatched box."""
    return Patch(facecolor=fill, edgecolor=ink or LIGHT.text, hatch=PATTERNS[pattern].hatch, label=label, linewidth=0.6)


def mark_swatch(mark: Mark) -> Patch:
    """Return the entry of a legend for a group of bars."""
    return swatch(mark.label_ja, mark.light, mark.pattern, "#FFFFFF" if mark.pattern else LIGHT.text)


def legend_above(axes: Axes, entries: Iterable[Patch], columns: int) -> Legend:
    """Put a legend above the plot, where it hides nothing."""
    return axes.legend(
        handles=list(entries), loc="lower left", bbox_to_anchor=(0, 1.0), ncols=columns, frameon=False,
        fontsize=NORMAL, handlelength=1.8, handleheight=1.1, borderaxespad=0.2, columnspacing=1.2,
    )  # fmt: skip


def quiet(axes: Axes) -> None:
    """Leave only the lines that are read."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(LIGHT.muted)
    axes.tick_params(labelsize=NORMAL, colors=LIGHT.text, length=2)
