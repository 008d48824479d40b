"""Known errors of a document: applied, marked, and guarded against a changed document or parser."""

import pytest

from loaders.document import ParsedDocument
from loaders.errors import CorrectionGuardError
from loaders.quality import apply_corrections, read_corrections

CORRECTION = {
    "table": "targets",
    "record_id": "001-L0003",
    "key": "001-L0003-community-5か所",
    "expect": {"label_ja": "サロソ", "unit": "か所"},
    "set": {"label_ja": "サロン"},
    "reason": "「ソ」は「ン」の読み取り違い。",
}


def parsed(label="サロソ", record_id="001-L0003"):
    out = ParsedDocument()
    out.add("records", {"record_id": record_id})
    out.add("targets", {"target_id": f"{record_id}-community-5か所", "record_id": record_id, "label_ja": label,
                        "unit": "か所", "line_start": 40, "fact_status": "stated"})  # fmt: skip
    return out


def test_a_corrected_value_is_set_and_its_row_marked():
    out = parsed()
    apply_corrections(out, [CORRECTION])
    assert (out.tables["targets"][0]["label_ja"], out.tables["targets"][0]["fact_status"]) == ("サロン", "corrected")


def test_a_correction_is_listed_with_its_reason():
    out = parsed()
    apply_corrections(out, [CORRECTION])
    issue = out.tables["issues"][0]
    assert issue["message_ja"] == "訂正: 「ソ」は「ン」の読み取り違い。"
    assert (issue["status"], issue["column"], issue["line_start"]) == ("corrected", "label_ja", 40)


def test_a_changed_value_stops_the_build():
    with pytest.raises(CorrectionGuardError) as error:
        apply_corrections(parsed(label="サロン"), [CORRECTION])
    assert str(error.value) == (
        "登録済みの訂正（001-L0003-community-5か所）: 訂正する「目標」が「サロン」である。本来は「サロソ」。"
        "対処: 文書か読み取り方が変わっています。原本から作り直した文書を使うか、訂正の登録（新しい文書の手引き）を見直してください"
    )


def test_a_vanished_row_stops_the_build():
    out = parsed()
    out.tables["targets"].clear()
    with pytest.raises(CorrectionGuardError) as error:
        apply_corrections(out, [CORRECTION])
    assert str(error.value) == (
        "登録済みの訂正（001-L0003-community-5か所）: "
        "訂正する「目標」が文書にない。本来は訂正を登録したときと同じ文書。"
        "対処: 文書か読み取り方が変わっています。原本から作り直した文書を使うか、訂正の登録（新しい文書の手引き）を見直してください"
    )


def test_a_correction_for_another_document_is_passed_over():
    out = parsed(record_id="002-L0003")
    apply_corrections(out, [CORRECTION])
    assert (out.tables["targets"][0]["label_ja"], out.tables["issues"]) == ("サロソ", [])


def test_a_document_type_without_known_errors_has_no_corrections(tmp_path):
    assert read_corrections("programme_plans", tmp_path) == []


def test_every_correction_of_the_programme_plans_is_complete():
    for correction in read_corrections("programme_plans"):
        assert correction["key"].startswith(correction["record_id"])
        assert set(correction["set"]) <= set(correction["expect"])
        assert len(correction["reason"]) > 10
