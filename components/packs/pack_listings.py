"""The closing tables of a report, the same for slides and workbooks: questions, definitions, sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from components.drawing import wording
from components.packs.model import Listing, Pack

_QUANTITY = r"^(?P<number>-?[\d,]+(?:\.\d+)?)\s?(?P<unit>\D*)$"
_LINES_IN_A_ROW = 120  # characters; a longer list of lines goes on in a row of its own


def questions(pack: Pack) -> Listing:
    """Return the questions a member may ask, each with a proposed answer, the rule that chose it and its source."""
    return Listing(
        "想定される質問",
        ("質問", "答えの案", "選んだ規則", "出典"),
        tuple((item.question_ja, item.answer_ja, item.rule_ja, item.source_ja) for item in pack.questions),
        (24, 36, 22, 18),
    )


def definitions(pack: Pack) -> Listing:
    """Return how each figure is computed and what it must not be read as."""
    return Listing(
        "用語と指標の定義",
        ("指標", "単位", "計算のしかた", "意味", "注意"),
        tuple(
            (item.name_ja, item.unit_ja, item.formula_ja, item.meaning_ja, item.caveat_ja) for item in pack.definitions
        ),
        (17, 8, 26, 25, 24),
    )


def sources(pack: Pack) -> Listing:
    """Return the documents with the lines that the report rests on; a long list of lines takes several rows."""
    rows = []
    for item in pack.sources:
        first = (f"文書{item.doc_id}" if item.doc_id else wording.MISSING, item.title_ja, item.kind_ja, item.year_ja)
        for number, lines in enumerate(_in_rows(item.used_ja)):
            rows.append((*(first if number == 0 else ("", "（つづき）", "", "")), lines))
    return Listing("出典", ("番号", "文書", "種類", "年度", "用いた行"), tuple(rows), (8, 26, 14, 12, 40))


def notes(pack: Pack) -> Listing:
    """Return what stands beside the figures and where the spoken numbers come from, part by part."""
    rows = [("要点", pack.headline.title, "注", note, "") for note in pack.headline.notes]
    for section in pack.sections:
        for figure in section.figures:
            rows += [(section.title_ja, figure.title, "注", note, figure.source) for note in figure.notes]
        rows += [(section.title_ja, "", "数字の出どころ", item.number_ja, item.source_ja) for item in section.whence]
    return Listing("注記と数字の出どころ", ("部分", "図", "種類", "内容", "出典"), tuple(rows), (16, 20, 10, 36, 18))


def typed(listing: Listing) -> pd.DataFrame:
    """Return a listing as a table for a workbook: a column of numbers in one unit becomes numbers, the unit its heading's."""
    table = pd.DataFrame(listing.rows, columns=list(listing.headings))
    for heading in listing.headings:
        parts = table[heading].str.extract(_QUANTITY)
        units = parts.loc[~table[heading].isin(["", wording.MISSING]), "unit"]
        if heading in listing.numeric and units.notna().all() and units.nunique() == 1:
            table[heading] = pd.to_numeric(parts["number"].str.replace(",", ""))
            table = table.rename(columns={heading: _with_unit(heading, str(units.iloc[0]))})
    return table


def _with_unit(heading: str, unit: str) -> str:
    return heading if not unit or heading.endswith(f"（{unit}）") else f"{heading}（{unit}）"


def _in_rows(lines: Sequence[str]) -> Iterator[str]:
    row = ""
    for text in lines:
        if row and len(row) + len(text) > _LINES_IN_A_ROW:
            yield row
            row = ""
        row += ("、" if row else "") + text
    yield row
