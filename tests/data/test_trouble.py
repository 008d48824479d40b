"""docs/trouble.md holds every message that somebody can meet, with a remedy."""

from __future__ import annotations

import ast
import re

import pytest
import yaml

from data.trouble import OWN, TARGET, trouble_text

VALUE = re.compile(r"\{[^{}]*\}")


@pytest.fixture(scope="module")
def page():
    return trouble_text()


@pytest.fixture(scope="module")
def rows(page):
    lines = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| 表示・症状")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_the_page_is_up_to_date(page):
    """A new message is not in it yet: run `python -m data.trouble`."""
    assert TARGET.read_text(encoding="utf-8") == page


def test_every_row_says_what_is_shown_why_and_what_to_do(rows):
    assert len(rows) > 250
    assert [row for row in rows if len(row) != 3 or not all(row)] == []
    assert [row for row in rows if "{" in "".join(row)] == []


def test_every_message_of_the_files_is_there(page, project_dir):
    texts = [three[0] for three in yaml.safe_load((project_dir / "data" / "errors.yml").read_text("utf-8")).values()]
    for one in yaml.safe_load((project_dir / "loaders" / "messages.yml").read_text("utf-8")).values():
        texts.append(one.get("happened") or one["found"])
    wanted = [re.sub("…+", "…", VALUE.sub("…", text).strip().replace("|", "／")) for text in texts]
    assert [text for text in wanted if text != "…。" and f"| {text} |" not in page] == []


def test_every_warning_and_error_of_the_pages_is_there_with_something_to_do(rows, project_dir):
    shown = {row[0]: row for row in rows}
    for path in [*(project_dir / "pages").glob("*.py"), *(project_dir / "components" / "views").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"st.warning", "st.error"}:
                texts = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
                texts = [text for text in texts if str(text).strip(" *")]
                first = str(texts[0] if texts else "").replace("**", "").split("。")[0]
                found = [row for what, row in shown.items() if first and first in what]
                assert found or not texts, first
                assert OWN["nothing_to_do"] not in [row[2] for row in found], first


def test_what_the_browser_and_the_proxy_say_is_there(page, project_dir):
    script = (project_dir / "static" / "monitor.js").read_text("utf-8")
    said = [
        text
        for text in re.findall(r'"([^"]+)"', script)
        if re.search("ません|(?<!置いて)ください|待って|選んで", text) and "$" not in text
    ]
    proxy = (project_dir / "deploy" / "nginx.conf.example").read_text("utf-8")
    said += [text.split("。")[0] for text in re.findall(r"<p>([^<]+)<p>", proxy)]
    assert len(said) > 6
    assert [text for text in said if text not in page] == []


def test_no_better_words_are_kept_for_a_message_that_is_gone(rows):
    assert set(OWN["words"]) - {row[0] for row in rows} == set()
