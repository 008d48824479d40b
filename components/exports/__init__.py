"""Files that a reader takes away: the data on screen as CSV and XLSX."""
