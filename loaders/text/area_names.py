"""Resolve the name of a municipality or prefecture, as a document writes it, to exactly one area."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.errors import UnknownAreaError
from loaders.text.normalise import folded


@dataclass(frozen=True)
class ResolvedArea:
    """An area and how its name was met: "" if written officially, else the reason of the alias."""

    area_code: str
    name_ja: str
    alias_reason: str


class AreaNames:
    """The names of a registry, by prefecture.

    A name is never guessed: it is official, or an alias with a reason, or an error that names the nearest.
    """

    def __init__(self, areas: Sequence[dict[str, str]], aliases: Sequence[dict[str, str]]) -> None:
        self._prefectures = {folded(a["name_ja"]): a for a in areas if a["level"] == "prefecture"}
        self._municipalities: dict[tuple[str, str], dict[str, str]] = {
            (a["prefecture_code"], folded(a["name_ja"])): a for a in areas if a["level"] == "municipality"
        }
        by_code = {a["area_code"]: a for a in areas}
        self._aliases = {
            (row["prefecture_code"], folded(row["alias"])): (by_code[row["area_code"]], row["reason"])
            for row in aliases
        }

    def prefecture(self, name: str, place: str) -> ResolvedArea:
        """Return the prefecture of that name.

        Raises:
            UnknownAreaError: No prefecture has that name.
        """
        found = self._prefectures.get(folded(name))
        if found is None:
            raise UnknownAreaError(
                place,
                f"都道府県名「{name}」が見つからない",
                "47都道府県のいずれか",
                "原本の都道府県名を確かめてください",
            )
        return ResolvedArea(found["area_code"], found["name_ja"], "")

    def municipality(self, prefecture_ja: str, name: str, place: str) -> ResolvedArea:
        """Return the municipality of that name in a prefecture.

        Raises:
            UnknownAreaError: The name is neither official nor a known alias; the nearest names are given.
        """
        code = self.prefecture(prefecture_ja, place).area_code[:2]
        key = (code, folded(name))
        if key in self._municipalities:
            found = self._municipalities[key]
            return ResolvedArea(found["area_code"], found["name_ja"], "")
        if key in self._aliases:
            found, reason = self._aliases[key]
            return ResolvedArea(found["area_code"], found["name_ja"], reason)
        names = [n for c, n in self._municipalities if c == code]
        nearest = "、".join(difflib.get_close_matches(key[1], names, n=3, cutoff=0.3)) or "なし"
        raise UnknownAreaError(
            place,
            f"市区町村名「{name}」は{prefecture_ja}にない（近い名称: {nearest}）",
            "正式な名称か、登録済みの別表記",
            "文書の名称を原本と見比べて直してください。原本がこの書き方であれば、別表記の登録を管理者に頼んでください",
        )

    def only_one(self, name: str, place: str) -> ResolvedArea:
        """Return the only municipality of that name in Japan, for a document that does not name its prefecture.

        Raises:
            UnknownAreaError: No municipality has that name, or several have.
        """
        found = [area for (_, known), area in self._municipalities.items() if known == folded(name)]
        if len(found) == 1:
            return ResolvedArea(found[0]["area_code"], found[0]["name_ja"], "")
        what = f"{len(found)}つの都道府県にある" if found else "どの都道府県にもない"
        raise UnknownAreaError(
            place,
            f"市区町村名「{name}」は{what}",
            "全国に一つの名称か、都道府県名の記載",
            "文書に都道府県名を書き加えてください",
        )

    def named_in(self, prefecture_ja: str, text: str) -> list[str]:
        """Return the names of municipalities of a prefecture that a text holds, in the order of their codes."""
        code = self.prefecture(prefecture_ja, "").area_code[:2]
        return [
            area["name_ja"]
            for (prefecture, known), area in self._municipalities.items()
            if prefecture == code and re.search(rf"(?:(?<![一-龥])|(?<=[都道府県郡])){re.escape(known)}", folded(text))
        ]
