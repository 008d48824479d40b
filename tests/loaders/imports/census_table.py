"""A small census table in the layout of e-Stat: real codes and names, invented numbers that add up."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook

TITLE = "令和２年国勢調査（総務省統計局）　都道府県・市区町村別の主な結果"
GROUPS = ["地域", None, None, None, "総人口（男女別）", None, None, None, None, "年齢別人口（男女「総数」）", None, None,
          "人口構成比［年齢別］(男女「総数」）", None, None, "年齢別人口（男）", None, "世帯", None]  # fmt: skip
LABELS = [None, None, None, None, "総数", "男", "5年間の人口増減率", "面積（参考）", "人口密度", "15歳未満", "15～64歳",
          "65歳以上", "15歳未満", "15～64歳", "65歳以上", "15歳未満", "65歳以上", "総世帯", "一般世帯"]  # fmt: skip
MARKS = [None] * 9 + ["※"] * 8 + [None] * 2
UNITS = ["都道府県名", "都道府県・市区町村名", "都道府県・市区町村名\n（英語）", "市などの別\n（地域識別コード）", "（人）", "（人）",
         "（％）", "（km2）", "（人/km2）", "（人）", "（人）", "（人）", "（％）", "（％）", "（％）", "（人）", "（人）",
         "（世帯）", "（世帯）"]  # fmt: skip
HEADING = [GROUPS, [None] * 19, LABELS, MARKS, UNITS]


def area(code, name, kind, population, old, young, households):
    """Return a row of the table."""
    prefecture = f"{code[:2]}_県"
    rates = [round(100 * part / population, 5) for part in (young, population - old - young, old)]
    return [prefecture, f"{code}_{name}", "English", kind, population, population // 2, -1.5, 100.5, round(population / 100.5, 1),
            young, population - old - young, old, *rates, young // 2, old // 2, households, households - 1]  # fmt: skip


def rows():
    """Return the rows of two prefectures: a designated city with two wards, towns, and the special wards' total."""
    return [
        area("00000", "全国", "a", 9000, 2700, 1000, 4000),
        area("01000", "北海道", "a", 6000, 1800, 700, 2600),
        area("01100", "札幌市", 1, 5000, 1400, 600, 2200),
        area("01101", "札幌市中央区", 0, 3000, 800, 400, 1300),
        area("01102", "札幌市北区", 0, 2000, 600, 200, 900),
        area("01202", "函館市", 2, 1000, 400, 100, 400),
        area("13000", "東京都", "a", 3000, 900, 300, 1400),
        area("13100", "特別区部", 1, 2000, 600, 200, 1000),
        area("13101", "千代田区", 0, 2000, 600, 200, 1000),
        area("13201", "八王子市", 2, 1000, 300, 100, 400),
    ]


def sheet_rows(data=None, heading=None, title=TITLE):
    """Return a whole sheet: title, note, heading, data."""
    return [[title], ["注）※マークは不詳補完値"], [], *(heading or HEADING), *(rows() if data is None else data)]


def xlsx(sheet=None, name="第１面事項_2020年", others=()):
    """Return an Excel file of one sheet, and empty further ones."""
    book = Workbook()
    book.active.title = name
    for row in sheet_rows() if sheet is None else sheet:
        book.active.append(row)
    for other in others:
        book.create_sheet(other)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_bytes(sheet=None, encoding="utf-8-sig", separator=","):
    """Return the same as CSV; numbers with thousands separators, as e-Stat writes them."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    for row in sheet_rows() if sheet is None else sheet:
        writer.writerow(
            ["" if cell is None else f"{cell:,}" if isinstance(cell, int) and cell > 9 else cell for cell in row]
        )
    return text.getvalue().encode(encoding)
