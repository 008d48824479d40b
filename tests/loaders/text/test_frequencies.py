"""How often a meeting is held."""

import pytest

from loaders.text.frequencies import meeting_frequency


@pytest.mark.parametrize(
    ("written", "low", "high", "kind"),
    [
        ("毎月開催", 12, None, "stated"),
        ("月1回以上開催", 12, None, "stated"),
        ("月1回程度", 12, None, "approx"),
        ("２カ月に一度", 6, None, "stated"),
        ("3か月に1回", 4, None, "stated"),
        ("年に6回", 6, None, "stated"),
        ("年度に1回", 1, None, "stated"),
        ("年間6回（2ヶ月毎の定期開催）", 6, None, "stated"),
        ("年4～10回", 4, 10, "range"),
        ("月1～2回", 12, 24, "range"),
        ("4回/年", 4, None, "stated"),
        ("毎週", 52, None, "stated"),
        ("8地区×12月=96回", 96, None, "stated"),
        ("H29:4回 H30:4回", 4, None, "past"),
        ("合計15回", 15, None, "stated"),
        ("各地区年6回", 6, None, "per_site"),
        ("1回/1～3か月", None, None, "range"),
        ("適宜", None, None, "as_needed"),
        ("必要に応じて開催", None, None, "as_needed"),
        ("関係者が集う", None, None, "not_stated"),
        ("", None, None, "not_stated"),
    ],
)
def test_a_frequency_is_read_as_meetings_a_year(written, low, high, kind):
    found = meeting_frequency(written)
    assert (found.per_year_min, found.per_year_max, found.kind) == (low, high, kind)


def test_a_stated_number_wins_over_a_manner():
    assert meeting_frequency("随時開催するほか、年2回の全体会を開く").per_year_min == 2


def test_a_kanji_number_counts():
    assert meeting_frequency("年に二回").per_year_min == 2


def test_the_quote_holds_the_phrase():
    assert "年4~10回" in meeting_frequency("つぼみ会議を年4～10回開く").quote
