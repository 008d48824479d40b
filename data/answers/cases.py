"""Good cases, and the search over cases, measures, targets and plans."""

import re
from collections.abc import Collection
from typing import Any

import pandas as pd

from data import dataset
from data.answers.facts import by_key, kept, located, of_place
from data.answers.stage_sources import programme_names
from data.answers.text_search import TextIndex, fold, places_of
from data.measures.definitions import LABELS
from data.words import labels_of, year_ja

SEARCH_KINDS = LABELS["search_kinds"]
TITLES = ("case", "measure", "plan_node", "project")  # their texts are names, which rank before running text
LONGEST_QUERY = 200  # characters; more is no search
_FOUND = [
    "kind", "row_id", "parent_id", "heading_ja", "text_ja", "area_code", "area_name_ja", "prefecture_code",
    "prefecture_ja", "record_id", "doc_id", "line_start", "line_end",
]  # fmt: skip


@kept
def good_cases(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the good cases with place_ja, programme_ja and start_ja.

    A case about more than one municipality has no area_code; its prefecture is that of a municipality its note names.
    """
    return of_place(_cases(), area_code, prefecture_code)


@kept
def _cases() -> pd.DataFrame:
    rows = located("good_cases")
    codes = [_named_prefecture(note) for note in rows["area_note_ja"]]
    prefectures = dataset.read_table("areas").query("level == 'prefecture'").set_index("prefecture_code")["name_ja"]
    rows["prefecture_code"] = rows["prefecture_code"].fillna(pd.Series(codes, rows.index, dtype="string"))
    rows["prefecture_ja"] = rows["prefecture_code"].map(prefectures)
    rows["place_ja"] = rows["area_name_ja"].fillna(rows["area_note_ja"]).fillna("特定の地域によらない")
    rows["programme_ja"] = rows["programme_code"].map(programme_names())
    rows["start_ja"] = [year_ja(year) if pd.notna(year) else "開始年度の記載なし" for year in rows["start_fy"]]
    return rows


def _named_prefecture(note: Any) -> str | None:
    """Return the only prefecture in which a municipality named in a note lies."""
    if pd.isna(note):
        return None
    towns = dataset.read_table("areas").query("level == 'municipality'").set_index("name_ja")["prefecture_code"]
    names = [name for name in re.split(r"[、（）:：・\s]", str(note)) if name in towns.index]
    found = set(towns.loc[names])
    return str(found.pop()) if len(found) == 1 else None


@kept
def case_points() -> pd.DataFrame:
    """Return the points of the cases in our own words, with kind_ja, in the order of the document."""
    rows = located("case_points")
    rows = rows.assign(kind_ja=labels_of("case_points", "kind", rows["kind"]))
    return rows.sort_values(["record_id", "line_start", "seq"], ignore_index=True)


def search(
    query: str, kinds: Collection[str] | None = None, prefecture_code: str | None = None, limit: int = 50
) -> pd.DataFrame:
    """Return what the dataset holds on some words, best first; spellings of one word count as the same.

    Columns: rank, kind, kind_ja, row_id, parent_id, heading_ja (title of what it belongs to), text_ja, matches
    (half-open ranges in text_ja), place, record_id, doc_id, line_start, line_end, score (higher is better). Empty where
    the query is empty or nothing was found.

    Args:
        query: Words divided by spaces; all of them must occur. What stands behind LONGEST_QUERY does not count.
        kinds: Keys of SEARCH_KINDS, or None for all.
        limit: Rows at most; `attrs["total"]` of the frame says how many there were.
    """
    terms = fold(query[:LONGEST_QUERY]).text.split()
    texts, index = _index()
    hits = index.search(terms)
    rows = texts.loc[[number for number, _ in hits]].assign(score=[score for _, score in hits])
    if kinds is not None:
        rows = rows[rows["kind"].isin(list(kinds))]
    rows = of_place(rows, None, prefecture_code)
    total, rows = len(rows), rows.head(limit)
    rows = rows.assign(
        rank=range(1, len(rows) + 1),
        kind_ja=rows["kind"].map(SEARCH_KINDS),
        matches=pd.Series([places_of(terms, text) for text in rows["text_ja"]], rows.index, dtype=object),
    )[["rank", "kind", "kind_ja", *_FOUND[1:], "matches", "score"]]
    rows.attrs["total"] = total
    return rows


@kept
def _index() -> tuple[pd.DataFrame, TextIndex]:
    """Return every text that can be found, and the index over them in the same order."""
    rows = pd.concat([_case_texts(), _plan_texts(), _target_texts(), _project_texts()], ignore_index=True)
    rows = rows[rows["text_ja"].notna()].reset_index(drop=True)
    is_title = rows["kind"].isin(TITLES)
    folded = [fold(str(text)).text for text in rows["text_ja"]]
    pairs = zip(folded, is_title, strict=True)
    return rows, TextIndex((text, "") if title else ("", text) for text, title in pairs)


def _texts(rows: pd.DataFrame, kind: str, row_id: Any, parent_id: Any, heading: Any, text: str) -> pd.DataFrame:
    """Return one kind of entry: `row_id`, `parent_id` and `heading` are columns of values, `text` names a column."""
    entries = rows.assign(kind=kind, row_id=row_id, parent_id=parent_id, heading_ja=heading, text_ja=rows[text])
    return entries[_FOUND]


def _case_texts() -> pd.DataFrame:
    cases, points = _cases(), case_points()
    titles = cases.set_index("case_id")
    for name in ("area_code", "area_name_ja", "prefecture_code", "prefecture_ja"):
        points[name] = points["case_id"].map(titles[name])
    ids = points["case_id"] + "-" + points["kind"] + "-" + points["seq"].astype("string")
    headings = points["case_id"].map(titles["title_ja"])
    entries = _texts(cases, "case", cases["case_id"], cases["case_id"], cases["title_ja"], "title_ja")
    return pd.concat([entries, _texts(points, "case_point", ids, points["case_id"], headings, "summary_ja")])


def _plan_texts() -> pd.DataFrame:
    """Return measures (a repeated one once) and nodes; an action target that is only a number says nothing."""
    names = by_key("plans", "name_ja")
    measures, nodes = located("measures"), located("plan_nodes")
    measures = measures[measures["repost_of"].isna()]
    nodes = nodes[nodes["title_ja"] != nodes["path"]]
    return pd.concat(
        [
            _texts(rows, kind, rows[key], rows["plan_id"], rows["plan_id"].map(names), "title_ja")
            for rows, kind, key in ((measures, "measure", "measure_id"), (nodes, "plan_node", "node_id"))
        ]
    )


def _target_texts() -> pd.DataFrame:
    """Return the labels of targets, each once per statement, and the summaries of the statements."""
    targets, statements = located("targets"), located("target_statements")
    targets = targets.drop_duplicates(["statement_id", "label_ja"])
    parts = []
    for rows, kind, key, text in (
        (targets, "target", "target_id", "label_ja"),
        (statements, "target_summary", "statement_id", "summary_ja"),
    ):
        heading = labels_of("target_statements", "pillar", rows["pillar"])
        parts.append(_texts(rows, kind, rows[key], rows["statement_id"], heading, text))
    return pd.concat(parts)


def _project_texts() -> pd.DataFrame:
    """Return the names that municipalities gave to their programmes."""
    rows = located("implementations")
    heading = rows["programme_code"].map(programme_names())
    return _texts(rows, "project", rows["implementation_id"], rows["record_id"], heading, "project_name_ja")
