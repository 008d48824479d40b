"""Targets against results as everybody may see them: small case counts hidden, shares computed after hiding.

Each answer is kept until something is written: a page that is run again computes nothing.
"""

import pandas as pd

import data.measures.public_ratings as measure
from data import dataset
from data.answers.facts import as_frozen, attainment_bands, kept, of_place, prefecture_of, with_places
from data.answers.places import KeptByPlace
from data.answers.reports import (
    NO_YEAR,
    every_target,
    kept_as_reported,
    kept_by_place,
    kept_by_place_with_aims,
    own_targets,
    ratings,
    reported_achievements,
    reported_areas,
    submissions,
    today,
)
from data.measures import reported_years
from data.measures.attainment_rates import WORSE, check_bands, limits_ja
from data.measures.definitions import ATTAINMENT_MEASURES
from data.measures.public_ratings import KINDS, MOVES, suppress_ratings

MOST_AT_ONCE = 1_000  # targets of all Japan: more are rated year by year, which takes less memory
# What shares are asked by
SHARED_BY = ["pillar", "area_code", "area_name_ja", "prefecture_code", "prefecture_ja", "target_fy"]


def public_ratings(
    fiscal_year: int | None = None, area_code: str | None = None, prefecture_code: str | None = None
) -> pd.DataFrame:
    """Return the rating of every target for public views.

    The columns of `data.measures.attainment.rate_targets` and `data.measures.public_ratings.suppress_ratings`, with
    comment_ja of the result that was rated (missing where it is hidden or there is none).
    """
    prefecture_code = prefecture_of(area_code, prefecture_code)
    if fiscal_year is not None:
        return of_place(_public(prefecture_code, fiscal_year), area_code, None)
    rows = _of_years(_public, prefecture_code)
    return of_place(rows, area_code, None).sort_values("target_id", ignore_index=True)


def _of_years(question: KeptByPlace, prefecture_code: str | None, fiscal_year: int | None = None) -> pd.DataFrame:
    years = _years_of_targets(prefecture_code) if fiscal_year is None else [fiscal_year]
    if prefecture_code is None and len(every_target()) > MOST_AT_ONCE:
        return pd.concat([question(None, year) for year in years], ignore_index=True)
    return question.of_years(prefecture_code, years, "target_fy")


@kept_as_reported
def _years_of_targets(prefecture_code: str | None) -> list[int]:
    """Return the years that targets are of, with NO_YEAR."""
    own = own_targets(prefecture_code=prefecture_code)["target_fy"].dropna()
    return sorted({NO_YEAR, *map(int, dataset.read_table("targets")["target_fy"].dropna().unique()), *map(int, own)})


@kept_by_place_with_aims
def _public(place: str, fiscal_year: int | None) -> pd.DataFrame:
    rows = suppress_ratings(ratings(place, fiscal_year), dataset.read_table("indicators"), attainment_bands())
    results = reported_achievements(place, fiscal_year or None)
    if "comment_ja" not in results:
        return rows.assign(comment_ja="")
    comments = results.drop_duplicates("achievement_id").set_index("achievement_id")["comment_ja"]
    return rows.assign(comment_ja=rows["achievement_id"].map(comments))


def _public_of(edition: str | None, prefecture_code: str | None) -> pd.DataFrame:
    with as_frozen(edition):
        return public_ratings(prefecture_code=prefecture_code)


