"""What a person is told about a document of annual measures that cannot be read, and what it says of itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from loaders.document import read_document
from loaders.errors import BrokenDocumentError, UnknownAreaError
from loaders.lookups import Lookups
from loaders.sources.annual_measures import SOURCE, parse, recognise

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
REMEDY = "対処: 原本と見比べ、行が抜けていれば書き足してください。原本がこの書き方であれば、この文と文書を開発担当に渡してください"


@pytest.fixture
def document():
    return replace(read_document(FIXTURES / "sources" / "annual_measures" / "shapes.txt"), doc_id="900")


@pytest.fixture
def parsed():
    """Return a function that parses a document with one phrase replaced by another."""

    def with_change(document, old="", new=""):
        lines = tuple(line.replace(old, new) if old else line for line in document.lines)
        return parse(replace(document, lines=lines), Lookups(FIXTURES / "reference"))

    return with_change


def test_the_document_is_recognised_by_its_content(document):
    assert recognise(document) == []


def test_each_missing_sign_is_named(document):
    bare = replace(document, lines=tuple(line.replace("本編", "別冊") for line in document.lines))
    assert recognise(bare) == ["「【行動目標○（本編P○）】」などの参照"]
    assert recognise(replace(document, lines=("灯り",))) == list(SOURCE.signs)


def test_title_and_year_of_the_document_are_those_that_it_states(parsed, document):
    about = parsed(document).about
    title = "あかりと坂道を中心としたとなり近所の灯りづくりに係る取組方針 ～第2期風待地域福祉計画の実践～"
    assert about == {"title_ja": title, "fiscal_year": 2021}


def test_a_row_that_is_not_understood_is_reported(parsed, document):
    read = parsed(document, "○ 坂道を点検する。", "坂道を点検する。")
    assert [(record_id, line) for record_id, line, _ in read.unclaimed] == [("900-L0002", 22)]
    assert read.tables["parser_coverage"][0]["lines_unclaimed"] == 1


def test_a_table_row_outside_every_table_is_reported(parsed, document):
    read = parsed(document, "坂道の多いまちで、", "坂道の\t多いまち")
    assert [line for _, line, _ in read.unclaimed] == [12]


def test_a_repeat_of_a_measure_that_does_not_exist_stops_the_reading(parsed, document):
    with pytest.raises(BrokenDocumentError) as error:
        parsed(document, "再掲（基本目標1（1））", "再掲（基本目標1（9））")
    assert str(error.value) == (
        "文書900（shapes.txt） 27行目: 「再掲（基本目標1（9））」の元の施策がない。本来は同じ文書にある施策の番号。"
        + REMEDY
    )


def test_two_years_of_measures_stop_the_reading(parsed, document):
    with pytest.raises(BrokenDocumentError) as error:
        parsed(document, "令和3年度新規", "令和4年度新規")
    assert str(error.value) == (
        "文書900（shapes.txt）: 取組の年度が 2021・2022 に分かれる。"
        "本来は「令和○年度取組」「令和○年度新規」などの一つの年度。" + REMEDY
    )


def test_a_document_without_a_year_stops_the_reading(parsed, document):
    with pytest.raises(BrokenDocumentError, match="取組の年度がない"):
        parsed(document, "令和3年度", "今年度")


def test_a_document_that_names_no_plan_stops_the_reading(parsed, document):
    with pytest.raises(BrokenDocumentError) as error:
        parsed(document, "地域福祉計画", "灯り計画")
    assert str(error.value) == (
        "文書900（shapes.txt）: 基本理念とともに計画の名称を述べる行がない。"
        "本来は「第○期（次）○○地域福祉計画」と「基本理念「…」」を含む行。" + REMEDY
    )


def test_a_name_that_two_municipalities_have_is_not_guessed(parsed, document):
    with pytest.raises(UnknownAreaError, match="「小鳥町」は2つの都道府県にある"):
        parsed(document, "第2期風待地域福祉計画", "第2期小鳥町地域福祉計画")


def test_a_heading_without_a_measure_stops_the_reading(parsed, document):
    with pytest.raises(BrokenDocumentError) as error:
        parsed(document, "灯りを次の世代へ伝える。", "基本目標9 空の灯り")
    assert "見出し「灯りの継承」の下に施策が一つもない" in str(error.value)


def test_a_repeat_whose_original_is_not_there_is_left_over(parsed, document):
    read = parsed(document, "(2) 坂道（石段）の手すり", "(2) 石の灯り（再掲）")
    assert {line for _, line, _ in read.unclaimed} >= {25}


def test_a_reference_may_name_a_range_of_action_targets(parsed, document):
    links = parsed(document, "【行動目標4（本編P19）】", "【行動目標4～6（本編P19）】").tables["measure_links"]
    assert {"action-4", "action-5", "action-6"} <= {
        link["action_node_id"].split("plan-")[-1] for link in links if link["action_node_id"]
    }


@pytest.mark.parametrize(
    "written", ["【行動目標4（本編19頁）】", "［行動目標4（P19）］", "【行動目標④（本編Ｐ１９）】"]
)
def test_a_reference_is_read_in_its_common_spellings(parsed, document, written):
    links = parsed(document).tables["measure_links"]
    assert [
        (link["action_node_id"], link["page"], link["item_count"])
        for link in parsed(document, "【行動目標4（本編P19）】", written).tables["measure_links"]
    ] == [(link["action_node_id"], link["page"], link["item_count"]) for link in links]


@pytest.mark.parametrize(("old", "new"), [("基本目標1", "基本目標Ⅰ"), ("（第5章）", "【第五章】"), ("(", "")])
def test_headings_are_numbered_in_any_signs(parsed, document, old, new):
    keys = [row["measure_id"] for row in parsed(document).tables["measures"]]
    assert [row["measure_id"] for row in parsed(document, old, new).tables["measures"]] == keys


def test_a_reference_in_another_form_is_left_over(parsed, document):
    read = parsed(document, "【行動目標4（本編P19）】 ・点検", "【行動目標四（本編の十九）】 ・点検")
    assert read.unclaimed


def test_a_measure_has_its_aims_in_words_without_what_it_is_about(parsed, document):
    items = "○ 手順に沿って点検し、その結果を広く公表する。 ○ 坂道の自治会を対象とする。"
    rows = parsed(document, "○ 坂道を点検する。", items).tables["measures"]
    assert "結果を広く公表する、点検の結果を知らせる" in [row["activity_aims_ja"] for row in rows]
