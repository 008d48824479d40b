"""Which targets a form asks for, and what it knows about them."""

from loaders.reports.known import Known

AREAS = {
    "990019": {
        "area_code": "990019",
        "name_ja": "見本町",
        "prefecture_code": "99",
        "prefecture_ja": "見本県",
        "population": 10000.0,
    }
}
NOTHING = dict.fromkeys(
    ("label_ja", "summary_ja", "indicator_code", "value", "value_max", "comparator", "unit", "per", "baseline_value", "part_of",
     "duplicate_of")
)  # fmt: skip


def target(target_id, **values):
    return {
        **NOTHING, "target_id": target_id, "area_code": "990019", "pillar": "community", "target_type": "numeric",
        "target_fy": 2019, "fact_status": "stated", **values,
    }  # fmt: skip


def result(target_id, value, **values):
    return {
        "target_id": target_id, "area_code": "990019", "value": value, "unit": "人", "fiscal_year": None, "period_end": None,
        "evidence": "report", "fact_status": "stated", "report_kind": "full_year", "revision": 1, **values,
    }  # fmt: skip


def content(targets, results=(), submissions=(), areas=(), year=2019, kind="full_year"):
    indicators = {"salons": {"kind": "stock", "min_plausible": 0.0, "max_plausible": 500.0}}
    known = Known(
        "0123456789ab", AREAS, {"990019": targets}, indicators, {"990019": list(results)},
        {"990019": list(submissions)}, {"990019": list(areas)},
    )  # fmt: skip
    return known.content("990019", year, kind)


def asked(*targets, **options):
    return [one.target_id for one in content(list(targets), **options).targets]


def test_the_targets_of_the_year_are_asked_for():
    assert asked(target("a"), target("b", target_fy=2020)) == ["a"]


def test_factors_repeated_aims_and_what_was_never_set_are_not_asked_twice():
    others = [target("b", part_of="a"), target("c", duplicate_of="a"), target("d", target_type="not_set")]
    assert asked(target("a"), *others) == ["a"]


def test_a_target_without_a_label_is_shown_by_our_summary():
    (one,) = content([target("a", summary_ja="会議体を置く")]).targets
    assert one.label_ja == "会議体を置く"


def test_a_quarantined_number_is_asked_for_and_marked_as_in_doubt():
    (one,) = content([target("a", value=60.0, fact_status="quarantined")]).targets
    assert one.in_doubt


def test_the_indicator_gives_kind_and_plausible_range():
    (one,) = content([target("a", indicator_code="salons")]).targets
    assert (one.indicator_kind, one.minimum, one.maximum) == ("stock", 0.0, 500.0)


def last(targets, results, **options):
    one = next(one for one in content(targets, results, **options).targets if one.target_id == "a")
    return one.last_value, one.last_when_ja


def test_the_last_value_is_what_the_same_aim_reported_in_an_earlier_year():
    before = target("old", target_fy=2018, label_ja="参加者", unit="人")
    now = target("a", label_ja="参加者", unit="人")
    assert last([before, now], [result("old", 20.0, fiscal_year=2018)]) == (20.0, "2018年度")


def test_another_unit_is_another_aim():
    before = target("old", target_fy=2018, label_ja="参加者", unit="回")
    assert last([before, target("a", label_ja="参加者", unit="人")], [result("old", 20.0, fiscal_year=2018)]) == (
        None,
        "",
    )


def test_a_result_stated_in_the_document_is_the_last_value_until_one_is_reported():
    stated = result("a", 17.0, evidence="document", period_end="2019-10-15", report_kind=None, revision=None)
    assert last([target("a")], [stated]) == (17.0, "2019/10/15現在")


def test_the_report_of_the_same_year_is_not_the_last_value():
    assert last([target("a")], [result("a", 9.0, fiscal_year=2019)]) == (None, "")


def test_the_baseline_stands_where_nothing_else_is_known():
    assert last([target("a", baseline_value=7.0)], []) == (7.0, "計画の基準値")


def test_the_mid_year_report_is_known_to_the_report_of_the_year():
    (one,) = content([target("a")], [result("a", 9.0, fiscal_year=2019, report_kind="mid_year")]).targets
    assert one.mid_year_value == 9.0


def test_a_resubmission_knows_the_revision_in_force_and_every_file_before():
    submissions = [
        {"fiscal_year": 2019, "report_kind": "full_year", "revision": n, "file_sha256": f"f{n}"} for n in (1, 2)
    ]
    results = [result("a", float(n), fiscal_year=2019, revision=n) for n in (1, 2)]
    areas = [{"pillar": "community", "fiscal_year": 2019, "report_kind": "full_year", "revision": 2, "population": 1}]
    found = content([target("a")], results, submissions, areas)
    assert (found.revision, found.known_files) == (2, {"f1": 1, "f2": 2})
    assert found.reported["a"]["value"] == 2.0
    assert found.reported_areas["community"]["population"] == 1


def test_an_unknown_municipality_has_no_form():
    known = Known("0123456789ab", AREAS, {}, {}, {}, {}, {})
    assert known.content("990027", 2019, "full_year") is None
