"""Advice by rules: from a city's answers to its path to balance."""

__version__ = "0.1.0"
