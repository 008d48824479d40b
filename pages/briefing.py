"""議会説明資料: what does the council get on paper and as slides?"""

import streamlit as st

from components.packs import content
from components.views import frame, navigation, pack
from data import answers

TITLE = "議会説明資料"
ICON = ":material/co_present:"
ORDER = 88
LEAD = "議会に示す資料を、画面と同じデータから一度に作ります。PDF（A4）、編集できるスライド、データの Excel です。"
NO_CENSUS_JA = "取り込んだ国勢調査の値は版に固定されないため、資料には使いません。高齢化率と人口は計画書の値です。"

with frame.page(TITLE, LEAD) as chosen:
    prefecture = chosen.prefecture_code
    if prefecture is None:
        st.info("左の「都道府県」を選んでください。資料は、都道府県か、その中の一つの市町村について作ります。")
    else:
        left, right = st.columns(2, gap="small")
        with left:
            area = pack.choose_place(prefecture, chosen)
        with right:
            edition = pack.choose_edition()
        with st.spinner("資料の内容を集めています…"):
            boundaries = answers.boundaries()
            facts = answers.pack_facts(prefecture, area, edition)
            made = content.pack(facts, boundaries.credit_ja, boundaries.geojson(prefecture))
        if answers.peer_source().has_census:
            st.caption(NO_CENSUS_JA)
        if pack.is_reading():
            pack.read(made, chosen)
        else:
            query = chosen.query(read="1", pack_area=area, edition=edition)
            navigation.link("briefing", "映して説明する（一図ずつ、← → で送る）", **query)
            pack.make(made)
            pack.show(made, chosen)
