"""The title of a plan."""

import pytest

from loaders.text.plan_titles import plan_title


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("第4次小鳥市地域福祉計画（案）【概要版】", ("第4次小鳥市地域福祉計画", "", "小鳥市", "", True)),
        ("第四次小鳥市地域福祉計画", ("第四次小鳥市地域福祉計画", "", "小鳥市", "", False)),
        ("小鳥町第2期地域福祉計画 概要版", ("小鳥町第2期地域福祉計画", "", "小鳥町", "", False)),
        ("日和県小鳥町地域福祉計画", ("日和県小鳥町地域福祉計画", "日和県", "小鳥町", "", False)),
        ("日和県地域福祉支援計画", ("日和県地域福祉支援計画", "日和県", "", "", False)),
        (
            "第２期小鳥市地域福祉計画・地域福祉活動計画　概要版",
            ("第2期小鳥市地域福祉計画", "", "小鳥市", "地域福祉活動計画", False),
        ),
    ],
)
def test_a_title_says_whose_plan_it_is(line, parts):
    found = plan_title(line)
    assert (found.name, found.prefecture_ja, found.town_ja, found.second_name, found.is_draft) == parts


@pytest.mark.parametrize(
    "line",
    ["本文", "小鳥市は地域福祉計画をつくる", "第9次小鳥市地域福祉計画 [PDFファイル／2MB]", "地域福祉計画（第4期）"],
)
def test_other_lines_are_no_title(line):
    assert plan_title(line) is None
