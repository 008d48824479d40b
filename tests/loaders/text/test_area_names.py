"""Names of municipalities: official, alias, or an error that names the nearest."""

import pytest

from loaders.errors import UnknownAreaError
from loaders.text.area_names import AreaNames


def area(code, name, level="municipality"):
    return {"area_code": code, "name_ja": name, "level": level, "prefecture_code": code[:2]}


NAMES = AreaNames(
    [
        area("900001", "日和県", "prefecture"),
        area("910007", "夕凪県", "prefecture"),
        area("902055", "鷺ノ宮町"),
        area("902021", "小鳥町"),
        area("913014", "小鳥町"),
    ],
    [{"alias": "鷲ノ宮町", "prefecture_code": "90", "area_code": "902055", "reason": "glyph"}],
)


def test_an_official_name_resolves_without_a_reason():
    found = NAMES.municipality("日和県", "小鳥町", "文書001")
    assert (found.area_code, found.alias_reason) == ("902021", "")


def test_the_district_in_front_of_a_name_does_not_matter():
    assert NAMES.municipality("日和県", "朝凪郡小鳥町", "文書001").area_code == "902021"


def test_spaces_inside_a_name_do_not_matter():
    assert NAMES.municipality("日和県", "小 鳥　町", "文書001").area_code == "902021"


def test_the_same_name_in_another_prefecture_is_another_area():
    assert NAMES.municipality("夕凪県", "小鳥町", "文書001").area_code == "913014"


def test_an_alias_resolves_with_its_reason_and_the_official_name():
    found = NAMES.municipality("日和県", "鷲ノ宮町", "文書001")
    assert (found.area_code, found.name_ja, found.alias_reason) == ("902055", "鷺ノ宮町", "glyph")


def test_an_alias_counts_in_its_own_prefecture_only():
    with pytest.raises(UnknownAreaError):
        NAMES.municipality("夕凪県", "鷲ノ宮町", "文書001")


def test_a_prefecture_resolves_to_its_own_code():
    assert NAMES.prefecture("日和県", "文書001").area_code == "900001"


def test_an_unknown_prefecture_is_an_error_with_its_remedy():
    with pytest.raises(UnknownAreaError) as error:
        NAMES.prefecture("虹県", "文書001 3行目")
    assert str(error.value) == (
        "文書001 3行目: 都道府県名「虹県」が見つからない。本来は47都道府県のいずれか。"
        "対処: 原本の都道府県名を確かめてください"
    )


def test_a_name_is_never_guessed_however_near():
    with pytest.raises(UnknownAreaError, match="近い名称: 小鳥町"):
        NAMES.municipality("日和県", "子鳥町", "文書001")


def test_an_unknown_name_far_from_all_says_that_none_is_near():
    with pytest.raises(UnknownAreaError, match="近い名称: なし"):
        NAMES.municipality("日和県", "ABC", "文書001")


def test_a_name_that_only_one_prefecture_has_needs_no_prefecture():
    assert NAMES.only_one("鷺ノ宮町", "文書001").area_code == "902055"


@pytest.mark.parametrize(
    ("name", "found", "remedy"),
    [
        ("小鳥町", "2つの都道府県にある（日和県、夕凪県）", "文書に都道府県名を書き加えてください"),
        ("子鳥町", "どの都道府県にもない", "名称を原本で確かめ、正式な名称に直してください"),
    ],
)
def test_a_name_without_prefecture_that_several_or_none_have_is_an_error(name, found, remedy):
    with pytest.raises(UnknownAreaError) as error:
        NAMES.only_one(name, "文書001 3行目")
    assert str(error.value) == (
        f"文書001 3行目: 市区町村名「{name}」は{found}。本来は全国に一つの名称か、都道府県名の記載。対処: {remedy}"
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("「小鳥町・管内相談所」", ["小鳥町"]),
        ("日和県小鳥町と", ["小鳥町"]),
        ("青小鳥町と", []),
        ("鷺ノ宮町、小鳥町", ["鷺ノ宮町", "小鳥町"]),
    ],
)
def test_municipalities_of_a_prefecture_are_found_in_a_text(text, names):
    assert NAMES.named_in("日和県", text) == names


EARLIER = AreaNames(
    [area("900001", "日和県", "prefecture"), area("910007", "夕凪県", "prefecture"), area("902055", "鷺ノ宮龍市"),
     area("902021", "朝ケ丘町"), area("913014", "朝ケ丘町"), area("913022", "灯町")],
    [],
    [{"former_name": "鷺ノ宮町", "prefecture_code": "90", "former_code": "903019", "area_code": "902055",
      "valid_to": "2016-10-09", "kind": "became_city"},
     {"former_name": "雀村", "prefecture_code": "90", "former_code": "", "area_code": "902055",
      "valid_to": "2011-03-31", "kind": "merged"},
     {"former_name": "灯町", "prefecture_code": "90", "former_code": "", "area_code": "902055",
      "valid_to": "2018-09-30", "kind": "became_city"}],
)  # fmt: skip


@pytest.mark.parametrize("written", ["朝ヶ丘町", "朝が丘町", "朝ガ丘町"])
def test_one_name_in_other_signs_is_the_same_name(written):
    found = EARLIER.municipality("日和県", written, "文書001")
    assert (found.area_code, found.name_ja, found.alias_reason) == ("902021", "朝ケ丘町", "glyph")


def test_old_forms_are_the_same_name():
    assert EARLIER.municipality("日和県", "鷺ノ宮竜市", "文書001").area_code == "902055"


def test_a_name_of_earlier_days_finds_the_town_of_today_and_says_so():
    found = EARLIER.municipality("日和県", "鷺ノ宮町", "文書001")
    assert (found.area_code, found.alias_reason) == ("902055", "former")
    assert found.remark_ja == (
        "「鷺ノ宮町」は2016年10月9日までの名称で、今は「鷺ノ宮龍市」になった（当時の団体コードは903019）。今の自治体として読んだ"
    )


def test_a_merged_town_is_found_without_its_prefecture():
    found = EARLIER.only_one("雀村", "文書001")
    assert found.area_code == "902055"
    assert "に編入・合併された。" in found.remark_ja


def test_of_two_towns_that_one_counts_whose_prefecture_the_text_names():
    assert EARLIER.only_one("朝ケ丘町", "文書001", "夕凪県朝ヶ丘町のたより").area_code == "913014"
    with pytest.raises(UnknownAreaError, match="2つの都道府県にある（日和県、夕凪県）"):
        EARLIER.only_one("朝ケ丘町", "文書001", "日和県と夕凪県")


def test_a_name_that_another_town_bore_in_earlier_days_needs_its_prefecture():
    assert EARLIER.only_one("灯町", "文書001", "夕凪県灯町のたより").area_code == "913022"
    with pytest.raises(UnknownAreaError, match="2つの都道府県にある（日和県、夕凪県）"):
        EARLIER.only_one("灯町", "文書001")
