"""Building blocks of the pages: navigation, frame, figures, tables and exports."""
