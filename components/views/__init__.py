"""Streamlit parts, one per thing that a reader meets; they fetch what they show from data.answers."""
