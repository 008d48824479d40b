"""The council pack as a workbook with native charts."""
