"""The map's legend as HTML: for each class its fill, its words and its number of municipalities. Pure."""

from __future__ import annotations

from html import escape

import pandas as pd

from components.drawing import theme
from components.drawing.map_classes import MapClass, Scale

# The patterns of static/municipal_map.js as CSS: `st.html` takes no SVG.
_SWATCHES = {
    "": "{fill}",
    "/": "repeating-linear-gradient(135deg, {ink} 0 1px, {fill} 1px 5px)",
    "|": "repeating-linear-gradient(90deg, {ink} 0 1px, {fill} 1px 5px)",
    "x": "repeating-linear-gradient(45deg, {ink} 0 1px, transparent 1px 5px), "
    "repeating-linear-gradient(135deg, {ink} 0 1px, {fill} 1px 5px)",
    ".": "radial-gradient(circle, {ink} 1px, {fill} 1.5px) 0 0 / 5px 5px",
}


def legend(municipalities: pd.DataFrame, scale: Scale, mode: theme.Mode) -> str:
    """Return the legend as HTML: for each class its fill, its words and its number of municipalities."""
    counts = scale.classify(municipalities).value_counts()
    line = theme.palette(mode).missing
    rows = "".join(
        _legend_row(f"background:{_swatch(entry)};border:1px solid {line}", entry.label_ja, counts.get(number, 0))
        for number, entry in enumerate(scale.classes(mode))
    )
    framed = f"border:2px solid {theme.palette(mode).text}"
    rows += _legend_row(framed, "太枠：計画書あり", int(municipalities["has_record"].sum()))
    unit = f"（{scale.unit_ja}）" if scale.unit_ja else ""
    return (
        f'<table class="km-map-legend"><caption>{escape(scale.label_ja + unit)}</caption>'
        f"<thead><tr><td></td><th>区分</th><th>市町村数</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _legend_row(style: str, label_ja: str, count: int) -> str:
    return f'<tr><td><i style="{style}"></i></td><th>{escape(label_ja)}</th><td>{count:,}</td></tr>'


def _swatch(entry: MapClass) -> str:
    return _SWATCHES[entry.pattern].format(fill=entry.fill, ink=entry.ink)
