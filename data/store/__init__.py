"""Reports of municipalities and decisions of the office: written once, never changed, readable as of any moment."""

# fmt: off
# isort: off
from data.store.recording import (
    Accepted, Edition, accept_report, decide_report, edition_named, edition_snapshot, editions, freeze_edition, set_calendar,
)
from data.store.reports import report_calendar, report_findings, reported_achievements, reported_areas, submissions
from data.store.sessions import audit_log, last_moment, logged
# isort: on
# fmt: on

__all__ = [
    "Accepted", "Edition", "accept_report", "audit_log", "decide_report", "edition_named", "edition_snapshot",
    "editions", "freeze_edition", "last_moment", "logged", "report_calendar", "report_findings",
    "reported_achievements", "reported_areas", "set_calendar", "submissions",
]  # fmt: skip
