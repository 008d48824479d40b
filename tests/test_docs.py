"""What the README and the guides promise exists: commands, files, addresses."""

import re

import pytest

GUIDES = (
    "README.md",
    "docs/operations.md",
    "docs/decisions.md",
    "docs/adding_a_source.md",
    "docs/adding_a_page.md",
    "docs/adding_an_indicator.md",
    "docs/adding_a_report_column.md",
    "docs/architecture.md",
    "docs/trouble.md",
)
# [text](target): only targets inside the repository
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
# `loaders/pipeline.py`, `readers/text_tables.py`
NAMED_FILE = re.compile(
    r"`((?:components|pages|views|packs|figures|drawing|loaders|readers|text|data|tests|docs)/[\w/]+\.(?:py|md))`"
)
MAKE_COMMAND = re.compile(r"(?:`|^)(?:[A-Z_]+=\S+ )*make ([a-z][a-z-]*)", re.MULTILINE)


@pytest.fixture(scope="module", params=GUIDES)
def guide(request, project_dir):
    return project_dir / request.param


def test_every_link_leads_to_a_file_of_the_repository(guide):
    targets = LINK.findall(guide.read_text("utf-8"))
    assert [target for target in targets if not (guide.parent / target).exists()] == []


def test_every_make_command_exists(guide, project_dir):
    makefile = (project_dir / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(MAKE_COMMAND.findall(guide.read_text("utf-8"))) <= targets


# Files that those who follow a guide write themselves.
OF_THE_READER = {"pages/x.py", "components/figures/x.py", "loaders/sources/stage_list.py", "data/measures/x.py"}


def test_every_file_of_ours_that_a_guide_names_exists(guide, project_dir):
    names = set(NAMED_FILE.findall(guide.read_text("utf-8"))) - OF_THE_READER
    homes = (project_dir, project_dir / "loaders", project_dir / "components")
    assert sorted(name for name in names if not any((home / name).is_file() for home in homes)) == []


def test_every_environment_variable_of_the_application_is_explained(project_dir):
    used = {
        name
        for folder in ("data", "loaders", "components", "pages")
        for path in (project_dir / folder).rglob("*.py")
        for name in re.findall(r"\bMONITOR_[A-Z_]+\b", path.read_text("utf-8"))
    }
    explained = (project_dir / "docs" / "operations.md").read_text("utf-8")
    assert {name for name in used if name not in explained} == set()


def test_every_library_of_the_runtime_is_pinned_exactly(project_dir):
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (project_dir / name).read_text("utf-8").splitlines()
        loose = [line for line in lines if line and line[0] not in "#-" and "==" not in line]
        assert loose == []


def test_every_library_that_we_chose_has_its_licence_in_the_decisions(project_dir):
    runtime = (project_dir / "requirements.txt").read_text("utf-8")
    chosen, _, _ = runtime.partition("# Pulled in by")
    decisions = (project_dir / "docs" / "decisions.md").read_text("utf-8").lower()
    names = re.findall(r"^([\w-]+)==", chosen, re.MULTILINE)
    assert [name for name in names if name.lower() not in decisions] == []
