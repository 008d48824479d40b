"""The names that loaders declare for readers, written where data and components find them: `python -m loaders declare`.

A document type is named in its `SOURCE`, a rule at its `@rule`; neither data nor components may import them.
"""

from __future__ import annotations

import json
from pathlib import Path

from data.tables.model import DECLARED_FILE
from loaders import quality
from loaders.registry import source_modules


def declared() -> dict[str, dict[str, str]]:
    """Return name by code of the document types, of the kinds of records and of the rules."""
    sources = [module.SOURCE for module in source_modules()]
    quality.load_checks()
    return {
        "document_types": {source.source_id: source.name_ja for source in sources},
        "record_types": {source.record_type: source.record_ja for source in sources},
        "rules": {rule.rule_id: rule.name_ja for rule in sorted(quality.RULES, key=lambda rule: rule.rule_id)},
    }


def write(path: Path = DECLARED_FILE) -> bool:
    """Write the names; return whether the file was another before."""
    text = json.dumps(declared(), ensure_ascii=False, indent=2) + "\n"
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True
