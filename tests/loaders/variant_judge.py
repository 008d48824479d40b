"""What a build made of an altered document, beside what must come out of it (cases/variants/*/expected.json)."""

import csv
import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from loaders.errors import LoaderError
from loaders.pipeline import build

DIGITS_OR_DATES = re.compile(r"\d|年度|令和|平成")
INNER_WORDS = re.compile(r"\b(head|label|record|section|None|KeyError|[a-z]+_[a-z_]+)\b|鍵が重複")


@dataclass
class Outcome:
    """What came out: tables of text, or the words of a refusal."""

    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    refusal: str = ""
    wrong: list[str] = field(default_factory=list)  # Every expectation that does not hold, in words


def judged(variant: Path, out: Path) -> Outcome:
    """Build a variant alone and compare the rows with what must, and must not, come out."""
    expected = json.loads((variant / "expected.json").read_text(encoding="utf-8"))
    outcome = built(variant, out)
    if outcome.refusal:
        outcome.wrong = refusal_faults(outcome.refusal)
        if expected["outcome"] not in ("rows_or_refused", "rows_or_asked"):
            outcome.wrong.append(f"refused, must be read: {outcome.refusal}")
        return outcome
    outcome.wrong = [fault for row in expected.get("rows", []) if (fault := row_fault(row, outcome.tables))]
    if (
        outcome.wrong
        and expected["outcome"] == "rows_or_issue"
        and any(row["rule_id"].endswith("not_read") for row in outcome.tables["issues"])
    ):
        outcome.wrong = []
    outcome.wrong += [f"must be absent: {row}" for row in expected.get("absent", []) if is_present(row, outcome.tables)]
    return outcome


def built(folder: Path, out: Path) -> Outcome:
    """Build the one document of a folder; a document that is left out counts as refused."""
    try:
        build(folder, out)
    except LoaderError as error:
        return Outcome(refusal=str(error))
    tables = {}
    for path in out.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    refused = [row for row in tables["documents"] if row.get("state", "read") not in ("read", "")]
    if refused:
        return Outcome(tables, refusal="\n".join(f"{row['reason_ja']}\n{row['remedy_ja']}" for row in refused))
    return Outcome(tables)


def refusal_faults(message: str) -> list[str]:
    """Return what a refusal lacks: words for an official only, and a remedy."""
    inner = INNER_WORDS.search(message)
    return [f"inner name {inner[0]!r} in: {message}"] if inner else []


def row_fault(wanted: dict, tables: dict[str, list[dict[str, str]]]) -> str:
    """Return why no row fits what is wanted; nothing where one does."""
    rows = [row for row in tables.get(wanted["table"], []) if fits(row, wanted["key"], wanted["table"], tables)]
    if any(fits(row, wanted["values"], wanted["table"], tables) for row in rows):
        return ""
    shown = [
        {name: row.get(name.removesuffix("_contains"), "?") for name in ("label_ja", *wanted["values"])} for row in rows
    ]
    return f"{wanted['table']} {wanted['key']} → wanted {wanted['values']}; there: {shown[:8]}"


def is_present(unwanted: dict, tables: dict[str, list[dict[str, str]]]) -> bool:
    """Return whether any row fits what must not come out."""
    rows = tables.get(unwanted["table"], [])
    return any(fits(row, unwanted["match"], unwanted["table"], tables, is_unwanted=True) for row in rows)


def fits(row: dict[str, str], columns: dict, table: str, tables: dict, *, is_unwanted: bool = False) -> bool:
    """Return whether a row holds all the values named."""
    return all(holds(row, name, value, tables, is_unwanted) for name, value in columns.items())


def holds(row: dict[str, str], name: str, value: object, tables: dict, is_unwanted: bool) -> bool:
    """Return whether a row holds one value: as number, as text, or by one of the words of variants.md."""
    if name == "label_contains":
        label = row.get("label_ja", "")
        # 「第2層協議体」: a digit that is wanted is no digit left over
        rest = label.replace(str(value), "")
        return str(value) in label and (is_unwanted or not DIGITS_OR_DATES.search(rest))
    if name == "node":
        return row.get("node_id", "").endswith(str(value))
    if name == "status_not":
        return row.get("status") != value
    if name == "any_text_contains":
        return any(str(value) in text for text in row.values())
    if name == "any_text_contains_codepoints":
        return any("⺀" <= sign <= "⿕" for text in row.values() for sign in text)
    if name == "target_id_set":
        return bool(row.get("target_id")) is value
    if name == "area_code" and "area_code" not in row:
        return area_of(row, tables) == value
    if name in ("measure_id", "action_node_id", "repost_of") and isinstance(value, str):
        return row.get(name, "").endswith(value)
    return same(row.get(name), value)


def area_of(row: dict[str, str], tables: dict) -> str:
    """Return the area of a row by its implementation, plan or record."""
    for key, table in (("implementation_id", "implementations"), ("plan_id", "plans"), ("record_id", "records")):
        if key in row:
            return next((other["area_code"] for other in tables[table] if other[key] == row[key]), "")
    return ""


def same(text: str | None, value: object) -> bool:
    """Return whether a cell says a value; numbers compare as numbers, None as empty."""
    if text is None:
        return False
    if value is None:
        return text == ""
    if isinstance(value, bool):
        return text.lower() == str(value).lower()
    if isinstance(value, int | float):
        try:
            return abs(float(text) - value) < 1e-9
        except ValueError:
            return False
    return unicodedata.normalize("NFKC", text) == unicodedata.normalize("NFKC", str(value))
