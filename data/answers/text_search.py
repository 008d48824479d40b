"""Full-text search in memory: texts folded so that spellings of one word meet, and an index over them.

SQLite's FTS5 with trigrams finds any run of three characters, so that Japanese needs no word boundaries; bm25 ranks.
"""

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]

# Spellings of one word: what stands left is searched as what stands right. Only spellings, never synonyms.
VARIANTS = (
    ("作り", "づくり"), ("創り", "づくり"), ("造り", "づくり"), ("子供", "子ども"), ("こども", "子ども"), ("障碍", "障がい"),
    ("障害", "障がい"), ("取り組み", "取組"), ("取組み", "取組"), ("引き籠もり", "ひきこもり"), ("引きこもり", "ひきこもり"),
    ("引籠り", "ひきこもり"), ("支えあい", "支え合い"), ("助けあい", "助け合い"), ("見守りあい", "見守り合い"), ("受けとめ", "受け止め"),
    ("一人一人", "一人ひとり"), ("ひとりひとり", "一人ひとり"), ("独り暮らし", "一人暮らし"), ("全て", "すべて"), ("繋", "つな"),
    ("町づくり", "まちづくり"), ("街づくり", "まちづくり"), ("箇所", "か所"), ("ヶ所", "か所"), ("個所", "か所"), ("窓ぐち", "窓口"),
)  # fmt: skip

_JOINED_TO_THE_LEFT = "ﾞﾟ"  # half-width sound marks: 「ｶﾞ」 is one character
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


@dataclass(frozen=True)
class FoldedText:
    """A folded text; `spans` holds for each of its characters the range of the original that it stands for."""

    text: str
    spans: tuple[Span, ...]


def fold(text: str) -> FoldedText:
    """Return a text in NFKC, lower case, hiragana and one spelling per word, without control characters."""
    characters = list(_folded_characters(text))
    flat = "".join(character for character, _ in characters)
    pieces: list[tuple[str, Span]] = []
    end = 0
    for found in _VARIANT.finditer(flat):
        pieces += characters[end : found.start()]
        end = found.end()
        whole = (characters[found.start()][1][0], characters[end - 1][1][1])
        pieces += [(character, whole) for character in _SPELLINGS[found.group()]]
    pieces += characters[end:]
    return FoldedText("".join(character for character, _ in pieces), tuple(span for _, span in pieces))


def _folded_characters(text: str) -> Iterator[tuple[str, Span]]:
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in _JOINED_TO_THE_LEFT):
            end += 1
        for character in unicodedata.normalize("NFKC", text[start:end]).lower():
            if character.isspace():
                yield " ", (start, end)
            elif not unicodedata.category(character).startswith("C"):
                yield character.translate(_KATAKANA_TO_HIRAGANA), (start, end)
        start = end


def _plain(text: str) -> str:
    return "".join(character for character, _ in _folded_characters(text))


_SPELLINGS = {_plain(left): _plain(right) for left, right in VARIANTS}
_VARIANT = re.compile("|".join(re.escape(left) for left in sorted(_SPELLINGS, key=len, reverse=True)))


def places_of(terms: Sequence[str], text: str) -> list[Span]:
    """Return where folded terms occur in an original text: half-open ranges, sorted, overlapping ones joined."""
    folded = fold(text)
    spans = [
        (folded.spans[found.start()][0], folded.spans[found.start() + len(term) - 1][1])
        for term in terms if term
        for found in re.finditer(f"(?={re.escape(term)})", folded.text)
    ]  # fmt: skip
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


TRIGRAM = 3
TITLE_WEIGHT = 3.0


class TextIndex:
    """An index over texts that are already folded, which threads may share."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Build the index of title and body of each entry, either of them possibly empty; entries are numbered from 0."""
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(title, body, tokenize = 'trigram case_sensitive 1')"
        )
        self._database.executemany(
            "INSERT INTO passages (rowid, title, body) VALUES (?, ?, ?)",
            ((number, title, body) for number, (title, body) in enumerate(texts)),
        )

    def search(self, terms: Sequence[str]) -> list[tuple[int, float]]:
        """Return the entries that hold all terms, best first, with a score (higher is better).

        Terms of three characters or more are looked up and ranked by bm25, a match in a title weighing more. Shorter
        ones are looked for in every text; alone, they rank titles first and then shorter texts. Empty ones do not count.
        """
        long = [term for term in terms if len(term) >= TRIGRAM]
        short = [term for term in terms if 0 < len(term) < TRIGRAM]
        if not long and not short:
            return []
        conditions = ["(instr(title, ?) OR instr(body, ?))"] * len(short)
        values: list[object] = [value for term in short for value in (term, term)]
        if long:
            conditions.insert(0, "passages MATCH ?")
            # As FTS5 strings, in which no character has a meaning of its own
            values.insert(0, " AND ".join('"' + term.replace('"', '""') + '"' for term in long))
            score = f"-bm25(passages, {TITLE_WEIGHT}, 1.0)"
        else:
            score = "(instr(title, ?) > 0) + 1.0 / (1 + length(title) + length(body))"
            values.insert(0, short[0])
        query = (
            f"SELECT rowid, {score} AS score FROM passages WHERE {' AND '.join(conditions)} ORDER BY score DESC, rowid"
        )
        with self._lock:
            return [(int(row), float(points)) for row, points in self._database.execute(query, values)]
