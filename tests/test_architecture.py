"""Data flows one way: the import table of the house, and the sizes of its rooms, read from the code itself."""

import ast
import re
import subprocess
import sys
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("app", "pages", "components", "data", "loaders")
SOURCES = sorted(
    path.relative_to(PROJECT)
    for path in [PROJECT / "app.py", *(file for name in PACKAGES for file in (PROJECT / name).rglob("*.py"))]
    if path.is_file()
)

# Room → what it may import of this project. The first line that fits counts; "x.*" is the module x and all below.
DECLARED = ("data.schema", "data.errors", "data.validation", "data.folders", "data.words", "data.commands")
IMPORT_TABLE = (
    ("data.measures.*", (*DECLARED, "data.measures.*")),
    ("data.answers.*", ("data.*",)),
    ("data.store.*", (*DECLARED, "data.dataset", "data.store.*")),
    ("data.health", (*DECLARED, "data.dataset", "data.store.*")),
    ("data.maintenance", (*DECLARED, "data.dataset", "data.health", "data.store.*")),
    ("data.dictionary", (*DECLARED, "data.measures.*")),
    ("data.*", (*DECLARED, "data.table_files")),
    ("loaders.reports.desk", (*DECLARED, "data.answers.*", "data.store", "loaders.*")),
    ("loaders.reports.accept_desk", ("data.store", "data.errors", "loaders.*")),
    ("loaders.reports.mail_desk", (*DECLARED, "data.answers.*", "data.measures.*", "data.store", "loaders.*")),
    ("loaders.imports.desk", (*DECLARED, "data.answers.*", "data.store", "data.dataset", "loaders.*")),
    ("loaders.practice.*", (*DECLARED, "data.dataset.publish", "data.store", "loaders.*")),
    # The one command that goes the whole way, from the dataset to files for a council: docs/decisions.md.
    ("loaders.export_pack", (*DECLARED, "data.answers.*", "components.*", "loaders.*")),
    ("loaders.*", (*DECLARED, "data.measures.*", "data.map_shapes", "data.dataset.publish", "loaders.*")),
    ("components.drawing.*", (*DECLARED, "components.drawing.*")),
    ("components.figures.*", (*DECLARED, "components.drawing.*", "components.figures.*")),
    ("components.packs.*", (*DECLARED, "data.pack_facts", "components.drawing.*", "components.figures.*", "components.packs.*")),
    ("components.views.operations", (*DECLARED, "data.answers", "data.health", "components.views.*")),
    ("components.views.*", (*DECLARED, "data.answers.*", "data.measures.*", "components.*", "loaders.errors", "loaders.reports.mails", "loaders.reports.desk", "loaders.reports.accept_desk", "loaders.reports.mail_desk", "loaders.imports.desk", "loaders.export_pack")),
    ("pages.*", ("data.answers", "data.measures.*", "components.*", "loaders.reports.desk", "loaders.reports.mail_desk", "loaders.imports.desk")),
    ("app", ("components.views.navigation", "components.views.operations")),
)  # fmt: skip
STREAMLIT_ROOMS = ("components.views.*", "pages.*", "app")
PURE_ROOMS = ("data.answers", "loaders.pipeline", "components.drawing", "components.figures", "components.packs")

TOP_LEVEL = {
    "app.py", "pages", "components", "data", "loaders", "tests", "requirements.txt", "requirements-dev.txt",
    "README.md", "pyproject.toml", "Makefile", ".streamlit", ".ci", ".gitignore", "docs", "static", "deploy",
}  # fmt: skip
LEFT_BY_TOOLS = {
    ".git", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "__pycache__", "var", "build",
    "test-results", ".env", ".DS_Store",
}  # fmt: skip

# Why the index stands beside the store: docs/decisions.md, "Full-text search".
STORE_LAYER = {
    Path("data/dataset.py"),
    Path("data/answers/text_search.py"),
    Path("data/maintenance.py"),
    *(path for path in SOURCES if path.parts[:2] == ("data", "store")),
}
DATABASE_MODULES = {"sqlite3", "sqlalchemy", "duckdb", "psycopg", "psycopg2"}
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM|CREATE\s+(VIRTUAL\s+)?TABLE)\b", re.DOTALL
)


# A commit raises a ceiling only by saying so in its message; lowering it is welcome in any.
CEILINGS = {"lines": 43_009, "files": 268, "one importer": 58}
MOST_FILES_IN_A_ROOM = 30


