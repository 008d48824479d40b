"""The quality rules: each fires where it should, is silent where it should, and an error quarantines."""

import pytest

from data.schema import TABLES
from loaders.document import ParsedDocument
from loaders.quality import RULES, load_checks, row_key, run_checks
from loaders.reference_areas import check_digit

# Modules of loaders/checks whose rules are tested here; those of other document types have tests of their own.
OTHERS = (
    "document",
    "milestone",
    "support_event",
    "timetable",
    "example",
    "list",
    "stage",
    "plan",
    "measure",
)  # of other documents
RECORD, TOWN, PREFECTURE = "001-L0003", "902021", "900001"


def record(record_id=RECORD, area_code=TOWN):
    return {"record_id": record_id, "doc_id": "001", "record_type": "programme_plan", "area_code": area_code,
            "title_raw": "日和県 小鳥町", "line_start": 3}  # fmt: skip


def value(code, number, written="", record_id=RECORD):
    return {"record_id": record_id, "indicator_code": code, "value": number, "value_as_written": written or str(number),
            "line_start": 12, "fact_status": "stated"}  # fmt: skip


def implementation(marked, described):
    return {"implementation_id": f"{RECORD}-multi_agency", "record_id": RECORD, "marked": marked, "described": described,
            "line_start": 5, "fact_status": "stated"}  # fmt: skip


def service_area(population, kind="total", quote=""):
    return {"implementation_id": f"{RECORD}-community_capacity", "pillar": "community", "seq": 1, "record_id": RECORD,
            "population": population, "population_kind": kind, "quote": quote, "line_start": 30, "fact_status": "stated"}  # fmt: skip


def target(number, unit="回", name="t", **values):
    row = {"target_id": name, "statement_id": "s", "record_id": RECORD, "pillar": "community", "label_ja": "研修",
           "value": number, "unit": unit, "comparator": "eq", "quote": f"研修 {number}{unit}", "line_start": 40,
           "fact_status": "stated", "counts_in_rate": True}  # fmt: skip
    return {**row, **values}


def statement():
    return {"statement_id": "s", "record_id": RECORD, "line_start": 40, "fact_status": "stated"}


def unread():
    return {"record_id": RECORD, "row_key": "s", "line_start": 41, "words": "参加者 5ダース"}


def achieved(name, statement_id, unit="か所", **values):
    return {"achievement_id": name, "record_id": RECORD, "statement_id": statement_id, "label_ja": "拠点", "value": 7,
            "unit": unit, "evidence": "document", "line_start": 40, "fact_status": "stated", **values}  # fmt: skip


def profile(*values):
    return {"records": [record()], "profile_values": list(values)}


def areas(code):
    return {"areas": [{"area_code": code, "name_ja": "小鳥町"}]}


def product(total):
    parts = [target(n, unit, f"f{n}", part_of="t") for n, unit in ((10, "人"), (6, "回"), (2, "地区"))]
    return {"targets": [target(total, "人"), *parts]}


def sites(total, part):
    return {"targets": [target(part, "件", "site", per="site"), target(total, "件", per="year")]}


def covered(population, **values):
    return {**profile(value("population", 8_400)), "service_areas": [service_area(population, **values)]}


def whole_but_small(population):
    key = f"{RECORD}-community_capacity|community|1"
    notes = {"per_unit": [{"row_key": key, "population": population, "municipality": 8_400.0}]}
    return {**covered(population, kind="per_unit"), "_notes": notes if population < 0.9 * 8_400 else {}}


def noted(kind, note, **tables):
    return {"records": [record()], **tables, "_notes": {kind: [note] if note else []}}


def unread_cell(table, words):
    row = {
        **dict.fromkeys(TABLES[table].key, "x"),
        "record_id": RECORD,
        "population_kind": "blank",
        "fact_status": "stated",
    }
    note = {"table": table, "row_key": row_key(table, row), "line_start": 30, "words": words}
    return noted("cell_number_not_read", note if words else None, **{table: [row]})


def alias(written):
    return noted(
        "alias", {"record_id": RECORD, "line_start": 3, "written": written, "official": "小鳥町"} if written else None
    )


def former(remark):
    note = {"record_id": RECORD, "line_start": 3, "written": "雀村", "official": "小鳥町"}
    return noted("former_name", {**note, "remark": remark})


