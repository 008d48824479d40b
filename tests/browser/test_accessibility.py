"""Every page judged by axe-core in the browser: nothing serious, in light and dark, at a desk and on a phone.

What Streamlit itself draws is judged too: a fault there would stand in KNOWN with its reason. There is none.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from components.views.navigation import entries

START = entries()[0].name
SCREENS = {"desk": {"mode": "light"}, "dark phone": {"mode": "dark", "size": (390, 844)}}
# A prefecture and a municipality with everything, so that there is something to judge.
EVERYTHING = {"pref": "03", "area": "032018"}
VIEWS = {
    "issues": ("data_quality", {"view": "issues"}),
    "definitions": ("data_quality", {"view": "definitions"}),
    "downloads": ("data_quality", {"view": "downloads"}),
    "upload": ("reports", {"task": "upload"}),
    "stages on the map": ("progress_map", {"indicator": "stage"}),
}
# Rule of axe and start of the element → why it stays.
KNOWN: dict[tuple[str, str], str] = {}


def faults_of(reader):
    """Return what axe calls serious or critical: rule, element and reason."""
    violations = Axe().run(reader.page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]} — {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
        if not any(violation["id"] == rule and node["html"].startswith(html) for rule, html in KNOWN)
    ]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", [entry.name for entry in entries()])
def test_a_page_has_no_serious_fault(new_reader, name, screen):
    reader = new_reader(**SCREENS[screen])
    reader.open("" if name == START else name, **EVERYTHING)
    assert faults_of(reader) == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_of_a_page_has_no_serious_fault(reader, view):
    name, query = VIEWS[view]
    reader.open(name, **EVERYTHING, **query)
    assert faults_of(reader) == []


def test_a_table_that_was_opened_has_no_serious_fault(reader):
    reader.open("", **EVERYTHING)
    reader.page.get_by_text("表で見る").first.click()
    reader.page.get_by_test_id("stDataFrame").wait_for()
    reader.wait_until_drawn()
    assert faults_of(reader) == []


def test_the_judge_finds_a_fault_where_there_is_one(reader):
    reader.open("", **EVERYTHING)
    reader.page.evaluate(
        "document.querySelector('.km-title').innerHTML = '<button style=\"color:#eee;background:#fff\">淡い</button>'"
    )
    assert [fault for fault in faults_of(reader) if fault.startswith("color-contrast")]
