"""市町村カルテ: what does the plan of this town say, and what is known about it?"""

from collections.abc import Callable

import streamlit as st

from components.drawing import wording
from components.drawing.markdown import escaped
from components.drawing.model import Basis, Figure
from components.figures import plan, profile, quality, summary, targets
from components.figures.peers import nearest_with_record
from components.views import card, frame, navigation, originals, peers, services
from components.views.filters import Filters
from components.views.ratings import show_town as show_ratings
from components.views.town import Row, choose_town, show_census, show_documents, show_head
from data import answers
from data.measures import coverage

TITLE = "市町村カルテ"
ICON = ":material/location_city:"
ORDER = 40
LEAD = "この町の計画は、だれに、何を、どこまで届けるものか。数値の一つ一つを原文の行まで確かめられます。"
REASONS = coverage.REASONS | coverage.FLAGS


def show_without_record(town: Row, chosen: Filters) -> None:
    """Say what is known about a municipality without a plan, and which ones near it have one."""
    st.info(f"{escaped(town['name_ja'])}の計画書は手元にありません。事業を実施していないという意味ではありません。")
    show_census(town, chosen)
    show_documents(town, chosen)
    peers.show_summary(town, chosen)
    st.subheader("近くで計画書のある市町村")
    for row in nearest_with_record(answers.municipalities(), town).to_dict("records"):
        label = f"{row['name_ja']}（{row['prefecture_ja']}・役所間の直線距離 約{row['distance_km']:,.0f} km）"
        query = chosen.query(area=row["area_code"]) | {"pref": row["prefecture_code"]}
        navigation.link("municipality", label, **query)


def show_record(town: Row, chosen: Filters) -> None:
    area, place = town["area_code"], wording.place(town["doc_id"], town["line_start"], town["line_end"])
    basis = Basis(town["prefecture_ja"], wording.fiscal_year(town["fiscal_year"]), place)
    achievements, statements = answers.achievements(area), answers.target_statements(area)
    aims = targets.with_words(answers.targets(area), achievements, answers.indicators())

    def shown(view: str, make: Callable[[], Figure]) -> None:
        card.show_kept(f"municipality.{view}", chosen, make, area)

    def standing() -> Figure:
        rows, quartiles = answers.profile(town["record_id"]), answers.profile_quartiles(town["prefecture_code"])
        return profile.standing(rows, quartiles, basis, answers.peer_quartiles(area))

    shown("summary", lambda: summary.of_town(town, basis))
    show_documents(town, chosen)
    left, right = st.columns([11, 9], gap="small")
    with left:
        shown("standing", standing)
    with right:
        shown("areas", lambda: plan.service_areas(town, answers.service_areas(area), basis, REASONS))
        shown("people", lambda: plan.people_and_meetings(town, answers.staffing(area), answers.meetings(area), basis))
    shown("names", lambda: plan.named_in_plan(answers.plan_names(area), basis))
    show_census(town, chosen)
    shown("functions", lambda: plan.functions(town, answers.function_states(area), basis))
    rated = show_ratings(town, chosen)
    aims = targets.with_reports(aims, rated)
    card.show(
        targets.beside_reports(targets.of_town(aims, statements, basis), rated),
        chosen,
        lambda: originals.show_statements(statements, aims, achievements),
    )
    shown("programmes", lambda: plan.programmes(answers.implementations(area), answers.programmes(), basis))
    peers.show_summary(town, chosen)

    def questionable() -> Figure:
        values, words = answers.table("profile_values"), answers.indicators()
        return quality.issues_of_town(quality.issues_with_words(answers.issues(area), values, words), basis)

    shown("issues", questionable)
    originals.show(town, area, "計画書の原文をすべて開く")


with frame.page(TITLE, ICON, LEAD) as chosen:
    town = choose_town(answers.municipalities(chosen.prefecture_code), chosen)
    show_head(town, chosen)
    services.show_town(town, chosen)
    if town["has_record"]:
        show_record(town, chosen)
    else:
        show_without_record(town, chosen)
