"""The map without a browser: what stands in it, and what comes back from a click."""

from __future__ import annotations

import re

import pytest

from components.drawing import maps


def test_the_map_can_be_zoomed_but_not_without_end():
    script = script_of(maps.base_map(None, "0123456789ab", "気象庁ホームページの区域データを加工して作成"))
    assert '"minZoom": 4' in script
    assert '"maxZoom": 13' in script


def test_the_map_itself_depends_on_the_prefecture_only():
    assert script_of(maps.base_map("03", "abc", "出典")) == script_of(maps.base_map("03", "abc", "出典"))
    assert script_of(maps.base_map("03", "abc", "出典")) != script_of(
        maps.base_map(None, "0123456789ab", "気象庁ホームページの区域データを加工して作成")
    )


@pytest.mark.parametrize(
    ("tooltip", "area_code"),
    [
        ("岩手県 宮古市対象人口カバー率: 100.0 %両方の事業 032026", "032026"),
        ("北方領土（集計の対象外）", None),
        ("", None),
        (None, None),
    ],
)
def test_a_click_is_read_from_the_tooltip(tooltip, area_code):
    assert maps.clicked_area_code(tooltip) == area_code


def script_of(element):
    """Return the scripts of an element and its children, without folium's random names."""
    own = element._template.module.script(element) if hasattr(element._template.module, "script") else ""
    return re.sub(r"_[0-9a-f]{32}", "", own + "".join(script_of(child) for child in element._children.values()))
