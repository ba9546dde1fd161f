"""The advisory session in a terminal: a thin loop over the interview."""
