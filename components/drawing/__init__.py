"""Pure drawing: what a figure says, and how it looks as chart, table, HTML or map. No Streamlit."""
