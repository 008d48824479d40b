"""Terms explained at hand: the first time one stands in a sentence, hover, tap or keyboard opens what it means. Pure."""

import re
from functools import cache
from html import escape
from pathlib import Path

import yaml
from markupsafe import Markup

from components.drawing import wording
from data.folders import PROJECT

_DEFINITIONS = PROJECT / "data" / "measures" / "definitions.yml"


@cache
def terms() -> dict[str, str]:
    """Return every term with its explanation: our own words before those of the definitions."""
    own: dict[str, str] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    groups = yaml.safe_load(_DEFINITIONS.read_text(encoding="utf-8"))
    rows = [row for group in groups.values() for row in group if isinstance(row, dict)]
    return {str(row["name_ja"]): wording.sentences(str(row["meaning_ja"]))[0] for row in rows} | own


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(term) for term in sorted(terms(), key=len, reverse=True)))


def with_terms(text: object) -> Markup:
    """Return a text as HTML in which each term is marked where it stands first; all else is escaped."""
    found: set[str] = set()

    def mark(match: re.Match[str]) -> str:
        term = match[0]
        if term in found:
            return term
        found.add(term)
        return f'<abbr class="km-term" tabindex="0" title="{escape(terms()[term])}">{term}</abbr>'

    return Markup(_pattern().sub(mark, escape(str(text))))  # escaped above; the explanations are our own