def rate_in_text(permille):
    note = {"record_id": RECORD, "line_start": 20, "permille": permille, "written": f"生活保護率{permille / 10:g}%"}
    return noted("welfare_rate_in_text", note, profile_values=[value("welfare_rate", 6.2, "6.2 (‰)")])


def stale(note):
    return noted("stale_summary", note, target_statements=[statement()])


# rule → rows that break it, rows that do not, and the message
CASES = {
    "registry.check_digit": (areas("902022"), areas("90202" + check_digit("90202")), "団体コード 902022 の検査数字が合わない"),
    "registry.alias": (alias("小烏町"), alias(""), "「小烏町」は「小鳥町」の別表記として読んだ"),
    "registry.former_name": (
        former("「雀村」は2011年3月31日までの名称"), noted("former_name", None), "「雀村」は2011年3月31日までの名称"
    ),
    "registry.area_twice": (
        {"records": [record(), record("001-L0100")]},
        {"records": [record(), record("001-L0100", "902030")]},
        "同じ自治体の記録が 001-L0003 にもある",
    ),
    "programme.fiscal_year_unknown": (
        noted("plan_year", {"record_id": RECORD, "basis": "unknown", "written": ""}),
        noted("plan_year", {"record_id": RECORD, "basis": "heading", "written": "令和3年度"}),
        "計画の年度がどこにも書かれていないため、年度を空欄にした。文書の先頭に「令和○年度 事業実施計画書」の行を加えると、その年度で読み取る",
    ),
    "programme.fiscal_year_inferred": (
        noted("plan_year", {"record_id": RECORD, "basis": "as_of", "written": "R3.4.1現在"}, records=[{**record(), "fiscal_year": 2021}]),
        noted("plan_year", {"record_id": RECORD, "basis": "heading", "written": "令和3年度"}),
        "計画の年度は見出しになく、値の時点（「R3.4.1現在」など）から2021年度とみた。この文書の年度の書かれていない記録に共通",
    ),
    "service_areas.number_not_read": (
        unread_cell("service_areas", "5か所"),
        unread_cell("service_areas", ""),
        "対象地域・人口の欄の数値の意味を読み取れない:「5か所」",
    ),
    "profile.number_not_read": (
        unread_cell("profile_values", "5か所"),
        unread_cell("profile_values", ""),
        "基本情報の欄の数値の意味を読み取れない:「5か所」",
    ),
    "staffing.number_not_read": (
        unread_cell("staffing", "5か所"),
        unread_cell("staffing", ""),
        "配置予定人数の欄の数値の意味を読み取れない:「5か所」",
    ),
    "meetings.number_not_read": (
        unread_cell("meetings", "5か所"),
        unread_cell("meetings", ""),
        "会議の欄の数値の意味を読み取れない:「5か所」",
    ),
    "profile.population_range": (
        profile(value("population", 84)),
        profile(value("population", 8_400)),
        "人口 84人 は 100〜4,000,000人 の外にある",
    ),
    "profile.household_size": (
        profile(value("population", 8_400), value("households", 1_400)),
        profile(value("population", 8_400), value("households", 3_500)),
        "1世帯あたり 6.00人 は 1.3〜4.0人 の外にある",
    ),
    "profile.aging_rate_range": (
        profile(value("aging_rate", 3.1)),
        profile(value("aging_rate", 31)),
        "高齢化率 3.1% は 10〜70% の外にある",
    ),
    "profile.aging_rate_unusual": (
        profile(value("aging_rate", 61)),
        profile(value("aging_rate", 59)),
        "高齢化率 61% は 15〜60% の外にある",
    ),
    "profile.neighborhood_rate_range": (
        profile(value("neighborhood_rate", 104)),
        profile(value("neighborhood_rate", 100)),
        "加入率 104% は 0〜100% の外にある",
    ),
    "profile.density": (
        profile(value("population", 8_400), value("area_km2", 0.2)),
        profile(value("population", 8_400), value("area_km2", 36.5)),
        "面積 0.2km²、人口密度 42,000人/km² が通常の範囲の外にある",
    ),
    "profile.welfare_rate_high": (
        profile(value("welfare_rate", 138, "13.8 (%)")),
        profile(value("welfare_rate", 13.8, "13.8 (‰)")),
        "保護率「13.8 (%)」は ‰ に直すと 138‰ となり高すぎる。‰ の値に % を付けた疑い",
    ),
    "profile.welfare_rate_low": (
        profile(value("welfare_rate", 0.08, "0.008 (%)")),
        profile(value("welfare_rate", 8, "0.8 (%)")),
        "保護率「0.008 (%)」は ‰ に直すと 0.08‰ となり低すぎる。割合（小数）に % を付けた疑い",
    ),
    "profile.welfare_rate_in_text": (
        rate_in_text(500),
        rate_in_text(7),
        "本文の「生活保護率50%」と表の「6.2 (‰)」が大きく異なる",
    ),
    "programme.mark_and_description": (
        {"implementations": [implementation(True, False)]},
        {"implementations": [implementation(True, True)]},
        "実施事業の○印があるのに節がない",
    ),
    "service_area.above_population": (
        covered(8_500),
        covered(8_400),
        "対象人口 8,500人 が自治体の人口 8,400人 を上回る（100%を上限とする）",
    ),
    "service_area.far_above_population": (
        covered(10_100),
        covered(10_000),
        "対象人口 10,100人 が自治体の人口 8,400人 の1.2倍を超える",
    ),
    "service_area.whole_but_small": (
        whole_but_small(3_000),
        whole_but_small(8_300),
        "全域とされているのに 3,000人 は自治体の人口 8,400人 の9割に満たない。一圏域あたりの人数とみて、合計には使わない",
    ),
    "service_area.range_as_total": (
        covered(3_000, quote="北地区 2,000~3,000人"),
        covered(3_000, kind="per_unit", quote="北地区 2,000~3,000人"),
        "幅で書かれた人数を合計として読んでいる",
    ),
    "target.unit_and_label": (
        {"targets": [target(9, "か所", label_ja=None)]},
        {"targets": [target(9, "か所")]},
        "目標「9か所」に項目名か単位がない",
    ),
    "target.not_a_number_of_something_else": (
        {"targets": [target(3, "", quote="3年目の取組")]},
        {"targets": [target(30, "件", quote="平成30年度に30件")]},
        "「3」は年・条・頁・電話番号の一部とみられる",
    ),
    "target.product_is_total": (product(130), product(120), "内訳 10×6×2 の積が 130 と一致しない"),
    "target.parts_and_sites": (sites(20, 15), sites(20, 7), "一か所あたり 15 と全体 20 が何か所の計算としても合わない"),
    "target.rate_range": (
        {"targets": [target(120, "%")]},
        {"targets": [target(120, "%", comparator="increase_by"), target(8, "割", "u")]},
        "割合の目標 120% が範囲の外にある",
    ),
    "target.same_aim_twice": (
        {"targets": [target(9), target(9, name="u", pillar="multi_agency")]},
        {"targets": [target(9), target(8, name="u", pillar="multi_agency"), target(9, name="v")]},
        "同じ目標が t にもある（数えるのは一度）",
    ),
    "target.baseline_beyond": (
        {"targets": [target(9, "か所", baseline_value=12)]},
        {"targets": [target(9, "か所", baseline_value=7), target(9, "か所", "u", baseline_value=12, comparator="le")]},
        "基準値 12か所 がすでに目標 9か所 より良い（目標か基準値の読み違い、または減った可能性がある）",
    ),
    "targets.number_not_read": (
        {"target_statements": [statement()], "_notes": {"number_not_read": [unread()]}},
        {"target_statements": [statement()]},
        "数値の意味を読み取れない:「参加者 5ダース」",
    ),
    "target.same_result_twice": (
        {"achievements": [achieved("a", "s"), achieved("b", "s2", unit="箇所")]},
        {"achievements": [achieved("a", "s"), achieved("b", "s"), achieved("c", "s2", fiscal_year=2018)]},
        "同じ実績が a にもある（数えるのは一度）",
    ),
    "target.result_as_target": (
        {"targets": [target(7, "か所", quote="サロン数 現状 7か所")]},
        {"targets": [target(1, "か所", quote="サロン数 現状 15か所 新たに1か所")]},
        "「7か所」は実績や現状の値とみられる",
    ),
    "summary.stale": (
        stale({"row_key": "s", "record_id": RECORD, "line_start": 40}),
        stale(None),
        "要約の後に原文が変わったため、要約を表示しない",
    ),
}  # fmt: skip


