"""Tests of packs: cities with what is expected of them."""
