"""The roadmap of a prefecture: its own target, milestones by fiscal year and support by quarter. Pure."""

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.charts import year_marks
from components.drawing.grids import Bar
from components.drawing.model import Address, Basis, Figure, Row
from components.drawing.theme import Mode

MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
QUARTERS = [(f"第{number}四半期", 3) for number in (1, 2, 3, 4)]
# How certain a time is → how its bar is drawn.
KINDS = {"stated": "sure", "by_cell": "cell", "ambiguous": "unknown"}
SIGNS = {"stated": "", "by_cell": "≈ ", "ambiguous": "？ "}
YEAR_KEY = (
    ("km-sure", "年度が明記"), ("km-cell", "≈ 年度は表の位置から（不確か）"), ("km-unknown", "？ 読み方が複数ある"),
)  # fmt: skip
MONTH_KEY = (("km-sure", "月が明記"), ("km-cell", "≈ 四半期は表の位置から（不確か）"), ("km-unknown", "時期の記載なし"))


def target(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return the prefecture's own target and how far it can be checked."""
    reported = int((rows["state"] == "reported").sum())
    blocks = ""
    for row in rows.to_dict("records"):
        value = "全市町村" if row["target_type"] == "all_units" else wording.MISSING
        if not wording.is_missing(row["value"]):
            value = f"{wording.plain_number(row['value'])}{wording.text(row['unit'])}"
        facts = [
            ("目標", wording.text(row["label_ja"])), ("目標値", value), ("期限", str(row["target_year_ja"])),
            ("都道府県の市町村数", wording.with_unit(row["municipality_count"], "市町村")), ("出典", wording.place_of(row)),
        ]  # fmt: skip
        badge = "実績の記載あり" if row["state"] == "reported" else wording.NOT_REPORTED
        blocks += html.badges([badge]) + html.facts(facts)
    return basis.figure(
        "prefecture_target", name=f"prefecture_target_{_codes(rows)}",
        reading=" ".join(str(text) for text in rows["reading_ja"].head(2)), n=len(rows), missing=len(rows) - reported,
        missing_ja=wording.NOT_REPORTED, table=lambda: tables.published(rows, "targets", [name for name in _PUBLISHED if name in rows]),
        drawing=lambda _: blocks,
    )  # fmt: skip


def _codes(rows: pd.DataFrame) -> str:
    """Return the prefectures of the rows, to tell their figures apart."""
    return "_".join(sorted({str(code) for code in rows["prefecture_code"]}))


_PUBLISHED = ("label_ja", "target_type", "value", "unit", "target_fy", "record_id", "line_start", "line_end")


def timeline(milestones: pd.DataFrame, basis: Basis, events: pd.DataFrame | None = None) -> Figure:
    """Return the milestones over the fiscal years, planned beside known; an uncertain year differs in shape."""
    dated = milestones[milestones["start_fy"].notna()]
    ends = dated["end_fy"].fillna(dated["start_fy"])
    years = list(range(int(dated["start_fy"].min()), int(max(ends.max(), dated["start_fy"].max())) + 1))
    ordered = dated.assign(lane_order=pd.factorize(dated["group_ja"])[0])
    ordered = ordered.sort_values(["lane_order", "start_fy"], kind="stable")
    bars = [_milestone_bar(row, years) for row in ordered.to_dict("records")]
    heads = [wording.fiscal_year(year).replace("（", " ").replace("年度）", "") for year in years]
    unsure = int((milestones["position"] != "stated").sum())
    counted = milestones[milestones["known_count"].notna() & milestones["planned_count"].notna()]
    facts = {
        "milestones": len(milestones), "unsure": unsure, "counted": len(counted),
        "planned": int(counted["planned_count"].sum()), "known": int(counted["known_count"].sum()),
    }  # fmt: skip
    return basis.figure(
        "roadmap_timeline", facts, name=f"roadmap_timeline_{_codes(milestones)}", n=len(milestones), missing=unsure,
        rows=milestones,
        drawing=lambda _: grids.schedule(heads, bars, corner="区分", marks=year_marks(events, years)) + grids.key(YEAR_KEY),
    )  # fmt: skip


def _milestone_bar(row: Row, years: list[int]) -> Bar:
    first = years.index(int(row["start_fy"]))
    last = first if wording.is_missing(row["end_fy"]) else years.index(int(row["end_fy"]))
    planned, known = row["planned_count"], row["known_count"]
    parts = [f"{name}{int(n)}" for name, n in (("予定", planned), ("確認", known)) if not wording.is_missing(n)]
    return Bar(
        lane=str(row["group_ja"]), label=f"{SIGNS[str(row['position'])]}{row['title_ja']}", first=first, last=last,
        kind=KINDS[str(row["position"])], words="・".join(parts),
        where=f"{row['position_ja']}・{wording.place_of(row)}",
    )  # fmt: skip


def events(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return the support for municipalities over the months of the year; a month that is stated wins over its cell."""
    bars = [_event_bar(row) for row in rows.to_dict("records")]
    stated = int((rows["quarter_basis"] == "month").sum())
    shown = rows.assign(year_ja=rows["fiscal_year"].map(wording.fiscal_year))
    facts = {"years": "・".join(dict.fromkeys(shown["year_ja"])), "events": len(rows), "stated": stated}
    heads = [f"{month}月" for month in MONTHS]
    return basis.figure(
        "support_events", facts, name=f"support_events_{_codes(rows)}", n=len(rows), missing=len(rows) - stated, rows=shown,
        drawing=lambda _: grids.schedule(heads, bars, corner="支援", groups=QUARTERS) + grids.key(MONTH_KEY),
    )  # fmt: skip


def _event_bar(row: Row) -> Bar:
    """Return an event in the columns of its months, as far as they are known."""
    number = "" if wording.is_missing(row["number"]) else f"{row['number']}. "
    content = "" if wording.is_missing(row.get("content_ja")) else f"：{row['content_ja']}"
    lane, where = f"{number}{row['title_ja']}（{row['kind_ja']}）{content}", wording.place_of(row)
    if row["quarter_basis"] == "month":
        first = int(row["month_start"])
        last = first if wording.is_missing(row["month_end"]) else int(row["month_end"])
        return Bar(lane, str(row["month_ja"]), MONTHS.index(first), MONTHS.index(last), "sure", where=where)
    if row["quarter_basis"] == "cell":
        first, last = int(row["quarter_start"]), int(row["quarter_end"])
        return Bar(lane, f"≈ 第{first}四半期の欄", 3 * first - 3, 3 * last - 1, "cell", where=where)
    return Bar(lane, "？ 時期の記載なし", 0, len(MONTHS) - 1, "unknown", where=where)


def no_contact(contacts: pd.DataFrame, basis: Basis, address: Address) -> Figure:
    """Return the municipalities of which no stage, report or document is known: by name, for all Japan by prefecture.

    The address is that of the page about a municipality, or of this page for a prefecture.
    """
    silent = contacts[~contacts["has_contact"]]
    there = {True: "あり", False: "なし"}
    words = {f"{name}_ja": contacts[f"has_{name}"].map(there) for name in ("stage", "report", "document")}

    def draw(_: Mode) -> str:
        if contacts["prefecture_code"].nunique() <= 1:
            named = zip(silent["name_ja"], silent["area_code"], strict=True)
            return html.municipality_tiles([(str(name), "no_record", address(str(code))) for name, code in named])
        sizes = contacts.groupby("prefecture_code").size()
        lines = [
            (str(group["prefecture_ja"].iloc[0]), address(str(code)), [wording.share(len(group), int(sizes[code]))])
            for code, group in silent.groupby("prefecture_code")
        ]
        return html.linked_rows(["都道府県", "接点のない市町村"], lines)

    return basis.figure(
        "no_contact", {"silent": len(silent), "towns": len(contacts)}, n=len(silent),
        rows=lambda: contacts.assign(**words).sort_values(["has_contact", "area_code"]), drawing=draw if len(silent) else None,
    )  # fmt: skip
