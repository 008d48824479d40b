"""A report as slides: 16:9, native charts and tables that can be edited, speaker notes with the source of each number."""

import io
import math
from collections.abc import Sequence
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from components.drawing.model import AreaMap, Bars, Chart, Number, Points, Shares, Tiles
from components.drawing.theme import LIGHT
from components.packs.file_safety import clean
from components.packs.listings import definition_list, question_list, source_list
from components.packs.model import Listing, Pack, Section, cover_pairs, figure_facts, footer, speaker_notes
from components.packs.pdf import pictures
from components.packs.slides import charts, scatter, tables, text_fit
from components.packs.slides.deck import LEAD, MARGIN, Box, Deck, below_lead, describe, facts, rgb, set_font, write

_IN_A_ROW: Final = 5
_LABEL, _VALUE, _UNIT, _NOTE = 12, 28, 14, 10
_PADDING = 8.0
_INDENT: Final = 14.0


def add_tiles(slide: Any, box: Box, numbers: Sequence[Number]) -> float:
    """Draw numbers as tiles, at most five in a row, and return where the tiles end, in points from the top."""
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


_ROW_SOURCES_JA: Final = "出典: 表の「出典」の列"
_UNKNOWN_JA: Final = "次の項目は、示せる数字がありません。0 という意味ではありません。"
_BOTTOM: Final = 504.0
_FACTS: Final = 20.0  # points: two of their lines below a table
_PIXELS_PER_POINT: Final = 1.8  # pictures are made for paper: so their letters are half as large again on a slide
_BARS_ON_A_SLIDE: Final = 12


def to_pptx(pack: Pack) -> bytes:
    """Return the report as a PowerPoint file; equal reports give equal bytes."""
    deck = Deck(pack.title_ja, footer(pack), pack.made_on)
    opening = f"{pack.place_ja}の資料です。{pack.as_of_ja}"
    lines = [f"{name}: {value}" for name, value in cover_pairs(pack) if value]
    deck.cover(pack.title_ja, lines, speaker_notes(pack, (opening,)))
    _add_summary(deck, pack)
    for section in pack.sections:
        _add_section(deck, section, pack)
    bare = [part for part in pack.sections if part.empty_ja and not part.figures and not part.listings]
    if bare:
        _add_unknown(deck, bare, pack)
    for lead, listing in (
        ("この資料の数字から、規則によって選んだ質問と、答えの案です。", question_list(pack)),
        ("数字の計算のしかたと、読み取ってはいけないことです。", definition_list(pack)),
        ("どの文書の、どの行によるかです。", source_list(pack)),
    ):
        if listing.rows:
            _add_listings(deck, [listing], listing.title_ja, lead, pack, speaker_notes(pack, (lead,)))
    return deck.to_bytes()


def _add_summary(deck: Deck, pack: Pack) -> None:
    notes = speaker_notes(pack, pack.messages, (), pack.headline)
    slide = deck.slide(pack.headline.title, pack.headline.reading, notes)
    bottom = facts(slide, figure_facts(pack.headline))
    top = below_lead(pack.headline.reading)
    end = add_tiles(slide, Box(LEAD.left, top, LEAD.width, (bottom - top) * 0.62), pack.numbers)
    rest = Box(LEAD.left, end + MARGIN, LEAD.width, bottom - end - 2 * MARGIN)
    add_sentences(slide, rest, pack.messages, range(10, 17))


def _add_section(deck: Deck, section: Section, pack: Pack) -> None:
    notes = speaker_notes(pack, section.say_ja, section.origins)
    for figure in section.figures:
        if figure.chart is not None:
            told = speaker_notes(pack, section.say_ja, section.origins, figure)
            parts: Sequence[Chart] = figure.chart.pages(_BARS_ON_A_SLIDE) if isinstance(figure.chart, Bars) else ()
            for part in parts or [figure.chart]:
                slide = deck.slide(figure.title, figure.reading, told)
                bottom = facts(slide, figure_facts(figure))
                box = _content(figure.reading, bottom - MARGIN)
                _draw(slide, box, part, f"{figure.title}。{figure.reading}", pack)
    lead = section.empty_ja or (section.figures[0].reading if section.figures else "")
    if section.listings:
        _add_listings(deck, section.listings, section.title_ja, lead, pack, notes)


def _add_unknown(deck: Deck, sections: Sequence[Section], pack: Pack) -> None:
    """Say on one slide which parts have nothing to show, and why: what is not known is not left out."""
    say = [sentence for section in sections for sentence in section.say_ja]
    slide = deck.slide("手元に情報のない項目", _UNKNOWN_JA, speaker_notes(pack, say))
    sentences = [f"{section.title_ja}: {section.empty_ja}" for section in sections]
    add_sentences(slide, _content(_UNKNOWN_JA), sentences, range(11, 19))


def _content(lead: str, bottom: float = _BOTTOM) -> Box:
    top = below_lead(lead)
    return Box(LEAD.left, top, LEAD.width, bottom - top)


def _draw(slide: Any, box: Box, chart: Chart, words: str, pack: Pack) -> None:
    match chart:
        case Bars() if chart.series:
            charts.add_bars(slide, box, chart, words, pack.made_on)
        case Shares() if chart.rows:
            charts.add_shares(slide, box, chart, words, pack.made_on)
        case Points():
            scatter.add_scatter(slide, box, chart, words, pack.made_on)
        case Tiles():
            add_tiles(slide, box, chart.numbers)
        case AreaMap():
            width, height = (round(side * _PIXELS_PER_POINT) for side in (box.width, box.height))
            png = pictures.picture(chart, width, height, pack.credit_ja)
            sides = (Pt(side) for side in (box.left, box.top, box.width, box.height))
            describe(slide.shapes.add_picture(io.BytesIO(png), *sides), words.split("。")[0], words)


def _add_listings(deck: Deck, listings: Sequence[Listing], title: str, lead: str, pack: Pack, notes: str) -> None:
    box = _content(lead, _BOTTOM - _FACTS)
    for together in tables.flow(listings, box):
        slide = deck.slide(title, lead, notes)
        tables.add_tables(slide, box, together)
        facts(slide, f"時点: {pack.as_of_ja}　{_ROW_SOURCES_JA if '出典' in together[0].headings else ''}".strip())
