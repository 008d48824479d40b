"""Resolve the name of a municipality or prefecture, as a document writes it, to exactly one area."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loaders.errors import refusal
from loaders.text.normalise import folded

# Signs that documents put for each other in names of places: 龍ヶ崎 and 龍ケ崎, 鰺 and 鯵, old forms and new ones.
_SAME_SIGN = str.maketrans(
    "ヶがガ竜槙鯵惠濱澤嶋嶌瀨櫻廣國邊邉齋斎藏條檜籠曽塚﨑諫鷗淵穗與彌萬豐鹽應榮縣灣舘莊圓當總學會蘆黑靑戶靜增德眞寬薗藪礪鄕郞飯餠鬪鷺"
    "髙濵祐祿禮靈頰顚鶯麴黃龜檮",
    "ケケケ龍槇鰺恵浜沢島島瀬桜広国辺辺斉斉蔵条桧篭曾塚崎諌鴎渕穂与弥万豊塩応栄県湾館荘円当総学会芦黒青戸静増徳真寛園薮砺郷郎飯餅闘鷺"
    "高浜祐禄礼霊頬顛鴬麹黄亀梼",
)
# 「＊札幌市」 「当別町※1」 「双葉町 注1)」 「浜松市北区（三方原）」, folded
NOTE_MARK = re.compile(r"^[*※#†]+|(?:\([^()]*\)|[*※#†注\d)])+$")
# 「石狩郡当別町」: some tables name towns and villages with their 郡, which the registry leaves out.
DISTRICT = re.compile(r".+?郡(?=.+[町村]$)")


@dataclass(frozen=True)
class ResolvedArea:
    """An area and how its name was met."""

    area_code: str
    name_ja: str
    alias_reason: str  # "" if written officially, else the reason of the alias; "former" for a name of earlier days
    remark_ja: str = ""  # What is to be told about a name of earlier days


class AreaNames:
    """The names of a registry, by prefecture.

    A name is never guessed: it is official, or the official one in other signs, or an alias with a reason, or a name of
    earlier days, or an error that names the nearest.
    """

    def __init__(
        self, areas: Sequence[dict[str, str]], aliases: Sequence[dict[str, str]], changes: Sequence[dict[str, str]] = ()
    ) -> None:
        self._prefectures = {_key(a["name_ja"]): a for a in areas if a["level"] == "prefecture"}
        self._municipalities: dict[tuple[str, str], dict[str, str]] = {
            (a["prefecture_code"], folded(a["name_ja"])): a for a in areas if a["level"] == "municipality"
        }
        official = {a["area_code"]: a["name_ja"] for a in areas}
        self._known: dict[tuple[str, str], ResolvedArea] = {}  # The later of these win
        for row in changes:
            today, known = official[row["area_code"]], (row["prefecture_code"], _key(row["former_name"]))
            self._known[known] = ResolvedArea(row["area_code"], today, "former", _remark(row, today))
        for (prefecture, _), a in self._municipalities.items():
            self._known[prefecture, _key(a["name_ja"])] = ResolvedArea(a["area_code"], a["name_ja"], "glyph")
        for row in aliases:
            known = (row["prefecture_code"], _key(row["alias"]))
            self._known[known] = ResolvedArea(row["area_code"], official[row["area_code"]], row["reason"])

    def prefecture(self, name: str, place: str) -> ResolvedArea:
        """Return the prefecture of that name; UnknownAreaError where none has it."""
        found = self._prefectures.get(_key(name))
        if found is None:
            raise refusal("area.prefecture", place, name=name)
        return ResolvedArea(found["area_code"], found["name_ja"], "")

    def municipality(self, prefecture_ja: str, name: str, place: str) -> ResolvedArea:
        """Return the municipality of that name in a prefecture.

        Raises:
            UnknownAreaError: The name is neither official nor otherwise known; the nearest names are given.
        """
        code = self.prefecture(prefecture_ja, place).area_code[:2]
        if resolved := self.resolved(code, name):
            return resolved
        names = [n for c, n in self._municipalities if c == code]
        nearest = "、".join(difflib.get_close_matches(folded(name), names, n=3, cutoff=0.3)) or "なし"
        raise refusal("area.municipality", place, name=name, prefecture=prefecture_ja, nearest=nearest)

    def resolved(self, prefecture_code: str, name: str) -> ResolvedArea | None:
        """Return the municipality of that name in a prefecture, None where there is none."""
        official = self._municipalities.get((prefecture_code, folded(name)))
        if official:
            return ResolvedArea(official["area_code"], official["name_ja"], "")
        known = self._known.get((prefecture_code, _key(name)))
        short = DISTRICT.sub("", name)  # 「西津軽郡鰺ヶ沢町」
        return known or (self.resolved(prefecture_code, short) if short != name else None)

    def only_one(self, name: str, place: str, text: str = "") -> ResolvedArea:
        """Return the only municipality of that name in Japan, for a document that does not name its prefecture.

        Args:
            text: Where several have the name, that one counts whose prefecture stands in this text in front of it, or
                which alone is named.

        Raises:
            UnknownAreaError: No municipality has that name, or several have.
        """
        found = {
            prefecture: resolved
            for prefecture, area in self._prefectures.items()
            if (resolved := self.resolved(area["prefecture_code"], name))
        }
        # A name of earlier days counts beside an official one: an old plan may bear it (那珂川町)
        if any(not area.alias_reason for area in found.values()):
            found = {p: area for p, area in found.items() if area.alias_reason in {"", "former"}}
        if len(found) > 1 and text:
            flat = _key(text)
            named = [p for p in found if p + _key(name) in flat] or [p for p in found if p in flat]
            found = {p: found[p] for p in named} if len(named) == 1 else found
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise refusal("area.several", place, name=name, count=len(found), prefectures="、".join(found))
        raise refusal("area.nowhere", place, name=name)

    def only_named(self, prefecture_ja: str, text: str) -> str | None:
        """Return the code of the only municipality that a text names: of this prefecture, else of all; None for none or several."""
        code, flat = self.prefecture(prefecture_ja, "").area_code[:2], folded(text)
        named = [a["area_code"] for (_, name), a in self._municipalities.items() if _stands_in(name, flat)]
        found = [area_code for area_code in named if area_code.startswith(code)] or named
        return found[0] if len(found) == 1 else None

    def named_in(self, prefecture_ja: str, text: str) -> list[str]:
        """Return the names of municipalities of a prefecture that a text holds, in the order of their codes."""
        code = self.prefecture(prefecture_ja, "").area_code[:2]
        return [
            area["name_ja"]
            for (prefecture, known), area in self._municipalities.items()
            if prefecture == code and _stands_in(known, folded(text))
        ]


def _stands_in(name: str, text: str) -> bool:
    """Return whether a folded text names a place, and not one whose name ends in the same signs."""
    return name in text and bool(re.search(rf"(?:(?<![一-龥])|(?<=[都道府県郡])){re.escape(name)}", text))


def _key(name: str) -> str:
    """Return a name in one sign for all that documents put for each other, for comparison only."""
    return folded(name).translate(_SAME_SIGN)


def _remark(change: dict[str, str], today: str) -> str:
    last = date.fromisoformat(change["valid_to"])
    former = change["former_code"]
    code = f"（当時の団体コードは{former}）" if former not in {"", change["area_code"]} else ""
    what = "に編入・合併された" if change["kind"] == "merged" else "になった"
    name = change["former_name"]
    return f"「{name}」は{last.year}年{last.month}月{last.day}日までの名称で、今は「{today}」{what}{code}。今の自治体として読んだ"
