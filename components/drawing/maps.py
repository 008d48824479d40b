"""DataFrame → folium map of municipalities, drawn without internet. Pure: no Streamlit, no files.

The polygons are never handled in Python: the browser loads them once by URL from static/geo, and finer ones when it
zooms in. A change of indicator sends one class or value per municipality (`map_message`), which static/municipal_map.js
paints onto the map that is already there. Never keep a map for a second run: streamlit-folium changes it while drawing.
"""

from __future__ import annotations

import json
import re

import folium
import pandas as pd
from folium.template import Template

from components.drawing import theme
from components.drawing.map_classes import Scale
from components.drawing.map_message import message

PRACTICE_CREDIT_JA = "練習用の架空の境界"
PRACTICE_PREFECTURE = "99"  # of loaders/practice, which also writes its shapes
RETURNED_OBJECTS = ("last_object_clicked_tooltip",)

# Addresses relative to the frame of the component: /component/streamlit_folium.st_folium/index.html
_STATIC = "../../app/static"
# Kyushu to Hokkaido; the islands south of it are drawn in a frame of their own, as Japanese atlases do.
_JAPAN_VIEW = [[30.1, 128.5], [45.7, 146.0]]
_CLICKED_CODE = re.compile(r"(\d{6})\s*$")


class OfflineMap(folium.Map):
    """A folium map whose scripts and styles come from this server; what folium would write into each page stands there."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}" ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map("{{ this.get_name() }}",
            {center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}});
        {% endmacro %}
        """
    )

    default_js = [  # noqa: RUF012 (folium's own interface)
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


def base_map(prefecture_code: str | None, version: str, credit_ja: str) -> folium.Map:
    """Return the map without colours: the municipalities of one prefecture, or of all Japan.

    It depends on nothing but the prefecture and the boundaries, so that the browser keeps it over every other change.

    Args:
        prefecture_code: Two digits; None = all of Japan.
        version: That of the boundaries, also the folder in static/geo that holds them.
    """
    chart = OfflineMap(
        location=(36.5, 137.5),
        zoom_start=5,
        tiles=None,
        zoom_control=False,
        # folium hands its own min_zoom and max_zoom to a layer of tiles only
        minZoom=4,
        maxZoom=13,
        zoomSnap=0.25,
        doubleClickZoom=False,
    )
    call: dict[str, object] = {
        "folder": f"{_STATIC}/geo/{version}/", "file": prefecture_code or "JP", "credit": credit_ja,
    }  # fmt: skip
    if prefecture_code == PRACTICE_PREFECTURE:
        call |= {"folder": f"{_STATIC}/geo/", "credit": PRACTICE_CREDIT_JA}
    _Call("prepare", call if prefecture_code else call | {"view": _JAPAN_VIEW}).add_to(chart)
    return chart


def colour_layer(municipalities: pd.DataFrame, scale: Scale, mode: theme.Mode) -> folium.FeatureGroup:
    """Return the layer that colours the municipalities and gives each its tooltip; it holds no geometry.

    Args:
        municipalities: Rows of `access.municipalities()`: area_code, has_record, programme_group and the columns of
            the scale.
    """
    group = folium.FeatureGroup("colours", control=False)
    _Call("paint", message(municipalities, scale, mode)).add_to(group)
    return group


def clicked_area_code(tooltip: str | None) -> str | None:
    """Return the code of the clicked municipality from the text of its tooltip; None where nothing was clicked."""
    found = _CLICKED_CODE.search(tooltip or "")
    return found.group(1) if found else None