@kept_as_reported
def edition_changes(before: str | None, after: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return what differs between two editions, or an edition and now (None): `changed_ratings` of the public ratings."""
    return measure.changed_ratings(*(_public_of(edition, prefecture_code) for edition in (before, after)))


def change_words() -> tuple[dict[str, str], dict[str, str]]:
    """Return the words for what `edition_changes` tells: MOVES and KINDS of data.measures.public_ratings."""
    return dict(MOVES), dict(KINDS)


@kept_as_reported
def edition_shares(edition: str | None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the share of targets attained in an edition (None = now): one row, none without a target that counts."""
    return measure.attainment_shares(_public_of(edition, prefecture_code).assign(whole="all"), ["whole"])


@kept_as_reported
def attainment_shares(by: str, fiscal_year: int | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return `attainment_shares` of the public ratings, with bounds, by one column such as pillar or target_fy."""
    return measure.pooled_shares(_of_years(_share_parts, prefecture_code, fiscal_year), [by])


@kept_by_place_with_aims
def _share_parts(place: str, fiscal_year: int | None) -> pd.DataFrame:
    return measure.attainment_shares(public_ratings(fiscal_year, prefecture_code=place or None), SHARED_BY)


@kept_as_reported
def reporting_rates(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return how many of the full-year reports came in, by fiscal year: `data.measures.reported_years.reporting_rates`."""
    rates = reported_years.reporting_rates(_asked(prefecture_code), today())
    return rates[rates["report_kind"] == "full_year"].reset_index(drop=True)


@kept_as_reported
def submission_states(fiscal_year: int, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the full-year form of each municipality that was asked, as it stands today, with state_ja."""
    rows = reported_years.submissions_at(_asked(prefecture_code, fiscal_year), today())
    rows = rows[rows["report_kind"] == "full_year"]
    return rows.assign(state_ja=rows["state"].map(reported_years.SUBMISSION_STATES)).reset_index(drop=True)


@kept_as_reported
def rated_years(prefecture_code: str | None = None) -> list[int]:
    """Return the fiscal years for which reports were asked or results rated, the latest first."""
    asked = set(map(int, _asked(prefecture_code)["fiscal_year"]))
    others = {*_years_of_targets(prefecture_code)} - {*asked, NO_YEAR}
    if others and prefecture_code is not None:
        public_ratings(prefecture_code=prefecture_code)  # all years at once
    rated = {year for year in others if _public(prefecture_code, year)["band"].notna().any()}
    return sorted(asked | rated, reverse=True)


def _asked(prefecture_code: str | None, fiscal_year: int | None = None) -> pd.DataFrame:
    """Return the forms that a due date asks for; a report that nobody asked for is in no rate."""
    rows = submissions(prefecture_code, fiscal_year)
    return rows[rows["due_date"].notna()]


def rated_on() -> str:
    """Return the day of judgement of all answers here (ISO): today in Japan, or that of the edition in force."""
    return today().isoformat()


@kept
def rating_rules() -> dict[str, str]:
    """Return the rules to be printed beside the numbers: reporting_ja, share_ja and bands_ja."""
    formulas = {measure.code: measure.formula_ja for measure in ATTAINMENT_MEASURES}
    bands, limits = check_bands(attainment_bands()), []
    for row in bands.to_dict("records"):
        code, name = str(row["band"]), f"{row['band']} {row['name_ja']}"
        if code == WORSE:
            limits.append(f"{name}（基準値より悪い）")
            continue
        plain, approx = (limits_ja(code, flag, bands) for flag in (False, True))
        limits.append(f"{name}（{plain}{'' if plain == approx else f'、「程度」の目標は{approx}'}）")
    return {
        "reporting_ja": formulas["reporting"],
        "share_ja": formulas["attained_share"],
        "bands_ja": f"段階は達成率で決まります: {'・'.join(limits)}。",
    }


@kept_as_reported
def target_series(area_code: str) -> pd.DataFrame:
    """Return `reported_years.target_series` of a municipality as it stands today, small case counts hidden."""
    every = (every_target(area_code), reported_achievements(area_code), submissions(area_code[:2]))
    targets, results, sent = (rows[rows["area_code"] == area_code] for rows in every)
    rated, indicators = public_ratings(area_code=area_code), dataset.read_table("indicators")
    return reported_years.target_series(rated, targets, results, sent, indicators, today())


def reported_coverage(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return C1 and C2 as reported, by municipality, pillar and fiscal year, with the names of the area.

    `data.measures.reported_years.reported_coverage` as it stands today; is_latest marks the newest year.
    """
    return of_place(_reported_coverage(prefecture_of(area_code, prefecture_code)), area_code, None)


@kept_by_place
def _reported_coverage(place: str, _year: int | None) -> pd.DataFrame:
    areas, forms = reported_areas(place or None), submissions(place or None)
    return with_places(reported_years.reported_coverage(areas, forms, today()))
