"""The parts of the page 実績報告: forms, uploads, history, due dates and editions."""
