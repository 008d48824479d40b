"""Bring official statistics and boundaries in, and show what was brought in."""
