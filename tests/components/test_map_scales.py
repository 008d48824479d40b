"""How indicators are cut into classes, and how these look."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from components.drawing import theme
from components.figures.layers import CENSUS_SCALES, NO_RECORD_JA, REPORT_SCALES, SCALES, STAGE_SCALE


def towns(**columns):
    rows = pd.DataFrame(columns)
    if "has_record" not in rows:
        rows["has_record"] = True
    return rows


def classes_of(scale, numbers):
    return SCALES[scale].classify(towns(**{SCALES[scale].column: numbers})).tolist()


def test_an_edge_belongs_to_the_class_above_it():
    assert classes_of("aging", [24.9, 25.0, 29.9, 30.0, 39.9, 40.0, 66.0]) == [0, 1, 1, 2, 3, 4, 4]


def test_what_is_not_quite_the_whole_is_not_shown_as_the_whole():
    scale = SCALES["consultation"]
    rows = towns(coverage_consultation_pct=[99.94, 99.96, 100.0])
    assert scale.numbers(rows).tolist() == [99.9, 99.9, 100.0]
    rows = towns(function_coverage_pct=[99.96, 100.0])
    assert SCALES["functions"].classify(rows).tolist() == [3, 4]


def test_a_whole_area_that_is_a_little_below_100_by_its_dates_is_in_the_highest_class():
    # 中野区 and 調布市 declare their whole area; their populations are of two dates.
    assert classes_of("consultation", [94.9, 95.0, 99.2, 100.0]) == [3, 4, 4, 4]


def test_class_and_shown_number_agree_after_rounding():
    assert classes_of("aging", [24.96]) == [1]
    assert SCALES["aging"].numbers(towns(aging_rate_pct=[24.96])).tolist() == [25.0]


def test_a_missing_number_is_never_the_lowest_class():
    rows = towns(aging_rate_pct=[None, None, 0.0], has_record=[True, False, True])
    assert SCALES["aging"].classify(rows).tolist() == [5, 6, 0]


def test_programme_groups_are_their_own_classes():
    rows = towns(programme_group=list(theme.PROGRAMME_GROUPS), has_record=[True] * 4 + [False])
    assert SCALES["programme"].classify(rows).tolist() == [0, 1, 2, 3, 4]
    words = [entry.label_ja for entry in SCALES["programme"].classes("light")]
    assert words == ["両方の事業", "地域力強化のみ", "多機関の協働のみ", "実施の記載なし", NO_RECORD_JA]


def test_words_of_the_classes():
    assert [entry.label_ja for entry in SCALES["aging"].classes("light")] == [
        "25 未満", "25 以上 30 未満", "30 以上 35 未満", "35 以上 40 未満", "40 以上", "記載なし・確認中", NO_RECORD_JA,
    ]  # fmt: skip
    assert SCALES["consultation"].classes("light")[4].label_ja == "95 以上"
    assert SCALES["functions"].classes("light")[4].label_ja == "100"
    assert [entry.label_ja for entry in CENSUS_SCALES["population"].classes("light")] == [
        "5,000 未満", "5,000 以上 10,000 未満", "10,000 以上 50,000 未満", "50,000 以上 200,000 未満", "200,000 以上",
        "国勢調査に値なし",
    ]  # fmt: skip


ALL_SCALES = [*SCALES.values(), *CENSUS_SCALES.values(), *REPORT_SCALES.values(), STAGE_SCALE]


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
    assert REPORT_SCALES["report_state"].classify(rows).tolist() == [0, 1, 2, 3, 4, 4]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_more_is_always_lighter_or_always_darker_so_that_grey_print_can_be_read(mode):
    background = theme.palette(mode).background
    contrasts = [theme.contrast(entry.fill, background) for entry in SCALES["aging"].classes(mode)[:5]]
    assert contrasts == sorted(contrasts)
    assert all(high / low > 1.25 for low, high in pairwise(contrasts))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_patterns_without_a_number_stand_out_from_the_background(mode):
    background = theme.palette(mode).background
    for entry in SCALES["consultation"].classes(mode)[-2:]:
        assert entry.pattern
        assert theme.contrast(entry.ink, background) >= 3
