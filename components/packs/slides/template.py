"""An empty 16:9 presentation: Japanese fonts, the product's colours, and two layouts with named places for texts.

python-pptx starts from an English 4:3 template. Everything of it that a reader could meet is replaced here, so that what
officers add by hand looks like the rest. Positions are points on a slide of 960 × 540.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from components.drawing.marks import PROGRAMME_GROUPS
from components.drawing.theme import LIGHT

WIDTH, HEIGHT = 960, 540
FONT_JA: Final = "BIZ UDPゴシック"  # part of Windows in Japan since 2018; elsewhere the system's own Japanese font
_COVER, _FIGURE = 0, 2  # places in python-pptx's template: title and subtitle; title and one text
_NAMES: Final = {_COVER: "表紙", _FIGURE: "図とひとこと"}


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class TextStyle:
    """How a placeholder writes: size in points, weight, colour, alignment (l, ctr, r) and anchor (t, ctr, b)."""

    size: int
    bold: bool = False
    colour: str = LIGHT.text
    align: str = "l"
    anchor: str = "t"


TITLE = Box(40, 22, 880, 42)
LEAD = Box(40, 70, 880, 48)
FOOTER = Box(40, 512, 800, 20)
PAGE = Box(850, 512, 70, 20)
TITLE_SIZE, LEAD_SIZE, FOOTER_SIZE = 26, 17, 10
_PLACES: Final = {
    (_COVER, PP_PLACEHOLDER.CENTER_TITLE): (Box(60, 150, 840, 110), TextStyle(36, True, LIGHT.accent, "l", "b")),
    (_COVER, PP_PLACEHOLDER.SUBTITLE): (Box(60, 275, 840, 150), TextStyle(16)),
    (_FIGURE, PP_PLACEHOLDER.TITLE): (TITLE, TextStyle(TITLE_SIZE, True, LIGHT.accent, "l", "b")),
    (_FIGURE, PP_PLACEHOLDER.BODY): (LEAD, TextStyle(LEAD_SIZE, anchor="t")),
}  # fmt: skip
_EDGES: Final = {
    PP_PLACEHOLDER.FOOTER: (FOOTER, TextStyle(FOOTER_SIZE, colour=LIGHT.muted, anchor="ctr")),
    PP_PLACEHOLDER.SLIDE_NUMBER: (PAGE, TextStyle(FOOTER_SIZE + 1, colour=LIGHT.muted, align="r", anchor="ctr")),
}
_PROMPTS: Final = {
    PP_PLACEHOLDER.FOOTER: "",
    PP_PLACEHOLDER.TITLE: "見出し",
    PP_PLACEHOLDER.CENTER_TITLE: "表題",
    PP_PLACEHOLDER.SUBTITLE: "場所・版・時点",
    PP_PLACEHOLDER.BODY: "読み取れることをひとことで",
}


def new_presentation() -> Any:
    """Return an empty presentation, 16:9, with the layouts 表紙 and 図とひとこと."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for number in reversed(range(len(deck.slide_layouts))):
        if number not in _NAMES:
            deck.slide_layouts.remove(deck.slide_layouts[number])
    for layout, number in zip(deck.slide_layouts, _NAMES, strict=True):
        layout.name = _NAMES[number]
        _arrange(layout, number)
    _arrange(deck.slide_master, _FIGURE)
    _rule(deck.slide_layouts[0], Box(60, 266, 840, 0), 3)
    _rule(deck.slide_layouts[1], Box(TITLE.left, 66, TITLE.width, 0), 1)
    dress(deck.slide_master.part)
    return deck


def dress(part: Any) -> None:
    """Give the theme of a master (of slides or of notes) our fonts and colours."""
    theme_part = next(rel.target_part for rel in part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(theme_part.blob)
    for kind in ("majorFont", "minorFont"):
        fonts = next(theme.iter(qn(f"a:{kind}")))
        for script in ("latin", "ea"):
            fonts.find(qn(f"a:{script}")).set("typeface", FONT_JA)
        for font in fonts.findall(qn("a:font")):
            if font.get("script") == "Jpan":
                font.set("typeface", FONT_JA)
    accents = [*(mark.light for mark in PROGRAMME_GROUPS.values()), LIGHT.accent]
    colours = {"dk1": LIGHT.text, "lt1": LIGHT.background, "dk2": LIGHT.accent, "lt2": LIGHT.surface}
    colours |= {f"accent{number}": colour for number, colour in enumerate(accents, start=1)}
    for name, colour in colours.items():
        place = next(theme.iter(qn(f"a:{name}")))
        place[:] = [parse_xml(f'<a:srgbClr {nsdecls("a")} val="{colour[1:]}"/>')]
    # python-pptx keeps the theme as bytes only and offers no other way to change it.
    theme_part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _arrange(layout: Any, number: int) -> None:
    """Move the placeholders of a layout or of the master to their places; the date is not used."""
    for shape in list(layout.placeholders):
        kind = shape.placeholder_format.type
        place = _PLACES.get((number, kind)) or _EDGES.get(kind)
        if place is None:
            shape.element.getparent().remove(shape.element)
            continue
        box, style = place
        shape.left, shape.top, shape.width, shape.height = (
            Pt(side) for side in (box.left, box.top, box.width, box.height)
        )
        _set_style(shape, style)
        if kind in _PROMPTS:
            shape.text_frame.text = _PROMPTS[kind]


def _set_style(shape: Any, style: TextStyle) -> None:
    body = shape.text_frame._txBody
    properties = body.find(qn("a:bodyPr"))
    for name in ("lIns", "rIns", "tIns", "bIns"):
        properties.set(name, "0")
    properties.set("anchor", style.anchor)
    properties[:] = []
    body.find(qn("a:lstStyle"))[:] = [
        parse_xml(
            f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="{style.align}"><a:spcBef><a:spcPts val="0"/></a:spcBef>'
            f'<a:buNone/><a:defRPr lang="ja-JP" sz="{style.size * 100}" b="{int(style.bold)}" cap="none">'
            f'<a:solidFill><a:srgbClr val="{style.colour[1:]}"/></a:solidFill>'
            '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:defRPr></a:lvl1pPr>'
        )
    ]


def _rule(layout: Any, box: Box, width: float) -> None:
    """Draw a line below the title as part of the layout, where nobody moves it by accident."""
    tree = layout.shapes.element
    tree.append(
        parse_xml(
            f'<p:cxnSp {nsdecls("p", "a")}><p:nvCxnSpPr><p:cNvPr id="90" name="罫線"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/>'
            f'</p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="{Pt(box.left)}" y="{Pt(box.top)}"/><a:ext cx="{Pt(box.width)}" cy="0"/>'
            f'</a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="{Pt(width)}"><a:solidFill>'
            f'<a:srgbClr val="{LIGHT.accent[1:]}"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
        )
    )
