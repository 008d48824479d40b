"""What a person meets who offers damaged cases or a damaged outline of a plan."""

import pytest

from loaders.document import Document
from loaders.errors import BrokenDocumentError, UnknownAreaError
from loaders.lookups import Lookups
from loaders.sources import good_practices, plan_outline

LOOKUPS = Lookups()  # read once; its tables are not changed
HEAD = "## 1 鷹栖町による見守りの取組\n\n- ▶ 上川総合振興局管内の鷹栖町の例です。\n"
POINTS = "\n### 取組のポイント\n\n- ✓ 声をかけ合う\n"


TITLE = "第4次鷹栖町地域福祉計画【概要版】\n"
PERIOD = "\n■計画の期間\n\n期間は、令和6年度から令和10年度までの5年間です。\n"
GOALS = "\n■基本目標\n\n基本目標1 声の輪\n\n基本施策\t1. 声かけ\n"
TREE = "\n■施策の体系\n\n\t基本目標1 声の輪\t\n\t1. 声かけ\t(1) 朝の声かけ (2) 夕の声かけ\n"


def parse(text, path, source=good_practices):
    document = Document("900", path / "900.txt", "0" * 64, tuple(text.split("\n")))
    return source.parse(document, LOOKUPS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            HEAD,
            "文書900（900.txt） 1行目: 事例「鷹栖町による見守りの取組」に「…のポイント」の項目がない。"
            "本来は「✓」で始まるポイント。対処: 事例が途中で切れていないか、見出しが変わっていないかを原本で確かめてください",
        ),
        (
            HEAD + POINTS + HEAD.replace("## 1", "## 3"),
            "文書900（900.txt） 8行目: 事例3の見出し「鷹栖町による見守りの取組」の前に事例2がない。"
            "本来は1から順に並んだ事例。対処: 抜けている事例の見出しを原本で確かめてください",
        ),
        (
            HEAD + "\n### 基本目標\n\n- 1 声の輪\n" + POINTS,
            "文書900（900.txt） 1行目: 「基本目標」があるのに、計画を策定したという文がない。"
            "本来は「…に地域福祉計画を策定」の文。対処: 事例の本文が欠けていないかを原本で確かめてください",
        ),
    ],
    ids=["no points", "a case is missing", "goals without a plan"],
)
def test_a_damaged_case_stops_with_a_message(text, message, tmp_path):
    with pytest.raises(BrokenDocumentError) as raised:
        parse(text, tmp_path)
    assert str(raised.value) == message


def test_an_unknown_municipality_stops_with_the_nearest_names(tmp_path):
    with pytest.raises(UnknownAreaError, match="近い名称: 鷹栖町"):
        parse((HEAD + POINTS).replace("鷹栖町", "鷹巣町"), tmp_path)


def test_text_under_an_unknown_heading_is_reported(tmp_path):
    parsed = parse(HEAD + "\n### 今後の歩み\n\n歩みは続く。\n" + POINTS, tmp_path)
    assert [(line, text) for _, line, text in parsed.unclaimed] == [(5, "今後の歩み"), (7, "歩みは続く。")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            TITLE + "\n■計画の期間\n" + GOALS,
            "文書900（900.txt） 3行目: 見出し「計画の期間」の下に、期間の始まりと終わりが読める文がない。"
            "本来は「令和〇年度から令和〇年度までの〇年間」のような文。"
            "対処: 原本の期間の文を、見出し「計画の期間」の下に書き足してください",
        ),
        (
            TITLE + PERIOD + "\n■基本目標\n",
            "文書900（900.txt） 7行目: 見出し「基本目標」の下に、目標として読める項目がない。"
            "本来は「基本目標1 …」や「・…」で始まる項目。対処: 原本の目標を、見出しの下に一行ずつ書き足してください",
        ),
        (
            TITLE + PERIOD + GOALS + "\n■施策の体系\n\n\t基本目標／基本施策／施策の方向\t\n",
            "文書900（900.txt） 13行目: 見出し「施策の体系」の下に、目標として読める項目がない。"
            "本来は「基本目標1 …」や「・…」で始まる項目。対処: 原本の目標を、見出しの下に一行ずつ書き足してください",
        ),
    ],
    ids=["no period", "no goals", "an empty tree"],
)
def test_a_damaged_outline_stops_with_a_message(text, message, tmp_path):
    with pytest.raises(BrokenDocumentError) as raised:
        parse(text, tmp_path, plan_outline)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("name", "message"),
    [("鷹巣町", "市区町村名「鷹巣町」はどの都道府県にもない"), ("府中市", "市区町村名「府中市」は2つの都道府県にある")],
)
def test_an_outline_of_a_municipality_that_is_not_unique_stops(name, message, tmp_path):
    with pytest.raises(UnknownAreaError, match=message):
        parse(TITLE.replace("鷹栖町", name) + PERIOD + GOALS, tmp_path, plan_outline)


def test_a_section_with_an_unknown_heading_is_reported(tmp_path):
    parsed = parse(TITLE + PERIOD + GOALS + "\n■歩みの記録\n\n歩みは続く。\n", tmp_path, plan_outline)
    assert [(line, text) for _, line, text in parsed.unclaimed] == [(13, "■歩みの記録"), (15, "歩みは続く。")]


def test_a_row_of_the_tree_that_is_no_item_is_reported(tmp_path):
    parsed = parse(TITLE + PERIOD + GOALS + TREE + "\t声の広場\t\n", tmp_path, plan_outline)
    assert [line for _, line, _ in parsed.unclaimed] == [17]


def test_an_outline_that_says_it_is_no_draft_is_adopted(tmp_path):
    parsed = parse(TITLE + PERIOD + GOALS, tmp_path, plan_outline)
    assert [row["status"] for row in parsed.tables["plans"]] == ["adopted"]
    assert parsed.about == {"title_ja": TITLE.strip(), "status": "final"}
