"""Data flows one way: the import table of the house, and the sizes of its rooms, read from the code itself."""

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("app", "pages", "components", "data", "loaders")
SOURCES = sorted(
    path.relative_to(PROJECT)
    for path in [PROJECT / "app.py", *(file for name in PACKAGES for file in (PROJECT / name).rglob("*.py"))]
    if path.is_file()
)

# Module → what it may import of this project. The first line that fits counts; "x.*" is the module x and all below.
IMPORT_TABLE = (
    ("data.tables.*", ("data.tables.*",)),
    ("data.schema", ("data.tables.*", "data.errors")),
    ("data.errors", ()),
    ("data.measures.*", ("data.schema", "data.measures.*")),
    ("data.folders", ()),
    # Which boundaries the maps use: asked by the pages through data.access, set by the import.
    ("data.map_shapes", ("data.errors", "data.folders")),
    ("data.table_files", ("data.schema", "data.errors", "data.validation")),
    (
        "data.store",
        ("data.schema", "data.errors", "data.folders", "data.table_files", "data.validation", "data.maintenance.commands"),
    ),
    ("data.database.*", ("data.schema", "data.errors", "data.folders", "data.store", "data.database.*")),
    ("data.live.*", ("data.schema", "data.errors", "data.store", "data.validation", "data.database.*", "data.live.*")),
    (
        "data.maintenance.*",
        (
            "data.schema", "data.errors", "data.store", "data.validation", "data.database.*", "data.live.*",
            "data.maintenance.*",
        ),
    ),
    ("data.validation", ("data.schema", "data.errors")),
    (
        "data.access",
        (
            "data.schema", "data.errors", "data.store", "data.measures.*", "data.excerpts", "data.fiscal_years",
            "data.map_shapes", "data.answers.*",
        ),
    ),
    (
        "data.answers.*",
        (
            "data.schema", "data.errors", "data.store", "data.live", "data.measures.*", "data.answers.*", "data.caching",
            "data.fiscal_years", "data.folders", "data.map_shapes", "data.pack_facts", "data.municipality_view", "data.prefecture_view", "data.text_folding",
            "data.text_index",
        ),
    ),
    ("data.text_index", ()),
    ("data.*", ("data.schema", "data.errors", "data.measures.*")),
    # The desk of the reports hands out forms made from the dataset and accepts them; all below it is pure.
    ("loaders.reports.desk", ("data.schema", "data.errors", "data.access", "data.live", "loaders.*")),
    (
        "loaders.reports.*",
        ("data.schema", "data.errors", "data.measures.units", "data.measures.definitions", "loaders.*"),
    ),
    # Makes the practice dataset together with its reports, in a store of its own.
    ("loaders.practice.*", ("data.store.publish", "data.live", "loaders.*")),
    ("loaders.forms", ("data.schema", "data.fiscal_years", "loaders.*")),
    # Reads tables of the census and the like, imports them, and hands both to the page of the imports.
    ("loaders.imports.desk", ("data.schema", "data.errors", "data.access", "data.live", "data.store", "loaders.*")),
    # The one command that goes the whole way, from the dataset to files for a council: docs/decisions.md.
    (
        "loaders.export_pack",
        ("data.access", "data.errors", "components.packs.*", "components.exports.*", "loaders.*"),
    ),
    (
        "loaders.*",
        ("data.schema", "data.errors", "data.folders", "data.map_shapes", "data.store.publish", "loaders.*"),
    ),
    # The report for a council is made from a plain value of the data layer, which reads and computes nothing.
    ("components.packs.*", ("data.schema", "data.errors", "data.pack_facts", "components.*")),
    ("components.*", ("data.schema", "data.errors", "components.*")),
    ("pages.reports", ("data.access", "data.measures.*", "components.*", "loaders.reports.desk")),
    ("pages.data_quality", ("data.access", "data.measures.*", "components.*", "loaders.imports.desk")),
    ("pages.*", ("data.access", "data.measures.*", "components.*")),
    ("app", ("components.navigation",)),
)  # fmt: skip
STREAMLIT_TABLE = (
    ("components.charts", False),
    ("components.maps", False),
    ("components.tables", False),
    ("components.exports.*", False),
    ("components.packs.*", False),
    ("components.*", True),
    ("pages.*", True),
    ("app", True),
    ("*", False),
)

TOP_LEVEL = {
    "app.py", "pages", "components", "data", "loaders", "tests", "requirements.txt", "requirements-dev.txt",
    "README.md", "pyproject.toml", "Makefile", ".streamlit", ".ci", ".gitignore", "docs", "static",
}  # fmt: skip
LEFT_BY_TOOLS = {
    ".git", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "__pycache__", "var", "build",
    "test-results", ".env", ".DS_Store",
}  # fmt: skip

# Why the index stands beside the store: docs/decisions.md, "Full-text search".
STORE_LAYER = {
    Path("data/store.py"),
    Path("data/text_index.py"),
    *(path for path in SOURCES if path.parts[:2] in (("data", "database"), ("data", "live"), ("data", "maintenance"))),
}
DATABASE_MODULES = {"sqlite3", "sqlalchemy", "duckdb", "psycopg", "psycopg2"}
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM|CREATE\s+(VIRTUAL\s+)?TABLE)\b", re.DOTALL
)


