"""Counts of all municipalities of a programme: national ones, named lists, and the later stage of the models."""

from __future__ import annotations

import pandas as pd

from data import dataset
from data.answers.areas import prefectures
from data.answers.facts import by_key, kept
from data.answers.stages import programme_names, statements
from data.measures import reconciliation as counts
from data.measures.stages import VOLUNTARY
from data.words import date_ja, labels_of, percent_ja, year_ja


@kept
def national_counts() -> pd.DataFrame:
    """Return the national counts by fiscal year and programme, with programme_ja, evidence_ja and doc_id."""
    rows = dataset.read_table("national_counts")
    return rows.assign(
        doc_id=rows["record_id"].map(by_key("records", "doc_id")),
        programme_ja=rows["programme_code"].map(programme_names()),
        evidence_ja=labels_of("national_counts", "evidence", rows["evidence"]),
    )


@kept
def reconciliation() -> pd.DataFrame:
    """Return national count, named list and stages known here side by side, with the gap as a number and in words.

    Returns:
        The columns of `data.measures.reconciliation.reconciliation` with doc_id, programme_ja, national_evidence_ja,
        list_ja (empty where there is no list) and reading_ja.
    """
    rows = counts.reconciliation(dataset.read_table("national_counts"), statements())
    documents = by_key("records", "doc_id")
    rows["doc_id"] = rows["record_id"].map(documents)
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


@kept
def model_outcome_members() -> pd.DataFrame:
    """Return the model municipalities of the prefectures that the longest named list covers, and who is on the list.

    Returns:
        area_code, area_name_ja, prefecture_code, prefecture_ja, record_id, doc_id, line_start, line_end (of the model
        programme), is_listed, and of the list programme_code, fiscal_year, source_title, source_url, as_of.
    """
    known = statements()
    columns = ["area_code", "area_name_ja", "prefecture_code", "prefecture_ja", "record_id", "doc_id", "line_start",
               "line_end"]  # fmt: skip
    models = known[known["origin"] == "programme_plan"].drop_duplicates("area_code")[columns]
    return counts.outcome_of_models(models, known, counts.named_lists(known[known["programme_code"].isin(VOLUNTARY)]))


@kept
def model_outcome() -> pd.DataFrame:
    """Return how many of the model municipalities are on the later list of the voluntary programme: a derived outcome.

    Returns:
        One row (none where there is no list): model_count, listed_count, share_pct, programme_code, programme_ja,
        fiscal_year, first_prefecture_ja, last_prefecture_ja, list_title_ja, list_as_of, source_url, reading_ja, caveat_ja.
    """
    members = model_outcome_members()
    if members.empty:
        return pd.DataFrame(columns=_OUTCOME)
    found, names = members.iloc[0], prefectures().set_index("prefecture_code")["name_ja"]
    first, last = names[found["first_prefecture_code"]], names[found["last_prefecture_code"]]
    models, listed = len(members), int(members["is_listed"].sum())
    programme = programme_names()[found["programme_code"]]
    row = {
        "model_count": models,
        "listed_count": listed,
        "share_pct": 100 * listed / models,
        "programme_code": found["programme_code"],
        "programme_ja": programme,
        "fiscal_year": found["fiscal_year"],
        "first_prefecture_ja": first,
        "last_prefecture_ja": last,
        "list_title_ja": found["source_title"],
        "list_as_of": found["as_of"],
        "source_url": found["source_url"],
        "reading_ja": f"{first}から{last}までのモデル事業実施{models}市町村のうち{listed}が、"
        f"{year_ja(found['fiscal_year'])}の{programme}の一覧に載る（{percent_ja(listed, models)}）。",
        "caveat_ja": f"一覧は{date_ja(found['as_of'])}時点の実施予定で、実績ではない。手元の一覧は{first}から{last}までに限られる。"
        "モデル事業との因果関係を示すものではない。載っていない市町村が実施していないとも限らない。",
    }
    return pd.DataFrame([row], columns=_OUTCOME)
