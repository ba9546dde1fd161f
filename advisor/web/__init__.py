"""Sittings in the browser. Nothing else of the product imports this room, and its libraries come with the extra ``web``."""
