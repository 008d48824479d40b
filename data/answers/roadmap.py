"""The roadmap of a prefecture, its events by quarter and own targets; milestones and national counts against known towns."""

import pandas as pd

from data import dataset
from data.answers.areas import prefectures
from data.answers.facts import by_key, facts, kept, located, of_place
from data.answers.reports import kept_with_roads
from data.answers.stage_sources import programme_names, shown_statements, statements
from data.measures import reconciliation as counts
from data.measures.stages import ACTIVE, VOLUNTARY, plans_that_count
from data.words import date_ja, labels_of, listed_ja, percent_ja, year_ja, years_ja


@kept
def national_counts() -> pd.DataFrame:
    """Return the national counts by fiscal year and programme, with programme_ja, evidence_ja and doc_id."""
    rows = dataset.read_table("national_counts")
    return rows.assign(
        doc_id=rows["record_id"].map(by_key("records", "doc_id")),
        programme_ja=rows["programme_code"].map(programme_names()),
        evidence_ja=labels_of("national_counts", "evidence", rows["evidence"]),
    )


@kept_with_roads
def reconciliation() -> pd.DataFrame:
    """Return national count, named list and stages known here side by side, with the gap as a number and in words.

    The columns of `data.measures.reconciliation.reconciliation` with doc_id, programme_ja, national_evidence_ja,
    list_ja (empty where there is no list) and reading_ja.
    """
    rows = counts.reconciliation(dataset.read_table("national_counts"), statements())
    rows["doc_id"] = rows["record_id"].map(by_key("records", "doc_id"))
    rows["programme_ja"] = rows["programme_code"].map(programme_names())
    rows["national_evidence_ja"] = labels_of("national_counts", "evidence", rows["national_evidence"])
    rows["list_ja"] = [_list_ja(row) for _, row in rows.iterrows()]
    rows["reading_ja"] = [_gap_reading(row) for _, row in rows.iterrows()]
    return rows


def _list_ja(row: pd.Series) -> str:
    if pd.isna(row["list_title"]):
        return ""
    names = prefectures().set_index("prefecture_code")["name_ja"]
    span = f"{names[row['first_prefecture_code']]}から{names[row['last_prefecture_code']]}まで"
    return f"{row['list_title']}（{span}、{date_ja(row['list_as_of'])}時点）"


def _gap_reading(row: pd.Series) -> str:
    known = f"市町村名がわかるのは{row['known_count']}"
    if pd.isna(row["national_count"]):
        return f"全国の数の資料がない。{known}市町村。"
    listed = f"、うち名簿によるもの{row['list_count']}" if row["list_count"] else ""
    text = f"全国{row['national_count']}市町村のうち、{known}{listed}。"
    return text + (f"残り{row['gap']}市町村は名前がわからない。" if row["gap"] > 0 else "全国の数との差はない。"
                   if row["gap"] == 0 else f"全国の数より{-row['gap']}多い。出典の食い違いの確認が必要。")  # fmt: skip


_OUTCOME = [
    "model_count", "listed_count", "share_pct", "programme_code", "programme_ja", "fiscal_year", "first_prefecture_ja",
    "last_prefecture_ja", "list_title_ja", "list_as_of", "source_url", "reading_ja", "caveat_ja",
]  # fmt: skip


@kept_with_roads
def model_outcome_members() -> pd.DataFrame:
    """Return the model municipalities of the prefectures that the longest named list covers, and who is on the list.

    Columns: area_code, area_name_ja, prefecture_code, prefecture_ja, record_id, doc_id, line_start, line_end (of the
    model programme), is_listed, and of the list programme_code, fiscal_year, source_title, source_url, as_of.
    """
    known = statements()
    columns = ["area_code", "area_name_ja", "prefecture_code", "prefecture_ja", "record_id", "doc_id", "line_start",
               "line_end"]  # fmt: skip
    models = known[known["origin"] == "programme_plan"].drop_duplicates("area_code")[columns]
    return counts.outcome_of_models(models, known, counts.named_lists(known[known["programme_code"].isin(VOLUNTARY)]))


