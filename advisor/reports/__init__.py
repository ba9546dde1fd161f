"""How it is told: one outcome, laid out as a document and written in several formats."""
