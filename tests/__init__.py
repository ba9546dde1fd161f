"""Tests, one file per room; each name is a sentence that says what holds."""
