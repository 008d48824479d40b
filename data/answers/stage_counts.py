"""How many municipalities are at a stage: coverage C4, counts that documents declare, reconciliation, outcome of models."""

from __future__ import annotations

import pandas as pd

from data import store
from data.answers.areas import prefecture_sizes, prefectures, residents
from data.answers.facts import kept, located, of_place
from data.answers.stages import programme_names, statements
from data.answers.wording import labels_of, lines_ja, percent_ja, year_ja
from data.measures import reconciliation as counts
from data.measures import stage_coverage as coverage
from data.measures.stages import ACTIVE, VOLUNTARY

WEIGHTS_JA = {"municipalities": "市町村", "residents": "住民", "residents_65": "65歳以上の住民"}


@kept
def stage_coverage(
    programme_code: str,
    fiscal_year: int,
    stages: tuple[str, ...] | None = None,
    prefecture_code: str | None = None,
    on_date: str | None = None,
) -> pd.DataFrame:
    """Return C4 of a stage of a programme, by municipalities, residents and residents aged 65+.

    Args:
        programme_code: One programme: the voluntary one is never mixed with its preparation or with the duty.
        fiscal_year: The year of the stage.
        stages: Stages that count; by default preparing and implementing.
        prefecture_code: One prefecture, or all.
        on_date: ISO date; what sources dated later say does not count.

    Returns:
        One row per prefecture and weight; see `data.measures.stage_coverage.stage_coverage`. Beside it prefecture_ja,
        programme_code, fiscal_year, weight_ja, reading_ja, source_ja, and of a stated count record_id, doc_id,
        line_start, line_end.
    """
    said = statements()
    chosen = said["programme_code"].eq(programme_code) & said["fiscal_year"].eq(fiscal_year)
    chosen &= said["stage"].isin(stages or ACTIVE)
    if on_date is not None:
        chosen &= (said["as_of"].isna() | (said["as_of"] <= on_date)).fillna(True)
    members = residents().merge(said[chosen].drop_duplicates("area_code")[["area_code"]], on="area_code")
    declared = _stated_for(programme_code, fiscal_year)
    complete = _fully_listed(said[chosen])
    rows = coverage.stage_coverage(members, declared, prefecture_sizes(), complete)
    rows = rows.assign(programme_code=programme_code, fiscal_year=fiscal_year)
    return _in_words(rows, declared, said[chosen], prefecture_code)


