"""The rules that the spreadsheet itself applies while a form is filled in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from loaders.reports.contents import FormTarget
from loaders.reports.layout import DONE, GRADES, FormColumn, states_of

_HINTS = {
    "number": "数だけを書いてください（例: 25）。",
    "date": "日付を書いてください（例: 2020/3/31、令和2年3月31日）。",
}


def validation(field: FormColumn, target: FormTarget | None) -> dict[str, Any]:
    """Return the rule of a cell. Lists refuse; numbers and dates only warn, since other spellings are read too."""
    choices: dict[str, list[str]] = {"done": list(DONE.values()), "grade": list(GRADES.values())}
    if field.kind == "state" and target is not None:
        choices["state"] = list(states_of(target).values())
    if field.kind in choices:
        return {
            "validate": "list",
            "source": choices[field.kind],
            "input_title": field.heading,
            "input_message": "一覧から選んでください。",
            "error_title": field.heading,
            "error_message": "一覧から選んでください。",
        }
    if field.kind in _HINTS:
        limit = {"number": -1_000_000_000, "date": datetime(1990, 1, 1)}[field.kind]
        return {
            "validate": {"number": "decimal", "date": "date"}[field.kind],
            "criteria": ">=",
            "value": limit,
            "input_title": field.heading,
            "input_message": _HINTS[field.kind],
            "error_type": "warning",
            "error_title": field.heading,
            "error_message": _HINTS[field.kind],
        }
    return {
        "validate": "length",
        "criteria": "<=",
        "value": 500,
        "input_title": field.heading,
        "input_message": "500字以内。個人がわかることは書かないでください。",
        "error_title": field.heading,
        "error_message": "500字以内で書いてください。",
    }
