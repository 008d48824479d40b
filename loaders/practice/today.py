"""What the municipalities of 見本県 report since 2021, on edition 2 of the form: road, services, counts, process, own targets."""

from random import Random

from data.schema import LIVE_TABLES, SERVICES
from loaders.practice.prefecture import DECLARED, TOWNS, Aim, Row, Town

YEARS = (2023, 2024, 2025)
AIM_YEAR = YEARS[-1]
OWN = tuple(Aim(**aim) for aim in DECLARED["own_targets"])
PROGRAMMES = {"preparing": "transition_preparation"}  # where a road is a programme of its own
SURVEY_JA = "見本県 包括的な支援体制の整備状況の調査（練習用）"
PROCESS = tuple(LIVE_TABLES["report_process"].column("item").allowed)


def road(town: Town, year: int) -> str | None:
    """Return the road that a municipality takes in a year; None where it says nothing."""
    roads: list[str | None] = DECLARED["roads"][town.number]
    return roads[YEARS.index(year)]


def stages() -> list[Row]:
    """Return the rows of `programme_stages`: what the prefecture's survey says, once otherwise than the municipality."""
    otherwise = {(one["number"], one["year"]): one["stage"] for one in DECLARED["listed_otherwise"]}
    rows: list[Row] = []
    for town in TOWNS:
        for year in YEARS:
            if stage := otherwise.get((town.number, year)) or road(town, year):
                rows.append(
                    {"area_code": town.area_code, "programme_code": PROGRAMMES.get(stage, "multilayered_support"),
                     "fiscal_year": year, "seq": 1, "stage": stage, "evidence": "named_list",
                     "as_of": f"{year + 1}-03-31", "source_title": SURVEY_JA, "fact_status": "stated"}
                )  # fmt: skip
    return rows


def grants() -> list[Row]:
    """Return the rows of `grants`: what the two largest municipalities were paid, and the rest as one sum."""
    rows: list[Row] = []
    for year in YEARS[:2]:
        paid = {town: sum(int(str(row["grant_yen"])) for row in services(town, year) if row.get("grant_yen"))
                for town in TOWNS if road(town, year) == "implementing"}  # fmt: skip
        largest = sorted(paid, key=lambda town: -paid[town])[:2]
        known = [(town.area_code, town.name_ja, paid[town]) for town in largest]
        rest = (None, "その他", sum(paid.values()) - sum(paid[town] for town in largest))
        rows += [
            {"area_code": code, "fiscal_year": year, "programme_code": "multilayered_support", "recipient_ja": name,
             "grant_yen": yen, "source_title": "交付金の支出先（練習用）", "fact_status": "stated"}
            for code, name, yen in (*known, rest)
        ]  # fmt: skip
    return rows


def further(town: Town, year: int, revision: int) -> dict[str, list[Row]]:
    """Return the rows of edition 2 by live table; nothing where the municipality names no road."""
    said = road(town, year)
    if said is None:
        return {}
    since = f"{max(2022, year - 1)}-04-01" if said in ("implementing", "other_approach") else None
    return {
        "report_roads": [{"road": said, "since_date": since}],
        "report_services": services(town, year),
        "report_counts": _counts(town, year, revision),
        "report_process": _process(town, year),
        "reported_targets": [
            {"target_id": own_id(town, number), "pillar": aim.pillar, "label_ja": aim.label_ja,
             "indicator_code": aim.indicator_code, "unit": aim.unit, "baseline_value": max(0, own_value(town, aim) - 1),
             "value": own_value(town, aim), "comparator": "ge", "target_fy": AIM_YEAR}
            for number, aim in enumerate(OWN) if has_own_target(town, aim)
        ],
    }  # fmt: skip


