"""Declarations of the tables, one module per subject; `data.schema` is the way in."""
