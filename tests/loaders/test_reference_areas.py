"""The registry of areas: complete, with official codes and names."""

import csv
from collections import Counter
from datetime import date

import pytest

from loaders import reference_areas
from loaders.reference_areas import check_digit, is_area_code


@pytest.fixture(scope="module")
def areas() -> dict[str, dict[str, str]]:
    return {area["area_code"]: area for area in reference_areas.read()}


@pytest.mark.parametrize(
    ("jis_code", "digit"),
    [("01000", "6"), ("01100", "2"), ("02321", "3"), ("13101", "6"), ("01695", "1"), ("40231", "1"), ("47382", "1")],
)
def test_check_digit_follows_the_ministrys_rule(jis_code, digit):
    assert check_digit(jis_code) == digit


@pytest.mark.parametrize("text", ["", "0110", "011002", "0110a", "０１１００"])
def test_check_digit_of_anything_but_five_ascii_digits_is_an_error(text):
    with pytest.raises(ValueError, match="expected five digits, found"):
        check_digit(text)


@pytest.mark.parametrize("text", ["011003", "01100", "0110020", "０１１００２", ""])
def test_code_with_a_wrong_check_digit_or_length_is_no_area_code(text):
    assert not is_area_code(text)


def test_registry_holds_all_municipalities_and_prefectures(areas):
    assert Counter(area["level"] for area in areas.values()) == {"municipality": 1741, "prefecture": 47}


def test_kinds_of_municipalities_are_as_many_as_the_country_has(areas):
    kinds = Counter(area["kind"] for area in areas.values())
    assert kinds == {
        "designated_city": 20,
        "city": 772,
        "special_ward": 23,
        "town": 743,
        "village": 183,
        "prefecture": 47,
    }


def test_every_area_code_has_its_check_digit(areas):
    assert [code for code in areas if not is_area_code(code)] == []


def test_every_municipality_lies_in_a_prefecture_of_the_registry(areas):
    prefectures = {code[:2] for code, area in areas.items() if area["level"] == "prefecture"}
    assert {area["prefecture_code"] for area in areas.values()} == prefectures
    assert all(code[:2] == area["prefecture_code"] for code, area in areas.items())


@pytest.mark.parametrize(
    ("code", "name", "kana"),
    [
        ("010006", "北海道", "ほっかいどう"),
        ("023213", "鰺ヶ沢町", "あじがさわまち"),
        ("033812", "金ケ崎町", "かねがさきちょう"),
        ("082082", "龍ケ崎市", "りゅうがさきし"),
        ("093866", "高根沢町", "たかねざわまち"),
        ("131016", "千代田区", "ちよだく"),
        ("132195", "狛江市", "こまえし"),
        ("282219", "丹波篠山市", "たんばささやまし"),
        ("394050", "檮原町", "ゆすはらちょう"),
        ("402311", "那珂川市", "なかがわし"),
    ],
)
def test_names_are_written_as_officially_announced(areas, code, name, kana):
    assert (areas[code]["name_ja"], areas[code]["name_kana"]) == (name, kana)


def test_offices_of_municipalities_stand_on_japanese_ground(areas):
    offices = [area for area in areas.values() if area["level"] == "municipality"]
    assert all(24 < float(area["latitude"]) < 45.6 for area in offices)
    assert all(122.9 < float(area["longitude"]) < 145.7 for area in offices)


def test_names_repeat_across_prefectures_but_never_inside_one(areas):
    municipalities = [area for area in areas.values() if area["level"] == "municipality"]
    inside = Counter((area["prefecture_code"], area["name_ja"]) for area in municipalities)
    nationwide = Counter(area["name_ja"] for area in municipalities)
    assert max(inside.values()) == 1
    assert sum(count > 1 for count in nationwide.values()) == 25


def test_committed_registry_is_what_the_source_package_gives(tmp_path):
    derived = tmp_path / "areas.csv"
    reference_areas.write(reference_areas.derive(), derived)
    assert derived.read_bytes() == reference_areas.AREAS_CSV.read_bytes()


def test_registry_with_a_municipality_missing_is_refused():
    areas = reference_areas.read()
    with pytest.raises(ValueError, match="expected 1,741 municipalities and 47 prefectures, found"):
        reference_areas._verify(areas[:-1])


def test_registry_with_a_wrong_check_digit_is_refused():
    areas = reference_areas.read()
    areas[-1] = areas[-1] | {"area_code": "473822"}
    with pytest.raises(ValueError, match="areas with a wrong check digit or listed twice: 473822"):
        reference_areas._verify(areas)


def test_former_names_lead_to_todays_areas_of_their_prefecture(areas):
    with (reference_areas.AREAS_CSV.parent / "area_changes.csv").open(encoding="utf-8", newline="") as file:
        changes = list(csv.DictReader(file))
    today = {(area["prefecture_code"], area["name_ja"]) for area in areas.values()}
    for change in changes:
        codes = [code for code in (change["former_code"], change["area_code"]) if code]
        assert all(is_area_code(code) and code[:2] == change["prefecture_code"] for code in codes), change
        assert change["area_code"] in areas
        assert change["former_code"] or change["kind"] == "merged"
        assert (change["prefecture_code"], change["former_name"]) not in today
        assert "2005-01-01" <= change["valid_to"] == date.fromisoformat(change["valid_to"]).isoformat()