@kept
def plan_coverage(fiscal_year: int, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return C4 of plans adopted or in force in a fiscal year; a draft or a projected plan never counts.

    Returns:
        As `stage_coverage`, without a programme. The dataset holds few plans, so every value is "at least".
    """
    counting = coverage.plans_that_count(located("plans"), fiscal_year)
    members = residents().merge(counting.drop_duplicates("area_code")[["area_code"]], on="area_code")
    none = pd.DataFrame({"prefecture_code": [], "municipalities": []})
    rows = coverage.stage_coverage(members, none, prefecture_sizes(), set())
    rows = rows.assign(programme_code=pd.NA, fiscal_year=fiscal_year)
    sources = counting.assign(source_ja=[_place_ja(row) for _, row in counting.iterrows()])
    return _in_words(rows, none, sources, prefecture_code)


def _stated_for(programme_code: str, fiscal_year: int) -> pd.DataFrame:
    """Return the counts of a programme and year that prefectures state as reached."""
    rows = declared_coverage()
    chosen = rows["programme_code"].eq(programme_code) & rows["fiscal_year"].eq(fiscal_year)
    return rows[chosen & rows["kind"].eq("stated")]


def _fully_listed(said: pd.DataFrame) -> set[str]:
    """Return the prefectures whose municipalities in the stage a list names, all of them."""
    codes = prefectures()["prefecture_code"]
    return {
        str(code)
        for found in counts.named_lists(said).itertuples()
        for code in codes[codes.between(str(found.first_prefecture_code), str(found.last_prefecture_code))]
    }


def _in_words(
    rows: pd.DataFrame, declared: pd.DataFrame, sources: pd.DataFrame, prefecture_code: str | None
) -> pd.DataFrame:
    names = prefectures().set_index("prefecture_code")["name_ja"]
    rows["prefecture_ja"] = rows["prefecture_code"].map(names)
    rows["weight_ja"] = rows["weight"].map(WEIGHTS_JA)
    stated = declared.drop_duplicates("prefecture_code")
    places = ["prefecture_code", "record_id", "doc_id", "line_start", "line_end"]
    rows = rows.merge(stated.reindex(columns=places), "left", "prefecture_code")
    named = (
        sources.drop_duplicates(["prefecture_code", "source_ja"])
        .groupby("prefecture_code")["source_ja"]
        .agg("、".join)
    )
    by_count = pd.Series(
        [_place_ja(row) for _, row in stated.iterrows()], stated.get("prefecture_code"), dtype="str"
    )
    is_count = rows["basis"] == "stated_count"
    rows["source_ja"] = (
        rows["prefecture_code"].map(named).mask(is_count, rows["prefecture_code"].map(by_count)).fillna("")
    )
    rows["reading_ja"] = [_reading(row) for _, row in rows.iterrows()]
    return of_place(rows.assign(area_code=pd.NA), None, prefecture_code).drop(columns="area_code")


def _place_ja(row: pd.Series) -> str:
    return lines_ja(row["doc_id"], row["line_start"], row["line_end"])


def _reading(row: pd.Series) -> str:
    if row["basis"] == "none":
        return "情報がないため示さない（0ではない）。"
    if pd.isna(row["numerator"]):
        return (
            f"{row['missing_count']}市町村の名前または人口がわからないため、{row['weight_ja']}では示さない。"
        )
    unit = "" if row["weight"] == "municipalities" else "人"
    if pd.isna(row["denominator"]):
        return f"都道府県の{row['weight_ja']}数がわからないため、割合は示さない（分子{row['numerator']:,.0f}{unit}）。"
    least = "少なくとも" if row["is_lower_bound"] else ""
    share = percent_ja(row["numerator"], row["denominator"])
    kind = "名前の記載がない数による。" if row["basis"] == "stated_count" else ""
    return f"{least}{row['denominator']:,.0f}{unit}のうち{row['numerator']:,.0f}{unit}（{share}）。{kind}"


def declared_coverage(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the numbers of municipalities that documents of prefectures state, as a share of all (C4).

    Returns:
        The columns of `data.measures.stage_coverage.declared_counts` with doc_id, place, subject_ja, kind_ja and reading_ja.
    """
    return of_place(_declared(), None, prefecture_code)


@kept
def _declared() -> pd.DataFrame:
    steps = located("milestones")
    record_years = store.read_table("records").set_index("record_id")["fiscal_year"]
    steps["record_fy"] = steps["record_id"].map(record_years)
    rows = coverage.declared_counts(steps, located("achievements"), located("targets"), prefectures())
    documents = store.read_table("records").set_index("record_id")["doc_id"]
    rows["doc_id"] = rows["record_id"].map(documents)
    places = prefectures().set_index("area_code")
    rows["prefecture_code"] = rows["area_code"].map(places["prefecture_code"])
    rows["prefecture_ja"] = rows["area_code"].map(places["name_ja"])
    rows["subject_ja"] = rows["subject"].map(coverage.SUBJECTS)
    rows["kind_ja"] = rows["kind"].map(coverage.KINDS)
    rows["reading_ja"] = [_declared_reading(row) for _, row in rows.iterrows()]
    return rows


def _declared_reading(row: pd.Series) -> str:
    when = f"{row['as_of']}時点" if pd.notna(row["as_of"]) else year_ja(row["fiscal_year"])
    share = percent_ja(row["municipalities"], row["denominator"])
    text = f"{when}: {row['denominator']:.0f}市町村のうち{row['municipalities']:.0f}（{share}）。{row['kind_ja']}。"
    by_cell = pd.notna(row["position"]) and row["position"] == "by_cell"
    return text + ("年度は表の位置から読んだ。" if by_cell else "")


def national_counts() -> pd.DataFrame:
    """Return the national counts by fiscal year and programme, with programme_ja, evidence_ja and doc_id."""
    rows = located_without_area("national_counts")
    return rows.assign(
        programme_ja=rows["programme_code"].map(programme_names()),
        evidence_ja=labels_of("national_counts", "evidence", rows["evidence"]),
    )


def located_without_area(name: str) -> pd.DataFrame:
    """Return a table of facts about no area, with doc_id."""
    rows = store.read_table(name)
    documents = store.read_table("records").set_index("record_id")["doc_id"]
    return rows.assign(doc_id=rows["record_id"].map(documents))


@kept
def reconciliation() -> pd.DataFrame:
    """Return national count, named list and stages known here side by side, with the gap as a number and in words.

    Returns:
        The columns of `data.measures.reconciliation.reconciliation` with doc_id, programme_ja, national_evidence_ja,
        list_ja (empty where there is no list) and reading_ja.
    """
    rows = counts.reconciliation(store.read_table("national_counts"), statements())
    documents = store.read_table("records").set_index("record_id")["doc_id"]
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
    return f"{row['list_title']}（{span}、{row['list_as_of']}時点）"


def _gap_reading(row: pd.Series) -> str:
    known = f"市町村名がわかるのは{row['known_count']}"
    if pd.isna(row["national_count"]):
        return f"全国の数の資料がない。{known}市町村。"
    listed = f"、うち名簿によるもの{row['list_count']}" if row["list_count"] else ""
    text = f"全国{row['national_count']}市町村のうち、{known}{listed}。"
    return text + (f"残り{row['gap']}市町村は名前がわからない。" if row["gap"] > 0 else "全国の数との差はない。"
                   if row["gap"] == 0 else f"全国の数より{-row['gap']}多い。出典の食い違いの確認が必要。")  # fmt: skip


@kept
def model_outcome_members() -> pd.DataFrame:
    """Return the model municipalities of the prefectures that the longest named list covers, and who is on the list.

    Returns:
        area_code, area_name_ja, prefecture_code, prefecture_ja, record_id, doc_id, line_start, line_end (of the model
        programme), is_listed, and of the list programme_code, fiscal_year, source_title, source_url, as_of.
    """
    said = statements()
    columns = ["area_code", "area_name_ja", "prefecture_code", "prefecture_ja", "record_id", "doc_id", "line_start",
               "line_end"]  # fmt: skip
    models = said[said["origin"] == "programme_plan"].drop_duplicates("area_code")[columns]
    return counts.outcome_of_models(
        models, said, counts.named_lists(said[said["programme_code"].isin(VOLUNTARY)])
    )


@kept
def model_outcome() -> pd.DataFrame:
    """Return how many of the model municipalities are on the later list of the voluntary programme: a derived outcome.

    Returns:
        One row (none where there is no list): model_count, listed_count, share_pct, programme_code, programme_ja,
        fiscal_year, first_prefecture_ja, last_prefecture_ja, list_title_ja, list_as_of, source_url, reading_ja, caveat_ja.
    """
    members = model_outcome_members()
    if members.empty:
        return pd.DataFrame(columns=["model_count", "listed_count", "share_pct", "reading_ja", "caveat_ja"])
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
        "caveat_ja": f"一覧は{found['as_of']}時点の実施予定で、実績ではない。手元の一覧は{first}から{last}までに限られる。"
        "モデル事業との因果関係を示すものではない。載っていない市町村が実施していないとも限らない。",
    }
    return pd.DataFrame([row])
