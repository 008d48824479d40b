"""Text: numbers, dates and names as Japanese administrative documents write them."""