def checked(tables):
    """Return the tables with their issues, after all checks."""
    out = ParsedDocument()
    for name, rows in tables.items():
        if name != "_notes":
            out.tables[name].extend({**row} for row in rows)
    out.notes.update({kind: list(rows) for kind, rows in tables.get("_notes", {}).items()})
    for kind in ("alias", "per_unit", "welfare_rate_in_text", "result_as_target", "stale_summary", "number_not_read"):
        out.notes[kind]  # parsers leave out what they did not note
    run_checks(out)
    return out.tables


def found(tables, rule_id):
    return [issue["message_ja"] for issue in checked(tables)["issues"] if issue["rule_id"] == rule_id]


@pytest.mark.parametrize("rule_id", CASES)
def test_a_rule_fires_where_it_is_broken(rule_id):
    assert found(CASES[rule_id][0], rule_id) == [CASES[rule_id][2]]


@pytest.mark.parametrize("rule_id", CASES)
def test_a_rule_is_silent_where_it_is_kept(rule_id):
    assert found(CASES[rule_id][1], rule_id) == []


def test_every_rule_of_the_programme_plans_has_a_case():
    load_checks()
    own = {rule.rule_id for rule in RULES if rule.rule_id.partition(".")[0] not in OTHERS}
    assert own - {"summary.case_stale"} == set(CASES)


