"""Numbers of a cell that no rule took: each becomes an issue with its line and words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from loaders.document import ParsedDocument, Row
from loaders.quality import row_key
from loaders.readers.text_sections import Field
from loaders.text.era_dates import without_dates
from loaders.text.japanese_numbers import SCALED, value_of
from loaders.text.normalise import folded

_NUMBER = re.compile(SCALED)
# Numbers that count nothing: years, months and days, ordinals, layers, articles, ages, notes and items of a list
_NO_COUNT = re.compile(
    r"(?:令和|平成|昭和|[HRS])?\d{1,4}年(?:度|\d{1,2}月)?(?!\d*回)|[HR]\d{1,2}(?=[:年])|\d{1,2}月(?:頃|から|末|\d{1,2}日)|\d{1,2}日現在|"
    r"第\d{1,3}|[別添]紙?\d|\d{1,3}(?:層|次|条|項|号|歳|代|か条|者|階|丁目|番)|8050|\(\d\)|(?<![\d.,])\d{1,2}\.(?!\d)|[※*注]\d|"
    r"1(?:[かカ箇]所|地域|地区|圏域|校区)(?:あたり|当たり|につき|(?=\d))"
)
_PRODUCT = re.compile(rf"{SCALED}[^\d=]{{0,6}}×[^=]{{1,20}}[=＝]")  # The factors of a stated total
_CIRCLED = re.compile("[①-⑳❶-❿]")
_LENGTH = 24


def numbers_left(text: str, taken: Iterable[float | None]) -> list[str]:
    """Return the words around every number of a text that counts something and is not among the values taken."""
    known = {value for value in taken if value is not None}
    flat = _PRODUCT.sub("", _NO_COUNT.sub("、", without_dates(_CIRCLED.sub("、", text))))
    left = []
    for m in _NUMBER.finditer(flat):
        if len(m.group()) < 16 and value_of(m.group()) in known:
            continue
        words = re.split(r"[。、()]", flat[max(0, m.start() - 8) : m.start()])[-1] + m.group()
        left.append((words + re.split(r"[。、()\d]", flat[m.end() : m.end() + 8])[0])[:_LENGTH])
    return left


def note_unread(
    out: ParsedDocument, table: str, row: Row, cells: Iterable[Field | None], taken: Iterable[float | None]
) -> None:
    """Note the numbers of the cells behind a row that are not among the values taken."""
    known = list(taken)
    for cell in cells:
        if cell is None:
            continue
        for line, parts in groupby(cell.parts, key=lambda part: part[0]):
            text = " ".join(part for _, part in parts)
            for words in numbers_left(folded(text) if table == "staffing" else text, known):
                out.notes["cell_number_not_read"].append(
                    {"table": table, "row_key": row_key(table, row), "line_start": line, "words": words}
                )
