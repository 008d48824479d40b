"""Pure figures: data frames in, data frames out. Definitions: docs/data_dictionary.md."""
