"""Prove what holds in every city that a pack can be asked about."""
