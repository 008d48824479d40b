"""Answers for the pages, one module per subject; `data.access` is the way in."""
