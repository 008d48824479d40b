"""What one municipality reports on the five services: their state, the counts, plan and process, and the money. Pure."""

from collections.abc import Callable, Mapping

import pandas as pd

from components.drawing import grids, html, wording
from components.drawing.html import Cell
from components.drawing.marks import PILLARS, REPORT_STATES
from components.drawing.model import Basis, Figure, Row
from data import schema

SOURCE_JA = "市町村の報告（提出済・確定）"
HIDDEN_JA = "秘匿"
WHOLE_JA = "五つの事業の合計"
_COUNTS = [code for service in schema.SERVICES.values() for code in service.counts]
_WITHIN = {code: number for number, code in enumerate(_COUNTS)}


def of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the rows of a fiscal year in the order of the law, with fiscal_year_ja and service_ja."""
    order = {code: number for number, code in enumerate(schema.SERVICES)}
    chosen = rows[rows["fiscal_year"] == year]
    chosen = chosen.assign(fiscal_year_ja=wording.fiscal_year(year))
    if "pillar" not in chosen:
        return chosen
    names = chosen["pillar"].map(lambda code: PILLARS[code].label_ja if code in PILLARS else WHOLE_JA)
    ordered = chosen.assign(
        service_ja=names, order=chosen["pillar"].map(order).fillna(len(order)),
        within=chosen["indicator_code"].map(_WITHIN).fillna(len(_WITHIN)) if "indicator_code" in chosen else 0,
    )  # fmt: skip
    keys = [name for name in ("area_code", "order", "within") if name in ordered]
    return ordered.sort_values(keys, kind="stable", ignore_index=True)


def state_ja(code: object) -> str:
    """Return the state of a service in words."""
    return schema.label_of("report_services", "state", str(code))


def of_town(services: pd.DataFrame, year: int, reasons: Mapping[str, str], basis: Basis) -> Figure:
    """Return the five services with state, start, who runs them, coverage and staff; `reasons` as of the coverage."""
    rows = in_words(of_year(services, year), reasons)
    states = dict.fromkeys(REPORT_STATES[str(state)].label_ja for state in rows["form_state"])
    facts = {"year": year, "states": rows["state"].value_counts().to_dict(), "rest": len(schema.SERVICES) - len(rows)}
    listed = html.listing(
        rows, ("事業", 21, "service_ja"), ("実施状況", 14, "state_ja"), ("開始", 14, "start_ja"),
        ("実施方法・委託先", 21, _runs), ("対象地域の人口割合", 22, _covered),
        ("職員", 8, lambda row: wording.quantity(row["staff_count"], unit="人")),
    )  # fmt: skip
    said = rows[rows[["grade", "reason_ja", "next_year_ja"]].notna().any(axis=1)]
    judged = html.listing(
        said, ("事業", 21, "service_ja"), ("自己評価（1～4）", 14, lambda row: wording.plain_number(row["grade"])),
        ("評価の理由", 33, "reason_ja"), ("来年度の予定", 32, "next_year_ja"),
    )  # fmt: skip
    return basis.figure(
        "town_services", facts, n=len(rows), missing=len(schema.SERVICES) - len(rows),
        as_of=f"{wording.fiscal_year(year)}の報告（{'・'.join(states)}）", rows=rows,
        drawing=lambda _: grids.whole(listed) + grids.whole(judged),
    )  # fmt: skip


def in_words(rows: pd.DataFrame, reasons: Mapping[str, str]) -> pd.DataFrame:
    """Return services with words for their codes."""
    words = {
        f"{name}_ja": ["" if wording.is_missing(code) else schema.label_of("report_services", name, code) for code in rows[name]]
        for name in ("state", "delivery", "scope")
    }  # fmt: skip
    return rows.assign(
        start_ja=rows["start_date"].map(lambda day: wording.era_date(day, "")),
        reason_words=rows["reason"].map(lambda code: reasons.get(code, "")), **words,
    )  # fmt: skip


def _runs(row: Row) -> str:
    names = [str(row[name]) for name in ("delivery_ja", "contractor_ja") if not wording.is_missing(row[name])]
    return "・".join(names) or wording.MISSING


def _covered(row: Row) -> str:
    if wording.is_missing(row["coverage_pct"]):
        return str(row["reason_words"])
    people = wording.number(row["numerator"])
    words = "全域" if row["method"] == "imputed_whole" else f"{wording.number(row['denominator'])}人のうち{people}"
    return f"{wording.percent(row['coverage_pct'])}（{words}）"


def counts(found: pd.DataFrame, peers: pd.DataFrame, year: int, basis: Basis) -> Figure:
    """Return every count of a year with last year's and the median of similar towns (data.answers.service_peers)."""
    rows = of_year(found, year).merge(peers, "left", "indicator_code")
    for name in ("", "last_"):
        rows[f"{name}shown_ja"] = [
            shown(row[f"{name}state"], row[f"{name}value"], row["unit"]) for row in rows.to_dict("records")
        ]
    unreported = int((rows["state"] == "unreported").sum())
    zeros = rows.loc[rows["value"] == 0, "indicator_ja"].tolist()
    once = rows.assign(service_ja=rows["service_ja"].mask(rows["service_ja"].duplicated(), ""))
    listed = html.listing(
        once, ("事業", 20, lambda row: row["service_ja"]), ("件数の種類", 24, "indicator_ja"), (wording.short_year(year), 12, "shown_ja"),
        (wording.short_year(year - 1), 12, "last_shown_ja"), ("住民1万人あたり", 12, lambda row: small(row["per_10k"])),
        ("似た市町村（1万人あたり）", 20, lambda row: spread(row, small)),
    )  # fmt: skip
    return basis.figure(
        "town_counts", {"whole": len(rows), "reported": len(rows) - unreported, "zeros": zeros}, n=len(rows) - unreported, missing=unreported,
        as_of=wording.fiscal_year(year), rows=rows,
        drawing=(lambda _: grids.whole(listed)) if len(rows) else None,
    )  # fmt: skip


