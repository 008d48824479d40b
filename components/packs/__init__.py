"""What a council gets in one go: a report described once, from which paper, slides and workbook are made."""
