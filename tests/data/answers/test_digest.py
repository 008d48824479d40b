"""What changed since a day: every kind of event, each in its period only, and the same on paper and as a feed."""

import io
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from components.drawing.model import Basis
from components.figures import edition_changes
from components.packs import files
from data import answers, dataset, store
from data.schema import TABLES
from data.store.rows import JAPAN, text_of
from tests.data.report_rows import FIRST, accept

TODAY = datetime.now(JAPAN).date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def happened(data_folder, tables, monkeypatch):
    """A stage that moved, a report that came, went back and was confirmed, one that is late, an edition."""
    with monkeypatch.context() as patch:
        patch.setattr("data.store.sessions.now", lambda: text_of(datetime.now(JAPAN) - timedelta(days=1)))
        store.submissions()
    tables["programmes"].append({"programme_code": "multilayered_support", "name_ja": "重層的支援体制整備事業"})
    tables["programme_stages"] = [
        {"area_code": "014524", "programme_code": "multilayered_support", "fiscal_year": 2024, "seq": 1, "stage": "implementing",
         "evidence": "stated", "source_title": "一覧", "fact_status": "stated"}
    ]  # fmt: skip
    if "seq" not in TABLES["programme_stages"].column_names:
        del tables["programme_stages"][0]["seq"]
    dataset.publish(tables, data_folder / "normalized")
    store.set_calendar(["012068", "015440"], 2019, "full_year", YESTERDAY, set_by="県 花子")
    accept()
    for state in ("returned", "confirmed"):
        store.decide_report(FIRST, state, decided_by="県 花子", reason_ja="内部の理由")
    store.freeze_edition("第1回\x07<b>", frozen_by="県 花子")


def events(since=TODAY, until=TODAY):
    rows = answers.digest(since, until)
    return set(zip(rows["kind"], rows["area_name_ja"].fillna(""), rows["what_ja"], strict=True))


def test_every_kind_of_event_is_told_in_its_period(happened):
    report = "令和元年度（2019年度） 年度報告"
    assert events() == {
        ("received", "釧路市", f"{report} 第1版"),
        ("returned", "釧路市", f"{report} 第1版"),
        ("confirmed", "釧路市", f"{report} 第1版"),
        ("late", "津別町", f"{report}（期限 {YESTERDAY}）"),
        ("stage", "鷹栖町", "令和6年度（2024年度）の段階：情報なし → 重層的支援体制整備事業: 実施中"),
        ("edition", "", "「第1回\x07<b>」"),
    }
    assert events(YESTERDAY, YESTERDAY) == set()
    assert answers.digest(TODAY, TODAY, "47")["kind"].tolist() == ["edition"]
    assert answers.knows_stages_of(TODAY)
    assert not answers.knows_stages_of(YESTERDAY)


def test_paper_and_feed_say_the_same_and_nothing_of_it_is_markup(happened):
    rows = answers.digest(TODAY, TODAY)
    figure = edition_changes.digest(rows, str(TODAY), str(TODAY), Basis("北海道", "", "受付簿"), knows_stages=True)
    assert figure.reading.startswith("6件の動きがありました（")
    assert "<b>」" not in figure.drawing("light")
    pages = PdfReader(io.BytesIO(files.sheet(figure, edition_changes.DIGEST_WIDTHS, "abc", is_practice=False))).pages
    words = pages[0].extract_text()
    assert "「第1回<b>」" in words
    assert "1 / 1" in words
    atom = files.to_atom(rows, "北海道の動き", "2026-11-28T08:00:00+09:00")
    assert "内部の理由" not in atom.decode()
    entries = ElementTree.fromstring(atom).findall(f"{{{files.ATOM}}}entry")
    assert len({entry[0].text for entry in entries}) == 6
    assert "版の固定 「第1回<b>」" in {entry[1].text for entry in entries}
    later = files.to_atom(
        rows.assign(moment=rows["moment"].where(rows["kind"] != "stage", "2027")), "北海道の動き", "2027"
    )
    assert [e[0].text for e in ElementTree.fromstring(later).iter(f"{{{files.ATOM}}}entry")] == [
        e[0].text for e in entries
    ]


def test_a_quiet_period_says_so(data_folder):
    rows = answers.digest(YESTERDAY, TODAY)
    figure = edition_changes.digest(rows, str(YESTERDAY), str(TODAY), Basis("北海道", "", "受付簿"), knows_stages=False)
    assert figure.reading == "この期間に、報告・判断・段階・版の動きはありません。"
    assert figure.notes[-1].startswith("この日より前のデータが保存されていないため")
    assert (
        len(PdfReader(io.BytesIO(files.sheet(figure, edition_changes.DIGEST_WIDTHS, "abc", is_practice=True))).pages)
        == 1
    )
