"""Plotly figures: (trace, say) -> Figure. Import the one you draw; Plotly is loaded with it."""
