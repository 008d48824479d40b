"""How often a meeting is held."""

import pytest

from loaders.sources.programme_plans.meetings import meeting_frequency, meetings_in


@pytest.mark.parametrize(
    ("written", "low", "high", "kind"),
    [
        ("毎月開催", 12, 12, "stated"),
        ("月1回以上開催", 12, None, "stated"),
        ("月1回程度", 12, 12, "approx"),
        ("２カ月に一度", 6, 6, "stated"),
        ("3か月に1回", 4, 4, "stated"),
        ("年に6回", 6, 6, "stated"),
        ("年度に1回", 1, 1, "stated"),
        ("年間6回（2ヶ月毎の定期開催）", 6, 6, "stated"),
        ("年4～10回", 4, 10, "range"),
        ("月1～2回", 12, 24, "range"),
        ("4回/年", 4, 4, "stated"),
        ("毎週", 52, 52, "stated"),
        ("8地区×12月=96回", 96, 96, "stated"),
        ("H29:4回 H30:4回", 4, 4, "past"),
        ("合計15回", 15, 15, "stated"),
        ("各地区年6回", 6, 6, "per_site"),
        ("1回/1～3か月", None, None, "range"),
        ("隔月開催", 6, 6, "stated"),
        ("概ね隔月で開催", 6, 6, "approx"),
        ("四半期に1回", 4, 4, "stated"),
        ("四半期ごとに開催", 4, 4, "stated"),
        ("半年に1回", 2, 2, "stated"),
        ("1回/3か月", 4, 4, "stated"),
        ("概ね3ヶ月に1回程度", 4, 4, "approx"),
        ("3~4か月ごとに会議を開く", 3, 4, "range"),
        ("2月に1回～半年に1回", 2, 6, "range"),
        ("隔週で開く", 26, 26, "stated"),
        ("週2回", 104, 104, "stated"),
        ("年二回", 2, 2, "stated"),
        ("月１度の集まり", 12, 12, "stated"),
        ("年1回以上", 1, None, "stated"),
        ("各あかりの家にて年間3回～4回開催", 3, 4, "per_site"),
        ("地区ごとに年2回", 2, 2, "per_site"),
        ("2か月に1回、計6回", 6, 6, "stated"),
        ("奇数月", 6, 6, "stated"),
        ("偶数月の第3水曜日", 6, 6, "stated"),
        ("毎月10日", 12, 12, "stated"),
        ("毎月1日と15日", 24, 24, "stated"),
        ("毎月第1・第3水曜日", 24, 24, "stated"),
        ("第1・第3水曜日", 24, 24, "stated"),
        ("毎週月曜日と木曜日", 104, 104, "stated"),
        ("2週間に1回", 26, 26, "stated"),
        ("6、9、12、3月に開催", 4, 4, "stated"),
        ("月1、2回", 12, 24, "range"),
        ("都度(昨年度18回)", None, None, "as_needed"),
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


@pytest.mark.parametrize(
    ("written", "meetings"),
    [
        ("代表者会議は年1回、実務者会議は年2回、個別会議は事案発生時随時。",
         [("代表者会議", 1), ("実務者会議", 2), ("個別会議", None)]),
        ("つぼみ会議(年1回、税務、自治会、係)。花びら連携会議(年2回、医療関係者)。",
         [("つぼみ会議", 1), ("花びら連携会議", 2)]),
        ("・相談・情報共有会議(あかり相談所ほか) 月1回 ・事例検討(助言つき)年3回 ・調整会議(内部:課・係) 年3回(本年度4回)",
         [("相談・情報共有会議", 12), ("事例検討", 3), ("調整会議", 3)]),
        ("・「小鳥会議」（随時） ・「庁内連携会議」（月1回程度）", [("小鳥会議", None), ("庁内連携会議", 12)]),
        ("・窓口定例会 1回/月 ・虐待事例検討会 1回/3か月", [("窓口定例会", 12), ("虐待事例検討会", 4)]),
        ("【つぼみ会議】 毎月第1木曜日開催(年12回) ※個別会議は随時開催", [("つぼみ会議", 12), ("個別会議", None)]),
        ("定例会を月1回開く。参加者:社会福祉協議会、医師会、年2回の協議会の委員", [("定例会", 12)]),
        ("中学校区ごとに月一回開催(8地区×12月=96回)", [("", 96)]),
        ("関係者が集う", [("", None)]),
    ],
)  # fmt: skip
def test_each_named_meeting_has_its_own_frequency(written, meetings):
    assert [(one.name, one.per_year_min) for one in meetings_in(written)] == meetings
