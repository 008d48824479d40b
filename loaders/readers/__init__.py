"""Readers: the shapes in which documents carry facts (lines, tables, HTML cells, labelled sections)."""
