"""What municipalities report and what the office decides: written once, never changed, readable as of any moment."""

from data.store.accepting import Accepted, accept_report
from data.store.calendar import report_calendar, set_calendar
from data.store.decisions import corrections, decide_report, record_correction
from data.store.editions import Edition, edition_named, edition_snapshot, edition_table, editions, freeze_edition
from data.store.entries import audit_log, last_entry, last_moment, logged
from data.store.reports import report_findings, reported_achievements, reported_areas, submissions

__all__ = [
    "Accepted",
    "Edition",
    "accept_report",
    "audit_log",
    "corrections",
    "decide_report",
    "edition_named",
    "edition_snapshot",
    "edition_table",
    "editions",
    "freeze_edition",
    "last_entry",
    "last_moment",
    "logged",
    "record_correction",
    "report_calendar",
    "report_findings",
    "reported_achievements",
    "reported_areas",
    "set_calendar",
    "submissions",
]
