"""The page that docs/adding_a_page.md shows runs as it stands there."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from components.views import navigation


@pytest.fixture
def shown_page(project_dir, tmp_path):
    """Write the example of the guide to a file of its own."""
    guide = (project_dir / "docs" / "adding_a_page.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.+?)```", guide, re.DOTALL)
    path = tmp_path / "service_areas.py"
    path.write_text(example, encoding="utf-8")
    return path


def test_the_menu_reads_the_example(shown_page):
    (entry,) = navigation.entries(shown_page.parent)
    assert (entry.name, entry.title, entry.order) == ("service_areas", "圏域", 45)


def test_the_example_draws_its_figure(shown_page):
    page = AppTest.from_file(str(shown_page), default_timeout=120).run()
    assert not page.exception
    assert not page.error
    assert any("対象地域の人口割合の内訳" in html.proto.body for html in page.get("html"))
    assert page.get("plotly_chart")
