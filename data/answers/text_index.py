"""Full-text search in memory: part of the store layer, the only other place of SQL beside `data/dataset.py`.

SQLite's FTS5 with trigrams finds any run of three characters, so that Japanese needs no word boundaries; bm25 ranks.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence

TRIGRAM = 3
TITLE_WEIGHT = 3.0


class TextIndex:
    """An index over texts that are already folded (see `data.answers.text_folding`).

    It may be shared between threads.
    """

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Build the index.

        Args:
            texts: Title and body of each entry, either of them possibly empty; entries are numbered from 0.
        """
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
        ones are looked for in every text; alone, they rank titles first and then shorter texts.

        Args:
            terms: Folded terms, any characters; an empty one does not count.
        """
        long = [term for term in terms if len(term) >= TRIGRAM]
        short = [term for term in terms if 0 < len(term) < TRIGRAM]
        if not long and not short:
            return []
        conditions = ["(instr(title, ?) OR instr(body, ?))"] * len(short)
        values: list[object] = [value for term in short for value in (term, term)]
        if long:
            conditions.insert(0, "passages MATCH ?")
            values.insert(0, " AND ".join(_quoted(term) for term in long))
            score = f"-bm25(passages, {TITLE_WEIGHT}, 1.0)"
        else:
            score = "(instr(title, ?) > 0) + 1.0 / (1 + length(title) + length(body))"
            values.insert(0, short[0])
        query = (
            f"SELECT rowid, {score} AS score FROM passages WHERE {' AND '.join(conditions)} ORDER BY score DESC, rowid"
        )
        with self._lock:
            return [(int(row), float(points)) for row, points in self._database.execute(query, values)]


def _quoted(term: str) -> str:
    """Return a term as an FTS5 string, in which no character has a meaning of its own."""
    return '"' + term.replace('"', '""') + '"'
