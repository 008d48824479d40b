"""市町村カルテ: what does the plan of this town say, and what is known about it?"""

from collections.abc import Callable

import streamlit as st

from components.drawing import html, wording
from components.drawing.markdown import escaped
from components.drawing.model import Basis, Figure
from components.figures import plan, profile, quality, summary
from components.views import card, frame, originals, peers, services
from components.views.filters import Filters
from components.views.ratings import areas_of, latest_share, show_targets
from components.views.ratings import show_town as show_ratings
from components.views.town import Row, choose_town, show_census, show_documents, show_head
from data import answers
from data.measures import coverage

TITLE = "市町村カルテ"
ICON = ":material/location_city:"
ORDER = 40
LEAD = "この町の計画は、だれに、何を、どこまで届けるものか。数値の一つ一つを原文の行まで確かめられます。"
# Part of the page → its card; the others stand side by side as tabs.
CONTENTS = {"要点": "town_headline", "段階": "town_stages", "目標と実績": "part_targets"}
TABS = (
    "対象の区域", "五つの事業", "推進員と会議", "機能", "事業", "連絡先・財源", "基本情報", "国勢調査", "似た市町村", "データの課題",
)  # fmt: skip
LISTED, REPORTED_AREAS = "目標の一覧", "報告された区域"  # tabs only where there are reports
ON_PAPER = ("対象の区域", "機能", "基本情報")
REASONS = coverage.REASONS | coverage.FLAGS


def show_without_record(town: Row, chosen: Filters) -> None:
    """Say what is known about a municipality without a plan, and which ones near it have one."""
    st.info(f"{escaped(town['name_ja'])}の計画書は手元にありません。事業を実施していないという意味ではありません。")
    show_census(town, chosen)
    show_documents(town, chosen)
    services.show_town(town, chosen)
    show_ratings(town, chosen)
    if areas := areas_of(town, chosen):
        areas()
    peers.show_summary(town, chosen)
    peers.show_nearest(town, chosen)


def show_record(town: Row, chosen: Filters) -> None:
    area, place = town["area_code"], wording.place(town["doc_id"], town["line_start"], town["line_end"])
    basis = Basis(town["prefecture_ja"], wording.fiscal_year(town["fiscal_year"]), place)
    line = st.empty()

    def kept(view: str, make: Callable[[], Figure], *, with_reports: bool = False) -> Figure:
        return card.kept(f"municipality.{view}", chosen, make, area, with_reports=with_reports)

    def standing() -> Figure:
        rows, quartiles = answers.profile(town["record_id"]), answers.profile_quartiles(town["prefecture_code"])
        return profile.standing(rows, quartiles, basis, answers.peer_quartiles(area))

    def questionable() -> Figure:
        found = quality.issues_with_words(answers.issues(area), answers.table("profile_values"), answers.indicators())
        return quality.issues_of_town(found, basis)

    card.show(kept("summary", lambda: summary.of_town(town, basis, latest_share(town)), with_reports=True), chosen)
    show_documents(town, chosen)
    with st.container(key="part_targets"):
        on_demand = {LISTED: show_targets(town, basis, chosen), REPORTED_AREAS: areas_of(town, chosen)}
    tabs = (*TABS, *(name for name, draw in on_demand.items() if draw))
    line.html(html.contents(CONTENTS | dict.fromkeys(tabs, "")))
    held, made = answers.staffing(area), answers.implementations(area)
    shown = {
        "対象の区域": kept("areas", lambda: plan.service_areas(town, answers.service_areas(area), basis, REASONS)),
        "推進員と会議": kept("people", lambda: plan.people_and_meetings(town, held, answers.meetings(area), basis)),
        "機能": kept("functions", lambda: plan.functions(town, answers.function_states(area), basis)),
        "事業": kept("programmes", lambda: plan.programmes(made, answers.programmes(), basis)),
        "連絡先・財源": kept("names", lambda: plan.named_in_plan(answers.plan_names(area), basis)),
        "基本情報": kept("standing", standing),
        "データの課題": kept("issues", questionable),
    }
    for name, tab in zip(tabs, st.tabs(tabs, key="town_parts"), strict=True):
        with tab:
            if draw := on_demand.get(name):
                draw()
            elif name in shown:
                card.show(shown[name], chosen)
            elif name == "五つの事業":
                services.show_town(town, chosen)
            elif name == "国勢調査":
                show_census(town, chosen)
            else:
                peers.show_summary(town, chosen)
    st.html(html.sheet([*(shown[name] for name in ON_PAPER), peers.summary(town, chosen)]))
    originals.show(town, area, "計画書の原文をすべて開く")


with frame.page(TITLE, LEAD) as chosen:
    town = choose_town(answers.municipalities(chosen.prefecture_code), chosen)
    show_head(town, chosen)
    if town["has_record"]:
        show_record(town, chosen)
    else:
        show_without_record(town, chosen)
