"""Checks: the quality rules of the dataset, one module per subject; `loaders.quality` runs them all."""
