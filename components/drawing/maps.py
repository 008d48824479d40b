"""DataFrame → folium map of municipalities, its message to the browser and its legend. Pure: no Streamlit, no files.

The polygons are never handled in Python: the browser loads them once by URL from static/geo, and finer ones when it
zooms in. A change of indicator sends one class or value per municipality, a few kilobytes for all 1,741: numbers travel
in two characters each, classes in one, codes as steps from one to the next; nothing is sent about the class that most
municipalities without a number have. static/municipal_map.js (`paint`) paints it onto the map that is already there.
Never keep a map for a second run: streamlit-folium changes it while drawing.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import folium
import numpy as np
import pandas as pd
from folium.template import Template

from components.drawing import marks, theme
from components.drawing.html import template
from components.drawing.map_classes import NumberScale, Scale

PRACTICE_CREDIT_JA = "練習用の架空の境界"
PRACTICE_PREFECTURE = "99"  # of loaders/practice, which also writes its shapes
RETURNED_OBJECTS = ("last_object_clicked_tooltip",)

# Addresses relative to the frame of the component: /component/streamlit_folium.st_folium/index.html
_STATIC = "../../app/static"
# Kyushu to Hokkaido; the islands south of it are drawn in a frame of their own, as Japanese atlases do.
_JAPAN_VIEW = [[30.1, 128.5], [45.7, 146.0]]
_CLICKED_CODE = re.compile(r"(\d{6})\s*$")

# Characters that need no escaping in JSON, HTML and a script; the same in static/municipal_map.js.
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()*+,-"
EXCEPT = "-"  # in front of codes: all municipalities on the map but these
THOUSAND = 1_000  # a large number: its first three digits + 1,000 × the number of digits left out
_RUN_OF_ONES = re.compile(r"1{3,35}")

Message = dict[str, Any]


class OfflineMap(folium.Map):
    """A folium map whose scripts and styles come from this server; what folium would write into each page stands there."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}" ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map("{{ this.get_name() }}",
            {center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}, ...(matchMedia(
            "(prefers-reduced-motion: reduce)").matches && {zoomAnimation: false, fadeAnimation: false, inertia: false})});
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
    """Return the map without colours: the municipalities of one prefecture, or of all Japan (None).

    It depends on nothing but the prefecture and the boundaries, so that the browser keeps it over every other change;
    their version is the folder in static/geo that holds them.
    """
    chart = OfflineMap(
        location=(36.5, 137.5), zoom_start=5, tiles=None, zoom_control=False, zoomSnap=0.25, doubleClickZoom=False,
        minZoom=4, maxZoom=13,  # folium hands its own min_zoom and max_zoom to a layer of tiles only
    )  # fmt: skip
    call: dict[str, object] = {
        "folder": f"{_STATIC}/geo/{version}/", "file": prefecture_code or "JP", "credit": credit_ja,
    }  # fmt: skip
    if prefecture_code == PRACTICE_PREFECTURE:
        call |= {"folder": f"{_STATIC}/geo/", "credit": PRACTICE_CREDIT_JA}
    _Call("prepare", call if prefecture_code else call | {"view": _JAPAN_VIEW}).add_to(chart)
    return chart


def colour_layer(painted: Message) -> folium.FeatureGroup:
    """Return the layer that colours the municipalities and gives each its tooltip, of `message`; it holds no geometry."""
    group = folium.FeatureGroup("colours", control=False)
    _Call("paint", painted).add_to(group)
    return group


def clicked_area_code(tooltip: str | None) -> str | None:
    """Return the code of the clicked municipality from the text of its tooltip; None where nothing was clicked."""
    match = _CLICKED_CODE.search(tooltip or "")
    return match.group(1) if match else None


def message(municipalities: pd.DataFrame, scale: Scale, mode: theme.Mode) -> Message:
    """Return what `paint` takes, of area_code, has_record, programme_group and the columns of the scale."""
    needed = ["area_code", "has_record", "programme_group", scale.column, scale.empty_column]
    if isinstance(scale, NumberScale):
        needed.append(scale.count_column)
    # A narrow table: choosing rows of all 40 columns would cost more than everything else here.
    rows = municipalities[[name for name in dict.fromkeys(needed) if name]]
    if not rows["area_code"].is_monotonic_increasing:
        rows = rows.sort_values("area_code")
    colours = theme.palette(mode)
    classes = scale.classes(mode)
    groups = [mark.label_ja for mark in marks.PROGRAMME_GROUPS.values()]
    with_plan = rows[rows["has_record"].astype(bool)]
    order = {group: number for number, group in enumerate(marks.PROGRAMME_GROUPS)}
    plans = _keyed(with_plan, packed(with_plan["programme_group"].map(order), 1))
    if len(with_plan) == len(rows):
        plans["codes"] = EXCEPT
    return {
        "indicator": "" if scale.column == "programme_group" else scale.label_ja,
        "styles": [[entry.fill, entry.pattern, entry.ink] for entry in classes],
        "words": [entry.label_ja for entry in classes],
        "groups": [*groups[:-1], scale.no_record_ja],
        "lines": {
            "record": colours.text, "other": colours.missing, "outside": colours.line, "ground": colours.background,
        },
        "plans": plans,
        **_values(rows, scale),
    }  # fmt: skip


