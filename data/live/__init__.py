"""What municipalities report and what the office decides: written once, never changed, readable as of any moment."""

from data.live.accepting import Accepted, accept_report
from data.live.calendar import report_calendar, set_calendar
from data.live.decisions import corrections, decide_report, record_correction
from data.live.editions import Edition, edition_named, edition_snapshot, edition_table, editions, freeze_edition
from data.live.entries import audit_log, last_entry, last_moment, logged
from data.live.reports import report_findings, reported_achievements, reported_areas, submissions

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
