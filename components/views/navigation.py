"""The menu, made of the files in pages/: a new page is one new file."""

import ast
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.errors import StreamlitAPIException

from components.drawing.html import address_of
from components.drawing.markdown import escaped
from data import answers
from data.errors import DatasetError
from data.folders import PROJECT

PRODUCT = "地域共生モニター"
PRODUCT_ICON = address_of("favicon.svg")
_through_app: ContextVar[bool] = ContextVar("through_app", default=False)


@dataclass(frozen=True)
class PageEntry:
    """One page as its file declares it: TITLE, ICON (":material/…:", drawn from the font that Streamlit ships) and ORDER."""

    path: Path
    title: str
    icon: str
    order: int

    @property
    def name(self) -> str:
        """Name of the file without its ending, which is also the page's address."""
        return self.path.stem


@cache
def entries(folder: Path = PROJECT / "pages") -> tuple[PageEntry, ...]:
    """Return the pages in the order of the menu; the first one is the default page.

    Raises:
        ValueError: A page lacks TITLE, ICON or ORDER, or does not write them as plain constants.
    """
    return tuple(sorted(map(_read_entry, sorted(folder.glob("[!_]*.py"))), key=lambda e: (e.order, e.name)))


def _read_entry(path: Path) -> PageEntry:
    constants = {
        target.id: node.value.value
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    match constants.get("TITLE"), constants.get("ICON"), constants.get("ORDER"):
        case str(title), str(icon), int(order):
            return PageEntry(path, title, icon, order)
    raise ValueError(f"{path.name}: a page declares TITLE, ICON (texts) and ORDER (a number) as plain constants")


def show_menu() -> st.Page:
    """Show the menu in the sidebar and return the chosen page."""
    with suppress(DatasetError):  # a store out of reach leaves all as it is
        if answers.renew_imports():  # through another process
            from loaders.imports import desk  # loads what reads imports, which a page seldom needs

            desk.place_maps()
    pages = [
        st.Page(entry.path, title=entry.title, icon=entry.icon, default=number == 0)
        for number, entry in enumerate(entries())
    ]
    return st.navigation(pages, position="sidebar", expanded=True)


@contextmanager
def through_app() -> Iterator[None]:
    """Tell the page that runs inside that app.py has already shown the menu."""
    token = _through_app.set(True)
    try:
        yield
    finally:
        _through_app.reset(token)


def ensure_app() -> None:
    """Start again through app.py where Streamlit runs a page without it: a deep link on a server just started.

    Streamlit then takes pages/ for its old kind of app. Declaring the menu once ends that for the whole server. A page
    that is itself the main script (a test, `streamlit run pages/x.py`) runs on, without a menu.
    """
    main_script = Path(getattr(sys.modules.get("__main__"), "__file__", None) or "")
    if not _through_app.get() and main_script.resolve() == PROJECT / "app.py":
        show_menu()
        st.rerun()


def link(page: str, label: str, *, help_ja: str | None = None, **query: str | None) -> None:
    """Draw a link to another page, with the state of the view in its address (None leaves a parameter out)."""
    entry, parameters = _entry(page), _parameters(query)
    try:
        st.page_link(
            entry.path, label=escaped(label), icon=entry.icon, help=help_ja and escaped(help_ja),
            query_params=parameters,
        )  # fmt: skip
    except StreamlitAPIException:  # The page runs alone, without a menu: there is nowhere to go.
        st.caption(f"{escaped(entry.icon)} {escaped(label)}")


def open_page(page: str, **query: str | None) -> None:
    """Leave this page for another one, as `link` would, because the reader chose something in a figure."""
    st.switch_page(_entry(page).path, query_params=_parameters(query))


def address(page: str, **query: str | None) -> str:
    """Return the address of another page relative to this one, for links inside HTML."""
    return f"{_entry(page).name}?{urlencode(_parameters(query))}"


def _entry(page: str) -> PageEntry:
    return next(entry for entry in entries() if entry.name == page)


def _parameters(query: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in query.items() if value is not None}
