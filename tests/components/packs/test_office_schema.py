"""Slides and workbooks keep to the published schema of their formats: Office opens them without offering a repair."""

from __future__ import annotations

import pytest
from openxml_audit import OpenXmlValidator
from pptx.oxml.ns import qn

from components.drawing.map_classes import MapClass
from components.drawing.model import AreaMap
from components.packs.model import Section
from components.packs.slides import slides
from components.packs.workbook import workbook
from tests.components.packs.sample_pack import figure, pack, scattered
from tests.components.packs.test_slides import charts_in, opened


def with_a_map():
    """The invented report with a map before its other parts."""
    chart = AreaMap({"012068": 0}, (MapClass("両方の事業", "#0F4C81"),), "計画書にある事業")
    section = Section("map", "地図", (figure("map", "地図", chart, scattered()),), ("地図を見ます。",), ())
    return pack(sections=(section, *pack().sections), is_practice=True)


FILES = {
    "slides.pptx": lambda: slides.to_pptx(with_a_map()),
    "workbook.xlsx": lambda: workbook.to_xlsx(with_a_map()),
    "bars.xlsx": lambda: charts_in(opened(pack()))["目標の数"].part.chart_workbook.xlsx_part.blob,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_keeps_to_the_schema_of_its_format(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    result = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in result.errors] == []


def test_the_schema_notices_a_broken_file(tmp_path):
    deck, path = opened(pack()), tmp_path / "broken.pptx"
    axis = next(charts_in(deck)["目標の数"]._chartSpace.iter(qn("c:crossAx")))
    axis.set("val", "-1")
    deck.save(str(path))
    assert any("less than minimum" in str(error) for error in OpenXmlValidator().validate(str(path)).errors)
