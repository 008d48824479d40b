"""Hundreds of automatic sentences from generated values: well formed, with their units, and true.

Values are drawn from few, so that ties, extremes, missing ones, one municipality and none come up all the time. What a
sentence claims is counted again here from the frame, in another way than the figure does.
"""

from __future__ import annotations

import re
from statistics import median

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.drawing import wording
from components.drawing.map_classes import NumberScale
from components.drawing.model import Basis
from components.figures import (
    aging,
    attainment,
    coverage,
    plans,
    profile,
    progress_map,
    quality,
    reporting,
    stages,
    summary,
    targets,
)
from components.figures.layers import LAYERS
from components.figures.ratings import Rules
from components.figures.reporting import Report
from tests.sentence_rules import faults

NAMES = "甲乙丙丁戊己庚辛壬"  # no digits: a rule looks at the numbers
BASIS = Basis("見本県", "令和元年度（2019年度）", "文書001")
PREFECTURES = ("甲県", "乙県", "丙県")
GROUPS = ("both", "community_capacity", "multi_agency", "none")
MANY = settings(max_examples=40, deadline=None)
NOTHING = pd.DataFrame({"target_id": pd.Series(dtype="str")})


def maybe(*values):
    return st.sampled_from([None, *values])


PERCENT = maybe(0.0, 5.0, 49.96, 50.0, 99.7, 99.98, 100.0)
TOWN = st.fixed_dictionaries(
    {
        "prefecture_ja": st.sampled_from(PREFECTURES), "has_record": st.booleans(), "programme_group": st.sampled_from(GROUPS),
        "aging_rate_pct": maybe(0.04, 28.0, 28.04, 35.55), "population": maybe(900.0, 168730.0),
        "coverage_consultation_pct": PERCENT, "coverage_community_pct": PERCENT, "unit_coverage_pct": PERCENT,
        "function_coverage_pct": PERCENT, "welfare_rate_permille": maybe(0.0, 12.3), "coordinator_headcount": maybe(0.0, 2.0),
        "coordinators_per_10k": maybe(0.0, 1.25),
        "coverage_consultation_flag": st.sampled_from(["", "reads_as_whole"]), "coverage_community_flag": st.just(""),
        "quarantined_ja": st.sampled_from(["", "高齢化率", "生活保護受給率、高齢化率"]),
    }
)  # fmt: skip
NUMBERS = [
    "aging_rate_pct", "population", "coverage_consultation_pct", "coverage_community_pct", "unit_coverage_pct",
    "function_coverage_pct", "welfare_rate_permille", "coordinator_headcount", "coordinators_per_10k",
]  # fmt: skip


@st.composite
def places(draw, least=0, most=9):
    """Municipalities with and without a plan; without one nothing is known of them."""
    rows = draw(st.lists(TOWN, min_size=least, max_size=most))
    for number, row in enumerate(rows):
        row |= {"area_code": f"{number:06d}", "name_ja": f"{NAMES[number]}町", "doc_id": "001", "record_id": f"001-L{number:04d}",
                "line_start": number + 1, "coverage_consultation_reason": "", "coverage_community_reason": ""}  # fmt: skip
        if not row["has_record"]:
            row |= dict.fromkeys(NUMBERS) | {"programme_group": "no_record", "quarantined_ja": ""}
    columns = ["area_code", "name_ja", *TOWN.example_columns] if not rows else None
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.astype(dict.fromkeys(NUMBERS, "float64") | {"has_record": "bool"})
    for pillar in ("consultation", "community"):
        frame[f"coverage_{pillar}_denominator"] = 1000.0
        frame[f"coverage_{pillar}_numerator"] = 10 * frame[f"coverage_{pillar}_pct"]
    return frame


TOWN.example_columns = [
    "prefecture_ja", "has_record", "programme_group", *NUMBERS, "coverage_consultation_flag", "coverage_community_flag",
    "quarantined_ja", "doc_id", "record_id", "line_start", "coverage_consultation_reason", "coverage_community_reason",
]  # fmt: skip


