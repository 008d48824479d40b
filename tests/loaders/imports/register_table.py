"""A small table of the resident register in the layout that public programs describe: invented numbers that add up."""

from __future__ import annotations

from loaders.reference_areas import check_digit

TITLE = "【総計】令和７年住民基本台帳年齢階級別人口（市区町村別）"
AGES = [f"{first}歳～{first + 4}歳" for first in range(0, 100, 5)] + ["100歳以上"]
HEADING = ["団体コード", "都道府県名", "市区町村名", "性別", "総数", *AGES]


def area(five, prefecture, name, scale):
    """Return the three rows of an area; of 21 classes, three are below 15 and eight from 65 on."""
    code = five + check_digit(five) if five else None
    both = [2 * scale] * 21
    return [[code, prefecture, name, sex, sum(ages), *ages]
            for sex, ages in (("計", both), ("男", [scale] * 21), ("女", [scale] * 21))]  # fmt: skip


def sheet_rows(title=TITLE, heading=HEADING):
    """Return a whole sheet: one prefecture with a city of two wards, a town with its 郡, and a village without people."""
    blocks = [
        area("", "合計", "-", 60), area("01000", "北海道", "-", 60), area("01100", "北海道", "札幌市", 50),
        area("01101", "北海道", "札幌市中央区", 30), area("01102", "北海道", "札幌市北区", 20),
        area("01303", "北海道", "石狩郡当別町", 10), area("01696", "北海道", "国後郡泊村", 0),
    ]  # fmt: skip
    return [[title], heading, [], *(row for block in blocks for row in block)]
