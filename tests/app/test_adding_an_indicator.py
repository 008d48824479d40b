"""The map indicator that docs/adding_an_indicator.md adds is drawn as soon as it stands in the table of layers."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from components.figures.layers import LAYERS, layer_of


@pytest.fixture
def shown_page(project_dir, monkeypatch):
    """Add the layer of the guide and open the map with it."""
    guide = (project_dir / "docs" / "adding_an_indicator.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.+?)```", guide, re.DOTALL)
    ((name, declared),) = yaml.safe_load(example).items()
    monkeypatch.setitem(LAYERS, name, layer_of(declared))
    page = AppTest.from_file(str(project_dir / "pages" / "progress_map.py"), default_timeout=120)
    page.query_params["indicator"] = "coordinator_count"
    return page.run()


def test_the_indicator_of_the_guide_is_drawn_with_its_sentence_and_legend(shown_page):
    assert not shown_page.exception
    (component,) = shown_page.get("component_instance")
    sent = json.loads(component.proto.json_args)["feature_group"]
    assert '"indicator":"相談支援包括化推進員の人数"' in sent
    words = " ".join(element.proto.body for element in shown_page.get("html"))
    assert "全国の相談支援包括化推進員の人数" in words
    assert "計画書に書かれた相談支援包括化推進員の人数。" in words


def test_the_indicator_of_the_guide_has_a_button(shown_page):
    assert any("推進員の人数" in str(group.options) for group in shown_page.get("button_group"))