def _values(rows: pd.DataFrame, scale: Scale) -> Message:
    """Return the numbers, and the classes of the other municipalities but for the most frequent one."""
    numbers, classes = scale.numbers(rows), scale.classify(rows)
    has_number = numbers.notna()
    others = classes[~has_number]
    rest = int(others.value_counts().index[0]) if len(others) else len(scale.classes("light")) - 1
    classed = rows[~has_number & (classes != rest)]
    result: Message = {"rest": rest, "classed": _keyed(classed, packed(classes[classed.index], 1))}
    if isinstance(scale, NumberScale) and has_number.any():
        # The map shows exactly these municipalities: where nearly all have a number, those without are the short list.
        if 4 * (~has_number).sum() < len(rows):
            codes = EXCEPT + code_steps(rows.loc[~has_number, "area_code"])
        else:
            codes = code_steps(rows.loc[has_number, "area_code"])
        result |= {
            "unit": scale.unit_ja, "decimals": scale.decimals, "edges": list(scale.edges), "isLarge": scale.is_large,
            "numbered": {"codes": codes, "marks": packed(coded(numbers[has_number], scale), 2)},
        }  # fmt: skip
        if scale.count_column:
            cases = rows.loc[has_number, scale.count_column]
            width = 1 if cases.max() < len(DIGITS) else 2
            result |= {"counter": scale.count_ja, "counts": packed(cases, width), "countWidth": width}
    return result


def coded(numbers: pd.Series[float], scale: NumberScale) -> pd.Series[int]:
    """Return whole numbers of two characters: counted in the last decimal, or the first three digits of a large one."""
    if not scale.is_large:
        counted: pd.Series[int] = (numbers * 10**scale.decimals).round().astype(int)
        return counted
    whole = numbers.to_numpy(dtype=int)
    left_out = np.maximum(np.log10(np.maximum(whole, 1)).astype(int) - 2, 0)
    return pd.Series(whole // 10**left_out + THOUSAND * left_out, index=numbers.index)


def packed(numbers: pd.Series[int], width: int) -> str:
    """Return whole numbers as text of that many characters each; ValueError where one needs more."""
    values = numbers.to_numpy(dtype=int)
    if len(values) and not 0 <= values.min() <= values.max() < len(DIGITS) ** width:
        raise ValueError(f"{values.min()} to {values.max()} do not fit into {width} characters")
    powers = len(DIGITS) ** np.arange(width - 1, -1, -1)
    characters = np.array(list(DIGITS))[(values[:, None] // powers) % len(DIGITS)]
    return "".join(characters.ravel().tolist())


def _keyed(rows: pd.DataFrame, marks: str) -> dict[str, str]:
    return {"codes": code_steps(rows["area_code"]), "marks": marks}


def code_steps(area_codes: pd.Series[str]) -> str:
    """Return how far every code (its first five digits) is from the one before, in base 36, lower case.

    "(2s)" is a step of several digits, "+5" five steps of one.
    """
    if area_codes.empty:
        return ""
    steps = np.diff(area_codes.str[:5].astype(int).to_numpy(), prepend=0).tolist()
    text = "".join(_base_36(step) if step < 36 else f"({_base_36(step)})" for step in steps)
    # Digits inside brackets are no steps.
    parts = re.split(r"(\(\w+\))", text)
    return "".join(
        part if part.startswith("(") else _RUN_OF_ONES.sub(lambda ones: f"+{_base_36(len(ones[0]))}", part)
        for part in parts
    )


@cache
def _base_36(number: int) -> str:
    return np.base_repr(number, 36).lower()


def legend(municipalities: pd.DataFrame, scale: Scale, mode: theme.Mode, *, only_used: bool = False) -> str:
    """Return the legend as HTML: for each class its fill, its words and its number of municipalities."""
    counts = scale.classify(municipalities).value_counts()
    line, text = theme.palette(mode).missing, theme.palette(mode).text
    rows = [
        (f"background:{marks.PATTERNS[entry.pattern].css.format(fill=entry.fill, ink=entry.ink)};border:1px solid {line}",
         entry.label_ja, f"{counts.get(number, 0):,}")
        for number, entry in enumerate(scale.classes(mode))
        if counts.get(number, 0) or not only_used
    ]  # fmt: skip
    rows.append((f"border:2px solid {text}", "太枠：計画書あり", f"{int(municipalities['has_record'].sum()):,}"))
    unit = f"（{scale.unit_ja}）" if scale.unit_ja else ""
    return template("figures")("map_legend", scale.label_ja + unit, rows)
