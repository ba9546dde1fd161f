"""Texts in other languages: extracted, translated, and put into packs."""
