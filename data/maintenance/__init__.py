"""Save the store, bring it back, hand it out: `python -m data.store backup | restore | export`."""
