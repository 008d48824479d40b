"""The practice dataset: an invented prefecture with three years of targets and reports, the same at every run."""
