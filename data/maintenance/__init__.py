"""Save the store, bring it back, hand it out: `python -m data.maintenance backup | restore | export`."""
