"""Document type "prefectural briefing": how a prefecture helps its municipalities, as slides (document 003).

The slides come out as loose lines. Read are: the prefecture's target, its roadmap by fiscal year and its events by
quarter (`roadmap.py`), national counts, and two examples: the coordinators of a town (`coordinators.py`) and the week
of a local base (`timetable.py`). Running text that explains the law is passed over.
"""

from loaders.sources.prefectural_briefing.parse import SOURCE, parse, recognise

__all__ = ["SOURCE", "parse", "recognise"]
