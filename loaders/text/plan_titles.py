"""The title of a plan: whose it is, which kinds of plan it names, and whether it is a draft."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.normalise import folded
from loaders.text.plan_words import PLAN_TYPES

_KINDS = "|".join(PLAN_TYPES)
_EDITION = r"第(?:\d+|[一二三四五六七八九十]+)[次期]"
# 「第4次小美玉市地域福祉計画（案）【概要版】」 「第2期常総市地域福祉計画・地域福祉活動計画 概要版」, folded
_TITLE = re.compile(
    rf"^(?P<name>(?:{_EDITION})?(?P<prefecture>東京都|北海道|(?:京都|大阪)府|[^市区町村第■]{{2,3}}県)?"
    rf"(?P<town>[^第■]+?[市区町村])?(?:{_EDITION})?(?:{_KINDS}))"
    rf"(?:[・、及びと/]+(?P<second>(?:[^・、]{{0,9}}?)(?:{_KINDS})))?"
    r"(?P<draft>\((?:案|素案|原案)\))?(?:【[^】]+】|\(?概要版?\)?|\(?(?:ダイジェスト|本編|本冊)版?\)?)*$"
)


@dataclass(frozen=True)
class PlanTitle:
    """The parts of a title."""

    name: str  # Name of the plan, folded
    prefecture_ja: str  # "" where the title does not name it
    town_ja: str  # "" for a plan of a prefecture
    second_name: str  # A plan that the title names behind the first, "" if none
    is_draft: bool
    text: str  # The whole title, folded


def plan_title(line: str) -> PlanTitle | None:
    """Return the parts of a line that is the title of a plan, else None."""
    m = _TITLE.match(folded(line))
    if m is None or not (m["prefecture"] or m["town"]):
        return None
    return PlanTitle(m["name"], m["prefecture"] or "", m["town"] or "", m["second"] or "", bool(m["draft"]), m.group())
