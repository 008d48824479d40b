"""DataFrame → folium map of municipalities, drawn without internet. Pure: no Streamlit, no files.

The polygons are never handled in Python: the browser loads them once by URL from static/geo. A change of indicator
sends one class, one group and one value per municipality (`colour_layer`), which static/municipal_map.js paints onto
the map that is already there. Never keep a map for a second run: streamlit-folium changes it while drawing.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache

import folium
import numpy as np
import pandas as pd
from folium.template import Template

from components import theme
from components.map_scales import Scale

CREDIT_JA = "気象庁ホームページの区域データを加工して作成"
PRACTICE_CREDIT_JA = "練習用の架空の境界"
PRACTICE_PREFECTURE = "99"  # of loaders/practice, which also writes its shapes
RETURNED_OBJECTS = ("last_object_clicked_tooltip",)

# Addresses relative to the frame of the component: /component/streamlit_folium.st_folium/index.html
_STATIC = "../../app/static"
# Kyushu to Hokkaido; the islands south of it are drawn in a frame of their own, as Japanese atlases do.
_JAPAN_VIEW = [[30.1, 128.5], [45.7, 146.0]]
_CLICKED_CODE = re.compile(r"(\d{6})\s*$")


class OfflineMap(folium.Map):
    """A folium map whose scripts and styles come from this server."""

    default_js = [  # noqa: RUF012 (folium's own interface)
        ("jquery", f"{_STATIC}/vendor/jquery/jquery.min.js"),
        ("leaflet", f"{_STATIC}/vendor/leaflet/leaflet.js"),
        ("municipal_map", f"{_STATIC}/municipal_map.js"),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", f"{_STATIC}/vendor/leaflet/leaflet.css"),
        ("municipal_map_css", f"{_STATIC}/municipal_map.css"),
    ]


class _Call(folium.MacroElement):
    """Call of one function of static/municipal_map.js with the map and one argument."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        municipalMap.{{ this.function }}({{ this.map_name }}, {{ this.argument }});
        {% endmacro %}
        """
    )

    def __init__(self, function: str, argument: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.function = function
        self.map_name = "map_div"  # the name that streamlit-folium gives to the map
        self.argument = json.dumps(argument, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def base_map(prefecture_code: str | None) -> folium.Map:
    """Return the map without colours: the municipalities of one prefecture, or of all Japan.

    It depends on nothing but the prefecture, so that the browser keeps it over every other change.

    Args:
        prefecture_code: Two digits; None = all of Japan.
    """
    chart = OfflineMap(
        location=(36.5, 137.5),
        zoom_start=5,
        tiles=None,
        zoom_control=False,
        font_size="0.875rem",
        # folium hands its own min_zoom and max_zoom to a layer of tiles only
        minZoom=4,
        maxZoom=13,
        zoomSnap=0.25,
        doubleClickZoom=False,
    )
    polygons = folium.GeoJson({"type": "FeatureCollection", "features": []}, control=False)
    polygons.embed = False  # set afterwards: the constructor would fetch the address itself
    polygons.embed_link = f"{_STATIC}/geo/{prefecture_code or 'JP'}.geojson"
    polygons.add_to(chart)
    view = None if prefecture_code else _JAPAN_VIEW
    credit = PRACTICE_CREDIT_JA if prefecture_code == PRACTICE_PREFECTURE else CREDIT_JA
    _Call("prepare", {"view": view, "credit": credit}).add_to(chart)
    return chart


def colour_layer(municipalities: pd.DataFrame, scale: Scale, mode: theme.Mode) -> folium.FeatureGroup:
    """Return the layer that colours the municipalities and gives each its tooltip; it holds no geometry.

    Args:
        municipalities: Rows of `access.municipalities()`: area_code, has_record, programme_group and the column of
            the scale. Only those that the scale has something to say about are sent; every other one on the map gets
            the last class and is shown as without a record.
        scale: Indicator and its classes.
        mode: Light or dark screen.
    """
    group = folium.FeatureGroup("colours", control=False)
    told = municipalities[scale.is_told(municipalities)].sort_values("area_code")
    _Call("paint", _message(told, scale, mode)).add_to(group)
    return group


def clicked_area_code(tooltip: str | None) -> str | None:
    """Return the code of the clicked municipality from the text of its tooltip; None where nothing was clicked."""
    found = _CLICKED_CODE.search(tooltip or "")
    return found.group(1) if found else None


def _message(rows: pd.DataFrame, scale: Scale, mode: theme.Mode) -> dict[str, object]:
    """Return what `paint` in static/municipal_map.js takes."""
    classes = scale.classes(mode)
    colours = theme.palette(mode)
    groups = [mark.label_ja for mark in theme.PROGRAMME_GROUPS.values()]
    return {
        "indicator": "" if scale.is_group else scale.label_ja,
        "unit": scale.unit_ja,
        "decimals": scale.decimals,
        "styles": [[entry.fill, entry.pattern, entry.ink] for entry in classes],
        "words": [entry.label_ja for entry in classes],
        "groups": [*groups[:-1], scale.no_record_ja],
        "lines": {"record": colours.text, "other": colours.missing, "outside": colours.line},
        "steps": _code_steps(rows["area_code"]),
        "kinds": _kinds(scale.classify(rows), rows["programme_group"]),
        "values": "" if scale.is_group else _numbers(scale.numbers(rows), scale.decimals),
    }


def _code_steps(area_codes: pd.Series[str]) -> str:
    """Return how far every code (its first five digits) is from the one before, in base 36; "(2s)" where two digits."""
    steps = np.diff(area_codes.str[:5].astype(int).to_numpy(), prepend=0).tolist()
    return "".join(_base_36(step) if step < 36 else f"({_base_36(step)})" for step in steps)


def _kinds(classes: pd.Series[int], programme_groups: pd.Series[str]) -> str:
    """Return class × 5 + programme group of each municipality as one digit of base 36."""
    order = list(theme.PROGRAMME_GROUPS)
    groups = programme_groups.map({group: number for number, group in enumerate(order)}).astype(int)
    return "".join(_base_36(kind) for kind in (classes * len(order) + groups).tolist())


def _numbers(numbers: pd.Series[float], decimals: int) -> str:
    """Return the numbers, counted in their last decimal, in base 36 with commas between; nothing where missing."""
    counted = (numbers * 10**decimals).round().tolist()
    return ",".join("" if math.isnan(number) else _base_36(int(number)) for number in counted)


@cache
def _base_36(number: int) -> str:
    return np.base_repr(number, 36).lower()
