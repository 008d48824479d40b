"""The plan of one municipality: programmes, service areas with C1, functions, people, meetings and names. Pure."""

from collections.abc import Mapping
from itertools import groupby

import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.declared import headings_of
from components.drawing.marks import PILLARS
from components.drawing.model import Basis, Figure, Row, Share, Shares
from components.figures.coverage import CEILING_JA, DECLARED_JA
from data import schema


def programmes(implementations: pd.DataFrame, names: pd.DataFrame, basis: Basis) -> Figure:
    """Return the programmes of the plan with project, body and contractor."""
    official = dict(zip(names["programme_code"], names["name_ja"], strict=True))
    rows, blocks = implementations.to_dict("records"), ""
    for row in rows:
        mark, described = "○印あり" if row["marked"] else "○印なし", "記述あり" if row["described"] else "記述なし"
        month = "" if wording.is_missing(row.get("start_month")) else f"（{row['start_month']}月）"
        start = [] if wording.is_missing(row.get("start_fy")) else [("開始", f"{row['start_fy']}年度{month}から")]
        facts = [
            ("事業名", wording.text(row["project_name_ja"])), ("実施主体", wording.text(row["implementing_body_ja"])),
            ("実施方法", schema.label_of("implementations", "delivery", str(row["delivery"]))),
            ("委託先", wording.text(row["contractor_ja"])), ("記載", f"{mark}・{described}"), *start,
            ("出典", wording.place_of(row)),
        ]  # fmt: skip
        blocks += html.subtitle(official[row["programme_code"]]) + html.facts(facts)
    told = sum(bool(row["described"]) for row in rows)
    odd = sum(bool(row["marked"]) != bool(row["described"]) for row in rows)
    return basis.figure(
        "programmes", {"programmes": len(rows), "described": told, "odd": odd}, n=len(rows),
        table=lambda: tables.published(implementations, "implementations"), drawing=lambda _: blocks,
    )  # fmt: skip


def service_areas(town: Row, areas: pd.DataFrame, basis: Basis, reasons: Mapping[str, str]) -> Figure:
    """Return the service areas and how C1 was computed from them, as a sum; `reasons` has words for codes and flags."""
    pct = {pillar: wording.float_of(town[f"coverage_{pillar}_pct"]) for pillar in ("consultation", "community")}
    shares = [Share(PILLARS[code].label_ja, part, sum_in_words(town, code, reasons)) for code, part in pct.items()]
    units = ""
    if not wording.is_missing(town["unit_coverage_pct"]):
        kind = wording.text(town["unit_kind"], "圏域")
        words = f"{kind} {town['units_covered']}／{town['units_total']} ＝ {wording.percent(town['unit_coverage_pct'])}"
        units = html.share_bars([Share("圏域カバー率", float(town["unit_coverage_pct"]), words)])
    listed = "".join(html.facts(_area_facts(row)) for row in areas.to_dict("records"))
    return basis.figure(
        "service_areas", pct, n=len(areas),
        notes=(DECLARED_JA + CEILING_JA + "相談の受け止めと地域づくりは同じ住民を数えるため、足しません。",),
        table=lambda: tables.published(
            areas, "service_areas", ["doc_id", *schema.table_named("service_areas").column_names]
        ).rename(columns=headings_of("doc_id")),
        drawing=lambda _: html.share_bars(shares) + units + listed, chart=Shares(tuple(shares)),
    )  # fmt: skip


def sum_in_words(town: Row, pillar: str, reasons: Mapping[str, str]) -> str:
    """Return C1 of a pillar as a sum: 1,786人 ÷ 168,730人 ＝ 1.1%（記載）; or why there is none."""
    pct = town[f"coverage_{pillar}_pct"]
    if wording.is_missing(pct):
        return f"算出不可：{reasons.get(str(town[f'coverage_{pillar}_reason']), '値がありません')}"
    part, whole = town[f"coverage_{pillar}_numerator"], town[f"coverage_{pillar}_denominator"]
    method = schema.label_of("service_areas", "covered_method", str(town[f"coverage_{pillar}_method"]))
    flag = reasons.get(str(town[f"coverage_{pillar}_flag"]), "")
    note = f"（{method}{'。' + flag if flag else ''}）"
    return f"{wording.number(part)}人 ÷ {wording.number(whole)}人 ＝ {wording.percent(pct)}{note}"


def _area_facts(row: Row) -> list[tuple[str, str]]:
    kind = schema.label_of("service_areas", "population_kind", str(row["population_kind"]))
    population = wording.quantity(row["population"], row["population_max"], unit="人")
    units = f"{row['units_covered']}／{row['units_total']}"
    if wording.is_missing(row["units_covered"]):
        units = f"全{row['units_total']}（うち対象の数は記載なし）"
    return [
        (PILLARS[row["pillar"]].label_ja, wording.text(row["area_ja"])), ("対象地域の範囲", wording.text(row["range_ja"])),
        ("記載の人口", population if population == wording.MISSING else f"{population}（{kind}）"),
        ("広がり", schema.label_of("service_areas", "scope", str(row["scope"]))),
        *([] if wording.is_missing(row["units_total"]) else [("圏域の数", f"{wording.text(row['unit_kind'], '圏域')} {units}")]),
        ("出典", wording.place_of(row)),
    ]  # fmt: skip


