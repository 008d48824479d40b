"""The committed dataset and everything that reads it: schema, store, measures, answers."""
