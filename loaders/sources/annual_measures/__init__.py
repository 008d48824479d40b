"""Document type "annual measures": what a municipality does in one year for the goals of its plan (document 002).

Under each goal or chapter stands a table: left the measures, numbered from (1), their items marked ○; right the
action targets of the plan that they answer to, each with its page. `tables.py` reads these tables; `parse.py` makes
rows of them.
"""

from loaders.sources.annual_measures.parse import SOURCE, parse, recognise

__all__ = ["SOURCE", "parse", "recognise"]
