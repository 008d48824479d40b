"""What a report for a council will hold, before it is made; the button that makes it, and the finished files."""

import streamlit as st

from components.drawing import html, wording
from components.drawing.markdown import escaped
from components.packs import files
from components.packs.files import FORMATS, PackFile
from components.packs.model import Pack
from components.views import card, filters, gate
from components.views.card import SAVE, store_in_reach
from components.views.filters import Filters
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
            st.download_button(
                file.kind.name_ja, icon=SAVE, data=file.content, file_name=file.name, mime=file.kind.mime,
                on_click="ignore", key=f"save_{file.kind.ending}",
            )  # fmt: skip
        st.download_button(
            "まとめて（zip）", icon=SAVE, data=lambda: files.zipped(made), file_name=f"{pack.file_stem}.zip",
            mime="application/zip", on_click="ignore", key="save_zip",
        )  # fmt: skip


def _made(pack: Pack) -> list[PackFile]:
    """Return the files, made in another process while other readers go on."""
    names = [kind.name_ja for kind in FORMATS.values()]
    bar = st.progress(0.0, f"{escaped(names[0])}を作成中…")

    def progress(number: int) -> None:
        following = f"{names[number]}を作成中…" if number < len(names) else "できました"
        bar.progress(number / len(names), following)

    with gate.outside():
        made = export_pack.made_apart(export_pack.Place(pack.prefecture_code, pack.area_code), pack.edition, progress)
    bar.empty()
    return made
