"""Targets against results as everybody may see them: small case counts hidden, shares computed after hiding.

Each answer is kept until something is written: a page that is run again computes nothing.
"""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from data import dataset
from data.answers.facts import kept, of_place
from data.answers.frozen import in_force
from data.answers.reports import JAPAN, attainment_bands, kept_as_reported, ratings, reported_achievements, submissions
from data.measures import aggregation
from data.measures import submissions as forms
from data.measures.attainment_definitions import ATTAINMENT_MEASURES
from data.measures.bands import WORSE, check_bands, limits_ja
from data.measures.public_ratings import suppress_ratings
from data.measures.rating_changes import KINDS, MOVES, changed_ratings


def public_ratings(
    fiscal_year: int | None = None,
    area_code: str | None = None,
    prefecture_code: str | None = None,
    edition: str | None = None,
) -> pd.DataFrame:
    """Return the rating of every target for public views, as it stands today or stood in an edition.

    Args:
        fiscal_year: Targets of this year, or None for all years.
        area_code: Six digits, or None.
        edition: The name of a frozen edition, judged on the day on which it was frozen; None = now.

    Returns:
        The columns of `access.ratings` and `data.measures.public_ratings.suppress_ratings`, with comment_ja of the
        result that was rated (missing where it is hidden or there is none).
    """
    rows = _public(_today(), edition)
    rows = rows if fiscal_year is None else rows[rows["target_fy"] == fiscal_year]
    return of_place(rows, area_code, prefecture_code)


def edition_changes(before: str | None, after: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return what differs between two editions, or an edition and now (None), target by target.

    Returns:
        `data.measures.rating_changes.changed_ratings` of the public ratings.

    Raises:
        UnknownEditionError: No edition has such a name.
    """
    return _changes(before, after, prefecture_code, _today())


def change_words() -> tuple[dict[str, str], dict[str, str]]:
    """Return the words for what `edition_changes` tells: MOVES and KINDS of data.measures.rating_changes."""
    return dict(MOVES), dict(KINDS)


def edition_shares(edition: str | None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the share of targets attained in an edition (None = now): one row, none without a target that counts."""
    return _edition_shares(edition, prefecture_code, _today())


def attainment_shares(by: str, fiscal_year: int | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the share of targets attained, with its bounds, by one column such as pillar, area_code or target_fy.

    Returns:
        `data.measures.aggregation.attainment_shares` of the public ratings.
    """
    return _shares(by, fiscal_year, prefecture_code, _today())


def reporting_rates(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return how many of the full-year reports came in, by fiscal year: `data.measures.submissions.reporting_rates`."""
    return _rates(prefecture_code, _today())


def submission_states(fiscal_year: int, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the full-year form of each municipality that was asked, as it stands today, with state_ja."""
    return _states(fiscal_year, prefecture_code, _today())


def rated_years(prefecture_code: str | None = None) -> list[int]:
    """Return the fiscal years for which reports were asked or results rated, the latest first."""
    return _years(prefecture_code, _today())


@kept_as_reported
def _public(on: date, edition: str | None = None) -> pd.DataFrame:
    rated = ratings(on=on) if edition is None else ratings(edition=edition)
    rows = suppress_ratings(rated, dataset.read_table("indicators"), attainment_bands())
    results = reported_achievements(edition=edition)
    if "comment_ja" not in results:
        return rows.assign(comment_ja="")
    comments = results.drop_duplicates("achievement_id").set_index("achievement_id")["comment_ja"]
    return rows.assign(comment_ja=rows["achievement_id"].map(comments))


@kept_as_reported
def _changes(before: str | None, after: str | None, prefecture_code: str | None, on: date) -> pd.DataFrame:
    states = [of_place(_public(on, edition), None, prefecture_code) for edition in (before, after)]
    return changed_ratings(*states)


@kept_as_reported
def _edition_shares(edition: str | None, prefecture_code: str | None, on: date) -> pd.DataFrame:
    rows = of_place(_public(on, edition), None, prefecture_code)
    return aggregation.attainment_shares(rows.assign(whole="all"), ["whole"])


@kept_as_reported
def _shares(by: str, fiscal_year: int | None, prefecture_code: str | None, on: date) -> pd.DataFrame:
    rows = of_place(_public(on), None, prefecture_code)
    rows = rows if fiscal_year is None else rows[rows["target_fy"] == fiscal_year]
    return aggregation.attainment_shares(rows, [by])


@kept_as_reported
def _rates(prefecture_code: str | None, on: date) -> pd.DataFrame:
    rates = forms.reporting_rates(_asked(prefecture_code), on)
    return rates[rates["report_kind"] == "full_year"].reset_index(drop=True)


@kept_as_reported
def _states(fiscal_year: int, prefecture_code: str | None, on: date) -> pd.DataFrame:
    rows = forms.submissions_at(_asked(prefecture_code), on)
    rows = rows[(rows["fiscal_year"] == fiscal_year) & (rows["report_kind"] == "full_year")]
    return rows.assign(state_ja=rows["state"].map(forms.SUBMISSION_STATES)).reset_index(drop=True)


@kept_as_reported
def _years(prefecture_code: str | None, on: date) -> list[int]:
    rows = of_place(_public(on), None, prefecture_code)
    years = {*_asked(prefecture_code)["fiscal_year"], *rows.loc[rows["band"].notna(), "target_fy"].dropna()}
    return sorted({int(year) for year in years}, reverse=True)


def _asked(prefecture_code: str | None) -> pd.DataFrame:
    """Return the forms that a due date asks for; a report that nobody asked for is in no rate."""
    rows = submissions(prefecture_code)
    return rows[rows["due_date"].notna()]


def _today() -> date:
    """Return the day of judgement: today in Japan, or the day on which the edition in force was frozen."""
    edition = in_force()
    return date.fromisoformat(edition.frozen_at[:10]) if edition else datetime.now(JAPAN).date()


def rated_on() -> str:
    """Return the day of judgement of all answers here (ISO): today in Japan, or that of the edition in force."""
    return _today().isoformat()


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
