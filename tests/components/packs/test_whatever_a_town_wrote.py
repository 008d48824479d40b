"""The pack is made whatever a town wrote: long texts flow or are cut, formulas, markup and `$` are text, control characters go."""

from __future__ import annotations

import io
from dataclasses import replace

import pptx
from pypdf import PdfReader

from components.packs.files import FORMATS, files
from components.packs.model import Definition, Question, Source
from tests.components.packs import sample_pack

HEIGHT = 540  # of a slide, in points
HEIGHT = 540  # of a slide, in points
WRITTEN = (
    "$\\frac{1}{2}$村と$\\frac{$町、10$と20$",
    "<font color=red>a</font><img src='http://127.0.0.1:9/s.png'/>&amp;<b>",
    "前\x00\x01\x08\x0b\x0c\x1f\x7f\ufffe\uffff後\u202e\u200b",
    "長い文。" * 750,
    "x" * 1_500,
    "一行\n" * 150,
    "=1+1\n@SUM(A1)",
)


def pack():
    """Return the sample report with these texts as names, cells, questions, definitions, sources and messages."""
    plain = sample_pack.pack()
    section, (listing,) = plain.sections[0], plain.sections[0].listings
    rows = (*((text, text, "1") for text in WRITTEN), *listing.rows[:3])
    section = replace(section, listings=(replace(listing, rows=rows),), say_ja=WRITTEN[:2])
    return replace(
        plain,
        messages=(*plain.messages, *(text[:400] for text in WRITTEN)),
        sections=(section, *plain.sections[1:]),
        questions=tuple(Question(text, text, "規則", "台帳") for text in WRITTEN),
        definitions=tuple(Definition("名", "%", "式", text[:400], text[:400]) for text in WRITTEN),
        sources=tuple(Source("001", text[:400], "計画書", "令和元年度", (text[:400],), "ab") for text in WRITTEN),
    )


def test_the_three_files_are_made_and_hold_what_was_written(monkeypatch):
    monkeypatch.setattr(sample_pack, "TOWNS", [*(text[:60] for text in WRITTEN), *sample_pack.TOWNS[-7:]])
    made = {one.ending: one.content for one in files(pack())}
    assert set(made) == set(FORMATS)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made["pdf"])).pages)
    for written in ("$\\frac{1}{2}$村", "<font color=red>", "前後", "長い文。", "xxx", "一行", "=1+1"):
        assert written in words
    for slide in pptx.Presentation(io.BytesIO(made["pptx"])).slides:
        for shape in slide.shapes:
            assert shape.top.pt + shape.height.pt <= HEIGHT + 1
