"""A described chart as a picture (PNG) for paper and slides, drawn on the server without a browser."""

from __future__ import annotations

from components.drawing.model import AreaMap, Bars, Chart, Points, Shares
from components.packs.pdf import picture_bars, picture_map, picture_scatter


def picture(chart: Chart, width_px: int, height_px: int, credit_ja: str = "") -> bytes:
    """Return a chart as PNG, 200 pixels to an inch."""
    match chart:
        case Bars():
            return picture_bars.draw_bars(chart, width_px, height_px)
        case Shares():
            return picture_bars.draw_shares(chart, width_px, height_px)
        case Points():
            return picture_scatter.draw_points(chart, width_px, height_px)
        case AreaMap():
            return picture_map.draw_map(chart, width_px, height_px, credit_ja)
    raise ValueError(f"no picture of {type(chart).__name__}")


def height_of(chart: Chart, width_px: int) -> int:
    """Return the height (px) in which a chart of a width reads well."""
    match chart:
        case Bars():
            return picture_bars.bars_height(chart)
        case Shares():
            return picture_bars.shares_height(chart)
        case AreaMap():
            return round(width_px * 0.48)
    return round(width_px * 0.6)
