"""Fiscal years in Japanese."""

from __future__ import annotations

# Era by the calendar year in which it began; a fiscal year is named after the era at its start in April.
ERAS = ((2019, "令和"), (1989, "平成"), (1926, "昭和"))


def fiscal_year_ja(fiscal_year: int) -> str:
    """Return a fiscal year in both calendars: 2021 → 「令和3年度（2021年度）」.

    Args:
        fiscal_year: The calendar year in which April falls. 2019 began as 平成31年度 and became 令和元年度.
    """
    first, era = next((first, era) for first, era in ERAS if fiscal_year >= first)
    year = fiscal_year - first + 1
    name = f"{era}{'元' if year == 1 else year}年度"
    return f"平成31・{name}（2019年度）" if fiscal_year == 2019 else f"{name}（{fiscal_year}年度）"
