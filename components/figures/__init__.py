"""The figures of the pages: DataFrames in, described figures out. Pure, one module per subject."""
