"""Implementing bodies and contractors, as the 実施主体(委託先) cells of document 001 write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.normalise import tidy

_MARK = r"\((?P<mark>委託先?|一部委託|補助)\)"
# 「妹背牛町(委託先)妹背牛町社会福祉協議会」 「藤沢市(一部委託)社会福祉法人…」: body, mark, contractor
_BODY_MARK_CONTRACTOR = re.compile(rf"^(?P<a>[^()/]+?)\s*{_MARK}\s*(?P<b>[^()].*)$")
# 「狭山市 / 狭山市社会福祉協議会(委託先)」
_BODY_SLASH_CONTRACTOR = re.compile(rf"^(?P<a>[^()/]+?)\s*/\s*(?P<b>[^()/]+?)\s*{_MARK}$")
# 「社会福祉法人 草加市社会福祉協議会 (委託)」: the contractor alone
_CONTRACTOR_ONLY = re.compile(rf"^(?P<b>[^()/]+?)\s*{_MARK}$")
# 「釧路市(委託先:一般社団法人…)」 「矢巾町(直営)」 「ア松戸市 (イ松戸市医師会)」
_BODY_BRACKET = re.compile(r"^ア?(?P<a>[^()]+?)\s*\((?:委託先\s*:|委託:|イ(?=[^()]*会))?\s*(?P<b>.+)\)$")
_PART_TO = re.compile(r"^一部\s*(?P<b>.+?)(?:へ|に)委託$")
_DIRECT = re.compile(r"^直営$")
_REMARK = re.compile(r"体制整備の中で実施|別紙|のとおり|参照")
_SUBSIDY = re.compile(r"(?P<b>.+?)への補助事業$")
_KIND_OF_BODY = re.compile(r"社会福祉協議会|社会福祉法人|法人|医師会|協会|事業団|株式会社")
_MUNICIPALITY_END = re.compile(r"(?:^|[都道府県郡])[^\s()、]{0,6}[市区町村]$|^\S{2,3}[都道府県]$")


@dataclass(frozen=True)
class Bodies:
    """Who carries out a programme; None where the cell does not say."""

    implementing_body: str | None
    contractor: str | None
    delivery: str


def read_bodies(written: str) -> Bodies:
    """Return the implementing body, the contractor and the manner of delivery of a 実施主体(委託先) cell."""
    text = tidy(written)
    if not text:
        return Bodies(None, None, "unknown")
    if text.startswith("(") and _REMARK.search(text):
        return Bodies(None, None, "unknown")  # 「(市全体の体制整備の中で実施)」
    return _by_marks(text) or _by_brackets(text) or _by_words(text)


def read_project_name(written: str) -> str | None:
    """Return the project's name, or None where the cell holds only a remark (「(補助事業は活用していない)」)."""
    text = tidy(written)
    is_remark = text.startswith("(") and text.endswith(")") and re.search(r"ない|別紙|のとおり|参照", text)
    return None if not text or is_remark else text


def _by_marks(text: str) -> Bodies | None:
    for pattern in (_BODY_SLASH_CONTRACTOR, _BODY_MARK_CONTRACTOR, _CONTRACTOR_ONLY):
        if m := pattern.match(text):
            groups = m.groupdict()
            body, contractor = groups.get("a"), groups["b"]
            if body and _KIND_OF_BODY.search(body) and _MUNICIPALITY_END.search(contractor):
                body, contractor = contractor, body  # 「社会福祉法人 矢巾町社会福祉協議会(一部委託) 矢巾町」
            delivery = "partly_contracted" if m["mark"] == "一部委託" else "contracted"
            return Bodies(body.strip() if body else None, contractor.strip(), delivery)
    return None


def _by_brackets(text: str) -> Bodies | None:
    m = _BODY_BRACKET.match(text)
    if not m or re.search(r"か所|箇所", text):
        return None
    body, inside = m["a"].strip(), m["b"].strip()
    if _DIRECT.match(inside):
        return Bodies(body, None, "direct")
    if part := _PART_TO.match(inside):
        return Bodies(body, part["b"], "partly_contracted")
    if subsidy := _SUBSIDY.match(inside):
        return Bodies(body, subsidy["b"], "contracted")
    return Bodies(body, inside, "contracted")


def _by_words(text: str) -> Bodies:
    """Read a cell without brackets: 「秋田県○○町 ○○町社会福祉協議会」 is body and contractor."""
    words = text.split(" ")
    if len(words) == 2 and _MUNICIPALITY_END.search(words[0]) and _KIND_OF_BODY.search(words[1]):
        return Bodies(words[0], words[1], "contracted")
    if re.search(r"か所|箇所", text):
        return _by_sites(text)
    return Bodies(text, None, "direct" if _MUNICIPALITY_END.search(text) else "unknown")


def _by_sites(text: str) -> Bodies:
    """Read 「委託:2か所(公益財団法人、社会医療法人) 直営:1か所」: no body is named, the bracket holds the contractors."""
    m = re.search(r"委託[::]?\s*\d+\s*(?:か所|箇所)\s*\((?P<b>[^()]+)\)", text)
    both = "直営" in text
    named, _, sites = text.partition(" ")
    if not m and _KIND_OF_BODY.search(named) and sites:
        return Bodies(named, None, "partly_contracted" if both and "委託" in sites else "unknown")
    if m:
        return Bodies(None, m["b"], "partly_contracted" if both else "contracted")
    return Bodies(text, None, "partly_contracted" if both and "委託" in text else "unknown")
