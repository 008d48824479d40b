"""Small figures as HTML: tiles of numbers, share bars, quartile strips, tables, lists of peers, buttons.

Pure: values in, HTML text out. Whatever comes from data is escaped here. Colours are the variables of
static/monitor.css, so light, dark and print are right without a rerun; a word or a pattern stands beside every colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape

from components.drawing import wording
from components.drawing.marks import PROGRAMME_GROUPS
from components.drawing.model import Number, Share
from data.folders import PROJECT

# Format → what it is good for.
_FORMATS = {
    "png": "この図を PNG（スライドや文書に貼る画像）で保存。題・読み方・時点・出典・データ版が入ります",
    "svg": "この図を SVG（拡大しても粗くならず、後から手直しできる画像）で保存。題・読み方・時点・出典・データ版が入ります",
}


def number_tiles(numbers: Iterable[Number]) -> str:
    """Return tiles side by side, each with one large number."""
    tiles = "".join(
        f'<div class="km-tile"><span>{escape(n.label)}</span><strong>{escape(n.value)}<small>{escape(n.unit)}</small>'
        f"</strong><span>{escape(n.note)}</span></div>"
        for n in numbers
    )
    return f'<div class="km-tiles">{tiles}</div>'


def share_bars(shares: Iterable[Share]) -> str:
    """Return one bar per share, all from 0 to 100 %, each with its words."""
    return '<div class="km-shares">' + "".join(map(_share_bar, shares)) + "</div>"


def _share_bar(share: Share) -> str:
    unknown = share.pct is None
    width = 0.0 if share.pct is None else max(0.0, min(100.0, share.pct))
    return (
        f'<div class="km-share"><span class="km-share-label">{escape(share.label)}</span>'
        f'<span class="km-bar{" km-unknown" if unknown else ""}" role="img" '
        f'aria-label="{escape(share.label)} {escape(share.text)}"><i style="width:{width:.2f}%"></i></span>'
        f'<span class="km-share-text">{escape(share.text)}</span></div>'
    )


@dataclass(frozen=True)
class Standing:
    """A municipality's value among others.

    Attributes:
        minimum, lower, median, upper, maximum: The others' range and quartiles; None where too few have a value.
    """

    label: str  # Name of the indicator
    value: str  # The value in words, with its unit
    number: float | None  # The value; None where missing
    minimum: float | None
    lower: float | None
    median: float | None
    upper: float | None
    maximum: float | None
    words: str  # What the strip says, with the n behind it
    beside: str = ""  # The place among another group in words; empty where there is none


def standings(rows: Iterable[Standing]) -> str:
    """Return one line per indicator: value, place among the others as a strip, and the same in words."""
    return '<div class="km-standings">' + "".join(map(_standing, rows)) + "</div>"


def _standing(row: Standing) -> str:
    beside = f"<br>{escape(row.beside)}" if row.beside else ""
    return (
        f'<div class="km-standing"><span class="km-standing-label">{escape(row.label)}</span>'
        f"<strong>{escape(row.value)}</strong>{_strip(row)}<span>{escape(row.words)}{beside}</span></div>"
    )


def _strip(row: Standing) -> str:
    if row.minimum is None or row.maximum is None or row.maximum <= row.minimum:
        return '<span class="km-strip km-strip-empty"></span>'
    low, span = row.minimum, row.maximum - row.minimum

    def at(value: float | None) -> float:
        return 0.0 if value is None else max(0.0, min(100.0, 100 * (value - low) / span))

    box = f'<i class="km-box" style="left:{at(row.lower):.1f}%;width:{at(row.upper) - at(row.lower):.1f}%"></i>'
    middle = f'<i class="km-median" style="left:{at(row.median):.1f}%"></i>'
    own = "" if row.number is None else f'<i class="km-own" style="left:{at(row.number):.1f}%"></i>'
    inner = (box if row.lower is not None else "") + (middle if row.median is not None else "") + own
    return f'<span class="km-strip" role="img" aria-label="{escape(row.words)}">{inner}</span>'


@dataclass(frozen=True)
class Cell:
    """One function of a plan and the state of its field."""

    group: str
    name: str
    filled: bool
    state: str


def function_row(cells: Sequence[Cell]) -> str:
    """Return the functions as a row of cells by pillar: filled ones in colour, others hatched with their word."""
    groups = list(dict.fromkeys(cell.group for cell in cells))
    columns = "".join(
        f'<div class="km-functions" style="flex:{sum(c.group == group for c in cells)}">'
        f"<span>{escape(group)}</span><div>"
        + "".join(_function_cell(cell) for cell in cells if cell.group == group)
        + "</div></div>"
        for group in groups
    )
    return f'<div class="km-function-row">{columns}</div>'


def _function_cell(cell: Cell) -> str:
    kind, sign = ("km-filled", "●") if cell.filled else ("km-unfilled", "○")
    return f'<div class="{kind}"><b>{escape(cell.name)}</b><span>{sign} {escape(cell.state)}</span></div>'


@dataclass(frozen=True)
class Tile:
    """One municipality: its name, which programmes it runs and the address of its page."""

    name: str
    group: str
    address: str


def municipality_tiles(tiles: Sequence[Tile]) -> str:
    """Return every municipality as a tile that links to its page, and a legend with the numbers of each kind."""
    legend = "".join(
        f'<span class="km-group-{group}"><i></i>{escape(mark.label_ja)} '
        f"{wording.count(sum(t.group == group for t in tiles), '')}</span>"
        for group, mark in PROGRAMME_GROUPS.items()
        if any(t.group == group for t in tiles)
    )
    links = "".join(
        f'<a class="km-group-{escape(t.group)}" href="{escape(t.address)}" target="_self" '
        f'title="{escape(t.name)}：{escape(PROGRAMME_GROUPS[t.group].label_ja)}"><i></i>{escape(t.name)}</a>'
        for t in tiles
    )
    return f'<div class="km-legend">{legend}</div><div class="km-municipalities">{links}</div>'


def badges(words: Iterable[str]) -> str:
    """Return short words in frames, side by side."""
    return '<p class="km-badges">' + "".join(f"<span>{escape(word)}</span>" for word in words) + "</p>"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return pairs of a name and a value as a list of definitions."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="km-dl">{items}</dl>'


def passage(lines: Iterable[tuple[int, str]]) -> str:
    """Return lines of a document with their numbers, as they stand there."""
    items = "".join(f"<tr><th>L{number}</th><td>{escape(text)}</td></tr>" for number, text in lines)
    return f'<div class="km-passage"><table>{items}</table></div>'


def paragraph(text: str, css_class: str = "") -> str:
    """Return a paragraph."""
    return f'<p class="{escape(css_class)}">{escape(text)}</p>'


def rows(headings: Sequence[str], lines: Iterable[Sequence[str]], widths: Sequence[int] = ()) -> str:
    """Return a small table that prints well and scrolls where it is long; nothing where it has no lines.

    Args:
        widths: Widths of the columns in percent; by default as the texts need.
    """
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    if not body:
        return ""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    columns = "".join(f'<col style="width:{width}%">' for width in widths)
    group = f"<colgroup>{columns}</colgroup>" if columns else ""
    table = f'<table class="km-rows">{group}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="km-scroll" tabindex="0">{table}</div>'


def subtitle(text: str, beside: str = "") -> str:
    """Return a heading inside a figure with a quieter text beside it."""
    return f'<h3 class="km-subtitle">{escape(text)}<small>{escape(beside)}</small></h3>'


def heading(text: str, beside: str = "") -> str:
    """Return a heading with a quieter text beside it."""
    return f'<h2 class="km-heading">{escape(text)}<small>{escape(beside)}</small></h2>'


@dataclass(frozen=True)
class LinkedRow:
    """One line of a small table: its name, where that leads (or nothing), and the texts of the other cells."""

    name: str
    address: str
    texts: Sequence[str]


def linked_rows(headings: Sequence[str], lines: Iterable[LinkedRow]) -> str:
    """Return a small table whose first cells lead to other pages; nothing where it has no lines."""
    body = "".join(
        f'<tr><th scope="row">{_link(line)}</th>' + "".join(f"<td>{escape(text)}</td>" for text in line.texts) + "</tr>"
        for line in lines
    )
    if not body:
        return ""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    return (
        f'<div class="km-scroll" tabindex="0"><table class="km-rows km-linked"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _link(line: LinkedRow) -> str:
    name = escape(line.name)
    return f'<a href="{escape(line.address)}" target="_self">{name}</a>' if line.address else name


@dataclass(frozen=True)
class Peer:
    """One municipality that is like another."""

    rank: str  # Its place, such as 1位
    name: str  # Its name
    address: str  # Address of its page
    beside: str  # Quieter words beside the name: prefecture, kind, step
    distance: str  # The distance in words
    width_pct: float  # The distance as a part of the longest one that is drawn (0–100)
    reason: str  # Why it is near
    furthest: str  # What differs most, in words


def peer_list(peers: Iterable[Peer]) -> str:
    """Return the peers one below the other, each with a bar of its distance from 0."""
    return '<ol class="km-peers">' + "".join(map(_peer, peers)) + "</ol>"


def _peer(peer: Peer) -> str:
    return (
        f'<li><div class="km-peer-name"><b>{escape(peer.rank)}</b>'
        f'<a href="{escape(peer.address)}" target="_self">{escape(peer.name)}</a><small>{escape(peer.beside)}</small></div>'
        f'<p>{escape(peer.reason)}</p><div class="km-peer-distance"><span class="km-bar" role="img" '
        f'aria-label="{escape(peer.distance)}"><i style="width:{peer.width_pct:.1f}%"></i></span>'
        f"<span>{escape(peer.distance)}<small>{escape(peer.furthest)}</small></span></div></li>"
    )


@cache
def address_of(name: str, *beside: str) -> str:
    """Return the address of a file in static/; it changes whenever the file does."""
    content = b"".join((PROJECT / "static" / file).read_bytes() for file in (name, *beside))
    return f"app/static/{name}?v={sha256(content).hexdigest()[:8]}"


def picture_buttons(file_name: str) -> str:
    """Return the buttons as HTML, with a place for what happens.

    Args:
        file_name: Name of the saved file without its ending.
    """
    script = escape(address_of("figure_picture.js", "html_to_svg.js"))
    each = "".join(
        f'<button type="button" data-picture="{script}" data-format="{ending}" data-file="{escape(file_name)}" '
        f'title="{help_ja}">⬇ {ending.upper()}</button>'
        for ending, help_ja in _FORMATS.items()
    )
    return f'<div class="km-pictures">{each}<span role="status"></span></div>'
