"""Figures, not tests: ``python -m bench`` prints what the product costs beside its peers."""
