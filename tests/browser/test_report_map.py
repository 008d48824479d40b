"""The maps of reports in a browser, on the practice prefecture: states with patterns, shares with their cases."""

from __future__ import annotations

import pytest

from components.drawing import theme
from tests.browser.test_progress_map import told


@pytest.fixture
def reader(new_reader, practice_server):
    return new_reader(address=practice_server)


def test_the_state_of_a_report_is_told_and_not_submitted_has_a_pattern(reader):
    reader.open("progress_map", indicator="report_state", rated_fy="2024")
    frame = reader.map_frame()
    assert told(reader, frame, "992011", "見本市") == ["見本県 見本市", "報告の状態: 確定", "両方の事業"]
    fills = frame.eval_on_selector_all(
        "path.leaflet-interactive", "paths => paths.map(path => path.getAttribute('fill'))"
    )
    assert len(fills) == 12
    # 確定 is plain; 提出済, 差戻し and 未提出 have patterns of their own.
    assert len({fill for fill in fills if fill.startswith("url(")}) == 3
    assert "練習用の架空の境界" in frame.locator(".leaflet-control-attribution").inner_text()


def test_a_share_is_told_with_its_number_of_targets_and_a_change_of_the_year_recolours_the_same_map(reader):
    reader.open("progress_map", indicator="attained", rated_fy="2024")
    frame = reader.map_frame()
    assert told(reader, frame, "992011", "見本市") == [
        "見本県 見本市", "達成割合: 87.5 %（評価できた目標 8件）", "両方の事業",
    ]  # fmt: skip
    assert told(reader, frame, "993042", "未報告")[1] == "達成割合: 未報告"
    assert theme.LIGHT.sequence[3] in frame.eval_on_selector_all(
        "path.leaflet-interactive", "paths => paths.map(path => path.getAttribute('fill'))"
    )

    frame.evaluate("() => { map.mark = 'kept'; }")
    reader.page.get_by_role("radio", name="令和4 2022").click()
    reader.wait_until_drawn()
    assert (
        "令和4年度（2022年度）の達成割合があるのは12"
        in reader.page.locator(".st-key-card_progress_map .km-about").text_content()
    )
    assert frame.evaluate("map.mark") == "kept"
    assert told(reader, frame, "993042", "14.3")[1] == "達成割合: 14.3 %（評価できた目標 7件）"
