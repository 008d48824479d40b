"""How much room a text takes on a slide or in a cell, without the reader's fonts at hand.

A full-width character is as wide as the font is high in every Japanese font; a half-width one is narrower than the
share assumed here in all fonts named for the slides. So a text never needs more room than computed.
"""

import math
import unicodedata
from typing import Final

LINE_HEIGHT: Final = 1.45  # widest line spacing of the usual Japanese fonts, in font sizes
_HALF_WIDTH: Final = 0.62  # widest common half-width characters (digits, capitals), in font sizes


def ems(text: str) -> float:
    """Return the width of a text in one line, in font sizes.

    >>> ems("釧路市"), ems("")
    (3.0, 0.0)
    """
    return sum(1.0 if unicodedata.east_asian_width(mark) in "WFA" else _HALF_WIDTH for mark in text)


def lines(text: str, size_pt: float, width_pt: float) -> int:
    """Return how many lines a text takes at most; Japanese breaks anywhere but not before a closing mark."""
    # One character less than the line holds: a closing mark takes its neighbour along to the next line.
    room = max(width_pt / size_pt - 1, 1)
    return sum(max(1, math.ceil(ems(part) / room)) for part in text.splitlines() or [""])


def height(text: str, size_pt: float, width_pt: float) -> float:
    """Return the height of a wrapped text in points."""
    return lines(text, size_pt, width_pt) * size_pt * LINE_HEIGHT


def largest_size(text: str, width_pt: float, height_pt: float, sizes: range) -> int:
    """Return the largest font size (points) at which a text fits a box, the smallest of the range where none does."""
    fitting = [size for size in sizes if height(text, size, width_pt) <= height_pt]
    return max(fitting, default=min(sizes))


def shortened(text: str, width_em: float) -> str:
    """Return a text that fits a width (in font sizes), an ellipsis in place of what is cut.

    >>> shortened("地域共生モニター", 5)
    '地域共生…'
    """
    if ems(text) <= width_em:
        return text
    width, kept = 1.0, 0  # of the ellipsis
    for kept, mark in enumerate(text):  # noqa: B007
        width += ems(mark)
        if width > width_em:
            break
    return text[:kept] + "…"
