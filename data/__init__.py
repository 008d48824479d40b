"""The committed dataset and everything that reads it: schema, store, measures, answers."""

import pandas as pd

# Choosing rows of short wide tables, which pages do all the time, takes a tenth of the time that it takes with Arrow's texts.
pd.set_option("mode.string_storage", "python")
