"""Official statistics of all areas, taken in from the files in which they are published."""
