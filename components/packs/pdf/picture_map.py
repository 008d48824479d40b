"""The map of municipalities as a picture for paper, from the boundaries in force. Pure but for reading their file."""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke

from components.drawing.map_classes import MapClass
from components.drawing.marks import PATTERNS
from components.drawing.model import AreaMap
from components.drawing.theme import LIGHT
from components.packs.pdf import paper

_APART: Final = 0.5  # degrees of sea between groups of islands
_MAINLY: Final = 0.6  # share of the municipalities that the view must keep
_LARGER: Final = 6.0  # times that the whole may be larger than the view before the far islands are listed instead
_UNCLASSED = MapClass("", "#FFFFFF")


@dataclass(frozen=True)
class Area:
    """One municipality: its code, its name and its shape in degrees."""

    code: str
    name: str
    shape: shapely.Geometry


Areas = tuple[Area, ...]


def draw_map(chart: AreaMap, width_px: int, height_px: int, credit_ja: str) -> bytes:
    """Return the map as PNG with legend, names and credit; without boundaries only the legend."""
    figure = paper.canvas(width_px, height_px)
    axes, beside = figure.subplots(1, 2, width_ratios=(3, 1.25))
    for each in (axes, beside):
        each.set_axis_off()
    shown, far = in_view(chart.shapes) if chart.shapes else ((), ())
    _draw_areas(axes, shown, chart)
    numbered = _number(axes, shown, chart)
    _legend(beside, chart, numbered, far)
    figure.text(0.005, 0.004, credit_ja, fontsize=5.5, color=LIGHT.muted, ha="left", va="bottom")
    return paper.png(figure)


def areas_of(file: Path) -> Areas:
    """Return the municipalities of a GeoJSON file; none where there is no such file."""
    if not file.is_file():
        return ()
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    about = [feature["properties"] for feature in features]
    return tuple(Area(str(one["code"]), str(one["name"]), shape) for one, shape in zip(about, shapes, strict=True))


@lru_cache(maxsize=4)
def in_view(file: Path) -> tuple[Areas, Areas]:
    """Return the municipalities to be drawn, and those on islands so far away that they would make all others tiny."""
    areas = areas_of(file)
    if len(areas) < 2:
        return areas, ()
    group = np.array(_groups([area.shape for area in areas]))
    main = int(np.bincount(group).argmax())
    near = tuple(area for area, number in zip(areas, group, strict=True) if number == main)
    far = tuple(area for area, number in zip(areas, group, strict=True) if number != main)
    if len(near) < _MAINLY * len(areas) or _extent(areas) < _LARGER * _extent(near):
        return areas, ()
    return near, far


def _groups(shapes: list[shapely.Geometry]) -> list[int]:
    """Return the number of each shape's group; shapes of a group lie within _APART of each other, in a chain."""
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=_APART)
    number = list(range(len(shapes)))
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        low, high = sorted((number[one], number[other]))
        if low != high:
            number = [low if value == high else value for value in number]
    return number


def _extent(areas: Areas) -> float:
    west, south, east, north = shapely.total_bounds([area.shape for area in areas])
    return float((east - west) * (north - south))


def _draw_areas(axes: Axes, areas: Areas, chart: AreaMap) -> None:
    if not areas:
        return
    classes = (*chart.classes, _UNCLASSED)
    for position, entry in enumerate(classes):
        mine = [a for a in areas if chart.positions.get(a.code, len(classes) - 1) == position]
        _collect(
            axes, mine, facecolor=entry.fill, edgecolor=entry.ink or LIGHT.missing,
            hatch=PATTERNS[entry.pattern].hatch, linewidth=0.0,
        )  # fmt: skip
        _collect(axes, mine, facecolor="none", edgecolor=LIGHT.missing, linewidth=0.3)
    _collect(axes, [a for a in areas if a.code in chart.framed], facecolor="none", edgecolor=LIGHT.text, linewidth=0.9)
    marked = [area for area in areas if area.code == chart.highlighted]
    for colour, width in (("#FFFFFF", 3.4), ("#000000", 1.8)):
        _collect(axes, marked, facecolor="none", edgecolor=colour, linewidth=width)
    west, south, east, north = shapely.total_bounds([area.shape for area in areas])
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1 / math.cos(math.radians((south + north) / 2)))


def _collect(axes: Axes, areas: list[Area], **look: Any) -> None:
    parts = shapely.get_parts([area.shape for area in areas])
    rings = [
        Outline(np.asarray(ring.coords), closed=True) for part in parts for ring in (part.exterior, *part.interiors)
    ]
    if rings:  # one outline: a hatch is drawn once for each
        axes.add_collection(PathCollection([Outline.make_compound_path(*rings)], **look))


def _number(axes: Axes, areas: Areas, chart: AreaMap) -> list[str]:
    """Number the municipalities with a plan on the map and return their lines for the legend."""
    named, lines = [area for area in areas if area.code in chart.framed | {chart.highlighted}], []
    look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": paper.NORMAL, "color": "#000000"}
    for number, area in enumerate(sorted(named, key=lambda area: area.code), start=1):
        point = shapely.point_on_surface(max(shapely.get_parts(area.shape), key=lambda part: part.area))
        text = axes.text(point.x, point.y, str(number), **look)
        text.set_path_effects([withStroke(linewidth=2.6, foreground="white")])
        lines.append(f"{number} {area.name}" + ("（太い枠）" if area.code == chart.highlighted else ""))
    return lines


def _legend(axes: Axes, chart: AreaMap, numbered: list[str], far: Areas) -> None:
    unit = f"（{chart.unit_ja}）" if chart.unit_ja else ""
    entries = [
        paper.swatch(f"{entry.label_ja}　{count:,}", entry.fill, entry.pattern, entry.ink)
        for entry, count in zip(chart.classes, chart.counts, strict=True)
    ]
    axes.legend(
        handles=entries, title=f"{chart.label_ja}{unit}　市町村数", loc="upper left", frameon=False, fontsize=paper.SMALL,
        title_fontsize=paper.SMALL, alignment="left", handlelength=2, handleheight=1.2, borderaxespad=0,
    )  # fmt: skip
    lines = ["太線の枠：計画書のある市町村", *_in_two_columns(numbered), ""] if numbered else []
    if far:
        lines.append("図の外の島")
        for position, entry in enumerate(chart.classes):
            names = [area.name for area in far if chart.positions.get(area.code) == position]
            lines += [f"・{entry.label_ja}"] if names else []
            lines += ["　" + "、".join(names[start : start + 4]) for start in range(0, len(names), 4)]
    axes.text(
        0, 0.0, "\n".join(lines).rstrip("\n"), transform=axes.transAxes, fontsize=paper.SMALL, va="bottom",
        color=LIGHT.text, linespacing=1.35,
    )  # fmt: skip


def _in_two_columns(names: list[str]) -> list[str]:
    """Return the lines of a list; a long one takes two columns."""
    if len(names) <= 10:
        return names
    width = max(map(len, names[::2])) + 1
    return [left.ljust(width, "　") + right for left, right in zip_longest(names[::2], names[1::2], fillvalue="")]
