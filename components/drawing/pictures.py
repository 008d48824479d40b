"""The buttons that save a figure as a picture. The browser makes it (static/figure_picture.js); the server does nothing."""

from __future__ import annotations

from html import escape

from components.drawing.static_address import address_of

# Format → what it is good for.
_FORMATS = {
    "png": "この図を PNG（スライドや文書に貼る画像）で保存。題・読み方・時点・出典・データ版が入ります",
    "svg": "この図を SVG（拡大しても粗くならず、後から手直しできる画像）で保存。題・読み方・時点・出典・データ版が入ります",
}


def buttons(file_name: str) -> str:
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
