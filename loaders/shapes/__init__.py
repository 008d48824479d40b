"""Files of municipal boundaries: read, repaired, matched with the registry, joined."""