@kept_with_roads
def model_outcome() -> pd.DataFrame:
    """Return how many of the model municipalities are on the later list of the voluntary programme: a derived outcome.

    One row with the columns of _OUTCOME; none where there is no list.
    """
    members = model_outcome_members()
    if members.empty:
        return pd.DataFrame(columns=_OUTCOME)
    found, names = members.iloc[0], prefectures().set_index("prefecture_code")["name_ja"]
    first, last = names[found["first_prefecture_code"]], names[found["last_prefecture_code"]]
    models, listed = len(members), int(members["is_listed"].sum())
    programme = programme_names()[found["programme_code"]]
    reading_ja = (
        f"{first}から{last}までのモデル事業実施{models}市町村のうち{listed}が、"
        f"{year_ja(found['fiscal_year'])}の{programme}の一覧に載る（{percent_ja(listed, models)}）。"
    )
    caveat_ja = (
        f"一覧は{date_ja(found['as_of'])}時点の実施予定で、実績ではない。手元の一覧は{first}から{last}までに限られる。"
        "モデル事業との因果関係を示すものではない。載っていない市町村が実施していないとも限らない。"
    )
    row = {"model_count": models, "listed_count": listed, "share_pct": 100 * listed / models, "programme_ja": programme,
           "first_prefecture_ja": first, "last_prefecture_ja": last, "list_title_ja": found["source_title"],
           "list_as_of": found["as_of"], **found[["programme_code", "fiscal_year", "source_url"]],
           "reading_ja": reading_ja, "caveat_ja": caveat_ja}  # fmt: skip
    return pd.DataFrame([row], columns=_OUTCOME)


# Milestones that stages of municipalities can be held against; the others are about plans.
STAGE_TYPES = ("programme_stage", "programme_start")