def test_rule_names_are_unique():
    load_checks()
    names = [rule.rule_id for rule in RULES]
    assert len(names) == len(set(names))


def test_an_error_quarantines_its_value_and_keeps_it():
    row = checked(CASES["profile.welfare_rate_high"][0])["profile_values"][0]
    assert (row["fact_status"], row["value"]) == ("quarantined", 138)


def test_an_error_suggests_a_value_beside_the_stated_one():
    row = checked(CASES["profile.welfare_rate_high"][0])["profile_values"][0]
    assert (row["suggested_value"], row["suggested_unit"]) == (13.8, "‰")


def test_a_warning_leaves_the_value_in_use():
    row = checked(CASES["service_area.above_population"][0])["service_areas"][0]
    assert row["fact_status"] == "stated"


def test_a_figure_per_unit_that_is_set_apart_stays_usable_as_a_whole_area():
    assert checked(CASES["service_area.whole_but_small"][0])["service_areas"][0]["fact_status"] == "stated"


def test_the_second_of_two_equal_aims_is_marked_and_does_not_count():
    second = checked(CASES["target.same_aim_twice"][0])["targets"][1]
    assert (second["duplicate_of"], second["counts_in_rate"]) == ("t", False)


def test_a_prefecture_may_have_more_residents_than_a_municipality():
    tables = {"records": [record(area_code=PREFECTURE)], "profile_values": [value("population", 5_000_000)]}
    assert found(tables, "profile.population_range") == []


def test_last_years_result_taken_over_as_target_is_in_doubt():
    tables = {
        "targets": [target(120, "件", quote="120件をベースに")],
        "_notes": {"result_as_target": [{"target_id": "t"}]},
    }
    assert found(tables, "target.result_as_target") == [
        "前年度の実績 120件 をもとに目標とする、とあり、目標値そのものは書かれていない"
    ]


def test_two_findings_about_one_value_have_different_ids():
    note = {"record_id": RECORD, "line_start": 3, "official": "小鳥町"}
    tables = noted("alias", {**note, "written": "小烏町"})
    tables["_notes"]["alias"].append({**note, "written": "子鳥町"})
    ids = [issue["issue_id"] for issue in checked(tables)["issues"]]
    assert ids == [f"registry.alias:{RECORD}:title_raw", f"registry.alias:{RECORD}:title_raw#2"]


def test_an_issue_names_row_column_line_and_suggestion():
    issue = checked(CASES["profile.welfare_rate_high"][0])["issues"][0]
    assert issue == {
        "issue_id": f"profile.welfare_rate_high:{RECORD}|welfare_rate:value",
        "rule_id": "profile.welfare_rate_high",
        "severity": "error",
        "record_id": RECORD,
        "table": "profile_values",
        "row_key": f"{RECORD}|welfare_rate",
        "column": "value",
        "line_start": 12,
        "message_ja": CASES["profile.welfare_rate_high"][2],
        "suggested_value": "13.8‰",
        "status": "open",
    }


@pytest.mark.parametrize(("five", "digit"), [("01100", "2"), ("13104", "1"), ("47382", "1")])
def test_the_check_digit_follows_the_official_rule(five, digit):
    assert check_digit(five) == digit