def module_name(path):
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TEXTS = {path: (PROJECT / path).read_text(encoding="utf-8") for path in SOURCES}
TREES = {path: ast.parse(text) for path, text in TEXTS.items()}
MODULES = {module_name(path): path for path in SOURCES}


def fits(module, pattern):
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
    """Return whether a module may import a name; names outside the project are free, Streamlit to some rooms."""
    package = imported.split(".")[0]
    if package == "streamlit" or package.startswith("streamlit_"):
        return any(fits(module, room) for room in STREAMLIT_ROOMS)
    if package not in PACKAGES or imported in ("data", "components", "loaders"):
        return True
    allowed = next(names for pattern, names in IMPORT_TABLE if fits(module, pattern))
    # A name of a module is written behind it: data.schema.TABLES is allowed where data.schema is.
    return any(fits(imported, name) or imported.startswith(name + ".") for name in allowed)


def used_modules(path):
    """Return the modules of this project that a file imports at its top, where a circle would stop Python."""
    found = set()
    for node in TREES[path].body:
        if isinstance(node, ast.ImportFrom):
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return (found & set(MODULES)) - {module_name(path)}


def code_lines(function):
    """Count the lines of a function without its docstring."""
    start = function.body[0].lineno
    if ast.get_docstring(function) is not None:
        start = function.body[0].end_lineno + 1
    return function.end_lineno - start + 1


def test_a_module_imports_only_what_the_import_table_allows():
    forbidden = {
        str(path): names
        for path, tree in TREES.items()
        if (names := [name for name in sorted(imported_names(tree)) if not is_allowed(module_name(path), name)])
    }
    assert forbidden == {}


@pytest.mark.parametrize(
    ("module", "imported", "allowed"),
    [
        ("data.schema", "data.dataset.read_table", False),
        ("data.measures.coverage", "data.schema.TABLES", True),
        ("data.measures.coverage", "data.dataset", False),
        ("data.dataset", "data.answers", False),
        ("data.measures.attainment", "data.store", False),
        ("data.answers.plans", "data.dataset.read_table", True),
        ("pages.overview", "data.store", False),
        ("pages.overview", "data.answers", True),
        ("pages.overview", "loaders.pipeline", False),
        ("pages.data_quality", "loaders.imports.desk", True),
        ("pages.data_quality", "loaders.imports.census", False),
        ("loaders.pipeline", "data.dataset.publish", True),
        ("loaders.pipeline", "data.dataset.read_table", False),
        ("loaders.reports.accept_desk", "data.store.accept_report", True),
        ("loaders.reports.checked_rows", "data.store.accept_report", False),
        ("loaders.imports.census", "data.dataset.publish_imported", False),
        ("loaders.pipeline", "streamlit", False),
        ("components.figures.coverage", "data.answers", False),
        ("components.figures.coverage", "components.packs.content", False),
        ("components.drawing.charts", "components.figures.coverage", False),
        ("components.packs.content", "data.pack_facts.PackFacts", True),
        ("components.packs.content", "streamlit", False),
        ("components.views.filters", "streamlit", True),
        ("components.views.filters", "data.answers", True),
        ("app", "data.answers", False),
        ("loaders.pipeline", "pandas", True),
    ],
)
def test_the_import_table_itself(module, imported, allowed):
    assert is_allowed(module, imported) is allowed


