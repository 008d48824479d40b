"""One frame for every figure: title, one-sentence reading, a row of small buttons, the figure, its time and source.

A figure and its drawings are made once for each state of the data and choice of the reader (`kept`): plotly checks
every property of a drawing, 5–10 ms each, which is more than everything else on a page.
"""

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from components.drawing import charts, html, wording
from components.drawing.markdown import error_box
from components.drawing.model import Figure
from components.drawing.theme import Mode
from components.packs import files
from components.views import gate, navigation
from components.views.filters import Filters
from data import answers
from data.errors import DatasetError

T = TypeVar("T")
SAVE = ":material/download:"
LOADING_JA = "報告を読み込んでいます…"
_WHOLE = {"自治体", "市町村", "期限との関係"}
_MOST_KEPT = 400  # figures with drawings of 5–60 KB, and tables that they are made from
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = threading.Lock()


def kept(
    view: str, chosen: Filters, make: Callable[[], Figure], *asked: Hashable, with_reports: bool = False
) -> Figure:
    """Return a figure with its drawings and its table, made on the first call for a state of the data and a choice.

    The view is its name among all pages; `asked` is what it depends on beside the prefecture, such as a municipality or
    a fiscal year. With reports it is made again when one comes in for its prefecture; a figure that uses those of others
    asks for `answers.sources_state()`.
    """
    return remembered(view, chosen, lambda: once(make()), *asked, with_reports=with_reports)


def once(figure: Figure) -> Figure:
    """Return a figure whose drawings and table are made when they are first asked for, and then kept."""
    drawing = figure.drawing and functools.cache(figure.drawing)
    return replace(figure, drawing=drawing, table=functools.cache(figure.table))


def remembered(view: str, chosen: Filters, make: Callable[[], T], *asked: Hashable, with_reports: bool = False) -> T:
    """Return anything that a page makes of answers, made on the first call as `kept` does; nobody may change it."""
    key = (view, chosen, answers.sources_state(chosen.prefecture_code) if with_reports else "", *asked)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            found: T = _kept[key]
            return found
    made = make()
    with _lock:
        _kept[key] = made
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


@contextmanager
def store_in_reach() -> Iterator[None]:
    """Say calmly that reports cannot be shown; figures about documents go on without them."""
    try:
        yield
    except DatasetError as error:
        st.warning(error_box(error))


def show(figure: Figure, chosen: Filters, draw: Callable[[], T] | None = None, *, as_picture: bool = True) -> T | None:
    """Draw a figure in its frame, with Streamlit or as it draws itself; return what that returns, such as a selection."""
    with st.container(border=True, key=f"card_{figure.name}"):
        _head(figure, chosen, as_picture)
        result = None
        if draw:
            result = draw()
        else:
            draw_figure(figure)
        st.html(html.figure_foot(figure))
    return result


def show_kept(
    view: str, chosen: Filters, make: Callable[[], Figure], *asked: Hashable, with_reports: bool = False
) -> None:
    """Draw a figure that is kept (see there) in its frame."""
    show(kept(view, chosen, make, *asked, with_reports=with_reports), chosen)


def draw_figure(figure: Figure) -> None:
    """Draw a figure's own drawing, without the frame."""
    drawn = figure.drawing(mode()) if figure.drawing else ""
    if drawn == "":
        return
    if isinstance(drawn, str):
        st.html(drawn)
    else:
        st.plotly_chart(drawn, theme=None, config=charts.CONFIG, key=f"chart_{figure.name}")


def mode() -> Mode:
    """Return whether the reader's screen is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


@gate.fragment
def _head(figure: Figure, chosen: Filters, as_picture: bool) -> None:
    """Draw what stands above a figure; opening the table runs only this part again."""
    st.html(html.figure_head(figure))
    key = f"table_{figure.name}"
    is_open = st.session_state.get(key, False)
    definitions = navigation.address("data_quality", **chosen.query(view="definitions"))
    with st.container(horizontal=True, key=f"tools_{figure.name}"):
        st.html(html.about(figure, definitions), width="content")
        # The words of these buttons are for screen readers and tests: monitor.css shows their icons only.
        st.button(
            "表を閉じる" if is_open else "表で見る", icon=":material/table:", key=f"open_{key}", type="tertiary",
            help="この図の値の表を開く・閉じる", on_click=lambda: st.session_state.update({key: not is_open}),
        )  # fmt: skip
        st.download_button(
            "CSV", data=lambda: files.to_csv(figure.table(), is_practice=chosen.is_practice), icon=":material/csv:",
            file_name=file_name(figure.name, chosen, "csv"), mime="text/csv", key=f"csv_{figure.name}", type="tertiary",
            on_click="ignore", help="この図の値を CSV（UTF-8・Excel で開けます）で保存",
        )  # fmt: skip
        if as_picture:
            name = file_name(figure.name, chosen, "").rstrip(".")
            st.html(html.picture_buttons(name), width="content")
    if is_open:
        show_table(figure.table())


def file_name(name: str, chosen: Filters, ending: str) -> str:
    """Return the name of a file about what the reader looks at."""
    return files.file_name(name, chosen.prefecture_code, chosen.version, ending, is_practice=chosen.is_practice)


def save(label: str, name: str, data: bytes | str | Callable[[], bytes | str], key: str, **how: Any) -> None:
    """Draw a button that saves a file; a function makes its content when it is pressed, and the page does not run again."""
    mime = files.MIMES[name.rsplit(".", 1)[-1].lower()]
    st.download_button(label, icon=SAVE, data=data, file_name=name, mime=mime, on_click="ignore", key=key, **how)


def show_table(table: pd.DataFrame) -> None:
    """Draw a table with Japanese headings that can be sorted; a long one scrolls inside its own height."""
    st.dataframe(table, **_how(table))


def choose_row(table: pd.DataFrame, key: str) -> int | None:
    """Draw a table of which one row can be selected and return the position of that row."""
    answer: Any = st.dataframe(table, key=key, on_select="rerun", selection_mode="single-row", **_how(table))
    rows: list[int] = answer["selection"]["rows"]
    return rows[0] if rows and rows[0] < len(table) else None


def _how(table: pd.DataFrame) -> dict[str, Any]:
    """Return how every table is drawn: up to twelve rows, a dash for what is missing, numbers as they are read."""
    formats: dict[str, Any] = {
        str(name): st.column_config.NumberColumn(format=_format(str(name)))
        for name in table.columns
        if _format(str(name)) and pd.api.types.is_numeric_dtype(table[name])
    }
    # Streamlit measures the first rows only and cuts what is longer below them.
    for name in _WHOLE & set(table.columns):
        letters = table[name].dropna().astype(str).str.len().max() if len(table) else 0
        formats[name] = st.column_config.TextColumn(width=int(32 + 15 * max(letters, len(name))))
    height = 35 * (min(len(table), 12) + 1) + 3
    return {"hide_index": True, "width": "stretch", "height": height, "placeholder": wording.MISSING,
            "column_config": formats}  # fmt: skip


def _format(heading: str) -> str | None:
    """Return the number format that a heading's unit asks for; a year, without a unit, has none."""
    if "（%）" in heading or "（‰）" in heading:
        return "%.1f"
    return "localized" if heading.endswith("）") else None