def fiscal_quarters(events: pd.DataFrame) -> pd.DataFrame:
    """Return the fiscal quarters (1 = April to June) of each event; written months win over the table cell.

    On the index of the events: quarter_start and quarter_end (missing where nothing tells them) and quarter_basis
    (`month`, `cell`, `unknown`).
    """
    start = events["month_start"].fillna(events["month_end"])
    end = events["month_end"].fillna(start)
    cell = events["quarter_by_cell"]
    first, last = ((((month - 4) % 12) // 3 + 1).fillna(cell) for month in (start, end))
    basis = pd.Series("unknown", events.index).mask(cell.notna(), "cell").mask(start.notna(), "month")
    return pd.DataFrame({"quarter_start": first, "quarter_end": last, "quarter_basis": basis})


def known_members(milestones: pd.DataFrame, statements: pd.DataFrame, plans: pd.DataFrame) -> pd.Series:
    """Return for each milestone the tuple of area codes known to be there, in its prefecture and first year.

    None where nothing can be held against the milestone: it has no year, or municipalities do not carry it out.
    """
    members = [_members(row, statements, plans) for _, row in milestones.iterrows()]
    return pd.Series(members, milestones.index, dtype=object)


def _members(milestone: pd.Series, statements: pd.DataFrame, plans: pd.DataFrame) -> tuple[str, ...] | None:
    year, prefecture = milestone["start_fy"], milestone["prefecture_code"]
    if pd.isna(year):
        return None
    if milestone["milestone_type"] == "plan_revision":
        found = plans_that_count(plans, int(year))
        found = found[(found["start_fy"] == year).fillna(False)]
    elif milestone["milestone_type"] in STAGE_TYPES and pd.notna(milestone["programme_code"]):
        there = statements["programme_code"].eq(milestone["programme_code"]) & statements["fiscal_year"].eq(year)
        found = statements[there & statements["stage"].isin(ACTIVE)]
    else:
        return None
    return tuple(sorted(set(found.loc[found["prefecture_code"] == prefecture, "area_code"])))


@kept
def milestones(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the milestones of roadmaps, planned number against municipalities known by name.

    The facts of `milestones` with milestone_type_ja, programme_ja, position_ja, period_ja, planned_count, known_count
    (missing where nothing can be held against the milestone), known_names_ja, gap (planned − known) and reading_ja.
    """
    return of_place(_milestones(), None, prefecture_code)


@kept_with_roads
def _milestones() -> pd.DataFrame:
    rows = located("milestones")
    members = known_members(rows, shown_statements(), located("plans"))
    names = by_key("areas", "name_ja")
    rows["milestone_type_ja"] = labels_of("milestones", "milestone_type", rows["milestone_type"])
    rows["position_ja"] = labels_of("milestones", "position", rows["position"])
    rows["programme_ja"] = rows["programme_code"].map(programme_names())
    spans = zip(rows["start_fy"], rows["end_fy"], strict=True)
    rows["period_ja"] = [years_ja(start, end, "") for start, end in spans]
    is_planned = rows["milestone_type"] != "considering"
    rows["planned_count"] = rows["municipality_count"].where(is_planned)
    rows["known_count"] = pd.array([pd.NA if codes is None else len(codes) for codes in members], dtype="Int64")
    rows["known_names_ja"] = [listed_ja(names[code] for code in codes or ()) for codes in members]
    rows["gap"] = rows["planned_count"] - rows["known_count"]
    rows["reading_ja"] = [_reading(row) for _, row in rows.iterrows()]
    return rows.sort_values(["prefecture_code", "start_fy", "line_start", "milestone_id"], ignore_index=True)


def _reading(row: pd.Series) -> str:
    planned = "数の記載なし" if pd.isna(row["planned_count"]) else f"予定{row['planned_count']}市町村"
    if row["milestone_type"] == "considering":
        planned = f"{row['municipality_count']}市町村"
    comparable = pd.notna(row["known_count"]) and (pd.notna(row["planned_count"]) or row["known_count"] > 0)
    known = "" if not comparable else f"、名前がわかるのは{row['known_count']}"
    unsure = "" if row["position"] == "stated" else f"（年度は{row['position_ja']}）"
    return f"{row['period_ja']}{unsure}: {row['title_ja']}、{planned}{known}。"


@kept
def support_events(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return what prefectures do for their municipalities, by quarter; written months win over the table cell.

    The facts of `support_events` with kind_ja, programme_ja, month_ja, quarter_start, quarter_end (1 = April to June;
    missing where nothing tells them) and quarter_basis (`month`, `cell`, `unknown`).
    """
    rows = located("support_events")
    rows = rows.join(fiscal_quarters(rows))
    rows["kind_ja"] = labels_of("support_events", "kind", rows["kind"])
    rows["programme_ja"] = rows["programme_code"].map(programme_names())
    spans = [
        [f"{month}月" for month in pair if pd.notna(month)]
        for pair in zip(rows["month_start"], rows["month_end"], strict=True)
    ]
    rows["month_ja"] = ["～".join(dict.fromkeys(span)) or "月の記載なし" for span in spans]
    order = ["prefecture_code", "fiscal_year", "quarter_start", "number", "event_id"]
    return of_place(rows.sort_values(order), None, prefecture_code)


@kept
def timetable_slots(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the week of a local base with weekday_ja, cell_weekday_ja, part_of_day_ja, position_ja and is_moved.

    A slot is moved where its description names another weekday than the cell it stands in.
    """
    rows = facts("timetable_slots", area_code, prefecture_code)
    for name in ("weekday", "cell_weekday", "part_of_day", "position"):
        rows[f"{name}_ja"] = labels_of("timetable_slots", name, rows[name])
    return rows.assign(is_moved=(rows["weekday"] != rows["cell_weekday"]).fillna(False))


@kept
def prefecture_targets(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the targets that prefectures set for themselves and for their municipalities, with their state.

    The facts of `targets` with summary_ja (of their statement), municipality_count, target_year_ja, result_count
    (results stated for the target), state (`reported`, `not_reported`) and reading_ja. What is not reported is not
    failed.
    """
    rows = facts("targets", None, prefecture_code)
    sizes = prefectures().set_index("area_code")["municipality_count"]
    rows = rows[rows["area_code"].isin(sizes.index)].reset_index(drop=True)
    results = dataset.read_table("achievements").groupby("target_id").size()
    rows["summary_ja"] = rows["statement_id"].map(by_key("target_statements", "summary_ja"))
    rows["municipality_count"] = rows["area_code"].map(sizes)
    rows["target_year_ja"] = [year_ja(year) for year in rows["target_fy"]]
    rows["result_count"] = rows["target_id"].map(results).fillna(0).astype(int)
    rows["state"] = rows["result_count"].map(lambda count: "reported" if count else "not_reported")
    rows["reading_ja"] = [_target_reading(row) for _, row in rows.iterrows()]
    return rows


def _target_reading(row: pd.Series) -> str:
    label = next((row[name] for name in ("label_ja", "summary_ja") if pd.notna(row[name])), "成果目標")
    value = "" if pd.isna(row["value"]) else f"（{row['value']:g}{row['unit'] if pd.notna(row['unit']) else ''}）"
    state = f"実績の記載{row['result_count']}件。" if row["result_count"] else "実績の報告はまだない。"
    return f"{row['target_year_ja']}まで: {label}{value}。{state}"
