"""The map page through AppTest: what is handed to the component, and what the words say."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from data import answers


@pytest.fixture
def map_page(project_dir):
    """Run the page alone with an address, and return it."""

    def run(**query):
        page = AppTest.from_file(str(project_dir / "pages" / "progress_map.py"), default_timeout=120)
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
    for part in (arguments["script"], arguments["feature_group"], arguments["header"], arguments["html"], *links):
        assert "//" not in part


def test_a_change_of_indicator_leaves_the_script_of_the_map_as_it_was(map_page):
    first, second = (component_arguments(map_page(pref="03", indicator=name)) for name in ("programme", "aging"))
    assert first["script"] == second["script"]
    assert first["feature_group"] != second["feature_group"]


def test_a_prefecture_loads_its_own_polygons(map_page):
    assert '"file":"03"' in component_arguments(map_page(pref="03"))["script"]
    assert '"file":"JP"' in component_arguments(map_page())["script"]


@pytest.mark.parametrize("indicator", ["report_state", "attained"])
def test_where_nobody_was_asked_to_report_a_calm_sentence_stands_in_place_of_the_map(map_page, indicator):
    page = map_page(pref="39", indicator=indicator)
    words = " ".join(element.proto.body for element in page.get("html"))
    assert (
        "高知県には、期限を定めた報告も、判定できる実績も、まだありません（0ではありません）。期限は「実績報告」で定めます。"
        in words
    )
    assert not page.get("component_instance")
    assert not page.error


@pytest.mark.usefixtures("imported_census")
def test_the_census_colours_all_municipalities_and_the_reader_may_go_back_to_the_plans(map_page):
    by_census, by_plans = (map_page(indicator="aging", aging_source=source) for source in ("census", "document"))
    for page, said, legend in (
        (by_census, ("中央値34.7%です。", "値がないのは双葉町です"), "高齢化率（国勢調査）（%）"),
        (by_plans, ("計画書があるのは57で、高齢化率は",), "高齢化率（%）"),
    ):
        words = " ".join(element.proto.body for element in page.get("html"))
        assert all(one in words for one in said)
        assert f"<caption>{legend}</caption>" in words
    assert "令和2年10月1日（2020-10-01）現在" in " ".join(element.proto.body for element in by_census.get("html"))


@pytest.mark.usefixtures("imported_census")
def test_a_change_of_indicator_sends_less_than_15_kilobytes_with_a_value_for_every_municipality(map_page):
    for indicator in ("aging", "population"):
        page = map_page(indicator=indicator)
        sent = len(page.get("component_instance")[0].proto.SerializeToString())
        # The card around it, with legend, choices and downloads, takes less than six kilobytes more.
        assert sent < 8_500


def test_every_map_names_whom_its_boundaries_are_credited_to(map_page):
    script = component_arguments(map_page(pref="03"))["script"]
    assert "気象庁ホームページの区域データを加工して作成" in script
    assert answers.boundaries().version in script
