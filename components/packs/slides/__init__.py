"""The council pack as slides with native charts."""
