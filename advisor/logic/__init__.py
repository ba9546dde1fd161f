"""Conditions over facts with finitely many values: what they say, whether they can hold, what makes them hold. Knows no pack."""
