"""Rows of plans that several document types give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loaders.document import ParsedDocument, Row


def add_node(out: ParsedDocument, plan_id: str, path: str, level: str, title_ja: str, place: Mapping[str, Any]) -> str:
    """Add an item of a plan and return its node_id."""
    above, _, number = path.rpartition("-")
    row: Row = {
        "node_id": f"{plan_id}-{path}",
        "plan_id": plan_id,
        "parent_id": f"{plan_id}-{above}" if above else None,
        "level": level,
        "number": None if level == "goal_detail" else number.rstrip("'"),
        "path": path,
        "title_ja": title_ja,
    }
    out.add("plan_nodes", {**row, **place})
    return str(row["node_id"])
