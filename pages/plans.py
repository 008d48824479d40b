"""計画の体系: what do the plans aim at, and which measures move it?"""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from components.drawing import wording
from components.drawing.markdown import escaped
from components.drawing.model import Basis, Figure
from components.figures import plans as plan_figures
from components.views import card, filters, frame, navigation, originals
from components.views.filters import Filters
from data import answers

TITLE = "計画の体系"
ICON = ":material/account_tree:"
ORDER = 70
LEAD = "計画は何をうたい、年度の施策はどの行動目標に応えるか。施策のない枝と、案の段階の計画も分かります。"


def choose_plan(plans: pd.DataFrame) -> dict:
    ordered = plans.sort_values(["node_count", "plan_id"], ascending=[False, True])
    labels = {}
    for row in ordered.to_dict("records"):
        status = answers.label_of("plans", "status", row["status"])
        labels[row["plan_id"]] = f"{row['name_ja']}（{row['area_name_ja']}・{status}）"
    code = filters.choose_one("plan", "計画", labels, placeholder="計画名で検索")
    return ordered[ordered["plan_id"] == code].to_dict("records")[0]


def show_plan(plan: dict, chosen: Filters) -> None:
    plan_id, area = plan["plan_id"], plan["area_code"]
    document = answers.documents().set_index("doc_id").loc[plan["doc_id"]]
    year = wording.fiscal_year(document["fiscal_year"]).replace(
        wording.MISSING, f"文書に年度の記載なし（{plan['period_ja']}）"
    )
    basis = Basis(plan["prefecture_ja"], year, f"{document['title_ja']}（文書{plan['doc_id']}）")
    nodes, yearly = answers.plan_tree(plan_id), answers.measures(plan_id)
    coverage, relations = answers.plan_action_coverage(plan_id), answers.plan_relations(plan_id)
    opened = answers.openings(area)

    def shown(view: str, make: Callable[[], Figure]) -> None:
        card.show_kept(f"plans.{view}", chosen, make, plan_id)

    shown("head", lambda: plan_figures.head(plan, basis))
    if len(nodes):
        shown("tree", lambda: plan_figures.tree(plan, nodes, yearly, relations, basis))
        shown("gaps", lambda: plan_figures.gaps(plan, nodes, coverage, basis))
    if len(yearly):
        shown("matrix", lambda: plan_figures.matrix(yearly, answers.measure_matrix(plan_id), coverage, basis))
    if len(relations):
        shown("relations", lambda: plan_figures.related_plans(plan, relations, basis))
    if len(opened):
        shown("openings", lambda: plan_figures.openings(opened, basis))
    place = answers.records().set_index("record_id").loc[plan["record_id"]].to_dict()
    originals.show(place, plan_id, "計画の原文をすべて開く")


def show_elsewhere(chosen: Filters) -> None:
    """Say that the place has no plan here, and lead to those that have."""
    st.info(
        f"{escaped(chosen.prefecture_ja)}の計画の体系は、手元の文書にありません。計画がないという意味ではありません。次の計画は開けます。"
    )
    for row in answers.plans().drop_duplicates("area_code").to_dict("records"):
        query = chosen.query(plan=row["plan_id"]) | {"pref": row["prefecture_code"]}
        navigation.link("plans", f"{row['name_ja']}（{row['prefecture_ja']}{row['area_name_ja']}）", **query)


with frame.page(TITLE, LEAD) as chosen:
    plans = answers.plans(prefecture_code=chosen.prefecture_code)
    if plans.empty:
        show_elsewhere(chosen)
    else:
        show_plan(choose_plan(plans), chosen)
    laws = Basis(chosen.prefecture_ja, chosen.as_of, "社会福祉法などの条文（事業の一覧として登録したもの）")
    card.show_kept("plans.laws", chosen, lambda: plan_figures.legal_bases(answers.programmes(), laws))
