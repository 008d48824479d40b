"""Forms of the small dataset, to change where a test needs it."""

import hashlib

from data.store import accept_report, record_mails, set_contacts

FIRST = "012068-2019-full_year-r1"
SECOND = "012068-2019-full_year-r2"


def form(content="first", **values):
    """Return what is known about a form; the content stands for the bytes of its file."""
    return {
        "area_code": "012068", "fiscal_year": 2019, "report_kind": "full_year", "file_name": "012068_2019.xlsx",
        "file_sha256": hashlib.sha256(content.encode()).hexdigest(), "received_at": "2020-05-20T10:00",
        "submitter_note": None,
    } | values  # fmt: skip


def reported(value=40, **values):
    """Return a reported result for the first target of the small dataset."""
    return {
        "target_id": "001-L0003-community-01", "label_ja": "拠点数", "pillar": "community", "value": value,
        "unit": "か所", "period_start": "2019-04-01", "period_end": "2020-03-31", "period_kind": "full_year",
        "result_state": "reported", "comment_ja": "一か所は準備中\n「ひろば」",
    } | values  # fmt: skip


AREA = {"unit_kind": "小学校区", "units_covered": 3, "units_total": 4, "covered_population": 700, "population": 980,
        "as_of_date": "2020-03-31"}  # fmt: skip
FINDING = {"row": 8, "cell": "F8", "column": "実績値", "severity": "warning", "rule_id": "large_change",
           "message_ja": "前年の3倍を超えています。", "remedy_ja": "理由をコメントに書いてください。"}  # fmt: skip


def accept(content="first", value=40, **values):
    """Accept a form with one result, one area and one finding."""
    return accept_report(form(content, **values), [reported(value)], [AREA], [FINDING], accepted_by="県 花子")


def remind():
    """Record a contact, and a mail to it about a due date."""
    set_contacts([{"area_code": "012068", "name_ja": "福祉課", "email": "town@example.jp"}], set_by="県 花子")
    mail = {"area_code": "012068", "fiscal_year": 2019, "report_kind": "full_year", "due_date": "2020-05-31",
            "step": "days_21", "email": "town@example.jp"}  # fmt: skip
    record_mails([mail], "sending", sent_by="県 花子")


# What edition 2 of the form says of one town and year beside its results
FURTHER = {
    "report_roads": [{"road": "other_approach", "since_date": "2023-04-01"}],
    "report_services": [{"pillar": "community", "state": "implementing", "scope": "whole", "cost_yen": 1_200_000}],
    "report_counts": [{"pillar": "community", "indicator_code": "bases", "value": 0}],
    "report_process": [{"item": "plan_goals", "answer": "yes"}],
    "reported_targets": [
        {"target_id": "own-012068-2024-01", "pillar": "community", "label_ja": "ひろばの数", "unit": "か所", "value": 5,
         "comparator": "ge", "target_fy": 2024},
    ],
}  # fmt: skip
