"""What a report for a council will hold, before it is made; the button that makes it, the finished files, and its reading.

Read on a projector, it is one figure a screen in large type, ← and → to go on, and nothing else.
"""

import plotly.graph_objects as go
import streamlit as st

from components.drawing import html, wording
from components.drawing.markdown import escaped
from components.drawing.model import Figure
from components.packs import files
from components.packs.files import FORMATS, PackFile
from components.packs.model import Pack
from components.views import card, filters, gate
from components.views.card import store_in_reach
from components.views.filters import Filters
from components.views.map import draw_shapes, stages_of
from data import answers
from loaders import export_pack

WHOLE_JA = "都道府県の全体"
NOW_JA = "現在の状態"
_KEY = "pack_made"


def choose_place(prefecture_code: str, chosen: Filters) -> str | None:
    """Show the choice between the prefecture and one of its municipalities; return the area_code of the latter."""
    towns = answers.municipalities(prefecture_code)
    ordered = towns.sort_values(["has_record", "area_code"], ascending=[False, True])
    labels = {"": f"{chosen.prefecture_ja}（{WHOLE_JA}）"} | {
        str(row["area_code"]): str(row["name_ja"]) + ("" if row["has_record"] else f"（{wording.NO_RECORD}）")
        for row in ordered[["area_code", "name_ja", "has_record"]].to_dict("records")
    }
    return filters.choose_one("pack_area", "対象", labels, "", placeholder="市町村名で検索") or None


def choose_edition() -> str | None:
    """Show the choice of the frozen edition and return its name; None = the present state, and all without the store."""
    labels = {"": NOW_JA}
    with store_in_reach():
        for row in answers.editions().to_dict("records"):
            day = wording.era_date(str(row["frozen_at"])[:10])
            labels[str(row["name"])] = f"{row['name']}（{day}に固定）"
    return filters.choose_one("edition", "版", labels, "", placeholder="版の名前で検索") or None


def show(pack: Pack, chosen: Filters) -> None:
    """Draw the summary, the list of the parts and the questions."""
    card.show(pack.headline, chosen)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.html(html.heading("要約", pack.edition_ja))
        st.html("".join(html.paragraph(f"・{message}") for message in pack.messages))
        st.html(html.heading("想定される問い", wording.count(len(pack.questions), "問")))
        for question in pack.questions:
            with st.expander(escaped(question.question_ja)):
                words = (question.answer_ja, question.rule_ja, question.source_ja)
                st.html(html.facts(list(zip(("答（案）", "選んだ規則", "出典"), words, strict=True))))
    with right:
        st.html(html.heading("資料の内容"))
        parts = [(part.title_ja, str(len(part.figures)), str(len(part.listings))) for part in pack.sections]
        ends = {"想定される問い": pack.questions, "定義": pack.definitions, "出典": pack.sources}
        st.html(
            html.rows(
                ["章", "図", "表"],
                [("要約", "1", "―"), *parts, *((f"{name}（{len(items)}）", "―", "―") for name, items in ends.items())],
                [64, 18, 18],
            )
        )


def make(pack: Pack) -> None:
    """Draw the button that makes all files, with a bar, and the buttons that save what was made last for this report."""
    is_asked = filters.kept_value("make", "", "1".__eq__) == "1"  # by a link that leads straight to the files
    filters.keep("make", "")
    if (
        st.button(f"{escaped(pack.place_ja)}の資料を作る（PDF・スライド・Excel）", type="primary", key="make_pack")
        or is_asked
    ):
        st.session_state[_KEY] = (pack, _made(pack))
    held = st.session_state.get(_KEY)
    if held is None or held[0] is not pack:
        return
    made: list[PackFile] = held[1]
    with st.container(horizontal=True, gap="small"):
        for file in made:
            card.save(FORMATS[file.ending], file.name, file.content, f"save_{file.ending}")
        card.save("まとめて（zip）", f"{pack.file_stem}.zip", lambda: files.zipped(made), "save_zip")


def _made(pack: Pack) -> list[PackFile]:
    """Return the files, made in another process while other readers go on."""
    names = list(FORMATS.values())
    bar = st.progress(0.0, f"{escaped(names[0])}を作成中…")

    def progress(number: int) -> None:
        following = f"{names[number]}を作成中…" if number < len(names) else "できました"
        bar.progress(number / len(names), following)

    with gate.outside():
        made = export_pack.made_apart(export_pack.Place(pack.prefecture_code, pack.area_code), pack.edition, progress)
    bar.empty()
    return made


KEYS_JA = "← → で前後の図、Esc で終わります。"


def is_reading() -> bool:
    """Return whether the reader asked for one figure a screen."""
    return filters.kept_value("read", "", str.isdigit) != ""


@gate.fragment
def read(pack: Pack, chosen: Filters) -> None:
    """Draw the figure whose number the address has, and the three buttons that the keys press."""
    stages = stages_of(None, chosen)
    drawable = [figure for part in pack.sections for figure in part.figures if figure.drawing]
    figures = [pack.headline, stages.figure, *drawable]
    number = min(max(int(filters.kept_value("read", "1", str.isdigit)), 1), len(figures))
    filters.keep("read", str(number))
    figure = figures[number - 1]
    with st.container(key="reading"):
        st.html(html.heading(figure.title) + html.paragraph(figure.sentence, "km-lead"))
        if figure is stages.figure:
            draw_shapes(stages, chosen, 430)
        else:
            _draw(figure)
        st.html(html.paragraph(f"{figure.as_of}　出典 {figure.source}", "km-meta"))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("前の図", key="read_back", disabled=number == 1, on_click=_go, args=(number - 1,))
            st.html(html.paragraph(f"{number} / {len(figures)}"), width="content")
            st.button("次の図", key="read_next", disabled=number == len(figures), on_click=_go, args=(number + 1,))
            if st.button("終わる", key="read_end", type="tertiary"):
                filters.keep("read", "")
                st.query_params.pop("read", None)
                st.rerun()
            st.html(html.paragraph(KEYS_JA, "km-meta"), width="content")


def _draw(figure: Figure) -> None:
    """Draw a figure with large letters."""
    drawn = figure.drawing(card.mode()) if figure.drawing else ""
    if isinstance(drawn, go.Figure):
        height = min(480, int(1.4 * (drawn.layout.height or 400)))
        drawn = go.Figure(drawn).update_layout(font_size=19, height=height, legend_font_size=19)
        drawn.update_xaxes(tickfont_size=18).update_yaxes(tickfont_size=18).update_traces(textfont_size=18)
        st.plotly_chart(drawn, theme=None, config={"displayModeBar": False}, key=f"read_{figure.name}")
    elif drawn:
        st.html(drawn)


def _go(number: int) -> None:
    filters.keep("read", str(number))
