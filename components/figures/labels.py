"""Headings of what figures show: a column is named once, by the schema, its recurring fields, or headings.yml. Pure."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from components.drawing.tables import heading_of
from data import schema
from data.schema import FIELDS

# The same column under another heading, where more than one figure shows it so.
AREA = ("area_name_ja", "自治体")  # A municipality or a prefecture
TOWN = ("name_ja", "市町村")
PROGRAMMES = ("group_ja", "計画書にある事業")
TARGET = ("label_ja", "目標")
TARGET_YEAR = ("target_fy", "年度")
COUNT_KIND = ("indicator_ja", "件数の種類")
OFFICER_COMMENT = ("comment_ja", "担当者のコメント")


def _of_tables() -> dict[str, str]:
    """Return the headings of the columns on which all tables agree."""
    tables = (*schema.TABLES.values(), *schema.LIVE_TABLES.values(), *schema.IMPORTED_TABLES.values())
    headings: dict[str, set[str]] = {}
    for column in (column for table in tables for column in table.columns):
        headings.setdefault(column.name, set()).add(heading_of(column))
    return {name: next(iter(same)) for name, same in headings.items() if len(same) == 1}


_OWN: dict[str, str] = yaml.safe_load(Path(__file__).with_name("headings.yml").read_text(encoding="utf-8"))
DECLARED: Mapping[str, str] = {**_of_tables(), **{name: heading_of(column) for name, column in FIELDS.items()}, **_OWN}


def headings_of(*columns: str | tuple[str, str]) -> dict[str, str]:
    """Return column → heading: as declared (KeyError where it is not), or as only this figure calls it."""
    return dict((column, DECLARED[column]) if isinstance(column, str) else column for column in columns)
