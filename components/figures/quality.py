"""Doubtful values, documents and how far they were read, imported statistics, and definitions of the figures. Pure."""

from collections.abc import Iterable, Mapping

import pandas as pd

from components.drawing import charts, html, tables, wording
from components.drawing.declared import columns_of, table_of
from components.drawing.marks import SEVERITIES
from components.drawing.model import Bars, Basis, Drawing, Figure, Row, Share
from data import schema
from data.schema import RULES_JA


def issues_with_words(issues: pd.DataFrame, profile_values: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the issues, worst first, with words for codes and the raw value where a profile value is meant."""
    names = dict(zip(indicators["indicator_code"], indicators["name_ja"], strict=True))
    keys = profile_values["record_id"] + "," + profile_values["indicator_code"]
    raw = dict(zip(keys, profile_values["value_as_written"], strict=True))
    parts = issues["row_key"].fillna("").str.split("[/|, ]", regex=True)
    indicator = parts.map(lambda each: next((part for part in each if part in names), ""))
    is_profile = issues["table"] == "profile_values"
    declared = schema.table_named("issues")
    order = list(SEVERITIES)
    items = zip(indicator, issues.to_dict("records"), strict=True)
    shown = issues.assign(
        item_ja=[names.get(code) or _column_ja(row) for code, row in items],
        raw_ja=(issues["record_id"] + "," + indicator).where(is_profile).map(raw).fillna(""),
        rule_ja=issues["rule_id"].map(lambda rule: RULES_JA.get(rule, rule)),
        severity_ja=tables.in_words(issues["severity"], declared.column("severity")),
        status_ja=tables.in_words(issues["status"], declared.column("status")),
    )
    worst_first = shown.assign(order=shown["severity"].map(order.index)).sort_values(
        ["order", "rule_id", "record_id", "line_start"], ignore_index=True
    )
    return worst_first.drop(columns="order")


def issues_by_rule(issues: pd.DataFrame, basis: Basis) -> Figure:
    """Return bars of the issues by rule, stacked by severity."""
    counts = pd.crosstab(issues["rule_ja"], issues["severity"])
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    draw = charts.bars(Bars(counts, SEVERITIES, "件"), row_height=28)
    drawing: Drawing = draw if len(issues) else lambda _: ""
    return basis.figure("issues", _severities(issues), n=len(issues), rows=issues, drawing=drawing)


def issues_of_town(issues: pd.DataFrame, basis: Basis) -> Figure:
    """Return the issues of one municipality as a list with raw and suggested value."""
    drawn = html.listing(
        issues, ("重大さ", 12, "severity_ja"), ("項目", 14, lambda row: str(row["item_ja"])), ("内容", 38, "message_ja"),
        ("原文の値", 12, "raw_ja"), ("候補値", 10, "suggested_value"),
        ("出典", 14, lambda row: wording.place(row["doc_id"], row["line_start"])),
    )  # fmt: skip
    return basis.figure("town_issues", _severities(issues), n=len(issues), rows=issues, drawing=lambda _: drawn)


def _severities(issues: pd.DataFrame) -> dict[str, object]:
    """Return how many issues there are, and of which severity."""
    counts = issues["severity"].value_counts()
    parts = [(mark.label_ja, counts[code]) for code, mark in SEVERITIES.items() if counts.get(code, 0)]
    return {"issues": len(issues), "parts": parts}


def _column_ja(row: dict[object, object]) -> str:
    """Return the label of the column that an issue is about, from the schema."""
    table, column = row["table"], row["column"]
    if wording.is_missing(table) or wording.is_missing(column) or str(table) not in schema.TABLES:
        return ""
    declared = schema.TABLES[str(table)]
    return declared.column(str(column)).label_ja if str(column) in declared.column_names else str(column)


def documents(rows: pd.DataFrame, records: pd.DataFrame, basis: Basis) -> Figure:
    """Return the documents with their hash, by which a copy can be told from the one that was read."""
    counts = records["doc_id"].value_counts()
    is_read = rows["state"] != "left_out"
    blocks = ""
    for row in rows[~is_read].to_dict("records"):
        why = [("理由", wording.text(row["reason_ja"])), ("対処", wording.text(row["remedy_ja"]))]
        blocks += html.heading(f"文書{row['doc_id']}", str(row["file_name"])) + html.facts(
            [("読み込み", "読めずに外した"), *why]
        )
    for row in rows[is_read].to_dict("records"):
        about = [
            ("年度", wording.fiscal_year(row["fiscal_year"])), ("発行者", wording.text(row["publisher_ja"])),
            ("行数", wording.with_unit(row["line_count"], "行")), ("記録", wording.count(int(counts.get(row["doc_id"], 0)), "件")),
            ("途中で切れているか", "はい" if row["truncated"] else "いいえ"),
        ]  # fmt: skip
        file = [("ファイル名", str(row["file_name"])), ("SHA-256", str(row["sha256"]))]
        blocks += html.heading(f"文書{row['doc_id']}", str(row["title_ja"])) + html.facts(about) + html.facts(file)
    facts = {"read": int(is_read.sum()), "records": len(records), "left_out": int((~is_read).sum())}
    return basis.figure(
        "documents", facts, n=len(rows), table=lambda: tables.published(rows, "documents"), drawing=lambda _: blocks
    )


def measures(rows: Iterable[Row], shared_rules: Iterable[str], basis: Basis) -> Figure:
    """Return the definitions of the derived figures and the rules that all of them keep."""
    listed = list(rows)
    blocks = "".join(
        html.subtitle(_name(one), str(one["unit"]))
        + html.facts([(heading, str(one[name])) for name, heading in list(columns_of("measures").items())[3:]])
        for one in listed
    )
    return basis.figure(
        "measures", n=len(listed), notes=tuple(shared_rules),
        rows=lambda: pd.DataFrame(listed), drawing=lambda _: blocks,
    )  # fmt: skip


def _name(measure: Row) -> str:
    """Return the name with its sign in front where readers know it by that: 対象地域の人口割合（C1）."""
    known = str(measure["code"]).removeprefix("C").isdigit()
    return f"{measure['name_ja']}（{measure['code']}）" if known else str(measure["name_ja"])


def notes(version: str, basis: Basis, rows: Iterable[Row], shared_rules: Iterable[str]) -> list[tuple[str, str]]:
    """Return what must stand in front of all tables: version, time, source, definitions and rules."""
    return [
        ("データ版", version), ("時点", basis.as_of), ("出典", basis.source),
        *[(f"{_name(m)}（{m['unit']}）", f"{m['formula_ja'].removesuffix('。')}。{m['caveat_ja']}") for m in rows],
        *[("約束", rule) for rule in shared_rules],
    ]  # fmt: skip


LINES = ("lines_read", "lines_heading", "lines_ignored", "lines_picture", "lines_unclaimed")


def parser_coverage(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return how many lines of the plans were read, and how many no rule took."""
    kinds = {name: label for name, label in columns_of("parser_coverage").items() if name in LINES}
    total = int(rows["lines_total"].sum())
    shares = []
    for column, label in kinds.items():
        lines = int(rows[column].sum())
        pct = 100 * lines / total if total else None
        shares.append(Share(label, pct, f"{lines:,}行（{wording.percent(pct)}）" if total else wording.MISSING))
    most = rows["unclaimed_pct"].max()
    first = rows.loc[rows["unclaimed_pct"] == most, "area_name_ja"].tolist()
    return basis.figure(
        "parser_coverage", {"plans": len(rows), "most": most, "first": first}, n=len(rows), rows=rows,
        drawing=lambda _: html.share_bars(shares),
    )  # fmt: skip


def imports(sources: pd.DataFrame, kinds: Mapping[str, str], *, with_people: bool) -> Figure:
    """Return the imported statistics and boundaries, one block each; who did it only for the staff."""
    rows = sources.assign(
        kind_ja=sources["source_code"].map(kinds),
        as_of_ja=[wording.era_date(day, "") for day in sources["as_of_date"]],
        imported_at=sources["imported_at"].astype("string").str.slice(0, 16).str.replace("T", " "),
    ).drop(columns=[] if with_people else "imported_by")
    there = [_kind_sentence(words, rows[rows["source_code"] == code]) for code, words in kinds.items()]
    absent = [words for code, words in kinds.items() if code not in set(rows["source_code"])]
    days = [f"{day}現在" for day in rows["as_of_ja"] if day]
    publishers = [wording.text(name) for name in rows["publisher_ja"]]
    as_of, source = ("、".join(dict.fromkeys(words)) or wording.MISSING for words in (days, publishers))
    headings, blocks = columns_of("imports"), ""
    for row in rows.to_dict("records"):
        about = ("scope_ja", "publisher_ja", "note_ja", "imported_at", "imported_by")
        known = [(headings[name], str(row[name])) for name in about if not wording.is_missing(row.get(name))]
        when = f"{row['as_of_ja']}現在" if row["as_of_ja"] else ""
        files = [(headings[name], wording.text(row[name])) for name in ("file_name", "sha256")]
        blocks += html.subtitle(wording.text(row["title_ja"]), when) + html.facts(known) + html.facts(files)
    return Basis("", as_of, source).figure(
        "imports", {"there": [*filter(None, there)], "absent": absent}, n=len(rows), missing=len(absent), rows=rows,
        drawing=lambda _: blocks,
    )  # fmt: skip


def findings(rows: pd.DataFrame, sources: pd.DataFrame) -> Figure:
    """Return the findings of an import: rows not used, areas resolved, values missing."""
    severity = schema.IMPORTED_TABLES["import_findings"].column("severity")
    order = list(severity.allowed)
    ordered = rows.sort_values("severity", key=lambda codes: codes.map(order.index), kind="stable", ignore_index=True)
    ordered = ordered.assign(severity_ja=tables.in_words(ordered["severity"], severity))
    shown = table_of("import_findings", ordered)()
    weighty = int((rows["severity"] != "info").sum())
    return Basis("", "、".join(f"{wording.era_date(day)}現在" for day in sources["as_of_date"]), "、".join(sources["title_ja"])).figure(
        "import_findings", {"whole": len(rows), "weighty": weighty}, n=len(rows), table=lambda: shown,
        drawing=lambda _: html.rows(list(shown.columns), shown.to_numpy().tolist(), widths=(12, 28, 60)),
    )  # fmt: skip


def _kind_sentence(words: str, rows: pd.DataFrame) -> str:
    """Return a kind with its day, or with the number of its files; nothing where there is none."""
    if rows.empty:
        return ""
    if len(rows) > 1:
        return f"{words}（{len(rows)}ファイル）"
    day = rows["as_of_ja"].iloc[0]
    return f"{words}（{day}現在）" if day else words
