"""Known errors of a document: applied and marked; in a changed document named and left as they are."""

from loaders.document import ParsedDocument
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


def test_a_correction_for_another_value_changes_nothing_and_is_an_open_issue():
    out = parsed(label="サロン会")
    apply_corrections(out, [CORRECTION])
    (row,), (issue,) = out.tables["targets"], out.tables["issues"]
    assert (row["label_ja"], row["fact_status"]) == ("サロン会", "stated")
    assert (issue["rule_id"], issue["status"], issue["line_start"]) == ("correction_unfit", "open", 40)
    assert issue["message_ja"] == (
        "登録済みの訂正を当てていない。「目標」が「サロン会」で、「サロソ」ではない。訂正の理由: 「ソ」は「ン」の読み取り違い。"
    )


def test_a_correction_without_its_row_is_an_open_issue_of_the_record():
    out = parsed()
    out.tables["targets"].clear()
    apply_corrections(out, [CORRECTION])
    (issue,) = out.tables["issues"]
    assert (issue["table"], issue["row_key"]) == ("records", "001-L0003")
    assert issue["message_ja"].startswith("登録済みの訂正を当てていない。訂正する「目標」が文書にない。")


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
