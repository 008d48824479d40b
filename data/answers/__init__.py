"""Read-only answers for the pages, named after what they return.

Every function takes `prefecture_code` (two digits) or None for all of Japan, and those about facts also
`area_code` (six digits). Frames are computed once per dataset version; changing one changes nothing elsewhere.
Quarantined values stay in the tables with their mark and are used in no figure.
"""

# fmt: off
# isort: off
from data.answers.areas import municipalities, participation, pooled_coverage, prefectures
from data.answers.attainment import (
    attainment_shares, change_words, edition_changes, edition_shares, public_ratings, rated_on, rated_years,
    rating_rules, reported_coverage, reporting_rates, submission_states, target_series,
)
from data.answers.cases import SEARCH_KINDS, case_points, good_cases, search
from data.answers.digest import digest, events, knows_stages_of
from data.answers.facts import (
    achievements, as_of, attainment_bands, boundaries, dataset_facts, dataset_version, documents, excerpt, functions, implementations, openings,
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
    measure_matrix, measures, plan_action_coverage, plan_relations, plan_tree, plans,
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
