"""The map page through AppTest: what is handed to the component, and what the words say."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest


@pytest.fixture
def map_page(project_dir):
    """Run the page alone with an address, and return it."""

    def run(**query):
        page = AppTest.from_file(str(project_dir / "pages" / "progress_map.py"), default_timeout=30)
        for name, value in query.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        return page

    return run


def component_arguments(page):
    (component,) = page.get("component_instance")
    return json.loads(component.proto.json_args)


@pytest.mark.parametrize("prefecture", ["00", "01", "39"])
@pytest.mark.parametrize("indicator", ["programme", "consultation", "aging"])
def test_the_map_asks_nothing_from_another_machine(map_page, prefecture, indicator):
    arguments = component_arguments(map_page(pref=prefecture, indicator=indicator))
    links = arguments["js_links"] + arguments["css_links"]
    assert all(link.startswith("../../app/static/") for link in links)
    for part in (
        arguments["script"],
        arguments["feature_group"],
        arguments["header"],
        arguments["html"],
        *links,
    ):
        assert "//" not in part


def test_a_change_of_indicator_leaves_the_script_of_the_map_as_it_was(map_page):
    first, second = (
        component_arguments(map_page(pref="03", indicator=name)) for name in ("programme", "aging")
    )
    assert first["script"] == second["script"]
    assert first["feature_group"] != second["feature_group"]


def test_a_prefecture_loads_its_own_polygons(map_page):
    assert "geo/03.geojson" in component_arguments(map_page(pref="03"))["script"]
    assert "geo/JP.geojson" in component_arguments(map_page())["script"]