@st.composite
def aims(draw):
    """Targets with their state and type."""
    states = draw(st.lists(st.sampled_from(["stated", "not_reported", "repeated", "held", "no_number"]), max_size=6))
    types = draw(st.lists(st.sampled_from(["数値", "定性", "全数"]), min_size=len(states), max_size=len(states)))
    return pd.DataFrame(
        {"state": pd.Series(states, dtype="str"), "type_ja": pd.Series(types, dtype="str"), "pillar": "community"}
    )


def numbers_in(text):
    return [float(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def first_number(pattern, text):
    found = re.search(pattern, text)
    return int(found.group(1).replace(",", "")) if found else None


def holds(text, names, all_names):
    """Whether a sentence names exactly these of all (or says how many more there are)."""
    named = {name for name in all_names if re.search(rf"{name}(?!\d)", text)}
    more = first_number(r"ほか(\d+)", text) or 0
    return named <= set(names) and len(named) + more == len(names)


@MANY
@given(places(least=1), aims())
def test_the_headline(frame, targets_of_it):
    text = summary.headline(frame, targets_of_it, BASIS, None).reading
    assert faults(text) == []
    having = frame[frame["has_record"]]
    known = having["coverage_consultation_pct"].dropna()
    whole = (known >= 100) | (having.loc[known.index, "coverage_consultation_flag"] == "reads_as_whole")
    if len(known) and not whole.all():
        assert first_number(r"うち(\d+)（", text) == int((~whole).sum()) or len(known) == int((~whole).sum())
    if having.empty:
        assert "手元にありません" in text


@MANY
@given(places())
def test_the_ledger(frame):
    text = summary.ledger(frame, BASIS).reading
    assert faults(text) == []
    having = frame[frame["has_record"]]
    if "項目のうち" in text:
        complete = sum(int(having[name].notna().all()) for name in summary.LEDGER_ITEMS)
        assert first_number(r"そろうのは(\d+)項目", text) == complete


@MANY
@given(places(least=1))
def test_participation_by_prefecture(frame):
    text = coverage.by_prefecture(frame, BASIS).reading
    assert faults(text) == []
    counts = frame[frame["has_record"]].groupby("prefecture_ja").size()
    if counts.empty:
        assert text == "計画書のある市町村はありません。"
        return
    assert holds(text, counts[counts == counts.max()].index, PREFECTURES)
    rest = frame["prefecture_ja"].nunique() - len(counts)
    assert (first_number(r"残る(\d+)都道府県", text) or 0) == rest


@MANY
@given(places(least=1))
def test_participation_of_a_prefecture(frame):
    text = coverage.of_prefecture(frame, BASIS, str).reading
    assert faults(text) == []
    having = int(frame["has_record"].sum())
    if having:
        assert sum(numbers_in(text[text.rindex("（") :])) == having


@MANY
@given(places())
def test_the_composition_of_coverage(frame):
    text = coverage.composition(frame, BASIS).reading
    assert [fault for part in text.split(" イ ") for fault in faults(part)] == []
    having = frame[frame["has_record"]]
    known = having["coverage_community_pct"].dropna()
    said = text[text.index(" 地域づくり") + 1 :]
    whole = int((known >= 100).sum())
    expected = {
        True: "算出できる市町村がありません。", False: "いずれも一部の区域が対象です。"
    }.get(known.empty) if known.empty or not whole else wording.share(whole, len(known))  # fmt: skip
    assert expected in said


@MANY
@given(st.lists(st.lists(st.booleans(), min_size=1, max_size=4), max_size=5))
def test_the_functions(filled):
    rows = [
        {"name_ja": f"{NAMES[name]}機能", "sort": name, "record_id": f"r{plan}", "pillar": "community",
         "state": "filled" if state else "blank", "filled": state, "counts_in_coverage": True}
        for name, states in enumerate(filled) for plan, state in enumerate(states)
    ]  # fmt: skip
    columns = ["name_ja", "sort", "record_id", "pillar", "state", "filled", "counts_in_coverage"]
    text = coverage.functions(pd.DataFrame(rows, columns=columns), BASIS).reading
    assert faults(text) == []
    shares = {f"{NAMES[name]}機能": sum(states) / len(states) for name, states in enumerate(filled)}
    if len(set(shares.values())) > 1:
        most, least = text.split("、最も少ないのは")
        for said, value in ((most, max(shares.values())), (least, min(shares.values()))):
            assert holds(said, [name for name, share in shares.items() if share == value], shares)
            assert f"（{wording.percent(100 * value)}）" in said


@MANY
@given(places(), st.sampled_from(list(aging.COVERAGES)))
def test_the_scatter(frame, by):
    chosen = aging.COVERAGES[by]
    placed = aging.points(frame, chosen)
    text = aging.figure(placed, 0, chosen, BASIS, None).reading
    assert faults(text) == []
    both = frame.dropna(subset=["aging_rate_pct", chosen.column])
    if len(both) < 2:
        return
    middle, half = median(both["aging_rate_pct"]), median(both[chosen.column])
    older = both[both["aging_rate_pct"] >= middle]
    flag = older.get(chosen.column.replace("_pct", "_flag"), pd.Series("", index=older.index))
    behind = older[(older[chosen.column] < half) & (older[chosen.column] < 100) & (flag != "reads_as_whole")]
    assert f"高齢化率が中央値（{wording.percent(middle)}）以上" in text
    assert ("はありません" in text) == behind.empty
    if len(behind) > 1:
        assert first_number(r"のは(\d+)市町村です", text) == len(behind)
    assert holds(text, list(behind["name_ja"]), list(frame["name_ja"]))


@MANY
@given(aims(), st.integers(0, 3))
def test_results_and_types_of_targets(rows, unmatched):
    results = pd.DataFrame({"target_id": pd.Series([None] * unmatched, dtype="str")})
    text = targets.results(rows, results, BASIS).reading
    assert faults(text) == []
    assert (first_number(r"記載が(\d+)件", text) or 0) == unmatched
    if len(rows):
        assert first_number(r"数値があるのは(\d+)件", text) == int(rows["state"].isin(["stated", "not_reported"]).sum())
        stated = int((rows["state"] == "stated").sum())
        assert ("ほかは未報告" in text) == (0 < stated < len(rows))
    said = targets.types(rows, BASIS).reading
    assert faults(said) == []
    counts = rows["type_ja"].value_counts()
    if len(counts):
        assert holds(
            said, [f"「{name}」" for name in counts[counts == counts.max()].index], ["「数値」", "「定性」", "「全数」"]
        )


@MANY
@given(st.integers(0, 3), st.integers(0, 3))
def test_the_list_of_targets(shown, others):
    rows = pd.DataFrame({"target_id": [str(n) for n in range(shown)], "unread_ja": ""})
    rows = rows.assign(statement_id=rows["target_id"])
    assert faults(targets.listing(rows, shown + others, BASIS).reading) == []


@MANY
@given(st.lists(st.sampled_from(["error", "warning", "info"]), max_size=12))
def test_the_issues(severities):
    rows = pd.DataFrame({"severity": pd.Series(severities, dtype="str"), "rule_ja": "検査"})
    text = quality.issues_by_rule(rows, BASIS).reading
    assert faults(text) == []
    assert (first_number(r"課題は(\d+)件", text) or 0) == len(severities)


@MANY
@given(places(least=1), st.sampled_from([name for name, layer in LAYERS.items() if layer.source == "plans"]))
def test_the_map(frame, indicator):
    scale = LAYERS[indicator].scale
    figure = progress_map.plan_map(frame, scale, BASIS)
    text = figure.reading
    assert faults(text) == []
    having = frame[frame["has_record"]]
    if having.empty:
        return
    assert first_number(r"計画書があるのは([\d,]+)", text) == len(having)
    assert (first_number(r"残り([\d,]+)", text) or 0) == len(frame) - len(having)
    if isinstance(scale, NumberScale):
        known = having[scale.column].dropna()
        lowest = rf"は([\d,.]+){re.escape(scale.unit_ja)}（"
        said = re.search(lowest + r".*）から([\d,.]+).*中央値([\d,.]+)", text)
        if said:
            claimed = [float(digits.replace(",", "")) for digits in said.groups()]
            assert claimed == pytest.approx([known.min(), known.max(), known.median()], abs=0.1)
        else:
            assert known.max() - known.min() < 0.1 or known.empty
        if told := re.search(r"最も低いのは([^。]+)の([\d,.]+)", figure.short):
            assert float(told[2].replace(",", "")) == pytest.approx(known.min(), abs=0.1)
            lowest = having.loc[having["name_ja"].isin(re.findall(f"[{NAMES}]町", told[1])), scale.column]
            assert len(lowest)
            assert lowest.max() == pytest.approx(known.min(), abs=0.1)


@st.composite
def rungs(draw):
    """Stages of a few municipalities over a few years."""
    towns, years = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    stage = st.sampled_from(["unknown", "unknown", "implementing", "preparing", "not_implementing"])
    rows = []
    for town in range(towns):
        for year in range(2019, 2019 + years):
            furthest = draw(stage)
            row = {"area_code": f"{town:06d}", "name_ja": f"{NAMES[town]}町", "fiscal_year": year, "furthest_stage": furthest,
                   "furthest_programme": "multilayered_support", "furthest_evidence": "stated"}  # fmt: skip
            for code in stages.PROGRAMMES:
                mine = furthest if code == "multilayered_support" else "unknown"
                row |= {f"{code}_stage": mine, f"{code}_evidence": "stated", f"{code}_source_ja": "白書"}
            rows.append(row)
    return pd.DataFrame(rows)


STATEMENTS = pd.DataFrame(
    {name: pd.Series(dtype="str") for name in
     ("area_code", "area_name_ja", "programme_code", "programme_ja", "stage_ja", "evidence_ja", "source_ja", "conflict_ja")}
).assign(fiscal_year=pd.Series(dtype="Int64"))  # fmt: skip


@MANY
@given(rungs())
def test_stages_by_year_of_a_place_and_of_a_town(frame):
    text = stages.by_year(frame, BASIS).reading
    ladder = stages.ladder(frame, STATEMENTS, BASIS, str, whole=True).reading
    town = stages.of_town(frame[frame["area_code"] == "000000"], STATEMENTS, BASIS).reading
    assert [*faults(text), *faults(ladder), *faults(town)] == []
    known = frame[frame["furthest_stage"] != "unknown"]
    counts = known.groupby("fiscal_year").size()
    if len(counts):
        best = [wording.fiscal_year(year) for year in counts[counts == counts.max()].index]
        assert holds(text.split("で、")[0], best, [wording.fiscal_year(year) for year in range(2019, 2023)])
        untold = frame["fiscal_year"].nunique() - len(counts)
        assert (first_number(r"。(\d+)年度分は", text) or 0) == untold
    mine = known[known["area_code"] == "000000"]["fiscal_year"].nunique()
    assert town.count("（20") == mine
    assert (first_number(r"残る(\d+)年度", town) or 0) == (frame["fiscal_year"].nunique() - mine if mine else 0)


@MANY
@given(
    maybe(0.0, 19.96, 30.0, 30.04, 45.55), st.sampled_from([0.04, 30.0, 30.06, 45.5]), maybe(0, 1, 2, 8), st.booleans()
)  # fmt: skip
def test_the_place_among_other_plans(value, middle, n, held):
    row = {
        "indicator_code": "aging_rate", "name_ja": "高齢化率", "value": value, "unit": "%", "value_as_written": "30",
        "unit_as_written": "%", "missing_reason": "blank", "suggested_value": 3.0, "suggested_unit": "%", "as_of_date": None,
        "fact_status": "quarantined" if held else "stated", "n": n, "quartile": None, "same_count": 0,
    }  # fmt: skip
    spread = pd.DataFrame({"indicator_code": ["aging_rate"], "n": [n], "minimum": [0.0], "q1": [1.0], "median": [middle],
                           "q3": [40.0], "maximum": [50.0], "tied_count": [0]})  # fmt: skip
    text = profile.standing(pd.DataFrame([row]), spread, BASIS).reading
    assert faults(text) == []
    if "ポイント" in text:
        said, step = float(wording.number(value, 1)), numbers_in(text.split("より")[1])[0]
        assert ("高く" in text) == (said > float(wording.number(middle, 1)))
        assert step == pytest.approx(abs(said - float(wording.number(middle, 1))), abs=0.101)


@st.composite
def shares_of_a_year(draw, **more):
    attained = draw(st.integers(0, 3))
    rateable, missing = attained + draw(st.integers(0, 3)), draw(st.integers(0, 3))
    due = rateable + missing
    return {
        "attained_count": attained, "rateable_count": rateable, "unreported_count": missing, "hard_to_rate_count": 0,
        "due_count": due, "attained_pct": 100 * attained / rateable if rateable else None,
        "lowest_pct": 100 * attained / due if due else None, "highest_pct": 100 * (attained + missing) / due if due else None,
    } | more  # fmt: skip


@MANY
@given(st.lists(shares_of_a_year(pillar="community"), min_size=1, max_size=1), st.lists(shares_of_a_year(), max_size=4))
def test_attainment_of_a_year_and_over_years(of_year, years):
    rates = pd.DataFrame({"fiscal_year": pd.Series(dtype="Int64"), "reporting_pct": pd.Series(dtype="float")})
    rules = Rules("提出 ÷ 期限の来た自治体", "達成 ÷ 評価できた目標", "段階は達成率で決まります。")
    rated = pd.DataFrame()
    text = attainment.standing(pd.DataFrame(of_year), rates, 2024, rules, rated, BASIS).reading
    assert faults(text) == []
    row = of_year[0]
    if row["rateable_count"]:
        assert f"{row['attained_count']}件（{wording.percent(round(row['attained_pct'], 1))}）が達成" in text
        assert ("未報告の目標はありません" in text) == (row["unreported_count"] == 0)
    columns = ["target_fy", *row]
    frame = pd.DataFrame([{"target_fy": 2020 + n, **year} for n, year in enumerate(years)], columns=columns)
    trend = attainment.trend(frame, rates, BASIS).reading
    assert faults(trend) == []
    assert trend.count("年度）は") == sum(year["due_count"] > 0 for year in years)


@MANY
@given(
    st.lists(st.sampled_from(["confirmed", "submitted", "returned", "not_submitted"]), min_size=1, max_size=5),
    st.booleans(),
)
def test_the_state_of_the_reports(states, due):
    rows = pd.DataFrame(
        {"area_name_ja": [f"{NAMES[n]}町" for n in range(len(states))], "prefecture_ja": "見本県", "state": states}
    )
    sent = rows["state"].isin(["confirmed", "submitted"])
    rows = rows.assign(is_late=~sent & due, due_date="2020-05-31")
    rate = {"asked_count": len(rows), "received_count": int(sent.sum()), "due_count": len(rows) if due else 0,
            "submitted_count": int(sent.sum()), "reporting_pct": 100 * sent.mean() if due else None}  # fmt: skip
    report = Report(2019, "full_year", "令和元年度（2019年度）", "年度報告")
    text = reporting.states_by_prefecture(rows, rate, report, BASIS).reading
    assert faults(text) == []
    if due:
        late = list(rows.loc[rows["is_late"], "area_name_ja"])
        assert ("期限を過ぎた未提出はありません" in text) == (not late)
        assert holds(text, late, list(rows["area_name_ja"]))


@MANY
@given(st.lists(st.sampled_from(["adopted", "draft", "projected"]), max_size=5))
def test_the_plans_of_a_town(states):
    rows = pd.DataFrame({"status": pd.Series(states, dtype="str")}).assign(
        counts_as_in_force=[state == "adopted" for state in states],
        name_ja="計画", period_ja="令和2～6年度", adopted_date=None, doc_id="001", line_start=1, line_end=2,
    )  # fmt: skip
    assert faults(plans.town_plans(rows, BASIS).reading) == []