def module_name(path):
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def fits(module, pattern):
    if pattern == "*":
        return True
    stem = pattern.removesuffix(".*")
    return module == stem or (pattern.endswith(".*") and module.startswith(stem + "."))


def imported_names(tree):
    """Return every imported name in full: `from data import store` gives data.store."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def is_allowed(module, imported):
    """Return whether a module may import a name; names outside the project are free."""
    package = imported.split(".")[0]
    if package == "streamlit" or package.startswith("streamlit_"):
        return next(allowed for pattern, allowed in STREAMLIT_TABLE if fits(module, pattern))
    if package not in PACKAGES or imported in ("data", "components", "loaders"):
        return True
    allowed = next(names for pattern, names in IMPORT_TABLE if fits(module, pattern))
    # A name of a module is written behind it: data.schema.TABLES is allowed where data.schema is.
    return any(fits(imported, name) or imported.startswith(name + ".") for name in allowed)


def parsed(path):
    return ast.parse((PROJECT / path).read_text(encoding="utf-8"))


def code_lines(function):
    """Count the lines of a function without its docstring."""
    start = function.body[0].lineno
    if ast.get_docstring(function) is not None:
        start = function.body[0].end_lineno + 1
    return function.end_lineno - start + 1


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_module_imports_only_what_the_import_table_allows(path):
    module = module_name(path)
    forbidden = [name for name in sorted(imported_names(parsed(path))) if not is_allowed(module, name)]
    assert not forbidden, f"{path} must not import {', '.join(forbidden)}"


@pytest.mark.parametrize(
    ("module", "imported", "allowed"),
    [
        ("data.schema", "data.store.read_table", False),
        ("data.measures.coverage", "data.schema.TABLES", True),
        ("data.measures.coverage", "data.store", False),
        ("data.store", "data.access", False),
        ("data.live.accepting", "data.database.writing", True),
        ("data.database.archive", "data.live.frames", False),
        ("data.answers.reports", "data.live", True),
        ("data.answers.reports", "data.database.reading", False),
        ("data.access", "data.live", False),
        ("data.measures.attainment", "data.live", False),
        ("pages.overview", "data.live", False),
        ("data.access", "data.measures.coverage", True),
        ("data.answers.plans", "data.store.read_table", True),
        ("data.answers.plans", "data.access.plans", False),
        ("data.measures.plan_tree", "data.answers.plans", False),
        ("data.text_index", "data.store", False),
        ("pages.plans", "data.answers.plans", False),
        ("pages.plans", "data.text_index", False),
        ("loaders.pipeline", "data.store.publish", True),
        ("loaders.pipeline", "data.store.read_table", False),
        ("loaders.pipeline", "data.store", False),
        ("loaders.reports.desk", "data.live.accept_report", True),
        ("loaders.reports.target_rows", "data.live.accept_report", False),
        ("loaders.report_forms", "data.access", False),
        ("loaders.imports.desk", "data.store.publish_imported", True),
        ("loaders.imports.census", "data.store.publish_imported", False),
        ("loaders.imports.census", "data.access", False),
        ("pages.data_quality", "loaders.imports.desk", True),
        ("pages.data_quality", "loaders.imports.census", False),
        ("data.table_files", "data.store", False),
        ("loaders.pipeline", "streamlit", False),
        ("loaders.export_pack", "data.access.pack_facts", True),
        ("loaders.export_pack", "data.store", False),
        ("components.packs.content", "data.pack_facts.PackFacts", True),
        ("components.packs.content", "data.access", False),
        ("components.packs.content", "streamlit", False),
        ("components.charts", "streamlit", False),
        ("components.charts", "streamlit_folium", False),
        ("components.filters", "streamlit", True),
        ("components.filters", "data.access.municipalities", False),
        ("components.exports.csv_file", "streamlit", False),
        ("pages.overview", "data.access", True),
        ("pages.overview", "data.store", False),
        ("pages.overview", "loaders.pipeline", False),
        ("app", "components.navigation.pages", True),
        ("app", "data.access", False),
        ("loaders.pipeline", "pandas", True),
    ],
)
def test_the_import_table_itself(module, imported, allowed):
    assert is_allowed(module, imported) is allowed


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_only_the_store_speaks_sql(path):
    if path in STORE_LAYER:
        return
    tree = parsed(path)
    assert not DATABASE_MODULES & {name.split(".")[0] for name in imported_names(tree)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert not [text for text in texts if SQL.search(text)]


def test_the_top_level_holds_the_rooms_of_the_house_and_nothing_else():
    names = {path.name for path in PROJECT.iterdir() if path.suffix != ".sqlite"}
    assert names - TOP_LEVEL - LEFT_BY_TOOLS == set()
    assert TOP_LEVEL - names == set()


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_file_stays_readable_in_one_sitting(path):
    longest = {"app": 30, "pages": 100}.get(module_name(path).split(".")[0], 300)
    length = len((PROJECT / path).read_text(encoding="utf-8").splitlines())
    assert length <= longest


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_function_fits_on_a_screen(path):
    functions = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not {node.name: code_lines(node) for node in functions if code_lines(node) > 50}


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_module_says_what_it_is_for(path):
    assert ast.get_docstring(parsed(path))
