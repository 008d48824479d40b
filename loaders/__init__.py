"""Loaders: from documents, workbooks and shape files to the normalized dataset."""
