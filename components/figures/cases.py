"""Good practices and how one place does it: its team and the week of its base. Pure."""

from collections import defaultdict

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.grids import Slot
from components.drawing.model import Address, Basis, Figure, Row

# Parts of a case in the order of its card; who acts is one line.
PARTS = {"pillar": "取組の柱", "point": "ポイント", "overview": "概要", "role": "役割の考え方"}


def cards(cases: pd.DataFrame, points: pd.DataFrame, basis: Basis, address: Address | None) -> Figure:
    """Return the cases as cards with points, place, programme, source and, given an address, the way to the town."""
    said: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)  # by case and kind, each with its source
    for row in points[points["summary_ja"].notna()].to_dict("records"):
        said[row["case_id"], row["kind"]].append((str(row["summary_ja"]), wording.place_of(row)))
    shown = []
    for row in cases.to_dict("records"):
        words = [str(row["place_ja"]), wording.text(row["programme_ja"]), wording.text(row["start_ja"])]
        parts = [(heading, said.get((row["case_id"], kind), [])) for kind, heading in PARTS.items()]
        shown.append({
            "title": row["title_ja"], "badges": [word for word in words if word != wording.MISSING],
            "body": "" if wording.is_missing(row["implementing_body_ja"]) else f"実施主体　{row['implementing_body_ja']}",
            "parts": [(heading, mine) for heading, mine in parts if mine],
            "actors": "、".join(text for text, _ in said.get((row["case_id"], "actor"), [])),
            "source": wording.place_of(row), **_link(row, address),
        })  # fmt: skip
    drawn = html.template("cases")("cards", shown)
    about = cases[["case_id", "title_ja", "place_ja", "programme_ja", "start_ja", "implementing_body_ja"]]
    facts = {"places": cases["place_ja"].astype(str).tolist(), "wide": cases["area_code"].isna().sum()}
    return basis.figure(
        "good_cases", facts, n=len(cases), rows=about.merge(points, on="case_id"), drawing=lambda _: drawn
    )


def _link(row: Row, address: Address | None) -> dict[str, str]:
    """Return name and address of the link to the municipality's page; no address where the area is not one municipality."""
    # The code of a prefecture is its number, three zeros and a check digit.
    if address is None or wording.is_missing(row["area_code"]) or str(row["area_code"])[2:5] == "000":
        return {"address": "", "name": ""}
    name = wording.text(row["area_name_ja"], "")
    return {"address": address(str(row["area_code"])), "name": f"{name}のカルテ"}


def results(hits: pd.DataFrame, total: int, query: str, basis: Basis, address: Address) -> Figure:
    """Return what a search found, the best first, each match marked."""
    found = [
        {
            "rank": int(row["rank"]), "kind": row["kind_ja"], "heading": wording.text(row["heading_ja"], ""),
            "text": grids.marked(str(row["text_ja"]), row["matches"]), "source": wording.place_of(row),
            "area": "" if wording.is_missing(row["area_name_ja"]) else f"{row['area_name_ja']}（{row['prefecture_ja']}）",
            **_link(row, address),
        }
        for row in hits.to_dict("records")
    ]  # fmt: skip
    drawn = html.template("cases")("hits", found)
    facts = {"query": query, "total": total, "shown": len(hits), "kinds": hits["kind_ja"].value_counts()}
    return basis.figure("search_results", facts, n=total, rows=hits, drawing=lambda _: drawn)


DAYS = {"mon": "月", "tue": "火", "wed": "水", "thu": "木", "fri": "金", "sat": "土", "sun": "日"}
# How certain a day is → how its slot is drawn.
KINDS = {"stated": "sure", "by_cell": "cell", "ambiguous": "unknown"}
PARTS_OF_DAY = {"morning": "午前", "afternoon": "午後", "evening": "夜"}
WEEK_KEY = (
    ("km-sure", "曜日が説明にもある"), ("km-cell", "曜日は表の位置から（不確か）"), ("km-unknown", "読み方が複数ある"),
)  # fmt: skip


def timetable(slots: pd.DataFrame, place_ja: str, basis: Basis) -> Figure:
    """Return the week of a base; where the description and the cell disagree, the description is followed and said so."""
    moved, unsure = int(slots["is_moved"].fillna(False).sum()), int((slots["position"] != "stated").sum())
    shown = slots.assign(
        position_ja=slots["position"].map({"stated": "明記", "by_cell": "表の位置から", "ambiguous": "不明確"})
    )
    listed: list[Row] = list(slots.to_dict("records"))
    rows = [
        (part_ja, [_slots(listed, day, part) for day in DAYS])
        for part, part_ja in PARTS_OF_DAY.items()
        if part != "evening" or (slots["part_of_day"] == part).any()
    ]
    # For whom each activity is, once each, as far as it is described
    described = [row for row in listed if not wording.is_missing(row.get("audience_ja"))]
    audiences = dict.fromkeys(f"「{row['name_ja']}」の対象：{row['audience_ja']}" for row in described)
    return basis.figure(
        "timetable", {"town": place_ja, "slots": len(slots), "unsure": unsure, "moved": moved},
        n=len(slots), missing=unsure, notes=tuple(audiences), rows=shown,
        drawing=lambda _: grids.week(list(DAYS.values()), rows) + grids.key(WEEK_KEY),
    )  # fmt: skip


def _slots(slots: list[Row], day: str, part: str) -> list[Slot]:
    found = []
    for row in slots:
        is_day = row["weekday"] == day or DAYS[day] in wording.text(row["weekday_candidates_ja"], "")
        if row["part_of_day"] == part and is_day:
            hours = f"{row['starts_at']}～{wording.text(row['ends_at'], '')}"
            words = [] if wording.is_missing(row["starts_at"]) else [hours]
            words += [f"表では{row['cell_weekday_ja']}曜"] if bool(row["is_moved"]) else []
            found.append(Slot(str(row["activity_ja"]), "・".join(words), KINDS[str(row["position"])]))
    return found


def team(staffing: pd.DataFrame, place_ja: str, basis: Basis) -> Figure:
    """Return the roles of the people in the team of a place; the document names roles, not persons."""
    listed = html.listing(
        staffing, ("所属", 16, lambda row: wording.text(row["body_ja"], "")), ("役職", 48, lambda row: wording.text(row["post_ja"], "")),
        ("人数", 12, lambda row: wording.with_unit(row["headcount"], "人")), ("出典", 24, wording.place_of),
    )  # fmt: skip
    return basis.figure(
        "example_team", {"town": place_ja, "posts": len(staffing)}, n=len(staffing),
        table=lambda: tables.published(staffing, "staffing"), drawing=lambda _: grids.roomy(listed),
    )  # fmt: skip
