"""How indicators are cut into classes, and how these look."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from components.drawing import marks, theme
from components.figures.layers import LAYERS, NO_RECORD_JA
from tests.components.drawing.test_theme import contrast


def towns(**columns):
    rows = pd.DataFrame(columns)
    if "has_record" not in rows:
        rows["has_record"] = True
    return rows


def classes_of(scale, numbers):
    return LAYERS[scale].scale.classify(towns(**{LAYERS[scale].scale.column: numbers})).tolist()


def test_an_edge_belongs_to_the_class_above_it():
    assert classes_of("aging", [24.9, 25.0, 29.9, 30.0, 39.9, 40.0, 66.0]) == [0, 1, 1, 2, 3, 4, 4]


def test_what_is_not_quite_the_whole_is_not_shown_as_the_whole():
    scale = LAYERS["consultation"].scale
    rows = towns(coverage_consultation_pct=[99.94, 99.96, 100.0])
    assert scale.numbers(rows).tolist() == [99.9, 99.9, 100.0]
    rows = towns(function_coverage_pct=[99.96, 100.0])
    assert LAYERS["functions"].scale.classify(rows).tolist() == [3, 4]


def test_a_whole_area_that_is_a_little_below_100_by_its_dates_is_in_the_highest_class():
    # 中野区 and 調布市 declare their whole area; their populations are of two dates.
    assert classes_of("consultation", [94.9, 95.0, 99.2, 100.0]) == [3, 4, 4, 4]


def test_class_and_shown_number_agree_after_rounding():
    assert classes_of("aging", [24.96]) == [1]
    assert LAYERS["aging"].scale.numbers(towns(aging_rate_pct=[24.96])).tolist() == [25.0]


def test_a_missing_number_is_never_the_lowest_class():
    rows = towns(aging_rate_pct=[None, None, 0.0], has_record=[True, False, True])
    assert LAYERS["aging"].scale.classify(rows).tolist() == [5, 6, 0]


def test_programme_groups_are_their_own_classes():
    rows = towns(programme_group=list(marks.PROGRAMME_GROUPS), has_record=[True] * 4 + [False])
    assert LAYERS["programme"].scale.classify(rows).tolist() == [0, 1, 2, 3, 4]
    words = [entry.label_ja for entry in LAYERS["programme"].scale.classes("light")]
    assert words == ["両方の事業", "地域力強化のみ", "多機関の協働のみ", "実施の記載なし", NO_RECORD_JA]


def test_words_of_the_classes():
    assert [entry.label_ja for entry in LAYERS["aging"].scale.classes("light")] == [
        "25 未満", "25 以上 30 未満", "30 以上 35 未満", "35 以上 40 未満", "40 以上", "記載なし・確認中", NO_RECORD_JA,
    ]  # fmt: skip
    assert LAYERS["consultation"].scale.classes("light")[4].label_ja == "95 以上"
    assert LAYERS["functions"].scale.classes("light")[4].label_ja == "100"
    assert [entry.label_ja for entry in LAYERS["population"].scale.classes("light")] == [
        "5,000 未満", "5,000 以上 10,000 未満", "10,000 以上 50,000 未満", "50,000 以上 200,000 未満", "200,000 以上",
        "国勢調査に値なし",
    ]  # fmt: skip


ALL_SCALES = [layer.scale for layer in LAYERS.values()]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", ALL_SCALES, ids=lambda scale: scale.label_ja)
def test_at_most_five_colours_and_each_class_looks_different(scale, mode):
    classes = scale.classes(mode)
    assert len({entry.fill for entry in classes if not entry.pattern}) <= 5
    assert len({(entry.fill, entry.pattern) for entry in classes}) == len(classes)


@pytest.mark.parametrize("scale", ALL_SCALES, ids=lambda scale: scale.label_ja)
def test_what_has_no_value_has_a_pattern_and_a_word_of_its_own(scale):
    empty = scale.classes("light")[-len(scale.empties) :]
    assert all(entry.pattern for entry in empty)
    assert len({entry.pattern for entry in empty}) == len({entry.label_ja for entry in empty}) == len(empty)


def test_each_state_of_a_report_has_a_class_and_no_other_state_is_taken_for_one():
    rows = towns(report_state=["confirmed", "submitted", "returned", "not_submitted", "not_asked", "strange"])
    assert LAYERS["report_state"].scale.classify(rows).tolist() == [0, 1, 2, 3, 4, 4]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_more_is_always_lighter_or_always_darker_so_that_grey_print_can_be_read(mode):
    background = theme.palette(mode).background
    contrasts = [contrast(entry.fill, background) for entry in LAYERS["aging"].scale.classes(mode)[:5]]
    assert contrasts == sorted(contrasts)
    assert all(high / low > 1.25 for low, high in pairwise(contrasts))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_patterns_without_a_number_stand_out_from_the_background(mode):
    background = theme.palette(mode).background
    for entry in LAYERS["consultation"].scale.classes(mode)[-2:]:
        assert entry.pattern
        assert contrast(entry.ink, background) >= 3