def test_no_pure_room_loads_streamlit_by_any_chain_of_imports():
    """Every module of these rooms is imported in one fresh process; the first that brings Streamlit along is named."""
    modules = sorted(
        name
        for name in MODULES
        if any(fits(name, f"{room}.*") for room in PURE_ROOMS) and not name.endswith("__main__")
    )
    code = (
        "import importlib, sys\n"
        f"for name in {modules}:\n"
        "    importlib.import_module(name)\n"
        "    if 'streamlit' in sys.modules: sys.exit(f'{name} loads streamlit')"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_no_circle_of_files():
    try:
        TopologicalSorter({module_name(path): used_modules(path) for path in SOURCES}).prepare()
    except CycleError as error:
        pytest.fail(f"circle: {error.args[1]}")


def test_the_house_does_not_grow_unnoticed():
    importers = Counter(chain.from_iterable(map(used_modules, SOURCES)))
    measured = {
        "lines": sum(text.count("\n") for text in TEXTS.values()),
        "files": len(SOURCES),
        "one importer": list(importers.values()).count(1),
    }
    assert {name: count for name, count in measured.items() if count > CEILINGS[name]} == {}


def test_a_room_holds_few_files():
    rooms = {path.parent for path in SOURCES}
    sizes = {str(room): sum(path.parent == room for path in SOURCES) for room in rooms}
    assert {room: size for room, size in sizes.items() if size > MOST_FILES_IN_A_ROOM} == {}


def test_only_the_store_speaks_sql():
    speaking = []
    for path in set(SOURCES) - STORE_LAYER:
        constants = [node.value for node in ast.walk(TREES[path]) if isinstance(node, ast.Constant)]
        if DATABASE_MODULES & {name.split(".")[0] for name in imported_names(TREES[path])} or any(
            SQL.search(text) for text in constants if isinstance(text, str)
        ):
            speaking.append(path)
    assert speaking == []


def test_the_top_level_holds_the_rooms_of_the_house_and_nothing_else():
    names = {path.name for path in PROJECT.iterdir() if path.suffix != ".sqlite"}
    assert names - TOP_LEVEL - LEFT_BY_TOOLS == set()
    assert TOP_LEVEL - names == set()


def test_a_file_stays_readable_in_one_sitting():
    longest = {"app": 30, "pages": 100}
    lengths = {path: text.count("\n") for path, text in TEXTS.items()}
    assert {str(p): n for p, n in lengths.items() if n > longest.get(module_name(p).split(".")[0], 300)} == {}


def test_a_function_fits_on_a_screen():
    long = {
        f"{path}:{node.name}": code_lines(node)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and code_lines(node) > 50
    }
    assert long == {}


def test_a_module_says_what_it_is_for():
    assert [str(path) for path, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_no_name_is_imported_only_to_be_handed_on():
    handing = [
        f"{path}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(alias.asname == alias.name for alias in node.names)
    ]
    assert handing == []


# Calls whose first text is Markdown: a link, a picture or a formula in it would be drawn.
MARKDOWN = {
    "info", "warning", "error", "success", "caption", "markdown", "write", "toast", "title", "header", "subheader",
    "expander", "button", "checkbox", "toggle", "spinner", "page_link", "progress",
}  # fmt: skip


def is_shown_as_written(node):
    """Return whether an expression is words of ours, numbers, or text that went through components.drawing.markdown."""
    match node:
        case ast.Constant():
            return True
        case ast.JoinedStr():
            return all(map(is_shown_as_written, node.values))
        case ast.FormattedValue():
            spec = node.format_spec.values[0].value if node.format_spec else ""
            return "," in spec or is_shown_as_written(node.value)
        case ast.IfExp():
            return is_shown_as_written(node.body) and is_shown_as_written(node.orelse)
        case ast.BoolOp(op=ast.And()):  # help_ja and escaped(help_ja)
            return is_shown_as_written(node.values[-1])
        case ast.BinOp(op=ast.Add()):
            return is_shown_as_written(node.left) and is_shown_as_written(node.right)
        case ast.Name() | ast.Attribute():
            return ast.unparse(node).split(".")[-1].isupper()
        case ast.Call():
            return ast.unparse(node.func) in {"plain", "person", "escaped", "error_box", "len", "wording.count"}
    return False


def unescaped(tree):
    """Return the lines where Streamlit is given Markdown that may hold somebody else's text, or a box without its text."""
    called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MARKDOWN and ast.unparse(node.value) == "st":
            call = called.get(id(node))
            texts = (
                [*call.args, *(word.value for word in call.keywords if word.arg in ("label", "body", "help"))]
                if call
                else [node]
            )
            texts = texts[1:] if node.attr in ("progress", "page_link") and call else texts
            if not all(map(is_shown_as_written, texts)):
                yield node.lineno


def test_text_of_others_reaches_markdown_only_as_written():
    assert {str(path): lines for path, tree in TREES.items() if (lines := list(unescaped(tree)))} == {}


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("st.info('words')", True),
        ("st.info(WORDS_JA)", True),
        ("st.info(f'{count:,}件')", True),
        ("st.info(f'{plain(name)}' + escaped(more))", True),
        ("st.info(f'{name}')", False),
        ("st.info('{}'.format(name))", False),
        ("st.info('名前' + name)", False),
        ("st.info('%s' % name)", False),
        ("st.info(name)", False),
        ("(st.info if good else st.error)('words')", False),
        ("st.caption(' '.join(names))", False),
        ("st.button('words', help=name)", False),
    ],
)
def test_what_counts_as_written(code, allowed):
    assert (list(unescaped(ast.parse(code))) == []) is allowed