def functions(town: Row, states: pd.DataFrame, basis: Basis) -> Figure:
    """Return the functions of the plan as a row of cells and C3 as a sum."""
    cells = [
        html.Cell(
            group=PILLARS[row["pillar"]].label_ja, name=str(row["name_ja"]), filled=bool(row["filled"]),
            state=schema.label_of("implementation_functions", "state", str(row["state"])),
        )
        for row in states.to_dict("records")
    ]  # fmt: skip
    pct = wording.float_of(town["function_coverage_pct"])
    facts = {"pct": pct, "filled": 0 if pct is None else int(town["function_filled_count"])}
    return basis.figure(
        "town_functions", facts, n=len(cells),
        table=lambda: tables.published(
            states[["name_ja", "function_code", "state", "record_id", "line_start", "line_end"]],
            "implementation_functions",
        ).rename(columns=headings_of(("name_ja", "機能の名称"), "record_id")),
        drawing=lambda _: html.function_row(cells),
    )  # fmt: skip


def people_and_meetings(town: Row, staffing: pd.DataFrame, meetings: pd.DataFrame, basis: Basis) -> Figure:
    """Return the coordinators and the meetings of the plan."""
    people = [_staff_fact(row) for row in staffing.to_dict("records")]
    held = [_meeting_fact(row) for row in meetings.to_dict("records")]

    def both() -> pd.DataFrame:
        published = [tables.published(staffing, "staffing"), tables.published(meetings, "meetings")]
        return pd.concat(published, ignore_index=True)

    heads, per_10k = (wording.float_of(town[name]) for name in ("coordinator_headcount", "coordinators_per_10k"))
    return basis.figure(
        "people_and_meetings", {"heads": heads, "per_10k": per_10k}, n=len(people) + len(held), table=both,
        drawing=lambda _: html.facts(people + held) or "計画書に記載がありません。",
    )  # fmt: skip


def _staff_fact(row: Row) -> tuple[str, str]:
    parts = [
        f"{name}{wording.plain_number(row[column])}人"
        for name, column in (("常勤", "full_time"), ("非常勤", "part_time"))
        if not wording.is_missing(row[column])
    ]
    parts.append(schema.label_of("staffing", "basis", str(row["basis"])))
    heads = wording.MISSING if wording.is_missing(row["headcount"]) else f"{wording.plain_number(row['headcount'])}人"
    if row["headcount_kind"] not in ("exact", "sum", "blank"):
        parts.append(schema.label_of("staffing", "headcount_kind", str(row["headcount_kind"])))
    return ("相談支援包括化推進員", f"{heads}（{'、'.join(parts)}）　{wording.place(row['doc_id'], row['line_start'])}")


def _meeting_fact(row: Row) -> tuple[str, str]:
    label = schema.label_of("meetings", "meeting_kind", str(row["meeting_kind"]))
    kind = schema.label_of("meetings", "frequency_kind", str(row["frequency_kind"]))
    how = "" if row["frequency_kind"] in ("stated", "range") else f"（{kind}）"
    times = wording.quantity(row["per_year_min"], row["per_year_max"], unit="回", per="year")
    name = "" if wording.is_missing(row["name_ja"]) else f"{row['name_ja']}　"
    leader = "" if wording.is_missing(row.get("leader_ja")) else f"進行役：{row['leader_ja']}　"
    return f"会議：{label}", f"{name}{leader}{times}{how}　{wording.place(row['doc_id'], row['line_start'])}"


def named_in_plan(names: pd.DataFrame, basis: Basis) -> Figure:
    """Return the names that a plan states, by kind, each with its line."""
    kinds = list(schema.table_named("plan_names").column("kind").allowed)
    rows = sorted(names.to_dict("records"), key=lambda row: (kinds.index(row["kind"]), row["line_start"], row["seq"]))
    listed = []
    for kind, group in groupby(rows, key=lambda row: str(row["kind"])):
        mine = list(group)
        named = dict.fromkeys(map(_named, mine))
        places = dict.fromkeys(wording.place(row["doc_id"], row["line_start"]) for row in mine)
        listed.append((schema.label_of("plan_names", "kind", kind), f"{'、'.join(named)}　{'・'.join(places)}"))
    return basis.figure(
        "named_in_plan", {"desks": sum(row["kind"] == "coordinator_desk" for row in rows)}, n=len(rows),
        table=lambda: tables.published(names, "plan_names"),
        drawing=lambda _: html.facts(listed) or "計画書に名称の記載がありません。",
    )  # fmt: skip


def _named(row: Row) -> str:
    details = [] if wording.is_missing(row["operator_ja"]) else [str(row["operator_ja"])]
    if not wording.is_missing(row["start_fy"]):
        details.append(f"{row['start_fy']}～{row['end_fy']}年度")
    return f"{row['name_ja']}{'（' + '、'.join(details) + '）' if details else ''}"
