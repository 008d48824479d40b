"""What the README and the guides promise exists: commands, files, addresses."""

import re

import pytest

GUIDES = ("README.md", "docs/operations.md", "docs/decisions.md", "docs/adding_a_source.md", "docs/adding_a_page.md")
# [text](target): only targets inside the repository
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
# `loaders/registry.py`, `readers/grid_tables.py`
NAMED_FILE = re.compile(r"`((?:loaders|readers|text|data|tests|docs)/[\w/]+\.(?:py|md))`")
MAKE_COMMAND = re.compile(r"\bmake ([a-z][a-z-]*)")


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


def test_every_file_that_the_guide_to_sources_names_exists(project_dir):
    guide = (project_dir / "docs" / "adding_a_source.md").read_text("utf-8")
    names = [name for name in NAMED_FILE.findall(guide) if "stage_list" not in name]  # the example that a test adds
    homes = (project_dir, project_dir / "loaders")
    assert [name for name in names if not any((home / name).is_file() for home in homes)] == []


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