def counts_of_two_years(found: pd.DataFrame, years: tuple[int, int], basis: Basis) -> Figure:
    """Return every count of two years side by side with its difference, where both are reported and shown."""
    keys, names = ["pillar", "indicator_code", "indicator_ja", "unit"], [wording.short_year(year) for year in years]
    first, last = (found.loc[found["fiscal_year"] == year, [*keys, "state", "value"]] for year in years)
    both = first.merge(last, "outer", keys, suffixes=("_before", "_after"))
    rows = of_year(both.assign(fiscal_year=years[1]), years[1])
    for side in ("before", "after"):
        cells = zip(rows[f"state_{side}"], rows[f"value_{side}"], rows["unit"], strict=True)
        rows[f"shown_ja_{side}"] = [shown(*cell) for cell in cells]
    steps = rows["value_after"].astype("float64") - rows["value_before"].astype("float64")
    rows["difference_ja"] = steps.map(lambda step: f"{step:+,.10g}" if step else "±0", na_action="ignore")
    known = int(steps.count())
    facts = {"compared": known, "more": (steps > 0).sum(), "less": (steps < 0).sum(), "years": names}
    # With the sign of its service, such as ① 相談件数: a phone has no room for both names.
    kind = ("件数の種類", 46, lambda row: f"{row['service_ja'].split()[0]} {row['indicator_ja']}")
    columns = ((names[0], 19, "shown_ja_before"), (names[1], 19, "shown_ja_after"), ("差", 16, "difference_ja"))
    return basis.figure(
        "counts_of_two_years", facts, n=known, missing=len(rows) - known, as_of=" → ".join(names),
        rows=rows, drawing=lambda _: html.listing(rows, kind, *columns),
    )  # fmt: skip


def shown(state: object, value: object, unit: object) -> str:
    """Return a count as everybody may see it: the number (0 is one), 秘匿 or 未報告."""
    if state == "reported":
        return f"{wording.plain_number(value)}{wording.text(unit, '')}"
    return HIDDEN_JA if state == "suppressed" else wording.NOT_REPORTED


def spread(row: Row, say: Callable[[object], str]) -> str:
    """Return median and quartiles of similar municipalities with their number; "―" where none has a value."""
    n = row.get("n")
    if wording.is_missing(n) or not n:
        return wording.MISSING
    middle = "" if wording.is_missing(row["q1"]) else f"（半数は{say(row['q1'])}～{say(row['q3'])}）"
    return f"中央値 {say(row['median'])}{middle}、{int(n)}市町村"


def small(value: object) -> str:
    """Return a count for 10,000 residents with the decimals that its size needs."""
    size = wording.float_of(value) or 0.0
    return wording.number(value, 0 if size >= 100 or not size else 1 if size >= 1 else 2)


def process(found: pd.DataFrame, year: int, basis: Basis) -> Figure:
    """Return what was done on the way to the plan, and which of the four requirements it meets (C6)."""
    rows = of_year(found, year)
    said = {str(row["item"]): row for row in rows.to_dict("records")}
    items = schema.LIVE_TABLES["report_process"].column("item").allowed
    answers = {item: str(row["answer"]) for item, row in said.items()}
    cells = []
    for item, name in items.items():
        state = "未回答"
        if item in said:
            day = wording.era_date(said[item]["held_date"], "")
            state = schema.label_of("report_process", "answer", answers[item]) + (f"（{day}）" if day else "")
        group = "計画の要件" if item in schema.PLAN_ITEMS else "検討の進め方"
        cells.append(Cell(group, name, answers.get(item) == "yes", state))
    facts = {
        "asked": len(schema.PLAN_ITEMS), "answered": sum(item in said for item in schema.PLAN_ITEMS),
        "met": sum(answers.get(item) == "yes" for item in schema.PLAN_ITEMS),
    }  # fmt: skip
    for name in ("item", "answer"):
        rows[f"{name}_ja"] = [schema.label_of("report_process", name, str(code)) for code in rows[name]]
    return basis.figure(
        "town_process", facts, n=len(said), missing=len(items) - len(said), as_of=wording.fiscal_year(year), rows=rows,
        drawing=lambda _: html.function_row(cells),
    )  # fmt: skip
