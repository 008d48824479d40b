"""Sources: one module (or package) per document type, with SOURCE, recognise(document) and parse(document, lookups)."""
