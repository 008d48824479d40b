"""Document type "programme plans": one form per municipality or prefecture (document 001).

A package, since the form has five sections of different shapes; `labels.py` is the form itself.
"""

from loaders.sources.programme_plans.parse import SOURCE, parse, recognise

__all__ = ["SOURCE", "parse", "recognise"]
