"""Official statistics of all areas, imported from the files in which they are published."""