def services(town: Town, year: int) -> list[Row]:
    """Return the five services of a municipality in a year, with their cost; one small village states no cost."""
    states = DECLARED["service_states"].get(road(town, year), ["none"] * len(SERVICES))
    rows: list[Row] = []
    for number, (pillar, state) in enumerate(zip(SERVICES, states, strict=True)):
        chance = Random(f"事業{town.number}-{year}-{number}")
        row: Row = {"pillar": pillar, "state": state}
        if state in ("implementing", "other_approach"):
            share = min(1.0, 0.45 + 0.2 * YEARS.index(year) * town.strength + chance.uniform(0, 0.3))
            is_whole = share > 0.95
            cost = 1000 * round(town.size * DECLARED["costs_per_resident"][number] * chance.uniform(0.7, 1.5) / 1000)
            row |= {"delivery": "contracted" if number in (1, 3) else "direct", "scope": "whole" if is_whole else "part",
                    "population": town.size, "covered_population": town.size if is_whole else round(town.size * share),
                    "staff_count": max(1, round(town.size / 30_000)), "start_date": f"{min(year, 2022 + number // 2)}-04-01",
                    "grade": (grade := chance.choice([2, 3, 3, 4])), "reason_ja": DECLARED["reasons"][grade],
                    "contractor_ja": f"{town.name_ja}社会福祉協議会" if number in (1, 3) else None}  # fmt: skip
            if town.number != 402:
                row |= {"cost_yen": cost, "grant_yen": cost * 3 // 4 if state == "implementing" else None}
        elif state == "preparing":
            row["next_year_ja"] = "来年度の開始に向けて、関係機関と調整する。"
        rows.append(row)
    return rows


def _counts(town: Town, year: int, revision: int) -> list[Row]:
    """Return the counts of the services in place; a resubmission corrects them a little."""
    in_place = {row["pillar"] for row in services(town, year) if row["state"] in ("implementing", "other_approach")}
    zeros = DECLARED["reported_zeros"].get(town.number, [])
    values: dict[str, int] = {}
    for code, given in DECLARED["counts"].items():
        reach = town.strength * Random(f"件数{town.number}-{year}-{code}").uniform(0.8, 1.2) * (1 + 0.03 * revision)
        whole_town = given.get("flat") or given["per_10k"] * town.size / 10_000
        value = max(given["floor"], round(whole_town * (0.8 + 0.1 * YEARS.index(year)) * reach))
        values[code] = 0 if code in zeros else value
    whole = values["consultations"] = values["new_consultations"] + values["continued_consultations"]
    *shares, last = DECLARED["consultation_shares"]
    values |= {code: round(whole * DECLARED["consultation_shares"][code]) for code in shares}
    values[last] = whole - sum(values[code] for code in shares)
    values["closed_plans"] = min(values["closed_plans"], values["support_plans"])
    return [
        {"pillar": pillar, "indicator_code": code, "value": values[code]}
        for pillar, service in SERVICES.items() if pillar in in_place for code in service.counts
    ]  # fmt: skip


def _process(town: Town, year: int) -> list[Row]:
    rows: list[Row] = []
    for item in PROCESS:
        chance = Random(f"過程{town.number}-{year}-{item}").random()
        answer = (
            "yes" if chance < 0.5 * town.strength + 0.12 * YEARS.index(year) else "planned" if chance < 0.9 else "no"
        )
        held = (
            f"{year}-{'10' if chance < 0.5 else '07'}-15" if answer == "yes" and not item.startswith("plan_") else None
        )
        comment = DECLARED["process_comments"][answer == "planned"] if item == "dialogue" and answer != "no" else None
        rows.append({"item": item, "answer": answer, "held_date": held, "comment_ja": comment})
    return rows


def has_own_target(town: Town, aim: Aim) -> bool:
    """Return whether a municipality has set itself a target: those without 多機関協働 set none for it."""
    return aim.pillar != "coordination" or road(town, AIM_YEAR) == "implementing"


def own_id(town: Town, number: int) -> str:
    """Return the number of a target of a municipality's own."""
    return f"own-{town.area_code}-{YEARS[0]}-{number + 1:02}"


def own_value(town: Town, aim: Aim) -> int:
    """Return the height of a target of a municipality's own."""
    return max(aim.floor, round(aim.per_10k * town.size / 10_000))


def own_results(town: Town, year: int, revision: int) -> list[Row]:
    """Return the results of a municipality's own targets: the counts of the same form, growing towards their year."""
    rows: list[Row] = []
    if road(town, year) is None:
        return rows
    counts = {row["indicator_code"]: int(str(row["value"])) for row in _counts(town, year, revision)}
    for number, aim in enumerate(OWN):
        if not has_own_target(town, aim):
            continue
        value = counts.get(aim.indicator_code, round(0.6 * own_value(town, aim)))
        period: Row = {"period_end": f"{year + 1}-03-31", "period_kind": "point_in_time"}
        if aim.per == "year":
            period |= {"period_start": f"{year}-04-01", "period_kind": "full_year"}
        rows.append({"target_id": own_id(town, number), "label_ja": aim.label_ja, "pillar": aim.pillar,
                     "indicator_code": aim.indicator_code, "unit": aim.unit, "per": aim.per, "value": value,
                     "result_state": "reported" if value else "zero", **period})  # fmt: skip
    return rows
