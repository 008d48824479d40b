"""Read-only answers for the pages, named after what they return.

Every function takes `prefecture_code` (two digits) or None for all of Japan, and those about facts also
`area_code` (six digits). Frames are computed once per dataset version; changing one changes nothing elsewhere.
Quarantined values stay in the tables with their mark and are used in no figure.
"""

# fmt: off
# isort: off
from data.answers.areas import municipalities, prefecture_summary, prefectures
from data.answers.attainment import (
    attainment_shares, change_words, edition_changes, edition_shares, public_ratings, rated_on, rated_years,
    rating_rules, reported_coverage, reporting_rates, submission_states, target_series,
)
from data.answers.cases import SEARCH_KINDS, case_points, good_cases, search
from data.answers.digest import digest, knows_stages_of
from data.answers.events import events
from data.answers.facts import (
    achievements, as_of, attainment_bands, boundaries, dataset_facts, dataset_version, documents, excerpt, functions, implementations,
    indicators, meetings, one_moment, parser_coverage, plan_names, programmes, records, service_areas, staffing, state_version,
    table, tables, target_statements,
)
from data.answers.pack import pack_facts
from data.answers.peers import (
    Peers, PeerSource, aims_of_peers, peer_differences, peer_features, peer_group, peer_positions, peer_quartiles,
    peer_reasons, peer_source, peer_stages_by_year, peer_standing, peer_targets, peer_towns, peer_variables, peers,
    start_aligned_stages,
)
from data.answers.plans import function_states, profile, profile_quartiles, targets
from data.answers.plans import (
    measure_matrix, measures, openings, plan_action_coverage, plan_relations, plan_tree, plans,
)
from data.answers.reports import (
    audit_log, editions, own_targets, report_calendar, report_findings, report_state, reported_achievements,
    reported_areas, reported_counts, reported_own_targets, reported_process, reported_roads, reported_services,
    sources_state, submissions,
)
from data.answers.roadmap import (
    milestones, model_outcome, model_outcome_members, national_counts, prefecture_targets, reconciliation,
    support_events, timetable_slots,
)
from data.answers.services import (
    SERVICE_REASONS, contacts, money_middles, service_counts, service_money, service_peers, service_process, service_years,
    services_headline, town_services, zero_reports,
)
from data.answers.stages import known_coverage
from data.answers.stage_sources import grants, issues, programme_stages
from data.answers.stages import STAGE_MOVES, stage_ladder, stage_moves, stage_years
from data.answers.statistics import (
    aging_rates, area_statistics, import_findings, imported_sources, register_statistics, renew_imports,
    statistics_sources,
)
from data.schema import label_of
from data.words import fiscal_year_ja
# isort: on
# fmt: on

__all__ = [
    "SEARCH_KINDS", "SERVICE_REASONS", "STAGE_MOVES", "PeerSource", "Peers", "achievements", "aging_rates", "aims_of_peers", "area_statistics",
    "as_of", "attainment_bands", "attainment_shares", "audit_log", "boundaries", "case_points", "change_words", "contacts",
    "dataset_facts", "dataset_version", "digest", "documents", "edition_changes", "edition_shares",
    "editions", "events", "excerpt", "fiscal_year_ja", "function_states", "functions", "good_cases", "grants", "implementations",
    "import_findings", "imported_sources", "indicators", "issues", "known_coverage", "knows_stages_of", "label_of", "measure_matrix", "measures",
    "meetings", "milestones", "model_outcome", "model_outcome_members", "money_middles", "municipalities", "national_counts",
    "one_moment", "openings", "own_targets", "pack_facts", "parser_coverage", "peer_differences", "peer_features", "peer_group",
    "peer_positions", "peer_quartiles", "peer_reasons", "peer_source", "peer_stages_by_year", "peer_standing",
    "peer_targets", "peer_towns", "peer_variables", "peers", "plan_action_coverage",
    "plan_names", "plan_relations", "plan_tree", "plans", "prefecture_summary", "prefecture_targets", "prefectures", "profile",
    "profile_quartiles", "programme_stages", "programmes", "public_ratings", "rated_on", "rated_years",
    "rating_rules", "reconciliation", "records", "register_statistics", "renew_imports", "report_calendar", "report_findings",
    "report_state", "reported_achievements", "reported_areas", "reported_counts", "reported_coverage",
    "reported_own_targets", "reported_process", "reported_roads", "reported_services", "reporting_rates", "search",
    "service_areas", "service_counts", "service_money", "service_peers", "service_process", "service_years",
    "services_headline", "sources_state", "staffing", "stage_ladder", "stage_moves", "stage_years", "start_aligned_stages",
    "state_version", "statistics_sources", "submission_states", "submissions", "support_events", "table", "tables",
    "target_series", "target_statements", "targets", "timetable_slots", "town_services",
    "zero_reports",
]  # fmt: skip
